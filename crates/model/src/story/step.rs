//! A step of a story, its stage, and what it rests on.

use crate::ids::{EventId, PacketId};
use crate::show_time::ShowTime;
use serde::{Deserialize, Serialize};

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
    /// Whom it is about, as numbers in the overview's list of recipients; empty where that is
    /// everybody.
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

impl Evidence {
    /// Some events, and more.
    pub fn events(some: &[EventId], more: &[EventId]) -> Vec<Self> {
        some.iter().chain(more).map(|id| Self::Event(*id)).collect()
    }
}
