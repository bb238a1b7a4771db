//! A delivery without anything in between.

use super::dialogue;
use super::events::position;
use super::group::Group;
use crate::sim::host::SMTP_PORT;
use crate::sim::trace::{ConnectionId, EventId, EventKind, Trace};
use crate::story::told::line::Line;

/// Everybody in a domain has collected the message, and nothing came in between.
pub(crate) struct SmoothDelivery {
    /// How the provider handed it on.
    pub(crate) connection: Option<ConnectionId>,
    /// When it was put into which boxes.
    pub(crate) stored: Vec<(EventId, String)>,
    /// One for each recipient.
    pub(crate) collected: Vec<EventId>,
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
        let collected = group.recipients.iter().map(|wanted| {
            position(trace, |event| match &event.kind {
                EventKind::Collected { mailbox, .. } => mailbox == wanted,
                _ => false,
            })
        });
        let collected = collected.collect::<Option<Vec<EventId>>>()?;
        let provider = trace[group.sorted].host;
        let connection = dialogue::connection(trace, lines, SMTP_PORT, provider, group.recipients);
        Some(Self { connection, stored: group.stored(trace), collected })
    }
}
