//! The world that hosts live in: the clock, what is planned, the wires, and the record.

use super::event_queue::EventQueue;
use super::net::link::{Link, Rule, Verdict};
use super::net::stack::SpareSockets;
use super::random::Random;
use super::stream::{Utterance, UtteranceKind};
use super::trace::{Connection, Event, EventKind, Packet, PacketFate, Segment, Trace, parse_tcp};
use model::cast::{Cast, HostId, wire};
use model::condition::Condition;
use model::ids::{ConnectionId, MessageId, PacketId, Side};
use model::parts::Parts;
use model::sorted_map::SortedMap;
use model::time::{Duration, Instant};
use std::net::Ipv4Addr;
use std::sync::Arc;

/// What is planned to happen.
#[derive(Clone, Debug)]
pub(super) enum Planned {
    /// A packet arrives.
    Arrival(PacketId),
    /// A host's stack or resolver has something to do.
    Wake(HostId),
    /// A host asked to be told.
    Alarm(HostId, Alarm),
}

/// What a host asked to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alarm {
    /// The mail program sends what was written.
    Send,
    /// The mail server looks at its queue.
    Queue,
    /// The mail program looks for mail.
    CheckMail,
    /// What was down comes back.
    Open,
    /// The mail server takes a forgotten lock away.
    Unlock,
}

/// Everything outside of the hosts.
pub(super) struct World {
    /// Now.
    pub(super) now: Instant,
    /// The record.
    pub(super) trace: Trace,
    /// Seeded randomness for whoever forks it.
    pub(super) random: Random,
    /// Sockets that no host needs at the moment.
    pub(super) spare_sockets: SpareSockets,
    planned: EventQueue<Planned>,
    links: SortedMap<(HostId, HostId), Link>,
    /// Connections by the address and port a packet is from, and those it is for; and whose packet
    /// it is then.
    ends: SortedMap<(Ipv4Addr, u16, Ipv4Addr, u16), (ConnectionId, Side)>,
    /// Where messages stand in the byte streams: which packets are pieces of a message.
    spoken: SortedMap<(ConnectionId, bool), Vec<(u64, u64)>>,
    /// Hosts that are switched off, and until when.
    off_until: SortedMap<HostId, Instant>,
    /// Bytes of packets and messages in the record.
    kept_bytes: u64,
    /// Whether the record keeps the bytes of what has arrived.
    remembers: bool,
}

impl World {
    /// Nothing has happened yet. `remembers` tells whether the record keeps the bytes of what has arrived.
    pub(super) fn new(parts: &Parts, cast: Cast, remembers: bool) -> Self {
        let mut world = Self {
            now: Instant::ZERO,
            random: Random::new(parts.seed),
            spare_sockets: SpareSockets::default(),
            planned: EventQueue::default(),
            links: SortedMap::default(),
            ends: SortedMap::default(),
            spoken: SortedMap::default(),
            off_until: SortedMap::default(),
            kept_bytes: 0,
            remembers,
            trace: Trace::new(cast),
        };
        for condition in &parts.conditions {
            let (hop, piece, verdict) = match *condition {
                Condition::PacketLost { hop, packet } => (hop, packet, Verdict::Drop),
                Condition::PacketsCrossed { hop, packet } => (hop, packet, Verdict::FallBehind(2)),
                Condition::PacketDuplicated { hop, packet } => (hop, packet, Verdict::Duplicate),
                _ => continue,
            };
            if let Some((from, to)) = world.trace.cast.hop(hop) {
                world.link(from, to).add_rule(Rule { piece, verdict });
            }
        }
        world
    }

    /// What is planned next, and for when.
    pub(super) fn next_planned(&self) -> Option<(Instant, &Planned)> {
        self.planned.peek()
    }

    /// Goes on to what is planned next.
    pub(super) fn advance(&mut self) -> Option<Planned> {
        let (at, planned) = self.planned.pop()?;
        self.now = at;
        Some(planned)
    }

    /// What is planned next does not happen.
    pub(super) fn skip(&mut self) {
        self.planned.pop();
    }

    /// Bytes of packets and messages in the record.
    pub(super) const fn kept_bytes(&self) -> u64 {
        self.kept_bytes
    }

    /// Whether a packet is on its way.
    pub(super) fn packets_travel(&self) -> bool {
        self.planned.iter().any(|planned| matches!(planned, Planned::Arrival(_)))
    }

