//! The recipients in one domain: what the provider decided for them, and what became of it.

use super::events::find;
use model::address::{Domain, Mailbox};
use sim::host::SUBMISSION_PORT;
use sim::trace::{ConnectionId, EventId, EventKind, Route, Trace};

/// The recipients in one domain, and when the provider's server sorted them.
#[derive(Clone, Copy)]
pub(crate) struct Group<'a> {
    pub(crate) sorted: EventId,
    pub(crate) recipients: &'a [Mailbox],
    pub(crate) domain: &'a Domain,
    pub(crate) route: &'a Route,
}

/// The provider's decisions about what was handed in, one for each domain, in the order they were
/// taken.
pub(crate) fn groups(trace: &Trace) -> Vec<Group<'_>> {
    let handed_in = find(trace, |kind| match kind {
        EventKind::Accepted { connection, queue_id, .. }
            if trace[*connection].server.1 == SUBMISSION_PORT =>
        {
            Some(*queue_id)
        }
        _ => None,
    });
    let Some((_, handed_in)) = handed_in else { return Vec::new() };
    let provider = trace.cast.provider;
    let events = trace.numbered_events().filter(|(_, event)| event.host == provider);
    events
        .filter_map(|(sorted, event)| match &event.kind {
            EventKind::RouteChosen { recipients, route, queue_id }
                if queue_id.whole() == handed_in =>
            {
                Some(Group { sorted, domain: &recipients.first()?.domain, recipients, route })
            }
            _ => None,
        })
        .collect()
}

impl Group<'_> {
    /// When it was put into boxes, and into which.
    pub(crate) fn stored(&self, trace: &Trace) -> (Vec<EventId>, Vec<String>) {
        let (mut stored, mut boxes) = (Vec::new(), Vec::new());
        for (id, event) in trace.numbered_events() {
            if let EventKind::Stored { mailbox, .. } = &event.kind
                && self.recipients.contains(mailbox)
            {
                stored.push(id);
                boxes.push(mailbox.local_part.box_name());
            }
        }
        (stored, boxes)
    }

    /// Whether the message lies in this box before an event.
    pub(crate) fn has_it(&self, trace: &Trace, mailbox: &Mailbox, before: EventId) -> bool {
        let name = mailbox.local_part.box_name();
        let (stored, boxes) = self.stored(trace);
        stored.iter().zip(&boxes).any(|(id, stored)| *id < before && *stored == name)
    }

    /// Which recipient (from 0) opened this connection, if one of these did.
    pub(crate) fn collector<'a>(
        &self,
        trace: &'a Trace,
        connection: ConnectionId,
    ) -> Option<(usize, &'a Mailbox)> {
        let client = trace[connection].client.0;
        let n = trace.cast.recipients.iter().position(|computer| *computer == client)?;
        let (mailbox, _) = trace.outcomes.get(n)?;
        self.recipients.contains(mailbox).then_some((n, mailbox))
    }
}
