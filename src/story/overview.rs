//! Who appears in a story, and what is known of the story as a whole: plain data, read off the
//! trace once. With it, steps, beats and lines are all that a picture needs.

use serde::{Deserialize, Serialize};

use super::{Beat, knowledge, lookups, verdict};
use crate::sim::address::Mailbox;
use crate::sim::cast::{Cast, HostId};
use crate::sim::host::setup::usual_boxes;
use crate::sim::time::Instant;
use crate::sim::trace::{EventKind, Trace};
use crate::text::knowledge::DeliveryStatus;

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
}

impl Overview {
    pub(super) fn of(trace: &Trace, beats: &[Beat]) -> Self {
        let mailboxes = trace.outcomes.iter().map(|(mailbox, _)| mailbox);
        let recipients =
            mailboxes.zip(knowledge::statuses(trace)).map(|(mailbox, statuses)| Recipient {
                address: mailbox.to_string(),
                domain: mailbox.domain.to_string(),
                box_name: mailbox.local_part.box_name(),
                home: trace.cast.home_of(&mailbox.domain),
                unknown: is_unknown(trace, mailbox),
                statuses,
            });
        let recipients: Vec<Recipient> = recipients.collect();
        let blamed = verdict::of(trace).into_iter().map(|verdict| {
            let its = |mailbox: &_| verdict.recipients.contains(mailbox);
            let ends = trace.outcomes.iter().zip(&recipients).filter(|((m, _), _)| its(m));
            let ends = ends.filter_map(|(_, it)| it.statuses.last().map(|(_, status)| *status));
            (verdict.host, VerdictOutcome::of(&ends.collect::<Vec<_>>()))
        });
        Self {
            blamed: blamed.collect(),
            recipients,
            cast: trace.cast.clone(),
            usual_boxes: [false, true].map(|at_home| usual_boxes(&trace.cast.owner, at_home)),
            negative_answers: lookups::negative_answers(trace, beats),
            over: trace.end(),
        }
    }

    /// The boxes that this server has in any case.
    pub fn boxes_of(&self, host: HostId) -> &[String] {
        &self.usual_boxes[usize::from(self.cast.own_home == Some(host))]
    }

    /// Recipient `n`.
    pub fn recipient(&self, n: u8) -> Option<&Recipient> {
        self.recipients.get(usize::from(n))
    }
}

/// Whether somebody said that there is no box for this mailbox.
fn is_unknown(trace: &Trace, mailbox: &Mailbox) -> bool {
    trace.events.iter().any(|event| match &event.kind {
        EventKind::NotRelayed { recipients, cause, .. }
        | EventKind::SubmissionFailed { recipients, cause, .. } => {
            recipients.contains(mailbox) && verdict::is_unknown_box(cause)
        }
        _ => false,
    })
}

impl VerdictOutcome {
    fn of(statuses: &[DeliveryStatus]) -> Self {
        if statuses.iter().all(|status| *status == DeliveryStatus::Collected) {
            Self::Well
        } else if statuses
            .iter()
            .all(|status| matches!(status, DeliveryStatus::Waiting | DeliveryStatus::OnTheWay))
        {
            Self::Open
        } else {
            Self::Badly
        }
    }
}
