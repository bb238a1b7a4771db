//! How a journey is told: stages, steps and beats, read off a trace.
//!
//! [`Story::tell`] reads the trace and nothing else. Each step names the events it rests on; where
//! such an event is missing, the step is missing too or says something else.
//!
//! Simulated time and show time differ: a round trip of a few milliseconds is slowed to a second,
//! a wait of minutes is shortened to two. Every [`Beat`] maps a stretch of one to a stretch of the
//! other.

mod dsns;
mod facts;
mod in_words;
mod mailboxes;
mod narration;
mod tell;
mod told;

pub mod conversation;
pub mod dissect;
pub mod knowledge;
pub mod lookups;
pub mod message_copy;
pub mod overview;
pub mod packets;
pub mod refusals;
pub mod verdict;

pub use narration::pace::LONGEST_STORY;
pub use tell::TracedStory;
pub(crate) use told::beat::PIECE;
pub use told::beat::{Beat, BeatKind, Piece};
pub use told::step::{Evidence, Stage, Step};
pub use told::story::Story;
