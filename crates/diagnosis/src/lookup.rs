//! Looks words up in the vocabulary, which is put in order of first letters at compile time: a text may have ten
//! thousand words.

use crate::{concept::Concept, vocabulary::VOCABULARY};

/// What a word stands for: as a whole, or else by the longest known beginning.
pub(crate) fn lookup(word: &str) -> Option<Concept> {
    let word = word.as_bytes();
    let (mut longest, mut by_beginning) = (0, None);
    for (known, concept) in entries(*word.first()?) {
        if let Some(beginning) = known.strip_suffix(b"*") {
            if beginning.len() > longest && begins_with(word, beginning) {
                (longest, by_beginning) = (beginning.len(), Some(concept));
            }
        } else if word.eq_ignore_ascii_case(known) {
            return Some(concept);
        }
    }
    by_beginning
}

fn begins_with(word: &[u8], beginning: &[u8]) -> bool {
    word.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// The longest known word that a text without spaces between words begins with: its length, and what it stands for.
pub(crate) fn lookup_unspaced(text: &str) -> Option<(usize, Concept)> {
    entries(*text.as_bytes().first()?)
        .filter(|(known, _)| text.as_bytes().starts_with(known))
        .map(|(known, concept)| (known.len(), concept))
        .max_by_key(|(len, _)| *len)
}

/// All words with a first byte of that kind.
fn entries(first: u8) -> impl Iterator<Item = (&'static [u8], Concept)> {
    let kind = kind(first);
    let (start, end) = (INDEX.starts[kind], INDEX.starts[kind + 1]);
    let entries = INDEX.entries.get(usize::from(start.entry)..usize::from(end.entry));
    let mut text = INDEX.text.get(usize::from(start.text)..).unwrap_or_default();
    entries.unwrap_or_default().iter().map_while(move |entry| {
        let (word, rest) = text.split_at_checked(usize::from(entry.len))?;
        text = rest;
        Some((word, entry.concept))
    })
}

/// Letters from a to z are a kind each, all else is one.
const KINDS: usize = 27;

const fn kind(first: u8) -> usize {
    match first.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => (letter - b'a') as usize,
        _ => KINDS - 1,
    }
}

/// A word of the vocabulary.
#[derive(Clone, Copy)]
struct Entry {
    len: u8,
    concept: Concept,
}

/// Where the words of a kind begin.
#[derive(Clone, Copy)]
struct Start {
    text: u16,
    entry: u16,
}

/// The words one after the other.
struct Index {
    text: [u8; TOTAL.text as usize],
    entries: [Entry; TOTAL.entry as usize],
    starts: [Start; KINDS + 1],
}

static INDEX: Index = index();

const TOTAL: Start = starts()[KINDS];

#[expect(
    clippy::cast_possible_truncation,
    reason = "made at compile time, of words that are short"
)]
const fn starts() -> [Start; KINDS + 1] {
    let mut starts = [Start { text: 0, entry: 0 }; KINDS + 1];
    let mut row = 0;
    while row < VOCABULARY.len() {
        let words = VOCABULARY[row].1.as_bytes();
        let mut at = 0;
        while at < words.len() {
            let (len, next) = (length(words, at), kind(words[at]) + 1);
            starts[next].text += len as u16;
            starts[next].entry += 1;
            at += len + 1;
        }
        row += 1;
    }
    let mut kind = 0;
    while kind < KINDS {
        starts[kind + 1].text += starts[kind].text;
        starts[kind + 1].entry += starts[kind].entry;
        kind += 1;
    }
    starts
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "made at compile time, of words that are short"
)]
const fn index() -> Index {
    let starts = starts();
    let mut next = starts;
    let mut text = [0; TOTAL.text as usize];
    let mut entries = [Entry { len: 0, concept: Concept::User }; TOTAL.entry as usize];
    let mut row = 0;
    while row < VOCABULARY.len() {
        let words = VOCABULARY[row].1.as_bytes();
        let mut at = 0;
        while at < words.len() {
            let (len, kind) = (length(words, at), kind(words[at]));
            let end = at + len;
            entries[next[kind].entry as usize] =
                Entry { len: len as u8, concept: VOCABULARY[row].0 };
            next[kind].entry += 1;
            while at < end {
                text[next[kind].text as usize] = words[at];
                next[kind].text += 1;
                at += 1;
            }
            at += 1;
        }
        row += 1;
    }
    Index { text, entries, starts }
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
