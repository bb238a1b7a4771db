//! The lines of a server's reply (RFC 5321, 4.2.1), which reports fold into one.

/// The lines of a reply that was folded into one. Where the code with which it begins stands again, with a hyphen or
/// a space behind it, the next line begins. Any other text is one line.
///
/// ```
/// let lines = reader::reply_lines("550-5.1.1 Nobody here 550-5.1.1 has this name. 550 5.1.1 Sorry");
/// assert_eq!(lines, ["550-5.1.1 Nobody here", "550-5.1.1 has this name.", "550 5.1.1 Sorry"]);
/// ```
pub fn reply_lines(text: &str) -> Vec<&str> {
    let text = text.trim();
    let code = text.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(code) = code.filter(|_| text[3..].starts_with('-')) else {
        return vec![text];
    };
    let mut lines = Vec::new();
    let (mut start, mut from) = (0, 3);
    while let Some(at) = text[from..].find(code).map(|at| from + at) {
        from = at + code.len();
        let follows_space = text[..at].ends_with(char::is_whitespace);
        if follows_space && text[from..].starts_with(['-', ' ']) {
            lines.push(text[start..at].trim_end());
            start = at;
            // Nothing follows the last line.
            if text[from..].starts_with(' ') {
                break;
            }
        }
    }
    lines.push(&text[start..]);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lines: &[&str]) {
        assert_eq!(reply_lines(text), lines, "{text}");
    }

    #[test]
    fn a_line_begins_where_the_code_stands_again() {
        check("", &[""]);
        check("Mailbox full", &["Mailbox full"]);
        check("550 5.1.1 No 550 such person", &["550 5.1.1 No 550 such person"]);
        check("550-a 550-b\t550 c", &["550-a", "550-b", "550 c"]);
        check("550-a x550-b 550 c 550 d", &["550-a x550-b", "550 c 550 d"]);
        check("550-a", &["550-a"]);
        check("550-", &["550-"]);
        check("55é", &["55é"]);
    }
}
