//! Addresses as people paste them: from headers, address books, links and cells of tables.
//!
//! What stands around an address there is left away: names, angle brackets, quotation marks, `mailto:`, remarks,
//! marks that cannot be seen. The address itself is then read as strictly as any other.

use crate::address::{AddressError, Mailbox};

/// The addresses of a list, whose items stand on lines of their own or between commas, semicolons or tabs.
///
/// # Errors
/// The first item that is none, as it stands there, and why.
pub fn list(text: &str) -> Result<Vec<Mailbox>, (String, AddressError)> {
    let text: String = text.chars().filter_map(plain).collect();
    let mut mailboxes = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (item, end, after) = first_item(rest);
        rest = after;
        // `Lee, Ann <ann@x.example>`; or the name stands in a cell before.
        let is_name =
            !item.contains('@') && (end == '\t' || end == ',' && first_item(after).0.contains('<'));
        if item.is_empty() || is_name {
            continue;
        }
        // Several with spaces between them.
        let words = || item.split(' ').filter(|word| !word.is_empty());
        if !item.contains('"') && words().all(|word| word.contains('@')) {
            for word in words() {
                mailboxes.push(one(word)?);
            }
        } else {
            mailboxes.push(one(item)?);
        }
    }
    Ok(mailboxes)
}

/// The only address of a text.
///
/// # Errors
/// See [`list`]; there is none, or more than one.
pub fn single(text: &str) -> Result<Mailbox, (String, AddressError)> {
    let mut mailboxes = list(text)?;
    let why = if mailboxes.len() > 1 { AddressError::Several } else { AddressError::Empty };
    mailboxes.pop().filter(|_| mailboxes.is_empty()).ok_or_else(|| (text.trim().to_owned(), why))
}

/// Brackets, quotation marks and spaces of all kinds become plain ones, and what cannot be seen goes.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => {
            return None;
        }
        '‹' | '«' | '〈' | '＜' => '<',
        '›' | '»' | '〉' | '＞' => '>',
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '＠' => '@',
        '\r' => '\n',
        '\n' | '\t' => c,
        _ if c.is_whitespace() => ' ',
        _ => c,
    })
}

/// The first item of a list without the spaces around it, what ends it, and what stands after that. What stands
/// in quotation marks or brackets does not end it, but a line does.
fn first_item(list: &str) -> (&str, char, &str) {
    let (mut quoted, mut depth, mut escaped) = (false, 0_u32, false);
    for (n, c) in list.char_indices() {
        match c {
            '\n' => return (list[..n].trim(), c, &list[n + 1..]),
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            ',' | ';' | '\t' if depth == 0 => return (list[..n].trim(), c, &list[n + 1..]),
            _ => {}
        }
    }
    (list.trim(), '\n', "")
}

/// The address of an item.
fn one(item: &str) -> Result<Mailbox, (String, AddressError)> {
    core(item).parse().map_err(|why| (item.to_owned(), why))
}

