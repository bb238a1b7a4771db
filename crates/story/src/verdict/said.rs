//! What a card takes from the lines that were said: whose message it is, figures, and names.

use super::case::Case;
use model::cast::HostId;
use sim::smtp::Reply;
use sim::trace::{EventKind, Trace};

/// The lines that were said to the host or by it, the last first, each with whether the host said it.
fn lines(trace: &Trace, host: HostId) -> impl Iterator<Item = (&str, bool)> {
    trace.events.iter().rev().filter_map(move |event| match &event.kind {
        EventKind::Said { connection, text, .. }
            if trace.connections.get(connection.0).is_some_and(|c| c.server.0 == host) =>
        {
            Some((text.as_str(), event.host == host))
        }
        _ => None,
    })
}

/// What stands after the @ in the sender's address, as the provider was told it.
pub(super) fn sender_domain(trace: &Trace) -> Option<&str> {
    lines(trace, trace.cast.provider).find_map(|(line, _)| {
        let (path, _) = line.strip_prefix("MAIL FROM:<")?.split_once('>')?;
        path.rsplit_once('@').map(|(_, domain)| domain)
    })
}

/// How big the client said that the message is, and how big the server said that it takes one (RFC 1870), in
/// bytes, where that is too much.
pub(super) fn sizes(trace: &Trace, case: &Case<'_>) -> Option<(u64, u64)> {
    let message = lines(trace, case.host).find_map(|(line, said)| {
        let (_, size) = line.split_once(" SIZE=").filter(|_| !said)?;
        size.split(' ').next()?.parse().ok()
    })?;
    let limit = lines(trace, case.host).find_map(|(line, said)| {
        let keyword = line.strip_prefix("250-").or(line.strip_prefix("250 ")).filter(|_| said)?;
        keyword.strip_prefix("SIZE ")?.parse().ok()
    })?;
    (message > limit).then_some((message, limit))
}

/// The blocklist that a server names: it says that somebody is blocked using it.
pub(super) fn blocklist(reply: &Reply) -> Option<&str> {
    reply.lines().iter().find_map(|line| {
        let (_, name) = line.split_once(" using ")?;
        let name = name.split([' ', ';', ',']).next()?.trim_end_matches('.');
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        (name.contains('.') && name.chars().all(is_name)).then_some(name)
    })
}
