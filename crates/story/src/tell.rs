//! Tells a story of a trace: puts its parts in order.

use super::facts::journey::{Delivery, Journey, Passage};
use super::narration::ledger::Ledger;
use super::narration::{clock_off, delivery, held, routing, submission};
use super::{conversation, overview};
use model::story::{Stage, Story};
use sim::trace::Trace;
use std::ops::Deref;

/// A story together with what it was told from.
#[derive(Clone, Debug)]
pub struct TracedStory {
    /// What it was told from.
    pub trace: Trace,
    /// The story.
    pub story: Story,
}

/// It is a story, of which more is known.
impl Deref for TracedStory {
    type Target = Story;

    fn deref(&self) -> &Story {
        &self.story
    }
}

/// Tells the story of a trace.
pub fn tell(trace: Trace) -> TracedStory {
    let story = story_of(&trace);
    TracedStory { trace, story }
}

/// First what is on record, then how it is told.
fn story_of(trace: &Trace) -> Story {
    let lines = conversation::read(trace);
    let journey = Journey::of(trace, &lines);
    let mut ledger = Ledger::new(lines);
    if let Some(submission) = &journey.submission {
        submission::tell(&mut ledger, trace, submission);
    }
    let piles = journey.domains.len();
    for (passage, number) in journey.domains.iter().zip(1..) {
        let Passage { group, clock_off, held, lookup, delivery } = passage;
        if let Some(off) = clock_off {
            clock_off::tell(&mut ledger, trace, off, Stage::Sorting);
        }
        if let Some(held) = held {
            held::tell(&mut ledger, trace, held, Stage::Sorting);
        }
        match delivery {
            Delivery::Smooth(smooth) => {
                routing::tell_smooth(&mut ledger, trace, group, number, smooth);
            }
            Delivery::Eventful(milestones) => {
                if number == 1 {
                    routing::tell(&mut ledger, trace, group, piles, lookup.as_ref());
                } else {
                    routing::tell_other(&mut ledger, trace, group, number);
                }
                delivery::tell(&mut ledger, trace, group, milestones);
            }
        }
    }
    let (steps, beats, lines) = ledger.finish();
    let overview = overview::of(trace, &beats);
    Story { overview, steps, beats, lines }
}
