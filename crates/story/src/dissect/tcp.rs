//! The headers of TCP (RFC 9293 section 3.1) and UDP (RFC 768), and on to what is inside.

use super::bytes::{Bytes, hex};
use super::layer::Layer;
use super::{dns, speech};
use model::story::Line;
use sim::trace::{Packet, Side, TcpFlags, Trace};
use text::packets::{self as words, layer, tcp, udp};

/// Reads the header of TCP and what follows it.
pub(super) fn read(
    trace: &Trace,
    lines: &[Line],
    packet: &Packet,
    bytes: &mut Bytes<'_>,
    layers: &mut Vec<Layer>,
) {
    let numbers = Numbers::of(trace, packet);
    let sentence = header(bytes, &numbers).map(|ports| {
        let length = bytes.left() as u64;
        let from = numbers.offset.map(u64::from);
        let place = from.filter(|_| length > 0).map(|from| (from + 1, from + length));
        words::tcp_sentence(ports, place, numbers.has)
    });
    let read = sentence.is_some();
    layers.push(bytes.layer(layer::TCP, sentence.unwrap_or_default()));
    if read && bytes.left() > 0 {
        let offset = numbers.offset.map_or(0, u64::from);
        layers.push(speech::read(trace, lines, packet, offset, bytes));
    }
}

/// The numbers of a segment, counted from the beginning of its connection.
struct Numbers {
    /// Bytes of this side before it.
    offset: Option<u32>,
    /// Bytes of the other side that have arrived.
    has: Option<u32>,
    sequence: Option<u32>,
    acknowledgement: Option<u32>,
}

impl Numbers {
    fn of(trace: &Trace, packet: &Packet) -> Self {
        let connection = packet.connection.and_then(|id| trace.connections.get(id.0));
        let (isn, side) = connection
            .map_or(([None; 2], Side::Client), |known| (known.isn, known.side_of(packet.from)));
        let tcp = packet.tcp();
        let since = |number: u32, side: Side| Some(number.wrapping_sub(isn[side as usize]?));
        let sequence = tcp.and_then(|tcp| since(tcp.sequence, side));
        let acknowledgement =
            tcp.and_then(|tcp| tcp.acknowledgement).and_then(|number| since(number, side.other()));
        // SYN counts as one byte of the numbers.
        Self {
            offset: sequence.map(|n| n.saturating_sub(1)),
            has: acknowledgement.map(|n| n.saturating_sub(1)),
            sequence,
            acknowledgement,
        }
    }
}

fn header(bytes: &mut Bytes<'_>, numbers: &Numbers) -> Option<(u16, u16)> {
    let head = bytes.peek(20)?;
    let length = usize::from(head[12] >> 4) * 4;
    bytes.peek(length).filter(|_| length >= 20)?;
    let source = bytes.u16(tcp::SOURCE, words::port)?;
    let destination = bytes.u16(tcp::DESTINATION, words::port)?;
    let sequence = bytes.peek_u32()?;
    bytes.field(4, tcp::SEQUENCE, words::sequence(sequence, numbers.sequence));
    let acknowledgement = bytes.peek_u32()?;
    let counts = head[13] & 0x10 != 0;
    let value = if counts {
        words::sequence(acknowledgement, numbers.acknowledgement)
    } else {
        words::NOT_USED.to_owned()
    };
    bytes.field(4, tcp::ACKNOWLEDGEMENT, value);
    let flags = [&words::bytes(length), ", ", &TcpFlags::new(head[13]).to_string()].concat();
    bytes.field(2, tcp::FLAGS, flags);
    bytes.u16(tcp::WINDOW, |n| n.to_string())?;
    bytes.u16(tcp::CHECKSUM, hex)?;
    bytes.u16(tcp::URGENT, |n| n.to_string())?;
    options(bytes, length - 20);
    Some((source, destination))
}

/// Options: each a kind, most of them with a length (RFC 9293 section 3.2).
fn options(bytes: &mut Bytes<'_>, length: usize) {
    let end = bytes.at + length;
    while bytes.at < end {
        let left = end - bytes.at;
        let Some(option) = bytes.peek(left) else { return };
        if option[0] < 2 {
            bytes.field(1, tcp::FILLER, String::new());
            continue;
        }
        let size = option.get(1).map_or(1, |n| usize::from(*n)).clamp(2, left.max(2));
        let number = |at: usize| option.get(at..at + 2).map(|b| u16::from_be_bytes([b[0], b[1]]));
        match option[0] {
            2 => {
                let value = number(2).map_or_else(String::new, |n| words::bytes(usize::from(n)));
                bytes.field(size, tcp::SEGMENT_SIZE, value);
            }
            3 => {
                let value = option.get(2).map_or_else(String::new, ToString::to_string);
                bytes.field(size, tcp::SCALE, value);
            }
            4 => bytes.field(size, tcp::SACK_PERMITTED, String::new()),
            5 => bytes.field(size, tcp::SACK, words::bytes(size)),
            kind => bytes.field(size, tcp::OTHER, kind.to_string()),
        }
    }
}

/// Reads the header of UDP and what follows it.
pub(super) fn read_udp(bytes: &mut Bytes<'_>, layers: &mut Vec<Layer>) {
    let ports = udp_header(bytes);
    let sentence = ports.map(words::udp_sentence).unwrap_or_default();
    layers.push(bytes.layer(layer::UDP, sentence));
    if ports.is_some() && bytes.left() > 0 {
        layers.push(dns::read(bytes));
    }
}

fn udp_header(bytes: &mut Bytes<'_>) -> Option<(u16, u16)> {
    bytes.peek(8)?;
    let source = bytes.u16(tcp::SOURCE, words::port)?;
    let destination = bytes.u16(tcp::DESTINATION, words::port)?;
    bytes.u16(udp::LENGTH, |n| words::bytes(usize::from(n)))?;
    bytes.u16(tcp::CHECKSUM, hex)?;
    Some((source, destination))
}
