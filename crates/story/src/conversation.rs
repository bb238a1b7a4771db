//! Who said what: every line of every conversation, with what it means.

use model::sorted_map::SortedMap;
use model::story::Line;
use sim::host::POP3_PORT;
use sim::stream::UtteranceKind;
use sim::trace::{ConnectionId, EventId, EventKind, Side, Trace};
use text::gloss::{self, Protocol};

use super::verdict::why_in;

/// Reads every line off a trace, in the order they were said. Moments of the story are filled in
/// later, by who tells it.
pub(super) fn read(trace: &Trace) -> Vec<Line> {
    let mut reader = Reader::default();
    trace.numbered_events().filter_map(|(id, _)| reader.line(trace, id)).collect()
}

/// Reads lines off a trace, event by event.
#[derive(Debug, Default)]
pub struct Reader {
    /// The last command on each connection: what a reply answers.
    commands: SortedMap<ConnectionId, String>,
}

impl Reader {
    /// The line that was said in this event, if one was. Events are read in their order.
    pub fn line(&mut self, trace: &Trace, id: EventId) -> Option<Line> {
        let event = &trace[id];
        let EventKind::Said { connection, kind, offset, len, text } = &event.kind else {
            return None;
        };
        let ends = &trace[*connection];
        let side = ends.side_of(event.host);
        let protocol = if ends.server.1 == POP3_PORT { Protocol::Pop3 } else { Protocol::Smtp };
        let message = *kind == UtteranceKind::Message;
        let gloss = match side {
            _ if message => gloss::MESSAGE.to_owned(),
            Side::Client => gloss::command(protocol, text),
            Side::Server => {
                let asked = self.commands.get(connection).map_or("", String::as_str);
                gloss::reply(protocol, asked, text, why_in(asked, text))
            }
        };
        if side == Side::Client && !message {
            self.commands.insert(*connection, text.clone());
        }
        let refuses = side == Side::Server && !message && is_no(protocol, text);
        let text = if message { text::captions::message_on_the_wire(*len) } else { text.clone() };
        Some(Line {
            event: id,
            connection: *connection,
            side,
            speaker: event.host,
            listener: ends.host(side.other()),
            at: event.at,
            show_at: 0,
            place: (*offset, *len),
            text,
            message,
            refuses,
            gloss,
        })
    }
}

/// Whether a server's line is a no (RFC 5321 section 4.2.1, RFC 1939 section 3).
fn is_no(protocol: Protocol, reply: &str) -> bool {
    match protocol {
        Protocol::Smtp => reply.starts_with(['4', '5']),
        Protocol::Pop3 => reply.starts_with("-ERR"),
    }
}
