//! The packets that carried a line or a message.

use model::sorted_map::SortedMap;
use model::story::{Line, Piece};
use model::time::Instant;
use sim::trace::{ConnectionId, PacketId, Trace};

/// Most tokens for pieces of one message; more travel as a train of so many waggons with counts.
const MOST_PIECES: usize = 12;
const WAGGONS: usize = 5;

/// The packets that carried a message; many are folded into a train.
pub(crate) fn of(trace: &Trace, message: &Line) -> Vec<Piece> {
    let (from, length) = message.place;
    let carriers = trace[message.connection].carriers(message.side, from, length);
    let mut numbers = SortedMap::default();
    let mut pieces: Vec<Piece> = Vec::new();
    for segment in carriers {
        let packet = &trace.packets[segment.packet.index()];
        let again = numbers.get(&segment.offset).is_some();
        let next = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
        let number = *numbers.get_or_insert_with(segment.offset, || next);
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

/// How many different pieces there are.
pub(crate) fn total(pieces: &[Piece]) -> u16 {
    pieces.iter().map(Piece::last).max().unwrap_or(0)
}

/// When the last byte of a line was there.
pub(crate) fn arrival(trace: &Trace, line: &Line) -> Instant {
    let (from, length) = line.place;
    let carriers = trace[line.connection].carriers(line.side, from, length);
    let arrived = carriers.map(|segment| trace.packets[segment.packet.index()].ended_at());
    arrived.max().unwrap_or(line.at)
}

/// The acknowledgements that said again what was said before, after a packet was lost and before
/// the gap was closed.
pub(crate) fn duplicate_acknowledgements(
    trace: &Trace,
    connection: ConnectionId,
    lost: PacketId,
) -> Vec<PacketId> {
    let lost = &trace.packets[lost.index()];
    let Some(sequence) = lost.tcp().map(|tcp| tcp.sequence) else {
        return Vec::new();
    };
    let repeats = trace.packets.iter().filter(|packet| {
        packet.connection == Some(connection)
            && packet.from != lost.from
            && packet.tcp().is_some_and(|tcp| tcp.acknowledgement == Some(sequence))
    });
    // The first one is no repetition.
    repeats.skip(1).map(|packet| packet.id).collect()
}

/// The number, counted from the start of the connection, that acknowledges everything before a
/// packet.
pub(crate) fn acknowledged(trace: &Trace, connection: ConnectionId, packet: PacketId) -> u32 {
    let packet = &trace.packets[packet.index()];
    let connection = &trace[connection];
    let isn = connection.isn[connection.side_of(packet.from) as usize].unwrap_or(0);
    packet.tcp().map_or(0, |tcp| tcp.sequence.wrapping_sub(isn))
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
