//! The reports of a journey: which queue names are theirs, and where they got to.

use model::address::Mailbox;
use model::cast::HostId;
use sim::trace::{Cause, EventKind, MessageId, QueueId, Trace};

/// A report that a server wrote.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    /// Whom the message did not reach.
    pub(super) recipients: &'a [Mailbox],
    /// The report.
    message: MessageId,
    /// It only tells of a delay.
    pub(super) delayed: bool,
}

/// All of them.
#[derive(Clone, Debug)]
pub(super) struct Dsns<'a> {
    trace: &'a Trace,
    /// Their names in queues, and whom they are about.
    ids: Vec<(HostId, QueueId, &'a [Mailbox])>,
    written: Vec<Written<'a>>,
}

impl<'a> Dsns<'a> {
    pub(super) fn of(trace: &'a Trace) -> Self {
        // A report has no reverse-path (RFC 5321 section 4.5.5).
        let connections: Vec<_> = trace
            .events
            .iter()
            .filter_map(|event| match &event.kind {
                EventKind::Said { connection, text, .. } if text.starts_with("MAIL FROM:<>") => {
                    Some(*connection)
                }
                _ => None,
            })
            .collect();
        let mut dsns = Self { trace, ids: Vec::new(), written: Vec::new() };
        for event in &trace.events {
            match &event.kind {
                EventKind::DsnWritten { queue_id, recipients, message, delayed, .. } => {
                    dsns.ids.push((event.host, *queue_id, recipients));
                    let (message, delayed) = (*message, *delayed);
                    dsns.written.push(Written { recipients, message, delayed });
                }
                EventKind::Accepted { connection, queue_id, message, .. }
                    if connections.contains(connection) =>
                {
                    let about = dsns.arrived_as(*message).map_or(&[][..], |dsn| dsn.recipients);
                    dsns.ids.push((event.host, *queue_id, about));
                }
                _ => {}
            }
        }
        dsns
    }

    /// Whether a queue name on a host is that of a report.
    pub(super) fn has(&self, host: HostId, queue_id: QueueId) -> bool {
        self.about(host, queue_id).is_some()
    }

    /// Whom the report is about that has this queue name on this host.
    pub(super) fn about(&self, host: HostId, queue_id: QueueId) -> Option<&'a [Mailbox]> {
        let named = |(h, id, _): &&(HostId, QueueId, _)| (*h, *id) == (host, queue_id);
        self.ids.iter().find(named).map(|(.., about)| *about)
    }

    /// The report that tells that the message did not reach this recipient.
    pub(super) fn failure_of(&self, mailbox: &Mailbox) -> Option<&Written<'a>> {
        let mut failures = self.written.iter().filter(|written| !written.delayed);
        failures.find(|written| written.recipients.iter().any(|m| m.same_box(mailbox)))
    }

    /// The report that arrived as this message.
    pub(super) fn arrived_as(&self, message: MessageId) -> Option<&Written<'a>> {
        self.written.iter().find(|written| self.is_within(written.message, message))
    }

    /// The message as which a report lies in the sender's box.
    pub(super) fn stored(&self, dsn: &Written<'_>) -> Option<MessageId> {
        self.trace.events.iter().find_map(|event| match &event.kind {
            EventKind::Stored { message, reverse_path: None, .. }
                if self.is_within(dsn.message, *message) =>
            {
                Some(*message)
            }
            _ => None,
        })
    }

    /// Where a report should have gone, if it was dropped, and whether that domain does not exist.
    pub(super) fn dropped(&self, dsn: &Written<'_>) -> Option<(Mailbox, bool)> {
        self.trace.events.iter().find_map(|event| match &event.kind {
            EventKind::DsnDropped { recipients, message, cause, .. }
                if self.is_within(dsn.message, *message) =>
            {
                Some((recipients.first()?.clone(), *cause == Cause::NoSuchDomain))
            }
            _ => None,
        })
    }

    /// On its way a message gets lines on top; the rest stays as it is.
    fn is_within(&self, dsn: MessageId, message: MessageId) -> bool {
        let bytes = |id: MessageId| self.trace.messages.get(id.0).map(|bytes| bytes.as_slice());
        match (bytes(dsn), bytes(message)) {
            (Some(dsn), Some(message)) => message.ends_with(dsn),
            _ => false,
        }
    }
}