    /// Forgets the record, so that it does not grow for ever; of the connections, those from number
    /// `connections` on. No packet may be on its way, and no host may have a connection open.
    pub(super) fn forget(&mut self, connections: usize) {
        let trace = &mut self.trace;
        trace.events.clear();
        trace.packets.clear();
        trace.messages.clear();
        trace.connections.truncate(connections);
        self.ends.clear();
        self.spoken.clear();
        self.kept_bytes = 0;
    }

    /// A packet has arrived. Where nobody reads the record, its bytes have had their time.
    pub(super) fn arrived(&mut self, id: PacketId) {
        if !self.remembers {
            let bytes = std::mem::take(&mut self.trace.packets[id.index()].bytes);
            self.kept_bytes -= bytes.len() as u64;
        }
    }

    /// A host is switched off until then: what is sent to it is lost at its door.
    pub(super) fn switch_off(&mut self, host: HostId, until: Instant) {
        let known = self.off_until.get_or_insert_with(host, || until);
        *known = until.max(*known);
    }

    fn is_off(&self, host: HostId, at: Instant) -> bool {
        self.off_until.get(&host).is_some_and(|until| at < *until)
    }

    fn link(&mut self, from: HostId, to: HostId) -> &mut Link {
        let cast = &self.trace.cast;
        let make = || Link::new(wire(&cast.host(from).role, &cast.host(to).role));
        self.links.get_or_insert_with((from, to), make)
    }

    /// Writes down that something happened on `host`.
    pub(super) fn record(&mut self, host: HostId, kind: EventKind) {
        self.trace.events.push(Event { at: self.now, host, kind });
    }

    /// Keeps a message for the record.
    pub(super) fn keep(&mut self, message: Arc<Vec<u8>>) -> MessageId {
        let message = if self.remembers { message } else { Arc::default() };
        self.kept_bytes += message.len() as u64;
        self.trace.messages.push(message);
        MessageId(self.trace.messages.len() - 1)
    }

    /// Keeps a message that may equal one of those kept already, so that memory holds it once.
    pub(super) fn keep_once(&mut self, message: Arc<Vec<u8>>) -> MessageId {
        let known = self.trace.messages.iter().rposition(|known| **known == *message);
        known.filter(|_| self.remembers).map_or_else(|| self.keep(message), MessageId)
    }

    /// Asks to be told something after a while.
    pub(super) fn alarm_in(&mut self, host: HostId, after: Duration, alarm: Alarm) {
        self.planned.push(self.now + after, Planned::Alarm(host, alarm));
    }

    /// Asks to be woken at `at`.
    pub(super) fn wake_at(&mut self, host: HostId, at: Instant) {
        self.planned.push(at, Planned::Wake(host));
    }

    /// Registers a call before its first packet leaves.
    pub(super) fn call(
        &mut self,
        from: HostId,
        from_port: u16,
        to: HostId,
        to_port: u16,
    ) -> ConnectionId {
        let id = ConnectionId(self.trace.connections.len());
        self.trace.connections.push(Connection {
            client: (from, from_port),
            server: (to, to_port),
            isn: [None; 2],
            segments: [Vec::new(), Vec::new()],
        });
        let address = |host: HostId| self.trace.cast.host(host).address;
        let (here, there) = (address(from), address(to));
        self.ends.insert((here, from_port, there, to_port), (id, Side::Client));
        self.ends.insert((there, to_port, here, from_port), (id, Side::Server));
        self.record(from, EventKind::Connecting { connection: id });
        id
    }

    /// Registers a call that comes from outside of this world, as if `from` made it, at a place in
    /// the record that is free again, if there is one.
    pub(super) fn external_connection(
        &mut self,
        place: Option<ConnectionId>,
        from: HostId,
        to: HostId,
        to_port: u16,
    ) -> ConnectionId {
        let connection = Connection {
            client: (from, 0),
            server: (to, to_port),
            isn: [None; 2],
            segments: [Vec::new(), Vec::new()],
        };
        let connections = &mut self.trace.connections;
        let id = place.unwrap_or(ConnectionId(connections.len()));
        match connections.get_mut(id.0) {
            Some(free) => *free = connection,
            None => connections.push(connection),
        }
        id
    }

