//! Packs a table of rules at compile time: as it is written, each phrase would weigh more than its words.

use std::ops::Range;

use crate::{
    Cause,
    concept::Concept,
    phrase,
    rule::{Rule, When},
    words::Words,
};

/// What tells of which cause, in order of precedence.
pub(crate) struct Rules {
    heads: &'static [Head],
    lens: &'static [u8],
    concepts: &'static [Concept],
}

impl Rules {
    /// The first rule that applies and has a phrase in the words: its cause, and where that is.
    pub(crate) fn find(
        &self,
        words: &Words,
        applies: impl Fn(When) -> bool,
    ) -> Option<(Cause, Range<usize>)> {
        let (mut lens, mut concepts) = (self.lens.iter(), self.concepts);
        for head in self.heads {
            let applies = applies(head.when);
            for len in lens.by_ref().take(usize::from(head.phrases)) {
                let (phrase, rest) = concepts.split_at_checked(usize::from(*len))?;
                concepts = rest;
                if applies && let Some(span) = phrase::find(words, phrase) {
                    return Some((head.cause, span));
                }
            }
        }
        None
    }
}

/// A rule without its phrases.
#[derive(Clone, Copy)]
struct Head {
    cause: Cause,
    when: When,
    phrases: u8,
}

/// A table of so many rules, phrases and concepts.
pub(crate) struct Packed<const RULES: usize, const PHRASES: usize, const CONCEPTS: usize> {
    heads: [Head; RULES],
    lens: [u8; PHRASES],
    concepts: [Concept; CONCEPTS],
}

impl<const RULES: usize, const PHRASES: usize, const CONCEPTS: usize>
    Packed<RULES, PHRASES, CONCEPTS>
{
    /// Packs a table.
    #[expect(clippy::cast_possible_truncation, reason = "made at compile time, of short phrases")]
    pub(crate) const fn new(rules: &[Rule]) -> Self {
        let mut heads = [Head { cause: Cause::Other, when: When::Always, phrases: 0 }; RULES];
        let mut lens = [0; PHRASES];
        let mut concepts = [Concept::User; CONCEPTS];
        let (mut rule, mut phrase, mut concept) = (0, 0, 0);
        while rule < rules.len() {
            let Rule { cause, when, phrases } = rules[rule];
            heads[rule] = Head { cause, when, phrases: phrases.len() as u8 };
            let mut at = 0;
            while at < phrases.len() {
                let mut word = 0;
                while word < phrases[at].len() {
                    concepts[concept] = phrases[at][word];
                    concept += 1;
                    word += 1;
                }
                lens[phrase] = word as u8;
                phrase += 1;
                at += 1;
            }
            rule += 1;
        }
        Self { heads, lens, concepts }
    }

    /// To look in.
    pub(crate) const fn rules(&'static self) -> Rules {
        Rules { heads: &self.heads, lens: &self.lens, concepts: &self.concepts }
    }
}

/// How many phrases and concepts a table has.
pub(crate) const fn counts(rules: &[Rule]) -> (usize, usize) {
    let (mut phrases, mut concepts) = (0, 0);
    let mut rule = 0;
    while rule < rules.len() {
        let mut at = 0;
        while at < rules[rule].phrases.len() {
            concepts += rules[rule].phrases[at].len();
            at += 1;
        }
        phrases += at;
        rule += 1;
    }
    (phrases, concepts)
}

/// Packs a table that is a constant.
macro_rules! packed {
    ($table:expr) => {{
        const COUNTS: (usize, usize) = $crate::rule_table::counts($table);
        static PACKED: $crate::rule_table::Packed<{ $table.len() }, { COUNTS.0 }, { COUNTS.1 }> =
            $crate::rule_table::Packed::new($table);
        PACKED.rules()
    }};
}
pub(crate) use packed;
