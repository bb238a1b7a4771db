//! Reading header fields back (RFC 5322 section 2.2).

/// The header fields of a message from the top: name and unfolded value, without outer white space.
///
/// Reads up to the blank line. A line that is no field is left out; bytes that are not UTF-8 are
/// replaced.
pub fn headers(message: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
    let mut rest = message;
    std::iter::from_fn(move || {
        loop {
            let field = next_field(&mut rest)?;
            let text = String::from_utf8_lossy(field);
            if let Some((name, value)) = text.split_once(':') {
                let value = value.replace("\r\n", "").replace('\n', "");
                return Some((name.trim_end().to_owned(), value.trim().to_owned()));
            }
        }
    })
}

/// Number of `Received:` lines: how many servers have had the message (RFC 5321 section 6.3).
pub fn count_received(message: &[u8]) -> usize {
    let mut rest = message;
    std::iter::from_fn(|| next_field(&mut rest))
        .filter(|field| {
            let name = field.split(|&byte| byte == b':').next().unwrap_or_default();
            name.len() < field.len() && name.trim_ascii_end().eq_ignore_ascii_case(b"Received")
        })
        .count()
}

// unfolding: a line end that is followed by white space ends nothing   (RFC 5322 section 2.2.3)
fn next_field<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    if rest.is_empty() || rest.starts_with(b"\r\n") || rest.starts_with(b"\n") {
        return None;
    }
    let mut end = 0;
    loop {
        end = match memchr::memchr(b'\n', &rest[end..]) {
            Some(i) => end + i + 1,
            None => rest.len(),
        };
        if !matches!(rest.get(end), Some(b' ' | b'\t')) {
            break;
        }
    }
    let (field, after) = rest.split_at(end);
    *rest = after;
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, expected: &[(&str, &str)]) {
        let fields: Vec<_> = headers(message.as_bytes()).collect();
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, expected, "{message:?}");
    }

    #[test]
    fn fields_are_read_up_to_the_blank_line() {
        check("", &[]);
        check("\r\nSubject: x\r\n", &[]);
        check("Subject: x\r\n\r\nTo: y\r\n", &[("Subject", "x")]);
        check(
            "To: a@x.example,\r\n b@x.example\r\nSubject:\r\n",
            &[("To", "a@x.example, b@x.example"), ("Subject", "")],
        );
        check("no field\r\nA: b", &[("A", "b")]);
        check("A: b\n\tc\nD: e\n\nF: g", &[("A", "b\tc"), ("D", "e")]);
    }

    #[test]
    fn hops_are_counted_in_the_header_only() {
        let message = b"Received: a\r\n\tb\r\nreceived: c\r\nX: d\r\n\r\nReceived: e\r\n";
        assert_eq!(count_received(message), 2);
    }
}
