//! Finds concepts that stand near each other.

use std::ops::Range;

use crate::{
    concept::{Concept, Concepts},
    words::Words,
};

/// Concepts that say something together, in any order.
pub(crate) type Phrase = &'static [Concept];

/// How many other known words may stand among those of a phrase.
const KNOWN_BETWEEN: usize = 2;
/// How many words a phrase may stretch over, known or not.
const STRETCH: u16 = 14;

/// Where in the words a phrase stands, from its first word to its last.
pub(crate) fn find(words: &Words, phrase: Phrase) -> Option<Range<usize>> {
    if !phrase.iter().all(|concept| words.present.has(concept.members())) {
        return None;
    }
    let (first, found) =
        (0..words.known.len()).find_map(|first| Some((first, find_from(words, first, phrase)?)))?;
    // `<anna@example.org>: user unknown`: the closest words say it best.
    let closer = (first + 1..words.known.len().min(first + reach(phrase)))
        .filter_map(|first| find_from(words, first, phrase))
        .take_while(|closer| closer.end <= found.end)
        .last();
    Some(closer.unwrap_or(found))
}

/// How many known words a phrase may stretch over.
const fn reach(phrase: Phrase) -> usize {
    phrase.len() + KNOWN_BETWEEN
}

fn find_from(words: &Words, first: usize, phrase: Phrase) -> Option<Range<usize>> {
    let start = &words.known[first];
    let wants = |concept: Concept| phrase.iter().any(|part| part.members().has(concept.members()));
    if !wants(start.concept) {
        return None;
    }
    let mut missing = phrase.len();
    // Which parts of the phrase have been met, one bit each.
    let mut met = 0_u32;
    for word in words.known.iter().skip(first).take(reach(phrase)) {
        if word.sentence != start.sentence || word.position - start.position > STRETCH {
            return None;
        }
        let members = Concepts::of(word.concept);
        let part = phrase
            .iter()
            .enumerate()
            .position(|(bit, part)| met & (1 << bit) == 0 && part.members().has(members));
        if let Some(bit) = part {
            met |= 1 << bit;
            missing -= 1;
            if missing == 0 {
                return Some(start.span().start..word.span().end);
            }
        }
    }
    None
}
