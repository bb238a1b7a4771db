//! Every packet of a journey, as rows of a table: when, from whom to whom, in plain words what, and
//! whether it was lost or had been sent before.
//!
//! A long message travels in a train of hundreds of packets: such a run is one entry of the table
//! ([`Item::Train`]) until somebody wants to see it whole.

use std::ops::Range;

use super::carried::carried;
use super::tell::TracedStory;
use model::show_time::ShowTime;
use model::sorted_map::SortedMap;
use model::story::{BeatKind, Line};
use model::time::Instant;
use sim::dns::{DnsSummary, describe};
use sim::host::POP3_PORT;
use sim::trace::{Connection, ConnectionId, Packet, PacketId, Side, Tcp, Trace};
use text::packets as words;

/// A run of packets of one message that is at least this long is a train.
const TRAIN: usize = 12;

/// The part of a message that a packet carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share<'a> {
    /// Which message: its line of the story.
    pub message: &'a Line,
    /// Which of its bytes, as they go over the wire, counted from 0.
    pub bytes: Range<u64>,
}

impl Share<'_> {
    /// From which byte to which, counted from 1 as people do, and of how many.
    fn numbers(&self) -> (u64, u64, u64) {
        (self.bytes.start + 1, self.bytes.end, self.message.place.1)
    }

    /// The same in words.
    pub fn in_words(&self) -> String {
        let (first, last, of) = self.numbers();
        words::share(first, last, of)
    }
}

/// All packets by the time at which they were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    rows: Vec<Row>,
    trains: Vec<Train>,
}

/// A packet in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub packet: PacketId,
    /// The same had been sent before.
    pub again: bool,
}

/// A run of packets that carry a long message, with the acknowledgements between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Train {
    /// Which rows.
    pub rows: Range<usize>,
    /// Where.
    pub connection: ConnectionId,
}

/// An entry of the table as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// One packet: its row.
    Packet(usize),
    /// A run of packets: the number of the train, and those of its rows that have been sent.
    Train(usize, Range<usize>),
}

/// What a train carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Packets with a piece of the message.
    pub carriers: usize,
    /// Bytes in them, those sent twice counted once.
    pub bytes: u64,
    /// Packets without.
    pub others: usize,
    /// Packets that were lost.
    pub lost: usize,
    /// Packets whose piece had been sent before.
    pub again: usize,
}

impl Table {
    /// The table of a trace; `lines` are those of its story.
    pub fn of(trace: &Trace, lines: &[Line]) -> Self {
        let mut order: Vec<&Packet> = trace.packets.iter().collect();
        order.sort_by_key(|packet| packet.sent_at);
        let mut seen = Seen::default();
        let rows: Vec<Row> = order
            .iter()
            .map(|packet| Row { packet: packet.id, again: seen.has_seen(trace, packet) })
            .collect();
        let trains = trains(trace, &order, lines);
        Self { rows, trains }
    }

    /// All rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many rows have been sent at this moment.
    pub fn sent(&self, trace: &Trace, at: Instant) -> usize {
        self.rows.partition_point(|row| trace.packets[row.packet.index()].sent_at <= at)
    }

    /// How many rows have been sent at this show time. Where the story rests, what is sent at that very moment is told
    /// next.
    pub fn sent_when_told(&self, story: &TracedStory, at: ShowTime) -> usize {
        let now = story.moment(at);
        let rests = story.beats.get(story.beat_at(at)).is_some_and(|it| it.kind == BeatKind::Rest);
        let said = story.lines[..story.lines_said(at)].iter().any(|line| line.at == now);
        let next = u64::from(rests && !said && !story.is_over(at));
        self.sent(&story.trace, Instant::from_micros(now.micros().saturating_sub(next)))
    }

    /// The entries of the first `sent` rows; the trains in `open` are shown packet by packet.
    pub fn items(&self, sent: usize, open: &[usize]) -> Vec<Item> {
        let sent = sent.min(self.rows.len());
        let mut items = Vec::new();
        let mut trains = self.trains.iter().enumerate().peekable();
        let mut row = 0;
        while row < sent {
            let Some((n, train)) = trains.next_if(|(_, train)| train.rows.start == row) else {
                items.push(Item::Packet(row));
                row += 1;
                continue;
            };
            let rows = row..train.rows.end.min(sent);
            row = rows.end;
            if open.contains(&n) || rows.len() < TRAIN {
                items.extend(rows.map(Item::Packet));
            } else {
                items.push(Item::Train(n, rows));
            }
        }
        items
    }

