//! A delivery without anything in between.

use super::dialogue;
use super::events::position;
use super::group::Group;
use model::story::Line;
use sim::host::SMTP_PORT;
use sim::trace::{ConnectionId, EventId, EventKind, Trace};

/// Everybody in a domain has collected the message, and nothing came in between.
pub(crate) struct SmoothDelivery {
    /// How the provider handed it on.
    pub(crate) connection: Option<ConnectionId>,
    /// When it was put into boxes, and into which.
    pub(crate) stored: Vec<EventId>,
    pub(crate) boxes: Vec<String>,
    /// One for each recipient.
    pub(crate) collected: Vec<EventId>,
    /// Nothing else is told after it.
    pub(crate) last: bool,
}

impl SmoothDelivery {
    /// Nothing, where it was not like that.
    pub(crate) fn of(trace: &Trace, lines: &[Line], group: &Group<'_>) -> Option<Self> {
        let trouble = position(trace, |event| match &event.kind {
            EventKind::NotRelayed { recipients, .. } => {
                recipients.iter().any(|mailbox| group.recipients.contains(mailbox))
            }
            EventKind::AuthFailed { connection, .. } | EventKind::MaildropLocked { connection } => {
                group.collector(trace, *connection).is_some()
            }
            _ => false,
        });
        if trouble.is_some() {
            return None;
        }
        let mut collected = Vec::new();
        for wanted in group.recipients {
            collected.push(position(trace, |event| match &event.kind {
                EventKind::Collected { mailbox, .. } => mailbox == wanted,
                _ => false,
            })?);
        }
        let provider = trace[group.sorted].host;
        let connection = dialogue::connection(trace, lines, SMTP_PORT, provider, group.recipients);
        let (stored, boxes) = group.stored(trace);
        Some(Self { connection, stored, boxes, collected, last: false })
    }
}
