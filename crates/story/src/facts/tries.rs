//! What a host tries, and what it finds out for it.

use model::cast::HostId;
use sim::dns::{Answer, LookupError, Question};
use sim::host::SMTP_PORT;
use sim::trace::{ConnectionId, Event, EventId, EventKind, Trace};

/// The connection on which the host last tried to reach a server, before an event.
pub(crate) fn last_try(
    trace: &Trace,
    before: EventId,
    server: Option<&str>,
) -> Option<ConnectionId> {
    let host = trace[before].host;
    trace.events[..before.0].iter().rev().find_map(|event| match event.kind {
        EventKind::Connecting { connection } if event.host == host => {
            let to = trace[connection].server;
            let name = &trace.cast.host(to.0).name;
            (to.1 == SMTP_PORT && server.is_none_or(|server| server == name)).then_some(connection)
        }
        _ => None,
    })
}

/// What happened from an event until its host tries something again.
pub(crate) fn first_try(trace: &Trace, after: EventId) -> impl Iterator<Item = (EventId, &Event)> {
    let host = trace[after].host;
    trace.numbered_events().skip(after.0).take_while(move |(_, event)| {
        event.host != host || !matches!(event.kind, EventKind::TriesAgain { .. })
    })
}

/// What came out of the first look-up of a question after an event.
pub(crate) fn looked_up<'a>(
    trace: &'a Trace,
    host: HostId,
    wanted: &Question,
    after: EventId,
) -> Option<(EventId, &'a Result<Answer, LookupError>)> {
    first_try(trace, after).find_map(|(id, event)| match &event.kind {
        EventKind::LookedUp { question, result, .. }
            if event.host == host && question == wanted =>
        {
            Some((id, result))
        }
        _ => None,
    })
}

/// Name servers that did not answer a question until an event.
pub(crate) fn silent(
    trace: &Trace,
    host: HostId,
    wanted: &Question,
    until: EventId,
) -> Vec<EventId> {
    let events = trace.numbered_events().take(until.0);
    let events = events.filter(|(_, event)| event.host == host);
    let silent = events.filter(|(_, event)| {
        matches!(&event.kind, EventKind::NoAnswer { question, .. } if question == wanted)
    });
    silent.map(|(id, _)| id).collect()
}
