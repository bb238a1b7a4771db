//! Who said what: every line of every conversation, with what it means.

use model::sorted_map::SortedMap;
use model::story::{Line, Negative};
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
        let negative = negative(protocol, text).filter(|_| side == Side::Server && !message);
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
            negative,
            gloss,
        })
    }
}

/// Whether a server's line is a no, and which (RFC 5321 section 4.2.1; RFC 1939 section 3, and the codes in
/// brackets of RFC 2449 section 8 and RFC 3206 section 4).
fn negative(protocol: Protocol, reply: &str) -> Option<Negative> {
    let later = ["-ERR [IN-USE]", "-ERR [LOGIN-DELAY]", "-ERR [SYS/TEMP]"];
    match protocol {
        Protocol::Smtp if reply.starts_with('4') => Some(Negative::Transient),
        Protocol::Smtp => reply.starts_with('5').then_some(Negative::Permanent),
        Protocol::Pop3 if later.iter().any(|code| reply.starts_with(code)) => {
            Some(Negative::Transient)
        }
        Protocol::Pop3 => reply.starts_with("-ERR").then_some(Negative::Permanent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_for_now_is_told_from_a_no_for_good() {
        let check = |protocol, reply, expected| {
            assert_eq!(negative(protocol, reply), expected, "{reply}");
        };
        let (now, good) = (Some(Negative::Transient), Some(Negative::Permanent));
        check(Protocol::Smtp, "250 2.1.5 OK", None);
        check(Protocol::Smtp, "354 Go on", None);
        check(Protocol::Smtp, "451 4.7.1 Try again later", now);
        check(Protocol::Smtp, "421-4.3.2 Shutting down", now);
        check(Protocol::Smtp, "550 5.1.1 No such mailbox", good);
        check(Protocol::Pop3, "+OK 4 messages", None);
        check(Protocol::Pop3, "-ERR [AUTH] wrong password", good);
        check(Protocol::Pop3, "-ERR [IN-USE] locked", now);
        check(Protocol::Pop3, "-ERR [SYS/TEMP] the disk is away", now);
        check(Protocol::Pop3, "-ERR [SYS/PERM] no such box", good);
        check(Protocol::Pop3, "-ERR no such message", good);
    }
}
