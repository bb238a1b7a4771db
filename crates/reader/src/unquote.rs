//! Takes the marks of quotation off.

use crate::mapped::Mapped;

/// The text without `>` and byte order mark in front of lines, and with line feeds only.
pub(crate) fn unquote(text: &str) -> Mapped {
    let mut plain = Mapped::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = without_marks(line.trim_start_matches('\u{feff}'));
        let start = at + line.len() - words.len();
        match words.strip_suffix("\r\n") {
            Some(words) => {
                plain.push_copy(words, start);
                plain.push_decoded("\n", start + words.len()..start + words.len() + 2);
            }
            None => plain.push_copy(words, start),
        }
        at += line.len();
    }
    plain
}

/// A line of a quotation without its marks. `>>> RCPT To:<a@b>` is what Sendmail said to a server, and no quotation.
fn without_marks(line: &str) -> &str {
    let mut rest = line;
    while !is_transcript(rest) {
        let Some(inner) = rest.strip_prefix('>') else { break };
        rest = if is_transcript(inner) { inner } else { inner.strip_prefix(' ').unwrap_or(inner) };
    }
    rest
}

fn is_transcript(line: &str) -> bool {
    let Some(said) = line.strip_prefix(">>> ") else { return false };
    said.bytes().take(5).take_while(u8::is_ascii_alphabetic).count() == 4
}
