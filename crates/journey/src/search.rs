//! "What could go wrong?": finds examples, and single things to switch on, by whatever people type or
//! paste: a code, a word, a whole reply of a server.
//!
//! What an answer means counts most ([`diagnosis`]), then codes, then words; any of them will do. Best
//! comes first, and with everything that is found stands why.

mod examples;
mod words;

use std::cmp::Reverse;

use diagnosis::{Cause, Diagnosis, Finality, Paste};
use model::presets::{PRESETS, Preset};
use text::presets::describe;
use text::search as keywords;

use crate::switches::{SWITCHES, Switch};
use words::{Query, Texts};

/// What the meaning of the text counts, where its words or a code say one thing only.
const MEANING: u32 = 10_000;
/// What it counts where they say it vaguely.
const VAGUE_MEANING: u32 = 300;

/// What was found for a text.
#[derive(Clone, Debug)]
pub struct Found {
    /// What the text means, if it is the answer of a server.
    pub meaning: Option<Meaning>,
    /// Examples, best first. Without a text, all of them.
    pub examples: Vec<Hit<&'static Preset>>,
    /// Things to switch on, best first. Without a text, all of them.
    pub switches: Vec<Hit<&'static Switch>>,
}

/// What an answer of a server means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Why it was not taken.
    pub cause: Cause,
    /// The part of the text that says so.
    pub said: String,
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
        self.examples.is_empty() && self.switches.is_empty()
    }
}

/// Finds what a text is about. Only the first 64 KB of it are read.
pub fn find(text: &str) -> Found {
    let query = Query::read(text);
    if query.is_empty() {
        return Found {
            meaning: None,
            examples: PRESETS.iter().map(Hit::unasked).collect(),
            switches: SWITCHES.iter().map(Hit::unasked).collect(),
        };
    }
    let paste = Paste::read(text);
    let meaning = paste.diagnosis.filter(|it| it.cause != Cause::Other);
    let examples = PRESETS.iter().map(|preset| {
        let (name, told) = describe(preset.id);
        let texts = Texts { name, told, keywords: keywords::preset(preset.id) };
        let meant = meaning.as_ref().and_then(|it| rank(it, preset.id, examples::of));
        (preset, texts, meant)
    });
    let switches = SWITCHES.iter().map(|switch| {
        let (name, keywords) = keywords::switch(switch.id);
        let texts = Texts { name, told: "", keywords };
        let meant = meaning.as_ref().and_then(|it| rank(it, switch.id, examples::switches_of));
        (switch, texts, meant)
    });
    Found {
        examples: best_first(&query, examples.collect()),
        switches: best_first(&query, switches.collect()),
        meaning: meaning.and_then(|diagnosis| {
            let said = text.get(diagnosis.evidence.span?)?.to_owned();
            Some(Meaning { cause: diagnosis.cause, said })
        }),
    }
}

/// How well an example fits a meaning, if it does: the first that shows it fits best.
fn rank<Id: Copy + PartialEq>(
    diagnosis: &Diagnosis,
    id: Id,
    shown_by: fn(Cause, Finality) -> &'static [Id],
) -> Option<u32> {
    let shown = shown_by(diagnosis.cause, diagnosis.finality);
    let place = (0_u32..).zip(shown).find(|(_, one)| **one == id)?.0;
    let most = if diagnosis.is_specific { MEANING } else { VAGUE_MEANING };
    Some(most.saturating_sub(place * 10))
}

fn best_first<T: Copy>(query: &Query, all: Vec<(T, Texts, Option<u32>)>) -> Vec<Hit<T>> {
    let texts: Vec<Texts> = all.iter().map(|(_, texts, _)| *texts).collect();
    let mut hits: Vec<Hit<T>> = all
        .into_iter()
        .filter_map(|(what, of, meant)| {
            let said = query.score(&of, &texts);
            let score = meant.unwrap_or(0) + said.map_or(0, |(score, _)| score);
            let reason = match (meant, said) {
                (Some(_), _) => Reason::Meaning,
                (None, Some((_, reason))) => reason,
                (None, None) => return None,
            };
            Some(Hit { what, score, reason })
        })
        .collect();
    hits.sort_by_key(|hit| Reverse(hit.score));
    hits
}
