//! Tells a story of a trace: puts its parts in order.

use super::facts::group::groups;
use super::facts::routing::MxLookup;
use super::facts::smooth::SmoothDelivery;
use super::facts::submission::Submission;
use super::narration::delivery::{self, Delivery};
use super::narration::ledger::Ledger;
use super::narration::{routing, submission};
use super::told::story::Story;
use super::{conversation, overview};
use crate::sim::trace::Trace;
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

impl Story {
    /// Tells the story of a trace.
    pub fn tell(trace: Trace) -> TracedStory {
        let story = tell(&trace);
        TracedStory { trace, story }
    }
}

/// Tells the story of a trace.
fn tell(trace: &Trace) -> Story {
    let mut ledger = Ledger::new(conversation::read(trace));
    if let Some(submission) = Submission::of(trace, ledger.lines()) {
        submission::tell(&mut ledger, trace, &submission);
    }
    let groups = groups(trace);
    let mut delivery = Delivery::default();
    for (n, group) in groups.iter().enumerate() {
        if n == 0 {
            let lookup = MxLookup::of(trace, group);
            routing::tell(&mut ledger, trace, group, groups.len(), lookup.as_ref());
        } else if let Some(smooth) = SmoothDelivery::of(trace, ledger.lines(), group) {
            routing::tell_smooth(&mut ledger, trace, group, n + 1, &smooth);
            continue;
        } else {
            routing::tell_other(&mut ledger, trace, group, n + 1);
        }
        delivery::delivering(&mut ledger, trace, group, &mut delivery);
    }
    let (steps, beats, lines) = ledger.finish();
    let overview = overview::of(trace, &beats);
    Story { overview, steps, beats, lines }
}