    /// Which train a row belongs to.
    pub fn train_of(&self, row: usize) -> Option<usize> {
        self.trains.iter().position(|train| train.rows.contains(&row))
    }

    /// What some rows of a train carry.
    pub fn load(&self, trace: &Trace, rows: Range<usize>) -> Load {
        let mut load = Load::default();
        for row in self.rows.get(rows).unwrap_or_default() {
            let packet = &trace.packets[row.packet.index()];
            match packet.tcp().map_or(0, |tcp| tcp.payload.len()) {
                0 => load.others += 1,
                length => {
                    load.carriers += 1;
                    if row.again {
                        load.again += 1;
                    } else {
                        load.bytes += length as u64;
                    }
                }
            }
            load.lost += usize::from(!packet.arrived());
        }
        load
    }
}

/// What has been sent, to recognise what is sent again.
#[derive(Default)]
struct Seen {
    /// By connection: whether each side has called or answered, and how far it has come.
    connections: Vec<[Sent; 2]>,
    /// Questions: who asked whom, and what after the number of the message.
    questions: SortedMap<(u16, u16, Vec<u8>), ()>,
}

#[derive(Clone, Copy, Default)]
struct Sent {
    syn: bool,
    fin: bool,
    until: u64,
}

impl Seen {
    fn has_seen(&mut self, trace: &Trace, packet: &Packet) -> bool {
        let Some(tcp) = packet.tcp() else {
            let Some((_, _, payload)) = packet.udp() else { return false };
            let (Some(body), Some(flags)) = (payload.get(2..), payload.get(2)) else {
                return false;
            };
            // Answers may say the same to different questions.
            if flags & 0x80 != 0 {
                return false;
            }
            let mut is_new = false;
            let asked = (packet.from.0, packet.to.0, body.to_vec());
            self.questions.get_or_insert_with(asked, || is_new = true);
            return !is_new;
        };
        let Some((id, connection)) = connection_of(trace, packet) else { return false };
        if self.connections.len() <= id.0 {
            self.connections.resize(id.0 + 1, Default::default());
        }
        let side = connection.side_of(packet.from);
        let sent = &mut self.connections[id.0][side as usize];
        let length = tcp.payload.len() as u64;
        let until = said(connection, packet, &tcp).end;
        let again = if length > 0 {
            until <= sent.until
        } else {
            tcp.flags.syn() && sent.syn || tcp.flags.fin() && sent.fin
        };
        sent.syn |= tcp.flags.syn();
        sent.fin |= tcp.flags.fin();
        sent.until = sent.until.max(until);
        again
    }
}

fn connection_of<'a>(trace: &'a Trace, packet: &Packet) -> Option<(ConnectionId, &'a Connection)> {
    let id = packet.connection?;
    Some((id, trace.connections.get(id.0)?))
}

/// Bytes that this side has said before a segment.
fn offset(connection: &Connection, side: Side, tcp: &Tcp<'_>) -> u64 {
    let isn = connection.isn[side as usize].unwrap_or(tcp.sequence);
    // SYN counts as one byte of the numbers (RFC 9293 section 3.4).
    u64::from(tcp.sequence.wrapping_sub(isn)).saturating_sub(u64::from(!tcp.flags.syn()))
}

/// Which bytes of what its side says on this connection are in a segment.
fn said(connection: &Connection, packet: &Packet, tcp: &Tcp<'_>) -> Range<u64> {
    let from = offset(connection, connection.side_of(packet.from), tcp);
    from..from + tcp.payload.len() as u64
}

/// The runs of packets that carry messages. They begin with a piece of one.
fn trains(trace: &Trace, order: &[&Packet], lines: &[Line]) -> Vec<Train> {
    let messages: Vec<&Line> = lines.iter().filter(|line| line.message).collect();
    let mut trains: Vec<Train> = Vec::new();
    let mut run: Option<Train> = None;
    for (row, packet) in order.iter().enumerate() {
        let fits = carries(trace, &messages, packet);
        match (&mut run, fits) {
            (Some(train), Some((connection, _))) if train.connection == connection => {
                train.rows.end = row + 1;
            }
            (_, fits) => {
                trains.extend(run.take());
                run = fits
                    .filter(|(_, piece)| *piece)
                    .map(|(connection, _)| Train { rows: row..row + 1, connection });
            }
        }
    }
    trains.extend(run);
    trains.retain(|train| train.rows.len() >= TRAIN);
    trains
}

