//! Who appears in a story, and what is known of the story as a whole: with it, steps, beats and lines
//! are all that a picture needs.

use super::delivery_status::DeliveryStatus;
use crate::cast::{Cast, HostId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The overview of one story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// All hosts with their names and addresses, and who of them does what.
    pub cast: Cast,
    /// Whom the message is for, in the order of the scenario.
    pub recipients: Vec<Recipient>,
    /// The boxes that every server has in any case, and those that the owner's has.
    pub usual_boxes: [Vec<String>; 2],
    /// Beats in which the registry answers that there is no such domain, or none that takes mail.
    pub negative_answers: Vec<usize>,
    /// Hosts that a verdict names, and how that ended.
    pub blamed: Vec<(HostId, VerdictOutcome)>,
    /// When the last thing happens.
    pub over: Instant,
}

/// Somebody the message is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The whole address.
    pub address: String,
    /// What stands after the @.
    pub domain: String,
    /// The name on the box.
    pub box_name: String,
    /// The server that has the box, if the domain is registered; otherwise the sender's provider.
    pub home: HostId,
    /// That server has no such box.
    pub unknown: bool,
    /// What becomes of the message for this recipient: every change and its time.
    pub statuses: Vec<(Instant, DeliveryStatus)>,
}

/// How it ended for those that a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerdictOutcome {
    /// They all have the message.
    Well,
    /// They all wait for it.
    Open,
    /// Some will not get it.
    Badly,
    /// It lies where none of them sees it.
    Astray,
}

impl Overview {
    /// The boxes that this server has in any case.
    pub fn boxes_of(&self, host: HostId) -> &[String] {
        &self.usual_boxes[usize::from(self.cast.own_home == Some(host))]
    }

    /// Recipient `n`.
    pub fn recipient(&self, n: u8) -> Option<&Recipient> {
        self.recipients.get(usize::from(n))
    }
}
