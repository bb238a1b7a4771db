//! Tells a story of a trace: puts its parts in order.

use super::builder::StoryBuilder;
use super::delivery::Delivery;
use super::overview;
use super::told::story::Story;
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
    let mut builder = StoryBuilder::new(trace);
    builder.sending();
    let groups = builder.groups();
    let mut groups = groups.into_iter();
    if let Some(main) = groups.next() {
        let piles = groups.len() + 1;
        builder.sorting(&main, piles);
        let mut delivery = Delivery::default();
        builder.delivering(&main, &mut delivery);
        for (n, group) in groups.enumerate() {
            if builder.goes_well(&group) {
                builder.other_domain(&group, n + 2);
            } else {
                builder.elsewhere(&group, n + 2);
                builder.delivering(&group, &mut delivery);
            }
        }
    }
    let (steps, beats, lines) = builder.finish();
    let overview = overview::of(trace, &beats);
    Story { overview, steps, beats, lines }
}
