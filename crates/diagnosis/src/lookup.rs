//! Looks words up in the vocabulary, by an index over first bytes that is made at compile time: a text may have ten
//! thousand words.

use crate::{concept::Concept, vocabulary::VOCABULARY};

/// What a word stands for: as a whole, or else by the longest known beginning.
pub(crate) fn lookup(word: &str) -> Option<Concept> {
    let (mut longest, mut by_beginning) = (0, None);
    for (known, concept) in entries(*word.as_bytes().first()?) {
        if let Some(beginning) = known.strip_suffix('*') {
            if beginning.len() > longest && begins_with(word, beginning) {
                (longest, by_beginning) = (beginning.len(), Some(concept));
            }
        } else if word.eq_ignore_ascii_case(known) {
            return Some(concept);
        }
    }
    by_beginning
}

fn begins_with(word: &str, beginning: &str) -> bool {
    word.as_bytes()
        .get(..beginning.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
}

/// The longest known word that a text without spaces between words begins with: its length, and what it stands for.
pub(crate) fn lookup_unspaced(text: &str) -> Option<(usize, Concept)> {
    entries(*text.as_bytes().first()?)
        .filter(|(known, _)| text.starts_with(known))
        .map(|(known, concept)| (known.len(), concept))
        .max_by_key(|(len, _)| *len)
}

/// All words with that first byte.
fn entries(first: u8) -> impl Iterator<Item = (&'static str, Concept)> {
    let first = usize::from(first.to_ascii_lowercase());
    let range = usize::from(INDEX.starts[first])..usize::from(INDEX.starts[first + 1]);
    INDEX.entries.get(range).unwrap_or_default().iter().filter_map(|entry| {
        let (concept, words) = VOCABULARY.get(usize::from(entry.row))?;
        let start = usize::from(entry.start);
        Some((words.get(start..start + usize::from(entry.len))?, *concept))
    })
}

/// Where a word of the vocabulary stands.
#[derive(Clone, Copy)]
struct Entry {
    row: u8,
    start: u16,
    len: u8,
}

struct Index {
    entries: [Entry; COUNT],
    /// The number of words with a smaller first byte, for each byte.
    starts: [u16; 257],
}

static INDEX: Index = index();

const COUNT: usize = counts()[256] as usize;

/// How many words have a smaller first byte, for each byte, and in the end how many there are.
const fn counts() -> [u16; 257] {
    let mut counts = [0; 257];
    let mut row = 0;
    while row < VOCABULARY.len() {
        let words = VOCABULARY[row].1.as_bytes();
        let mut at = 0;
        while at < words.len() {
            counts[words[at] as usize + 1] += 1;
            at += length(words, at) + 1;
        }
        row += 1;
    }
    let mut byte = 0;
    while byte < 256 {
        counts[byte + 1] += counts[byte];
        byte += 1;
    }
    counts
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "made at compile time, from lists that are short"
)]
const fn index() -> Index {
    let starts = counts();
    let mut next = starts;
    let mut entries = [Entry { row: 0, start: 0, len: 0 }; COUNT];
    let mut row = 0;
    while row < VOCABULARY.len() {
        let words = VOCABULARY[row].1.as_bytes();
        let mut at = 0;
        while at < words.len() {
            let len = length(words, at);
            let first = words[at] as usize;
            entries[next[first] as usize] =
                Entry { row: row as u8, start: at as u16, len: len as u8 };
            next[first] += 1;
            at += len + 1;
        }
        row += 1;
    }
    Index { entries, starts }
}

/// How long the word is that begins here.
const fn length(words: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < words.len() && words[end] != b' ' {
        end += 1;
    }
    end - at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_vocabulary_stands_for_its_concept() {
        let words = VOCABULARY
            .iter()
            .flat_map(|(concept, words)| words.split(' ').map(move |word| (*concept, word)));
        let wrong: Vec<_> = words
            .filter(|(concept, word)| {
                lookup(word.trim_end_matches('*')) != Some(*concept)
                    || word.is_empty()
                    || *word != word.to_lowercase()
            })
            .collect();
        assert_eq!(wrong, []);
    }
}
