//! Looks for fixed wordings in a text.

use std::ops::Range;

/// The alternatives in `a|b|c`: as lists, they would weigh more than their words.
pub(crate) fn each(alternatives: &str) -> impl Iterator<Item = &[u8]> {
    alternatives.as_bytes().split(|byte| *byte == b'|')
}

/// Where the first of these wordings stands. They are in lower case, begin with a letter, and a space in them
/// stands for any white space, with or without marks of quotation.
pub(crate) fn find(text: &str, needles: &str) -> Option<Range<usize>> {
    each(needles).find_map(|needle| find_one(text.as_bytes(), needle))
}

/// Where the earliest of these wordings begins.
pub(crate) fn find_earliest(text: &str, needles: &str) -> Option<usize> {
    let starts = each(needles).filter_map(|needle| find_one(text.as_bytes(), needle));
    starts.map(|span| span.start).min()
}

/// Whether a text has exactly this in it. Small, where that of the standard library is quick.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// How far one of these wordings reaches, if the text begins with it.
pub(crate) fn starts(text: &str, needles: &str) -> Option<usize> {
    each(needles).find_map(|needle| end_of(text.as_bytes(), 0, needle))
}

fn find_one(text: &[u8], needle: &[u8]) -> Option<Range<usize>> {
    let first = *needle.first()?;
    (0..text.len()).find_map(|start| {
        if !text[start].eq_ignore_ascii_case(&first) || is_inside_word(text, start) {
            return None;
        }
        Some(start..end_of(text, start, needle)?)
    })
}

fn is_inside_word(text: &[u8], start: usize) -> bool {
    start.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric())
}

/// Where the wording ends that begins here, if it does.
fn end_of(text: &[u8], start: usize, needle: &[u8]) -> Option<usize> {
    let mut at = start;
    for &wanted in needle {
        if wanted == b' ' {
            let gap = text[at..].iter().take_while(|byte| is_gap(**byte)).count();
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

fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'>'
}
