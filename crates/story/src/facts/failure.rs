//! A try that failed.

use super::tries::last_try;
use model::address::Mailbox;
use model::cast::HostId;
use model::time::Instant;
use sim::trace::{Cause, ConnectionId, EventId, EventKind, QueueId, Trace};

/// So many events before a failure, a server may have noted that a box is full.
const SHORTLY_BEFORE: usize = 12;

/// The message could not be handed on, now or at all.
pub(crate) struct Failure<'a> {
    /// Where it was noted, for whom: all who failed for the same reason in the same try.
    pub(crate) noted: Vec<EventId>,
    pub(crate) recipients: Vec<Mailbox>,
    /// The server that was asked, if it came to that.
    pub(crate) server: Option<&'a str>,
    pub(crate) cause: &'a Cause,
    /// The connection to it.
    pub(crate) tried: Option<ConnectionId>,
    pub(crate) full: Option<FullBox>,
}

/// The full box, where that was the reason.
pub(crate) struct FullBox {
    pub(crate) at: Instant,
    pub(crate) host: HostId,
    pub(crate) name: String,
}

impl<'a> Failure<'a> {
    /// The failure that is noted in an event; nothing, where an earlier event has told that.
    pub(crate) fn of(trace: &'a Trace, id: EventId) -> Option<Self> {
        let EventKind::NotRelayed { queue_id, server, cause, .. } = &trace[id].kind else {
            return None;
        };
        let server = server.as_deref();
        let (noted, recipients) = sharing(trace, id, *queue_id, cause)?;
        let tried = server.and_then(|server| last_try(trace, id, Some(server)));
        let full = FullBox::before(trace, id, &recipients);
        Some(Self { noted, recipients, server, cause, tried, full })
    }
}

impl FullBox {
    fn before(trace: &Trace, id: EventId, recipients: &[Mailbox]) -> Option<Self> {
        let server = trace[last_try(trace, id, None)?].server.0;
        if server == trace[id].host {
            return None;
        }
        let mut before = trace.events[..id.0].iter().rev().take(SHORTLY_BEFORE);
        before.find_map(|event| match &event.kind {
            EventKind::BoxFull { mailbox, .. }
                if event.host == server && recipients.contains(mailbox) =>
            {
                Some(Self { at: event.at, host: server, name: mailbox.local_part.box_name() })
            }
            _ => None,
        })
    }
}

/// Whom a failure is about, and where that is noted: all who failed for the same reason in the same
/// try. Nothing, where an earlier event has told that.
fn sharing(
    trace: &Trace,
    id: EventId,
    queue_id: QueueId,
    cause: &Cause,
) -> Option<(Vec<EventId>, Vec<Mailbox>)> {
    let event = &trace[id];
    let same = |n: EventId| match &trace[n].kind {
        EventKind::NotRelayed { queue_id: q, cause: c, recipients, .. }
            if *q == queue_id && c == cause =>
        {
            Some((n, recipients))
        }
        _ => None,
    };
    // What is noted at one moment by one host stands together.
    let together = |n: &EventId| {
        let other = &trace[*n];
        (other.host, other.at) == (event.host, event.at)
    };
    if (0..id.0).rev().map(EventId).take_while(together).find_map(same).is_some() {
        return None;
    }
    let mut shared = (Vec::new(), Vec::new());
    let from_here = (id.0..trace.events.len()).map(EventId).take_while(together);
    for (noted, recipients) in from_here.filter_map(same) {
        shared.0.push(noted);
        shared.1.extend_from_slice(recipients);
    }
    Some(shared)
}
