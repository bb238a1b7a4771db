//! How a journey is told: stages, steps and beats, read off a trace.
//!
//! [`Story::tell`] reads the trace and nothing else. Each step names the events it rests on; where
//! such an event is missing, the step is missing too or says something else.
//!
//! Simulated time and show time differ: a round trip of a few milliseconds is slowed to a second,
//! a wait of minutes is shortened to two. Every [`Beat`] maps a stretch of one to a stretch of the
//! other.
//!
//! First comes what is on record, then how that is told. Each of these leans on those below it, and
//! on none above:
//!
//! - `tell`: from a trace to a story, all parts in their order;
//! - [`overview`]: who appears, and what is known of the story as a whole;
//! - `narration`: how it is told: each part writes steps and beats into a ledger;
//! - `facts`: what is on record, as far as a story rests on it: the milestones of a journey;
//! - `told`: what comes of it all, as plain data.
//!
//! What else is read off a trace, or a story:
//!
//! - [`conversation`]: who said what;
//! - [`lookups`]: who asked whom for what, and what came back;
//! - [`packets`]: every packet as a row of a table;
//! - [`dissect`]: a packet layer by layer;
//! - [`message_copy`]: the message as it was written, as it was sent, and as it lies somewhere;
//! - [`verdict`]: what went wrong, and who can fix it;
//! - [`knowledge`]: what sender, servers and recipients know at a moment;
//! - [`refusals`]: who says no, and when;
//! - `dsns`: the reports to the sender, which verdicts and knowledge tell from messages;
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
