//! Text in header fields: folded over several lines (RFC 5322 section 2.2.3), and as encoded-words
//! where it is not plain ASCII (RFC 2047).
//!
//! Simplified: text that needs encoding is encoded as a whole, plain words in it too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::limits::message::{MAX_ENCODED_LINE, MAX_ENCODED_WORD, PREFERRED_LINE};
use std::fmt::Write as _;

/// `=?UTF-8?Q?` and `?=`.
const FRAME: usize = 12;

/// Writes an unstructured field: `Subject: text`, folded, CR LF at the end. What is no printable
/// character is neutralised, so that no text can begin a field of its own.
pub(super) fn unstructured(name: &str, text: &str) -> String {
    let text = neutralise(text);
    let room = PREFERRED_LINE - name.len() - 2;
    let plain =
        text.is_ascii() && !text.contains("=?") && text.split(' ').all(|atom| atom.len() <= room);
    if plain { fold(name, &text) } else { encode(name, &text) }
}

/// Runs of control characters (line breaks among them) become one space; outer spaces go.
fn neutralise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_run = false;
    for c in text.chars() {
        if !c.is_control() {
            out.push(c);
        } else if !in_run {
            out.push(' ');
        }
        in_run = c.is_control();
    }
    out.trim_matches(' ').to_owned()
}

/// Breaks lines before white space, so that taking the line ends out gives the text again.
fn fold(name: &str, text: &str) -> String {
    let mut out = format!("{name}:");
    let mut column = out.len();
    let mut rest = text;
    let mut gap = 1;
    loop {
        let end = rest.find(' ').unwrap_or(rest.len());
        let (atom, after) = rest.split_at(end);
        if column + gap + atom.len() > PREFERRED_LINE && column > name.len() + 1 {
            out.push_str("\r\n");
            column = 0;
        }
        out.extend(std::iter::repeat_n(' ', gap));
        out.push_str(atom);
        column += gap + atom.len();
        rest = after.trim_start_matches(' ');
        gap = after.len() - rest.len();
        if rest.is_empty() {
            break;
        }
    }
    out.push_str("\r\n");
    out
}

// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="       (RFC 2047 section 2)
fn encode(name: &str, text: &str) -> String {
    let quoted: usize = text.chars().map(quoted_width).sum();
    let letter = if quoted <= text.len().div_ceil(3) * 4 { 'Q' } else { 'B' };
    let mut out = format!("{name}:");
    let mut room = (MAX_ENCODED_LINE - out.len() - 1).min(MAX_ENCODED_WORD) - FRAME;
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_that_fits(rest, letter, room));
        if rest.len() < text.len() {
            out.push_str("\r\n");
        }
        let encoded = match letter {
            'Q' => quote(piece),
            _ => STANDARD.encode(piece),
        };
        let _ = write!(out, " =?UTF-8?{letter}?{encoded}?=");
        rest = after;
        room = MAX_ENCODED_WORD - FRAME;
    }
    out.push_str("\r\n");
    out
}

/// Bytes of the longest beginning of `text` whose encoding has at most `room` characters; at least
/// one character, and never a part of one (RFC 2047 section 5).
fn piece_that_fits(text: &str, letter: char, room: usize) -> usize {
    let mut end = 0;
    let mut quoted = 0;
    for c in text.chars() {
        quoted += quoted_width(c);
        let width = match letter {
            'Q' => quoted,
            _ => (end + c.len_utf8()).div_ceil(3) * 4,
        };
        if end > 0 && width > room {
            break;
        }
        end += c.len_utf8();
    }
    end
}

// The characters that may stand for themselves in every place      (RFC 2047 section 5, rule 3).
const fn stands_for_itself(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '!' | '*' | '+' | '-' | '/')
}

const fn quoted_width(c: char) -> usize {
    if stands_for_itself(c) || c == ' ' { 1 } else { 3 * c.len_utf8() }
}

fn quote(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c == ' ' {
            out.push('_');
        } else if stands_for_itself(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "={byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(unstructured("Subject", text), expected, "{text:?}");
    }

    #[test]
    fn plain_text_stays_plain_and_is_folded() {
        check("Hello", "Subject: Hello\r\n");
        check("", "Subject: \r\n");
        check("two  spaces", "Subject: two  spaces\r\n");
        check("  outer ", "Subject: outer\r\n");
        check(
            &"seventy-nine ".repeat(6),
            "Subject: seventy-nine seventy-nine seventy-nine seventy-nine seventy-nine\r\n \
             seventy-nine\r\n",
        );
    }

    #[test]
    fn no_subject_begins_a_field_of_its_own() {
        check("a\r\nBcc: b@x.example", "Subject: a Bcc: b@x.example\r\n");
        check("a\rb\nc\0d\u{7f}e", "Subject: a b c d e\r\n");
        check("a\u{85}b", "Subject: a b\r\n");
        check("\r\n\r\nbody", "Subject: body\r\n");
    }

    #[test]
    fn other_text_becomes_encoded_words() {
        check("Best wishes from Köln", "Subject: =?UTF-8?Q?Best_wishes_from_K=C3=B6ln?=\r\n");
        check("日本語", "Subject: =?UTF-8?B?5pel5pys6Kqe?=\r\n");
        check("=?x?=", "Subject: =?UTF-8?B?PT94Pz0=?=\r\n");
        check(
            &"x".repeat(120),
            &format!(
                "Subject: =?UTF-8?Q?{}?=\r\n =?UTF-8?Q?{}?=\r\n =?UTF-8?Q?xx?=\r\n",
                "x".repeat(55),
                "x".repeat(63)
            ),
        );
    }
}
