//! What the builder reads off a trace: which connection, which lines, which packets.

use super::Piece;
use super::builder::StoryBuilder;
use super::routing::Group;
use model::address::Mailbox;
use model::cast::HostId;
use sim::dns::{Answer, LookupError, Question};
use sim::host::{SMTP_PORT, SUBMISSION_PORT};
use sim::trace::{ConnectionId, Event, EventId, EventKind, PacketId, Side};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most tokens for pieces of one message; more travel as a train of so many waggons with counts.
const MOST_PIECES: usize = 12;
const WAGGONS: usize = 5;

impl StoryBuilder<'_> {
    pub(super) fn find<T>(&self, select: impl Fn(&EventKind) -> Option<T>) -> Option<(EventId, T)> {
        let mut events = self.trace.numbered_events();
        events.find_map(|(id, event)| select(&event.kind).map(|found| (id, found)))
    }

    pub(super) fn position(&self, select: impl Fn(&Event) -> bool) -> Option<EventId> {
        self.trace.events.iter().position(select).map(EventId)
    }

    pub(super) fn event_of(
        &self,
        connection: ConnectionId,
        select: impl Fn(&EventKind, ConnectionId) -> bool,
    ) -> Option<EventId> {
        self.position(|event| select(&event.kind, connection))
    }

    /// The moment a connection stood, for who called.
    pub(super) fn connected_at(&self, connection: ConnectionId) -> Option<EventId> {
        let caller = self.trace[connection].client.0;
        self.position(|event| {
            event.host == caller && event.kind == EventKind::Connected { connection }
        })
    }

    /// The provider's decisions about what was handed in, one for each domain, in the order they
    /// were taken.
    pub(super) fn groups(&self) -> Vec<Group> {
        let handed_in = self.find(|kind| match kind {
            EventKind::Accepted { connection, queue_id, .. }
                if self.trace[*connection].server.1 == SUBMISSION_PORT =>
            {
                Some(*queue_id)
            }
            _ => None,
        });
        let Some((_, handed_in)) = handed_in else { return Vec::new() };
        let provider = self.trace.cast.provider;
        let events = self.trace.numbered_events();
        events
            .filter(|(_, event)| event.host == provider)
            .filter_map(|(id, event)| match &event.kind {
                EventKind::RouteChosen { recipients, route, queue_id }
                    if queue_id.whole() == handed_in =>
                {
                    Some(Group {
                        sorted: id,
                        domain: recipients.first()?.domain.clone(),
                        recipients: recipients.clone(),
                        route: route.clone(),
                    })
                }
                _ => None,
            })
            .collect()
    }

    /// The first connection from `client` to a server's `port`, with an envelope for any of
    /// `recipients` unless they are left out.
    pub(super) fn connection(
        &self,
        port: u16,
        client: HostId,
        recipients: &[Mailbox],
    ) -> Option<ConnectionId> {
        let for_them = |id: ConnectionId| {
            recipients.is_empty()
                || self.lines.iter().any(|line| {
                    line.connection == id
                        && line.side == Side::Client
                        && line.text.starts_with("RCPT TO:")
                        && recipients.iter().any(|m| between_brackets(&line.text) == m.to_string())
                })
        };
        let connections = self.trace.connections.iter().enumerate();
        let mut connections = connections.map(|(n, connection)| (ConnectionId(n), connection));
        connections
            .find(|(id, c)| c.client.0 == client && c.server.1 == port && for_them(*id))
            .map(|(id, _)| id)
    }

    /// The lines of a connection, in order.
    pub(super) fn talk(&self, connection: ConnectionId) -> Vec<usize> {
        let lines = self.lines.iter().enumerate();
        lines.filter(|(_, line)| line.connection == connection).map(|(n, _)| n).collect()
    }

    /// An SMTP conversation cut into hello, envelope and data. Lines of other connections may
    /// stand in between.
    pub(super) fn sections(
        &self,
        connection: ConnectionId,
    ) -> (Range<usize>, Range<usize>, Range<usize>) {
        let talk = self.talk(connection);
        let (Some(first), Some(last)) = (talk.first().copied(), talk.last().copied()) else {
            return (0..0, 0..0, 0..0);
        };
        let end = last + 1;
        let starting = |verb: &str| {
            talk.iter().copied().find(|n| {
                self.lines[*n].side == Side::Client
                    && !self.lines[*n].message
                    && self.lines[*n].text.starts_with(verb)
            })
        };
        let quit = starting("QUIT").unwrap_or(end);
        let data = starting("DATA").unwrap_or(quit);
        let mail = starting("MAIL").unwrap_or(data);
        (first..mail, mail..data, data..quit)
    }

    pub(super) fn message_line(&self, connection: ConnectionId) -> Option<usize> {
        self.lines.iter().position(|line| line.connection == connection && line.message)
    }

    /// The packets that carried the message of a connection; many are folded into a train.
    pub(super) fn pieces(&self, connection: ConnectionId) -> Vec<Piece> {
        let Some(message) = self.message_line(connection) else {
            return Vec::new();
        };
        let line = &self.lines[message];
        let carriers = self.trace[connection].carriers(line.side, line.place.0, line.place.1);
        let mut numbers: BTreeMap<u64, u16> = BTreeMap::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for segment in carriers {
            let packet = &self.trace.packets[segment.packet.index()];
            let again = numbers.contains_key(&segment.offset);
            let next = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
            let number = *numbers.entry(segment.offset).or_insert(next);
            pieces.push(Piece {
                packet: segment.packet,
                number,
                count: 1,
                sim: (packet.sent_at, packet.ended_at()),
                lost: !packet.arrived(),
                again,
            });
        }
        fold(pieces)
    }

    /// The acknowledgements that said again what was said before, after a packet was lost and
    /// before the gap was closed.
    pub(super) fn duplicate_acknowledgements(
        &self,
        connection: ConnectionId,
        lost: PacketId,
    ) -> Vec<PacketId> {
        let Some(sequence) = self.trace.packets[lost.index()].tcp().map(|tcp| tcp.sequence) else {
            return Vec::new();
        };
        let sender = self.trace.packets[lost.index()].from;
        let repeats = self.trace.packets.iter().filter(|packet| {
            packet.connection == Some(connection)
                && packet.from != sender
                && packet.tcp().is_some_and(|tcp| tcp.acknowledgement == Some(sequence))
        });
        // The first one is no repetition.
        repeats.skip(1).map(|packet| packet.id).collect()
    }

    /// The number, counted from the start of the connection, that acknowledges everything before
    /// a packet.
    pub(super) fn acknowledged(&self, connection: ConnectionId, packet: PacketId) -> u32 {
        let packet = &self.trace.packets[packet.index()];
        let connection = &self.trace[connection];
        let isn = connection.isn[connection.side_of(packet.from) as usize].unwrap_or(0);
        packet.tcp().map_or(0, |tcp| tcp.sequence.wrapping_sub(isn))
    }

    /// The connection on which the host last tried to reach a server, before an event.
    pub(super) fn last_try(&self, before: EventId, server: Option<&str>) -> Option<ConnectionId> {
        let host = self.trace[before].host;
        self.trace.events[..before.0].iter().rev().find_map(|event| match event.kind {
            EventKind::Connecting { connection } if event.host == host => {
                let to = self.trace[connection].server;
                let name = &self.trace.cast.host(to.0).name;
                (to.1 == SMTP_PORT && server.is_none_or(|server| server == name))
                    .then_some(connection)
            }
            _ => None,
        })
    }

    /// What happened from an event until its host tries something again.
    pub(super) fn first_try(&self, after: EventId) -> impl Iterator<Item = (EventId, &Event)> {
        let host = self.trace[after].host;
        self.trace.numbered_events().skip(after.0).take_while(move |(_, event)| {
            event.host != host || !matches!(event.kind, EventKind::TriesAgain { .. })
        })
    }

    /// What came out of the first look-up of a question after an event.
    pub(super) fn looked_up(
        &self,
        host: HostId,
        wanted: &Question,
        after: EventId,
    ) -> Option<(EventId, Result<Answer, LookupError>)> {
        let mut events = self.first_try(after);
        events.find_map(|(id, event)| match &event.kind {
            EventKind::LookedUp { question, result, .. }
                if event.host == host && question == wanted =>
            {
                Some((id, result.clone()))
            }
            _ => None,
        })
    }

    pub(super) fn stored(&self, group: &Group) -> Vec<(EventId, String)> {
        let events = self.trace.numbered_events();
        events
            .filter_map(|(id, event)| match &event.kind {
                EventKind::Stored { mailbox, .. } if group.recipients.contains(mailbox) => {
                    Some((id, mailbox.local_part.box_name()))
                }
                _ => None,
            })
            .collect()
    }
}

/// Many pieces become a train, each waggon with the numbers of those in it.
fn fold(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.len() <= MOST_PIECES {
        return pieces;
    }
    let group = pieces.len().div_ceil(WAGGONS);
    pieces
        .chunks(group)
        .filter_map(|chunk| {
            let (first, last) = (chunk.first()?, chunk.last()?);
            Some(Piece {
                number: first.number,
                count: u16::try_from(chunk.len()).unwrap_or(u16::MAX),
                sim: (first.sim.0, last.sim.1),
                lost: false,
                again: false,
                packet: first.packet,
            })
        })
        .collect()
}

pub(super) fn between_brackets(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.rsplit_once('>'));
    inner.map_or_else(String::new, |(path, _)| path.to_owned())
}