/// The part of an item that is to be an address.
fn core(item: &str) -> String {
    let split = |open: char, close: char| {
        // A name in quotation marks may hold some, too.
        let (before, rest) = item.rsplit_once(open)?;
        let (inside, after) = rest.split_once(close)?;
        Some([inside, before, after])
    };
    let within = |(open, close)| split(open, close).map(|it| it[0]).filter(|it| it.contains('@'));
    // A remark in round brackets goes.
    let beside = || split('(', ')').and_then(|it| it.into_iter().find(|it| it.contains('@')));
    let inside = [('<', '>'), ('(', ')'), ('[', ']')].into_iter().find_map(within);
    let text = inside.or_else(beside).unwrap_or(item).trim();
    let mut text = text.trim_end_matches(['>', '.', ':', '!']);
    for quote in ['"', '\''] {
        // A local part in quotation marks keeps them.
        if let Some(inside) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            text = inside;
        }
    }
    // Only quotation marks can hold a colon, or an @ before the last one.
    let quoted = text.starts_with('"');
    let Some(at) = (if quoted { text.rfind('@') } else { text.find('@') }) else {
        return text.to_owned();
    };
    // `mailto:`, `To:`, the name of a group.
    let begins = if quoted { 0 } else { text[..at].rfind(':').map_or(0, |n| n + 1) };
    // What a link asks for besides the address.
    let ends = text[at..].find('?').map_or(text.len(), |n| at + n);
    let address = text[begins..ends].trim();
    // Of what a link escapes, local parts hold little else than this.
    if begins > 0 { address.replace("%2B", "+").replace("%2b", "+") } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pasted: &str, expected: Result<&[&str], (&str, AddressError)>) {
        let read = list(pasted).map(|all| all.iter().map(Mailbox::to_string).collect::<Vec<_>>());
        let expected = expected
            .map(|all| all.iter().map(|it| (*it).to_owned()).collect())
            .map_err(|(item, why)| (item.to_owned(), why));
        assert_eq!(read, expected, "{pasted}");
    }

    #[test]
    fn what_people_paste_is_understood() {
        const ANN: &[&str] = &["ann@x.example"];
        for pasted in [
            "ann@x.example",
            "  ann@x.example\t\r\n",
            "Ann Lee <ann@x.example>",
            "\"Lee, Ann\" <ann@x.example>",
            "\"Ann \\\"A\\\" Lee, Dr.\" <ann@x.example>",
            "Lee, Ann <ann@x.example>",
            "\"Ann <the boss>, Lee\" <ann@x.example>",
            "Jörg Müller <ann@x.example>",
            "<ann@x.example>",
            "‹ann@x.example›",
            "«ann@x.example»",
            "＜ann＠x.example＞",
            "“ann@x.example”",
            "'ann@x.example'",
            "\"ann@x.example\"",
            "(ann@x.example)",
            "[ann@x.example]",
            "Ann Lee [mailto:ann@x.example]",
            "mailto:ann@x.example",
            "MAILTO:ann@x.example?subject=Hi&body=a@b.example",
            "<mailto:ann@x.example>",
            "To: Ann Lee <ann@x.example>",
            "Reply-To: ann@x.example",
            "ann@x.example (Ann Lee)",
            "Ann Lee (ann@x.example)",
            "(Ann, of the office) ann@x.example",
            "ann@x.example.",
            "ann@x.example,",
            "Ann Lee\tann@x.example",
            "\u{feff}ann@\u{200b}x.example\u{a0}",
            "\u{202a}ann@x.example\u{202c}",
            "Team: ann@x.example;",
        ] {
            check(pasted, Ok(ANN));
        }
        check("\"ann lee\"@x.example", Ok(&["\"ann lee\"@x.example"]));
        check("\"a:b,c\"@x.example", Ok(&["\"a:b,c\"@x.example"]));
        check("mailto:ann%2Bnews@x.example", Ok(&["ann+news@x.example"]));
        check("o'hara'@x.example", Ok(&["o'hara'@x.example"]));
    }

    #[test]
    fn lists_of_all_kinds_are_understood() {
        const BOTH: &[&str] = &["ann@x.example", "bob@y.example"];
        for pasted in [
            "ann@x.example, bob@y.example",
            "ann@x.example;bob@y.example;",
            "ann@x.example\r\nbob@y.example\r\n",
            "ann@x.example bob@y.example",
            "\"Lee, Ann\" <ann@x.example>; \"Fox, Bob\" <bob@y.example>",
            "Lee, Ann <ann@x.example>, Fox, Bob <bob@y.example>",
            "Ann <ann@x.example>,\n Bob <bob@y.example>",
            "mailto:ann@x.example,bob@y.example?cc=eve@z.example",
            "Friends: Ann <ann@x.example>, bob@y.example;",
            "Ann\tann@x.example\nBob\tbob@y.example",
        ] {
            check(pasted, Ok(BOTH));
        }
        check("", Ok(&[]));
        check(" ,;\n", Ok(&[]));
    }

    #[test]
    fn what_is_no_address_is_told_with_its_item() {
        use AddressError::*;
        check("ann@x.example, bob", Err(("bob", NoAt)));
        check("ann@x.example, Bob Fox <bob>", Err(("Bob Fox <bob>", NoAt)));
        check("bob lee@y.example", Err(("bob lee@y.example", BadLocalPart(' '))));
        check("Ann <ann@bücher.example>", Err(("Ann <ann@bücher.example>", NotAsciiDomain)));
        check("jörg@x.example", Err(("jörg@x.example", NotAsciiLocalPart)));
        check("bob@[192.0.2.1]", Err(("bob@[192.0.2.1]", Literal)));
        check("bob@y_z.example", Err(("bob@y_z.example", BadDomain('_'))));
        check("\"ann\n bob@y.example", Err(("\"ann", NoAt)));
        check("<>", Err(("<>", NoAt)));
        check("@", Err(("@", NoLocalPart)));
        assert_eq!(single(" "), Err((String::new(), Empty)));
        let two = "ann@x.example, bob@y.example";
        assert_eq!(single(two), Err((two.to_owned(), Several)));
        assert_eq!(single("Ann <ann@x.example>").unwrap().to_string(), "ann@x.example");
    }
}
