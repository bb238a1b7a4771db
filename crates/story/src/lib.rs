//! How a journey is told, read off a trace.
//!
//! [`tell`] reads the trace and nothing else. Each step names the events it rests on; where such an
//! event is missing, the step is missing too or says something else.

mod builder;
mod collection;
mod delivery;
mod mailbox_locked;
mod overview;
mod reading;
mod repeat;
mod routing;
mod submission;

pub mod conversation;
pub mod dissect;
pub mod knowledge;
pub mod lookups;
pub mod message_copy;
pub mod packets;
pub mod verdict;

pub use model::story::{
    Beat, BeatKind, Evidence, Line, PIECE, Piece, Stage, Step, Story, refusals,
};

use builder::StoryBuilder;
use delivery::Delivery;
use model::show_time::ShowTime;
use sim::trace::Trace;
use std::ops::Deref;

/// Longest story, in milliseconds of show time: a longer one is told faster.
pub const LONGEST_STORY: ShowTime = 74_000;

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

fn story_of(trace: &Trace) -> Story {
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
