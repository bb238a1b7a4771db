//! Finds what a notice says of a recipient where it quotes no server: what follows the address, or the sentence that it
//! is in.

use crate::{Said, mapped::Mapped};

/// What may stand between an address and what is said of it.
const MARKS: &str = ">:\"',.;)]=-*";

/// The paragraph that tells of an address, or the first that is no greeting.
pub(crate) fn paragraph(words: &Mapped, address: Option<&str>) -> Option<Said<String>> {
    let text = words.text();
    let found = address.and_then(|address| Some((text.find(address)?, address.len())));
    let start = match found {
        Some((at, len)) => {
            let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let is_within = text[line..at].chars().any(char::is_alphabetic);
            let begins = text[..at].rfind("\n\n").map_or(0, |at| at + 2);
            let after = after(text, at + len);
            if is_within { begins } else { after.unwrap_or_else(|| before(text, begins)) }
        }
        None => 0,
    };
    let start = skip_openings(text, start);
    words.words(start..end(text, start))
}

/// Where something is said after the address, if anything is. `on Thu, 29 Apr 2007` says nothing.
fn after(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let rest = match rest.trim_start_matches(['>', ' ']).strip_prefix("on ") {
        Some(date) => &date[date.find('\n').unwrap_or(date.len())..],
        None => rest,
    };
    let rest = rest.trim_start_matches(|next: char| next.is_whitespace() || MARKS.contains(next));
    (!rest.is_empty()).then_some(text.len() - rest.len())
}

/// Where the paragraph before begins.
fn before(text: &str, at: usize) -> usize {
    let before = text[..at].trim_end();
    before.rfind("\n\n").map_or(0, |at| at + 2)
}

/// Passes by paragraphs that only introduce the next, as greetings and headings do.
fn skip_openings(text: &str, start: usize) -> usize {
    let mut start = start;
    for _ in 0..3 {
        let rest = &text[start..];
        let blank = rest.len() - rest.trim_start_matches(['\n', ' ', '\t', '=', '-', '*']).len();
        let end = end(text, start + blank);
        let said = text[start + blank..end].trim_end();
        let is_opening = said.ends_with([':', ',', '-', '،']) || said.contains("MIME");
        if !is_opening || said.len() > 200 || text[end..].trim().is_empty() {
            return start + blank;
        }
        start = end;
    }
    start
}

/// Where the paragraph ends that begins here.
fn end(text: &str, start: usize) -> usize {
    text[start..].find("\n\n").map_or(text.len(), |len| start + len)
}