/// On which connection a packet carries a piece of a message (`true`) or nothing at all (`false`);
/// `None` for all others.
fn carries(trace: &Trace, messages: &[&Line], packet: &Packet) -> Option<(ConnectionId, bool)> {
    let tcp = packet.tcp()?;
    let (id, connection) = connection_of(trace, packet)?;
    if tcp.payload.is_empty() {
        return (!tcp.flags.syn() && !tcp.flags.fin() && !tcp.flags.rst()).then_some((id, false));
    }
    let said = said(connection, packet, &tcp);
    carried(messages.iter().copied(), packet, said).next().map(|_| (id, true))
}

/// The share of a message that a packet carries, if it does. There is never more than one: before the
/// next message, the other side answers. `lines` are those of the story.
pub fn share<'a>(trace: &Trace, lines: &'a [Line], packet: &Packet) -> Option<Share<'a>> {
    let tcp = packet.tcp()?;
    let (_, connection) = connection_of(trace, packet)?;
    let messages = lines.iter().filter(|line| line.message);
    let (message, bytes) = carried(messages, packet, said(connection, packet, &tcp)).next()?;
    Some(Share { message, bytes })
}

/// Which protocol a packet belongs to: that of what it carries, or else TCP.
pub fn protocol(trace: &Trace, packet: &Packet) -> &'static str {
    match packet.tcp() {
        None if packet.udp().is_some() => "DNS",
        None => "IP",
        Some(tcp) if tcp.payload.is_empty() => "TCP",
        Some(_) => match connection_of(trace, packet) {
            Some((_, connection)) if connection.server.1 == POP3_PORT => "POP3",
            _ => "SMTP",
        },
    }
}

/// The flags of TCP that are set in a packet: `[SYN, ACK]`. Nothing where there is no TCP.
pub fn flags(packet: &Packet) -> String {
    packet.tcp().map(|tcp| tcp.flags.to_string()).unwrap_or_default()
}

/// What a packet is, in plain words, or the line that it carries. `lines` are those of the story.
pub fn what(trace: &Trace, lines: &[Line], packet: &Packet) -> String {
    if let Some((_, _, payload)) = packet.udp() {
        return describe(payload).map_or_else(|| words::OTHER.to_owned(), |dns| registry(&dns));
    }
    let (Some(tcp), Some((_, connection))) = (packet.tcp(), connection_of(trace, packet)) else {
        return words::OTHER.to_owned();
    };
    let side = connection.side_of(packet.from);
    if !tcp.payload.is_empty() {
        let mut carried = carried(lines.iter(), packet, said(connection, packet, &tcp));
        return match carried.next() {
            Some((message, bytes)) if message.message => {
                let (first, last, of) = Share { message, bytes }.numbers();
                words::piece(first, last, of)
            }
            Some((line, _)) => words::line_and_more(&line.text, carried.count()),
            None => words::OTHER.to_owned(),
        };
    }
    let word = match (tcp.flags.syn(), tcp.acknowledgement) {
        _ if tcp.flags.rst() => match side {
            // The first thing that is said from there.
            Side::Server if connection.isn[Side::Server as usize].is_none() => words::NOBODY,
            _ => words::BREAKS_OFF,
        },
        (true, None) => words::CALLS,
        (true, Some(_)) => words::TAKES_CALL,
        _ if tcp.flags.fin() => words::HAS_FINISHED,
        (false, Some(number)) => {
            let isn = connection.isn[side.other() as usize].unwrap_or(number);
            return words::has_until(number.wrapping_sub(isn).saturating_sub(1));
        }
        (false, None) => words::OTHER,
    };
    word.to_owned()
}

/// A question to the registry or its answer.
fn registry(dns: &DnsSummary) -> String {
    let plain = |name: &str| match name.strip_suffix('.') {
        // A dot alone is the root: "no host" in a null MX.
        Some(rest) if !rest.is_empty() && !rest.ends_with(' ') => rest.to_owned(),
        _ => name.to_owned(),
    };
    let Some((name, kind)) = &dns.question else { return words::OTHER.to_owned() };
    let name = plain(name);
    if !dns.is_response {
        return words::question(kind, &name);
    }
    if dns.rcode == "NXDOMAIN" {
        return words::no_such_name(&name);
    }
    match dns.authority.iter().find(|record| record.rtype == "NS") {
        Some(server) if dns.answers.is_empty() => words::referral(&server.owner),
        _ => {
            let data: Vec<String> = dns
                .answers
                .iter()
                .map(|record| [&record.rtype, " ", &plain(&record.data)].concat())
                .collect();
            words::answer(&data)
        }
    }
}
