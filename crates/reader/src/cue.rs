//! Looks for fixed wordings.

use std::ops::Range;

/// Where the earliest of these wordings stands: `a|b|c` in lower case, each beginning at a word. A space stands for any
/// white space.
pub(crate) fn find(text: &str, cues: &str) -> Option<Range<usize>> {
    cues.split('|').filter_map(|cue| find_one(text.as_bytes(), cue)).min_by_key(|it| it.start)
}

/// Whether one of these wordings stands there.
pub(crate) fn has(text: &str, cues: &str) -> bool {
    cues.split('|').any(|cue| find_one(text.as_bytes(), cue).is_some())
}

/// Whether a text begins with one of these wordings, and how far that reaches.
pub(crate) fn starts(text: &str, cues: &str) -> Option<usize> {
    cues.split('|').find_map(|cue| end_of(text.as_bytes(), 0, cue))
}

/// Whether a text ends with one of these words, but for white space and marks.
pub(crate) fn ends(text: &str, words: &str) -> bool {
    let marks = [' ', '\t', '\n', ':', '<', '"', '\'', '(', '[', ',', '=', '*'];
    let text = text.trim_end_matches(marks).as_bytes();
    words.split('|').any(|word| {
        let Some(start) = text.len().checked_sub(word.len()) else { return false };
        text[start..].eq_ignore_ascii_case(word.as_bytes())
            && !start.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric())
    })
}

/// All places of these wordings in one pass, in order.
pub(crate) fn all(text: &str, cues: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at += 1;
            let is_inside = start.checked_sub(1).is_some_and(|before| {
                bytes[before].is_ascii_alphanumeric() && bytes[start].is_ascii_alphanumeric()
            });
            if !is_inside
                && let Some(end) = cues.split('|').find_map(|cue| end_of(bytes, start, cue))
            {
                return Some(start..end);
            }
        }
        None
    })
}

fn find_one(text: &[u8], cue: &str) -> Option<Range<usize>> {
    let first = *cue.as_bytes().first()?;
    let mut start = 0;
    while start < text.len() {
        start += text[start..].iter().position(|byte| byte.eq_ignore_ascii_case(&first))?;
        let is_inside = first.is_ascii_alphanumeric()
            && start.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric());
        if !is_inside && let Some(end) = end_of(text, start, cue) {
            return Some(start..end);
        }
        start += 1;
    }
    None
}

/// The longest run of white space that counts as one.
const LONGEST_GAP: usize = 80;

fn end_of(text: &[u8], start: usize, cue: &str) -> Option<usize> {
    let mut at = start;
    for wanted in cue.bytes() {
        if wanted == b' ' {
            let rest = text.get(at..)?.iter().take(LONGEST_GAP);
            let gap = rest.take_while(|byte| byte.is_ascii_whitespace()).count();
            if gap == 0 {
                return None;
            }
            at += gap;
        } else {
            if !text.get(at)?.eq_ignore_ascii_case(&wanted) {
                return None;
            }
            at += 1;
        }
    }
    Some(at)
}
