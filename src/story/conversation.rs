//! Who said what: every line of every conversation, with what it means.

use crate::player::ShowTime;
use crate::sim::cast::HostId;
use crate::sim::time::Instant;
use crate::sim::trace::{ConnectionId, EventId, Side};

/// One line of a conversation, or a whole message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The event it was read from.
    pub event: EventId,
    /// Where.
    pub connection: ConnectionId,
    /// Which end speaks.
    pub side: Side,
    /// Who speaks.
    pub speaker: HostId,
    /// Who listens.
    pub listener: HostId,
    /// When it was said.
    pub at: Instant,
    /// When the story tells it (its beat begins).
    pub show_at: ShowTime,
    /// Bytes said before it on this side of the connection, and its length.
    pub place: (u64, u64),
    /// The line as it went over the wire, without its end; for a message, a few words.
    pub text: String,
    /// Whether it is a whole message.
    pub message: bool,
    /// What it means.
    pub gloss: String,
}
