//! A recipient comes for the message.

use super::events::position;
use model::address::Mailbox;
use sim::trace::{ConnectionId, EventId, EventKind, Trace};

/// A recipient opened the box, and what came of it.
pub(crate) struct Collection<'a> {
    pub(crate) mailbox: &'a Mailbox,
    /// Which recipient that is, from 1.
    pub(crate) number: usize,
    pub(crate) connection: ConnectionId,
    /// The password was wrong.
    pub(crate) refused: Option<EventId>,
    /// It was right.
    pub(crate) opened: Option<EventId>,
    pub(crate) collected: Option<EventId>,
    /// The message was taken out of the box.
    pub(crate) deleted: Option<EventId>,
    /// Nothing else is told after it.
    pub(crate) last: bool,
}

/// A recipient's password was right, and the box stayed shut: another session has it.
pub(crate) struct Locked<'a> {
    pub(crate) noted: EventId,
    pub(crate) mailbox: &'a Mailbox,
    /// Which recipient that is, from 1.
    pub(crate) number: usize,
    pub(crate) connection: ConnectionId,
    /// The recipient's program looks again.
    pub(crate) again: Option<EventId>,
}

impl<'a> Collection<'a> {
    pub(crate) fn of(
        trace: &Trace,
        mailbox: &'a Mailbox,
        number: usize,
        connection: ConnectionId,
    ) -> Self {
        let first = |select: fn(&EventKind) -> Option<ConnectionId>| {
            position(trace, |event| select(&event.kind) == Some(connection))
        };
        let collected = first(|kind| match kind {
            EventKind::Collected { connection, .. } => Some(*connection),
            _ => None,
        });
        Self {
            mailbox,
            number,
            connection,
            refused: first(|kind| match kind {
                EventKind::AuthFailed { connection, .. } => Some(*connection),
                _ => None,
            }),
            opened: first(|kind| match kind {
                EventKind::MaildropOpened { connection, .. } => Some(*connection),
                _ => None,
            }),
            collected,
            deleted: deleted(trace, connection),
            last: false,
        }
    }
}

/// When what was collected on this connection was taken out of the box.
pub(crate) fn deleted(trace: &Trace, connection: ConnectionId) -> Option<EventId> {
    position(
        trace,
        |event| matches!(event.kind, EventKind::Deleted { connection: on, .. } if on == connection),
    )
}

impl<'a> Locked<'a> {
    pub(crate) fn of(
        trace: &Trace,
        mailbox: &'a Mailbox,
        number: usize,
        connection: ConnectionId,
        noted: EventId,
    ) -> Self {
        let computer = trace[connection].client.0;
        let mut later = trace.numbered_events().skip(noted.0);
        let again = later.find(|(_, event)| {
            event.host == computer && matches!(event.kind, EventKind::ChecksMail { .. })
        });
        Self { noted, mailbox, number, connection, again: again.map(|(again, _)| again) }
    }
}
