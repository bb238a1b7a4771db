//! The look-ups of a journey: who asked whom for what, and what came back.

use super::Story;
use crate::player::ShowTime;
use crate::sim::cast::HostId;
use crate::sim::time::Instant;
use crate::sim::trace::{EventKind, PacketId};

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Who asked.
    pub host: HostId,
    /// Who was asked.
    pub server: HostId,
    /// What for: `MX allbusiness.com`.
    pub question: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// When the story tells it.
    pub show_at: ShowTime,
    /// The datagram with the question.
    pub query: PacketId,
    /// The datagram with the answer, once there is one.
    pub reply: Option<PacketId>,
    /// Whether the answer only says whom to ask next.
    pub referral: bool,
    /// The records in the answer, one a line: `allbusiness.com. 3600 MX 10 mx.allbusiness.com.`
    pub records: Vec<String>,
}
