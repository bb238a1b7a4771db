//! How a journey is told: stages, steps and beats, read off a trace.
//!
//! [`Story::tell`] reads the trace and nothing else. Each step names the events it rests on; where
//! such an event is missing, the step is missing too or says something else.
//!
//! Simulated time and show time differ: a round trip of a few milliseconds is slowed to a second,
//! a wait of minutes is shortened to two. Every [`Beat`] maps a stretch of one to a stretch of the
//! other.
//!
//! A story comes about in two steps, which `tell` puts in order; everything leans on what stands below it:
//!
//! - `tell`: from a trace to a story;
//! - `narration`: how it is told, part by part, written into a ledger of steps and beats;
//! - `facts`: what is on record, as far as a story rests on it: milestones of a journey;
//! - [`overview`]: who appears, and what is known of the story as a whole;
//! - `told`: what comes of it, as plain data.
//!
//! What else is read off a trace, or a story:
//!
//! - [`conversation`]: who said what; [`lookups`]: who asked whom for what; [`packets`]: every packet as
//!   a row of a table; [`dissect`]: a packet layer by layer;
//! - [`message_copy`]: the message as it was written, sent, and lies somewhere;
//! - [`verdict`]: what went wrong, and who can fix it; [`knowledge`]: what everybody knows at a moment;
//!   `dsns`: the reports to the sender;
//! - [`refusals`]: who says no, and when;
//! - `mailboxes`, `in_words`: whose a box is, and what people call things.

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
