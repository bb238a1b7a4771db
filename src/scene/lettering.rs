//! How wide a text is, about, and what becomes of one that is too long.
//!
//! Readers may have any font, so widths are those of a broad one, rounded up.

/// Which kind of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Names: proportional and bold.
    Bold,
    /// What is explained: proportional, not bold.
    Plain,
    /// What machines say: all letters are as wide as each other.
    Mono,
}

/// Stands for what was left out.
const LEFT_OUT: char = '…';

/// How wide a text is at most, in the units of its `size`.
pub fn width(text: &str, size: i32, face: Face) -> i32 {
    let thousandths: i32 = text.chars().map(|letter| advance(letter, face)).sum();
    (thousandths * size + 999) / 1_000
}

/// In thousandths of the size.
const fn advance(letter: char, face: Face) -> i32 {
    match (face, letter) {
        (Face::Mono, _) => 605,
        (Face::Plain, letter) => advance(letter, Face::Bold) * 93 / 100,
        (_, 'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ') => 300,
        (_, 'f' | 't' | 'r' | '(' | ')' | '-' | '·') => 390,
        (_, 'm' | 'w' | 'M' | 'W' | '@' | '%') => 920,
        (_, '\u{2e80}'..) => 1_050,
        (_, letter) if letter.is_ascii_uppercase() => 720,
        _ => 590,
    }
}

/// A text that fits: the middle of one that is too long is left out, so that beginning and end,
/// which tell names apart, stay.
pub(super) fn fit(text: &str, room: i32, size: i32, face: Face) -> String {
    if width(text, size, face) <= room {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let (mut head, mut tail) = (0, 0);
    let shortened = |head: usize, tail: usize| -> String {
        let end = letters.len() - tail;
        letters[..head].iter().chain([&LEFT_OUT]).chain(&letters[end..]).collect()
    };
    // The end takes turns with the beginning, which comes first.
    while head + tail < letters.len() {
        let (h, t) = if head <= tail { (head + 1, tail) } else { (head, tail + 1) };
        if width(&shortened(h, t), size, face) > room {
            break;
        }
        (head, tail) = (h, t);
    }
    shortened(head, tail)
}

/// A text on as many lines as may be, broken at spaces so that the longest line is short.
pub(super) fn wrap(text: &str, lines: usize, size: i32) -> Vec<String> {
    let whole = vec![text.to_owned()];
    if lines < 2 {
        return whole;
    }
    let breaks = text.match_indices(' ').map(|(at, _)| (&text[..at], &text[at + 1..]));
    let longest =
        |pair: &(&str, &str)| width(pair.0, size, Face::Bold).max(width(pair.1, size, Face::Bold));
    breaks.min_by_key(longest).map_or(whole, |(a, b)| vec![a.to_owned(), b.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_loses_its_middle() {
        let name = "mail.a-rather-long-name-of-a-company.example";
        let short = fit(name, 160, 14, Face::Mono);
        assert!(width(&short, 14, Face::Mono) <= 160);
        assert!(short.starts_with("mail.a") && short.ends_with("xample"), "{short}");
        assert_eq!(fit("mx", 160, 14, Face::Mono), "mx");
        assert_eq!(fit("anything", 0, 14, Face::Bold), "…");
    }

    #[test]
    fn names_are_broken_into_lines_of_about_the_same_length() {
        assert_eq!(wrap("Your provider’s server", 2, 24), ["Your provider’s", "server"]);
        assert_eq!(wrap("Another mail server", 2, 24), ["Another", "mail server"]);
        assert_eq!(wrap("Server", 2, 24), ["Server"]);
        assert_eq!(wrap("Another mail server", 1, 24), ["Another mail server"]);
    }
}
