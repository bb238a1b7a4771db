//! Which event was the one.

use sim::trace::{ConnectionId, Event, EventId, EventKind, Trace};

/// The first event in which there is something to be found.
pub(crate) fn find<T>(
    trace: &Trace,
    select: impl Fn(&EventKind) -> Option<T>,
) -> Option<(EventId, T)> {
    let mut events = trace.numbered_events();
    events.find_map(|(id, event)| select(&event.kind).map(|found| (id, found)))
}

/// The first event that is like this.
pub(crate) fn position(trace: &Trace, select: impl Fn(&Event) -> bool) -> Option<EventId> {
    trace.events.iter().position(select).map(EventId)
}

/// When who called learned that the message was taken over.
pub(crate) fn handed_over(trace: &Trace, connection: ConnectionId) -> Option<EventId> {
    position(
        trace,
        |event| matches!(event.kind, EventKind::Relayed { connection: on, .. } if on == connection),
    )
}

/// The moment a connection stood, for who called.
pub(crate) fn connected(trace: &Trace, connection: ConnectionId) -> Option<EventId> {
    let caller = trace[connection].client.0;
    position(trace, |event| {
        event.host == caller && event.kind == EventKind::Connected { connection }
    })
}