    /// The connection that a server sees from its end.
    pub(super) fn connection(
        &self,
        server: HostId,
        server_port: u16,
        client: (Ipv4Addr, u16),
    ) -> Option<ConnectionId> {
        let address = self.trace.cast.host(server).address;
        self.ends.get(&(client.0, client.1, address, server_port)).map(|(id, _)| *id)
    }

    /// Writes down what a host says on a connection.
    pub(super) fn said(&mut self, host: HostId, connection: ConnectionId, utterance: Utterance) {
        let Utterance { kind, offset, len, text } = utterance;
        if kind == UtteranceKind::Message {
            let client = self.trace[connection].side_of(host) == Side::Client;
            self.spoken.get_or_insert_with((connection, client), Vec::new).push((offset, len));
        }
        self.record(host, EventKind::Said { connection, kind, offset, len, text });
    }

    /// Puts a packet on the wire.
    pub(super) fn send(&mut self, from: HostId, bytes: Vec<u8>) -> Option<PacketId> {
        let number = u32::try_from(self.trace.packets.len()).ok()?;
        let id = PacketId(number);
        let destination = bytes.get(16..20).and_then(|b| <[u8; 4]>::try_from(b).ok())?;
        let to = self.trace.cast.by_address(destination.into())?.id;
        let (connection, piece) = self.classify(from, to, id, &bytes);
        let now = self.now;
        let passage = self.link(from, to).send(now, bytes.len(), piece);
        let fate = if passage.lost || self.is_off(to, passage.ends_at) {
            PacketFate::Dropped(passage.ends_at)
        } else {
            self.planned.push(passage.ends_at, Planned::Arrival(id));
            PacketFate::Arrived(passage.ends_at)
        };
        let bytes = bytes.into_boxed_slice();
        let sent_at = passage.sent_at;
        let packet = Packet { id, sent_at, from, to, fate, connection, bytes };
        let twin = passage.twin_at.map(|at| (at, packet.clone()));
        self.keep_packet(packet);
        if let Some((at, twin)) = twin {
            self.add_twin(at, twin);
        }
        Some(id)
    }

    /// The network made two of a packet: the second one stands in the record right behind it.
    fn add_twin(&mut self, at: Instant, mut twin: Packet) {
        let Ok(number) = u32::try_from(self.trace.packets.len()) else { return };
        twin.id = PacketId(number);
        if twin.fate != PacketFate::Arrived(twin.ended_at()) {
            return;
        }
        twin.fate = PacketFate::Arrived(at);
        self.classify(twin.from, twin.to, twin.id, &twin.bytes);
        self.planned.push(at, Planned::Arrival(twin.id));
        self.keep_packet(twin);
    }

    fn keep_packet(&mut self, packet: Packet) {
        self.kept_bytes += packet.bytes.len() as u64;
        self.trace.packets.push(packet);
    }

    /// Finds the connection of a packet, notes the bytes it carries, and tells whether they are a
    /// piece of a message.
    fn classify(
        &mut self,
        from: HostId,
        to: HostId,
        packet: PacketId,
        bytes: &[u8],
    ) -> (Option<ConnectionId>, bool) {
        let Some(tcp) = parse_tcp(bytes) else {
            return (None, false);
        };
        let address = |host: HostId| self.trace.cast.host(host).address;
        let ends = (address(from), tcp.source_port, address(to), tcp.destination_port);
        let Some(&(id, side)) = self.ends.get(&ends) else { return (None, false) };
        let connection = &mut self.trace.connections[id.0];
        if tcp.flags.syn() {
            connection.isn[side as usize] = Some(tcp.sequence);
        }
        let Some(isn) = connection.isn[side as usize] else {
            return (Some(id), false);
        };
        let Ok(len) = u32::try_from(tcp.payload.len()) else {
            return (Some(id), false);
        };
        if len == 0 {
            return (Some(id), false);
        }
        // Streams here are far shorter than 4 GB, so that sequence numbers do not come round.
        let offset = u64::from(tcp.sequence.wrapping_sub(isn).wrapping_sub(1));
        connection.segments[side as usize].push(Segment { offset, len, packet });
        let piece = self.spoken.get(&(id, side == Side::Client)).is_some_and(|messages| {
            messages
                .iter()
                .any(|&(start, length)| start < offset + u64::from(len) && offset < start + length)
        });
        (Some(id), piece)
    }
}
