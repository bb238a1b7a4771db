//! A line of a conversation.

use crate::cast::HostId;
use crate::ids::{ConnectionId, EventId, Side};
use crate::show_time::ShowTime;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// How a server says no (RFC 5321 section 4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Negative {
    /// Not now: the same may succeed later.
    Transient,
    /// Not like this, however often it is tried.
    Permanent,
}

/// One line of a conversation, or a whole message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The event it was read from. It lies in the trace, and is not stored without it.
    #[serde(skip)]
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
    /// Bytes said before it on this side of the connection, and its length. Not stored either.
    #[serde(skip)]
    pub place: (u64, u64),
    /// The line as it went over the wire, without its end; for a message, a few words.
    pub text: String,
    /// Whether it is a whole message.
    pub message: bool,
    /// Whether a server says no with it, and whether that is its last word.
    pub negative: Option<Negative>,
    /// What it means.
    pub gloss: String,
}
