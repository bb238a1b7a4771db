//! "What could go wrong?": finds examples, and single things to switch on, by whatever people type or
//! paste: a code, a word, a whole reply of a server.
//!
//! What an answer means counts most ([`diagnosis`]), then codes, then words; any of them will do. Best
//! comes first, and with everything that is found stands why.

mod examples;
mod own_answer;
mod words;

use std::cmp::Reverse;

use diagnosis::{Cause, Paste};
use model::presets::{PRESETS, Preset};
use model::switch_id::SwitchId;
use text::presets::describe;
use text::search as keywords;

use words::{Query, Texts};

pub use own_answer::OwnAnswer;

/// What the meaning of the text counts, where its words or a code say one thing only.
const MEANING: u32 = 10_000;
/// What it counts where they say it vaguely.
const VAGUE_MEANING: u32 = 300;
/// The same in a sentence, which has many words that stand for something else.
const VAGUE_MEANING_OF_A_SENTENCE: u32 = 2_000;
/// So many words are a sentence.
const SENTENCE: usize = 4;

/// What was found for a text.
#[derive(Clone, Debug)]
pub struct Found {
    /// What the text means, if it is the answer of a server.
    pub meaning: Option<Meaning>,
    /// Examples, best first. Without a text, all of them.
    pub examples: Vec<Hit<&'static Preset>>,
    /// The answer itself, where one was pasted, or where no example shows what the text means.
    pub answer: Option<OwnAnswer>,
    /// Things to switch on, best first. Without a text, all of them.
    pub switches: Vec<Hit<SwitchId>>,
}

/// What an answer of a server means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Why it was not taken.
    pub cause: Cause,
    /// The part of the text that says so.
    pub said: String,
    /// Whether that means this and nothing else. Otherwise it is what it most often means.
    pub is_certain: bool,
}

/// Something that was found.
#[derive(Clone, Copy, Debug)]
pub struct Hit<T> {
    /// What.
    pub what: T,
    /// How well it fits. Only for comparing.
    score: u32,
    /// Why.
    pub reason: Reason,
}

/// Why something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was looked for.
    None,
    /// It shows what the answer means.
    Meaning,
    /// This code is in it.
    Code(&'static str),
    /// This word is about it.
    Word(&'static str),
}

impl<T> Hit<T> {
    fn unasked(what: T) -> Self {
        Self { what, score: 0, reason: Reason::None }
    }
}

impl Found {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.examples.is_empty() && self.switches.is_empty() && self.answer.is_none()
    }

    /// Whether an example shows what the text means.
    pub fn shows_meaning(&self) -> bool {
        self.examples.iter().any(|hit| hit.reason == Reason::Meaning)
    }
}

/// Finds what a text is about. Only the first 64 KB of it are read.
pub fn find(text: &str) -> Found {
    let query = Query::read(text);
    if query.is_empty() {
        return Found {
            meaning: None,
            answer: None,
            examples: PRESETS.iter().map(Hit::unasked).collect(),
            switches: SwitchId::ALL.into_iter().map(Hit::unasked).collect(),
        };
    }
    let paste = Paste::read(text);
    let meant = paste.diagnosis.as_ref().filter(|it| it.cause != Cause::Other);
    let shown = meant.map(|it| examples::of(it.cause, it.finality));
    let is_sentence = text.split_whitespace().nth(SENTENCE - 1).is_some();
    let vague = if is_sentence { VAGUE_MEANING_OF_A_SENTENCE } else { VAGUE_MEANING };
    let most = meant.map_or(0, |it| if it.is_specific { MEANING } else { vague });
    let examples = PRESETS.iter().map(|preset| {
        let (name, told) = describe(preset.id);
        let texts = Texts { name, told, keywords: keywords::preset(preset.id) };
        (preset, texts, shown.as_ref().and_then(|it| rank(it.examples, &preset.id, most)))
    });
    let switches = SwitchId::ALL.into_iter().map(|switch| {
        let (name, keywords) = keywords::switch(switch);
        let texts = Texts { name, told: "", keywords };
        (switch, texts, shown.as_ref().and_then(|it| rank(it.switches, &switch, most)))
    });
    let is_shown = shown.as_ref().is_some_and(|it| !it.examples.is_empty());
    Found {
        answer: own_answer::of(text, &paste, meant.is_some() && !is_shown),
        examples: best_first(&query, examples.collect()),
        switches: best_first(&query, switches.collect()),
        meaning: meant.and_then(|it| {
            let said = text.get(it.evidence.span.clone()?)?.to_owned();
            Some(Meaning { cause: it.cause, said, is_certain: it.is_specific })
        }),
    }
}

/// How well something fits a meaning that is shown by these, the best of which counts `most`; `None` where it is
/// not among them.
fn rank<Id: PartialEq>(shown: &[Id], id: &Id, most: u32) -> Option<u32> {
    let (place, _) = (0..).zip(shown).find(|(_, one)| *one == id)?;
    Some(most.saturating_sub(place * 10))
}

/// What is meant, or named in the query, the best first.
fn best_first<T>(query: &Query, all: Vec<(T, Texts, Option<u32>)>) -> Vec<Hit<T>> {
    let named = query.scores(all.iter().map(|(_, texts, _)| *texts));
    let mut hits: Vec<Hit<T>> = all
        .into_iter()
        .zip(named)
        .filter_map(|((what, _, meant), named)| {
            let score = meant.unwrap_or(0) + named.map_or(0, |(score, _)| score);
            let reason = meant.map(|_| Reason::Meaning).or(named.map(|(_, reason)| reason))?;
            Some(Hit { what, score, reason })
        })
        .collect();
    hits.sort_by_key(|hit| Reverse(hit.score));
    hits
}
