//! Takes the marks of quotation off.

use crate::mapped::Mapped;

/// The text without `>` (or `|`, where most lines have it) and byte order mark in front of lines, and with line feeds
/// only.
pub(crate) fn unquote(text: &str) -> Mapped {
    let has_bars = has_bars(text);
    let mut plain = Mapped::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = without_marks(line.trim_start_matches('\u{feff}'), has_bars);
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

/// Whether nine lines of ten begin with a bar.
fn has_bars(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.is_empty()).count();
    let bars = text.lines().filter(|line| line.starts_with('|')).count();
    bars > 1 && bars * 10 >= lines * 9
}

/// A line of a quotation without its marks. `>>> RCPT To:<a@b>` is what Sendmail said to a server, and no quotation.
fn without_marks(line: &str, has_bars: bool) -> &str {
    let mut rest = line;
    while !is_transcript(rest) {
        let bar = if has_bars { rest.strip_prefix('|') } else { None };
        let Some(inner) = rest.strip_prefix('>').or(bar) else { break };
        rest = if is_transcript(inner) { inner } else { inner.strip_prefix(' ').unwrap_or(inner) };
    }
    rest
}

fn is_transcript(line: &str) -> bool {
    let Some(said) = line.strip_prefix(">>> ") else { return false };
    said.bytes().take(5).take_while(u8::is_ascii_alphabetic).count() == 4
}
