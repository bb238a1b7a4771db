//! A beat: one movement of the picture.

use super::Negative;
use crate::cast::HostId;
use crate::ids::{ConnectionId, PacketId};
use crate::question::Question;
use crate::show_time::ShowTime;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// How long one piece of a message is under way, and its head start before the next, where each is
/// one packet and where it is a waggon with many.
pub const PIECE: ShowTime = 900;
const PIECE_GAP: ShowTime = 110;
const WAGGON_GAP: ShowTime = 360;

/// One movement of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beat {
    /// The step it belongs to.
    pub step: usize,
    /// When it begins.
    pub from: ShowTime,
    /// When it ends.
    pub until: ShowTime,
    /// The simulated time that goes by meanwhile.
    pub sim: (Instant, Instant),
    /// What is seen.
    pub kind: BeatKind,
}

/// What is seen in a beat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BeatKind {
    /// The message is written on this host.
    Write {
        /// Where.
        host: HostId,
    },
    /// A turn of a conversation: one or more lines said in one breath ([`Story::lines`](super::Story::lines)).
    Say {
        /// First and last line, as indices into [`Story::lines`](super::Story::lines).
        lines: (usize, usize),
        /// Who speaks.
        speaker: HostId,
        /// Who listens.
        listener: HostId,
    },
    /// The message travels in packets.
    Pieces {
        /// Where.
        connection: ConnectionId,
        /// Who sends.
        from: HostId,
        /// Who receives.
        to: HostId,
        /// The pieces in the order they were sent (folded to a few when there are many).
        pieces: Vec<Piece>,
        /// How many different pieces there are.
        total: u16,
    },
    /// A call that is not taken.
    NoCall {
        /// Who calls.
        from: HostId,
        /// Who is called.
        to: HostId,
        /// The host is there, but refuses; otherwise nothing comes back.
        refused: bool,
    },
    /// A box is over its quota.
    Full {
        /// Where.
        host: HostId,
        /// Which box.
        box_name: String,
        /// Whether it is tried again.
        negative: Negative,
    },
    /// The message stays in the queue.
    Wait {
        /// Where.
        host: HostId,
        /// For whom, if that is known.
        other: Option<HostId>,
        /// For how long, in words.
        text: String,
    },
    /// The host has the message, and nothing moves.
    Hold {
        /// Where.
        host: HostId,
    },
    /// A report to the sender is written.
    Report {
        /// Where.
        host: HostId,
        /// It only tells of a delay; otherwise the message is given up.
        delayed: bool,
    },
    /// The receiver says again and again up to where everything has arrived.
    Acknowledge {
        /// Who says it.
        speaker: HostId,
        /// Who listens.
        listener: HostId,
        /// The number in the acknowledgement, counted from the start of the connection, and how
        /// often it was said again.
        line: String,
        /// In plain words.
        gloss: String,
    },
    /// The host looks at the domain of an address.
    Sort {
        /// Where.
        host: HostId,
        /// Before the @.
        local_part: String,
        /// After the @.
        domain: String,
    },
    /// A name server is asked.
    Ask {
        /// Who asks.
        host: HostId,
        /// Who is asked.
        server: HostId,
        /// The question: `MX allbusiness.com`.
        question: Question,
        /// In plain words.
        gloss: String,
    },
    /// A name server answers.
    Answer {
        /// Who asked.
        host: HostId,
        /// Who answers.
        server: HostId,
        /// The answer, short: `10 mx.allbusiness.com`.
        answer: String,
        /// In plain words.
        gloss: String,
    },
    /// The message is put into boxes.
    Store {
        /// Where.
        host: HostId,
        /// The names of the boxes.
        boxes: Vec<String>,
    },
    /// The key is tried.
    Key {
        /// From whose computer.
        from: HostId,
        /// At which server.
        to: HostId,
        /// Which box.
        box_name: String,
        /// Whether it fits.
        fits: bool,
    },
    /// The message is read by its recipient.
    Read {
        /// Where.
        host: HostId,
    },
    /// Nothing moves: time to read.
    Rest,
}

/// A packet that carries a piece of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The packet.
    pub packet: PacketId,
    /// Its number, from 1, by its place in the message; of several, that of the first.
    pub number: u16,
    /// How many packets it stands for (more than one in a train).
    pub count: u16,
    /// When it left and when it arrived or was lost.
    pub sim: (Instant, Instant),
    /// It was lost.
    pub lost: bool,
    /// The same bytes had been sent before.
    pub again: bool,
}

impl Piece {
    /// The number of the last packet that it stands for.
    pub const fn last(&self) -> u16 {
        self.number + self.count.saturating_sub(1)
    }

    /// How long after a piece the next one leaves: the waggons of a train are long.
    pub fn gap(pieces: &[Self]) -> ShowTime {
        if pieces.iter().any(|piece| piece.count > 1) { WAGGON_GAP } else { PIECE_GAP }
    }
}
