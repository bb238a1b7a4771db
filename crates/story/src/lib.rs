//! How a journey is told: stages, steps and beats, read off a trace. What comes of it is plain data, which
//! others know without whoever tells it: [`model::story`].
//!
//! [`tell`] reads the trace and nothing else. Each step names the events it rests on; where such an
//! event is missing, the step is missing too or says something else.
//!
//! First comes what is on record, then how that is told. Each of these leans on those below it, and
//! on none above:
//!
//! - `tell`: from a trace to a story, all parts in their order;
//! - `overview`: who appears, and what is known of the story as a whole;
//! - `narration`: how it is told: each part writes steps and beats into a ledger;
//! - `facts`: what is on record, as far as a story rests on it: the milestones of a journey.
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
//! - `dsns`: the reports to the sender, which verdicts and knowledge tell from messages;
//! - `carried`: which bytes of which lines a packet carries;
//! - `mailboxes`, `in_words`: whose a box is, and what people call things.

mod carried;
mod dsns;
mod facts;
mod in_words;
mod mailboxes;
mod narration;
mod overview;
mod tell;

pub mod conversation;
pub mod dissect;
pub mod knowledge;
pub mod lookups;
pub mod message_copy;
pub mod packets;
pub mod verdict;

pub use narration::beat_length::LONGEST_STORY;
pub use tell::{TracedStory, tell};
