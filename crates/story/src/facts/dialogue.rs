//! What was said on one connection: its lines among all lines, its parts, its turns.

use model::address::Mailbox;
use model::cast::HostId;
use model::story::Line;
use sim::trace::{ConnectionId, Side, Trace};
use std::ops::Range;

/// The parts of an SMTP conversation. Lines of other connections may stand in between.
#[derive(Default)]
pub(crate) struct Sections {
    pub(crate) hello: Range<usize>,
    pub(crate) envelope: Range<usize>,
    /// Up to the farewell.
    pub(crate) data: Range<usize>,
}

/// What one side says in one breath, or a whole message.
pub(crate) struct Turn {
    pub(crate) lines: Vec<usize>,
    pub(crate) side: Side,
    pub(crate) message: bool,
}

/// The first connection from `client` to a server's `port`, with an envelope for any of
/// `recipients` unless they are left out.
pub(crate) fn connection(
    trace: &Trace,
    lines: &[Line],
    port: u16,
    client: HostId,
    recipients: &[Mailbox],
) -> Option<ConnectionId> {
    let for_them = |id: ConnectionId| {
        recipients.is_empty()
            || lines.iter().any(|line| {
                line.connection == id
                    && line.side == Side::Client
                    && line.text.starts_with("RCPT TO:")
                    && recipients.iter().any(|m| between_brackets(&line.text) == m.to_string())
            })
    };
    let connections = trace.connections.iter().enumerate();
    let mut connections = connections.map(|(n, connection)| (ConnectionId(n), connection));
    connections
        .find(|(id, c)| c.client.0 == client && c.server.1 == port && for_them(*id))
        .map(|(id, _)| id)
}

/// The lines of a connection, in order.
pub(crate) fn of(lines: &[Line], connection: ConnectionId) -> Vec<usize> {
    let lines = lines.iter().enumerate();
    lines.filter(|(_, line)| line.connection == connection).map(|(n, _)| n).collect()
}

/// The message of a connection.
pub(crate) fn message(lines: &[Line], connection: ConnectionId) -> Option<usize> {
    lines.iter().position(|line| line.connection == connection && line.message)
}

/// An SMTP conversation cut into its parts.
pub(crate) fn sections(lines: &[Line], connection: ConnectionId) -> Sections {
    let talk = of(lines, connection);
    let (Some(first), Some(last)) = (talk.first().copied(), talk.last().copied()) else {
        return Sections::default();
    };
    let end = last + 1;
    let starting = |verb: &str| {
        talk.iter().copied().find(|n| {
            let line = &lines[*n];
            line.side == Side::Client && !line.message && line.text.starts_with(verb)
        })
    };
    let quit = starting("QUIT").unwrap_or(end);
    let data = starting("DATA").unwrap_or(quit);
    let mail = starting("MAIL").unwrap_or(data);
    Sections { hello: first..mail, envelope: mail..data, data: data..quit }
}

/// The turns of an SMTP conversation, up to the farewell.
pub(crate) fn turns(lines: &[Line], connection: ConnectionId) -> Vec<Turn> {
    let end = sections(lines, connection).data.end;
    let mut turns: Vec<Turn> = Vec::new();
    for n in of(lines, connection).into_iter().filter(|n| *n < end) {
        let line = &lines[n];
        let goes_on = turns.last_mut().filter(|turn| {
            let at = turn.lines.first().map(|first| lines[*first].at);
            turn.side == line.side && at == Some(line.at) && !line.message && !turn.message
        });
        match goes_on {
            Some(turn) => turn.lines.push(n),
            None => turns.push(Turn { lines: vec![n], side: line.side, message: line.message }),
        }
    }
    turns
}

/// The turns in which these recipients are named, or all are.
pub(crate) fn naming(lines: &[Line], turns: &[Turn], people: &[Mailbox]) -> Vec<usize> {
    let names = |turn: &Turn| {
        let first = turn.lines.first().filter(|_| turn.side == Side::Client && !turn.message);
        first.is_some_and(|first| {
            let text = &lines[*first].text;
            let named = between_brackets(text);
            text.starts_with("RCPT TO:")
                && (people.is_empty() || people.iter().any(|it| it.to_string() == named))
        })
    };
    (0..turns.len()).filter(|n| names(&turns[*n])).collect()
}

/// Whether a server says no in this turn.
pub(crate) fn is_no(lines: &[Line], turns: &[Turn], n: usize) -> bool {
    let first = turns.get(n).and_then(|turn| turn.lines.first());
    first.is_some_and(|first| lines[*first].negative.is_some())
}

/// The path in a command.
pub(crate) fn between_brackets(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.rsplit_once('>'));
    inner.map_or_else(String::new, |(path, _)| path.to_owned())
}
