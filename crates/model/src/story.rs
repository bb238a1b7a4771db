//! How a journey is told, as plain data: stages, steps, beats and lines.
//!
//! Simulated time and show time differ: a round trip of a few milliseconds is slowed to a second,
//! a wait of minutes is shortened to two. Every [`Beat`] maps a stretch of one to a stretch of the
//! other.

mod delivery_status;
mod line;
mod overview;
pub mod refusals;

pub use delivery_status::DeliveryStatus;
pub use line::Line;
pub use overview::{Overview, Recipient, VerdictOutcome};

use crate::cast::HostId;
use crate::ids::{ConnectionId, EventId, PacketId};
use crate::question::Question;
use crate::show_time::{Marks, ShowTime};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// How long before a step begins the picture turns to those who take part in it, at most.
const LEAD: ShowTime = 600;

/// How long one piece of a message is under way.
pub const PIECE: ShowTime = 900;
/// Its head start before the next one, where each is one packet and where it is a waggon with many.
const PIECE_GAP: ShowTime = 110;
const WAGGON_GAP: ShowTime = 360;

/// One of the three stages of the journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// From the sender's program to the provider's server.
    Sending,
    /// Where to? By the part after the @.
    Sorting,
    /// From server to server into the box, and out of it.
    Delivering,
}

impl Stage {
    /// All three in order.
    pub const ALL: [Self; 3] = [Self::Sending, Self::Sorting, Self::Delivering];

    /// Its name in links.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Sorting => "sorting",
            Self::Delivering => "delivering",
        }
    }

    /// Its number for people, from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// A told journey: plain data, which can be stored and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Who appears in it, and what is known of it as a whole.
    pub overview: Overview,
    /// The steps in the order they are told.
    pub steps: Vec<Step>,
    /// The beats of all steps, one after the other without gaps.
    pub beats: Vec<Beat>,
    /// Everything said, in the order of the trace.
    pub lines: Vec<Line>,
}

/// One step: what a reader takes in at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its permanent public name, such as `packets`.
    pub name: String,
    /// The stage it belongs to.
    pub stage: Stage,
    /// A few words.
    pub title: String,
    /// At most two sentences.
    pub caption: String,
    /// When it begins.
    pub from: ShowTime,
    /// When all it tells has happened; from here to `until` there is time to read.
    pub rest: ShowTime,
    /// When it ends.
    pub until: ShowTime,
    /// What title and caption rest on. It lies in the trace, and is not stored without it.
    #[serde(skip)]
    pub evidence: Vec<Evidence>,
    /// Whom it is about, as numbers in [`Overview::recipients`]; empty where that is everybody.
    pub recipients: Vec<u8>,
}

impl Step {
    /// Whether it tells something of recipient `n`.
    pub fn is_about(&self, n: u8) -> bool {
        self.recipients.is_empty() || self.recipients.contains(&n)
    }
}

/// Something in the trace that a caption rests on: without it, the caption is another or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Evidence {
    /// An event.
    Event(EventId),
    /// A packet.
    Packet(PacketId),
}

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
    /// A turn of a conversation: one or more lines said in one breath ([`Story::lines`]).
    Say {
        /// First and last line, as indices into [`Story::lines`].
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

impl Story {
    /// When everything has been told.
    pub fn end(&self) -> ShowTime {
        self.beats.last().map_or(0, |beat| beat.until)
    }

    /// What the player needs to know. Nothing happens after the last step has come to rest, so that
    /// it rests at the end.
    pub fn marks(&self) -> Marks {
        let mut rests: Vec<ShowTime> = self.steps.iter().map(|step| step.rest).collect();
        if let Some(last) = rests.last_mut() {
            *last = self.end();
        }
        let before = |step: &Step| self.beats.partition_point(|beat| beat.until < step.from);
        let turns = self.steps.iter().map(|step| self.turns_at(before(step)).unwrap_or(step.from));
        Marks { turns: turns.collect(), rests, end: self.end() }
    }

    /// The same for readers who want no motion. Nobody sees the picture turn to a step: it is there
    /// when the step begins.
    pub fn still_marks(&self) -> Marks {
        Marks { turns: self.steps.iter().map(|step| step.from).collect(), ..self.marks() }
    }

    /// When the picture turns to what comes after a beat, if it does so before the beat ends: whoever
    /// takes part is in view before anything moves.
    pub fn turns_at(&self, beat: usize) -> Option<ShowTime> {
        let rest = self.beats.get(beat).filter(|beat| beat.kind == BeatKind::Rest)?;
        let length = rest.until.saturating_sub(rest.from);
        self.beats.get(beat + 1).map(|_| rest.until - LEAD.min(length * 6 / 10))
    }

    /// The step shown at `at`.
    pub fn step_at(&self, at: ShowTime) -> usize {
        self.steps.partition_point(|step| step.until <= at).min(self.steps.len().saturating_sub(1))
    }

    /// The beat shown at `at`.
    pub fn beat_at(&self, at: ShowTime) -> usize {
        self.beats.partition_point(|beat| beat.until <= at).min(self.beats.len().saturating_sub(1))
    }

    /// The step with this name, or the first one of the stage with this name.
    pub fn step_named(&self, name: &str) -> Option<usize> {
        let by_name = self.steps.iter().position(|step| step.name == name);
        by_name.or_else(|| self.steps.iter().position(|step| step.stage.slug() == name))
    }

    /// The simulated time at the show time `at`.
    pub fn clock(&self, at: ShowTime) -> Instant {
        let Some(beat) = self.beats.get(self.beat_at(at)) else {
            return Instant::ZERO;
        };
        let length = u64::from(beat.until.saturating_sub(beat.from)).max(1);
        let gone = u64::from(at.saturating_sub(beat.from)).min(length);
        let span = beat.sim.1.since(beat.sim.0).micros();
        Instant::from_micros(beat.sim.0.micros() + span * gone / length)
    }

    /// A moment at which the story tells what happened at the simulated time `at`: the first beat
    /// that goes through it, or else the first that goes beyond it.
    pub fn moment_of(&self, at: Instant) -> ShowTime {
        let through = self.beats.iter().find(|beat| beat.sim.0 <= at && at < beat.sim.1);
        let beyond = || self.beats.iter().find(|beat| beat.sim.1 >= at);
        let Some(beat) = through.or_else(beyond) else {
            return self.end();
        };
        let span = beat.sim.1.since(beat.sim.0).micros().max(1);
        let gone = at.micros().saturating_sub(beat.sim.0.micros()).min(span);
        // Upwards, so that at the moment it has happened.
        let shown = (u64::from(beat.until.saturating_sub(beat.from)) * gone).div_ceil(span);
        let moment = beat.from.saturating_add(u32::try_from(shown).unwrap_or(u32::MAX));
        // The next beat begins where this one ends.
        moment.min(beat.until.saturating_sub(1).max(beat.from))
    }

    /// How many of [`Story::lines`] have been said at the show time `at`.
    pub fn lines_said(&self, at: ShowTime) -> usize {
        self.lines.partition_point(|line| line.show_at <= at)
    }
}
