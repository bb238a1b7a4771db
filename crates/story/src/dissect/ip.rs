//! The header of IPv4 (RFC 791 section 3.1).

use std::net::Ipv4Addr;

use super::bytes::{Bytes, hex};
use super::layer::Layer;
use model::cast::HostId;
use sim::trace::{Packet, Trace};
use text::packets::{self as words, ip, layer};

/// What the header says is inside.
pub(super) enum Inside {
    Tcp,
    Udp,
    Other,
}

/// Reads the header.
pub(super) fn read(
    trace: &Trace,
    packet: &Packet,
    bytes: &mut Bytes<'_>,
    layers: &mut Vec<Layer>,
) -> Inside {
    let inside = fields(bytes);
    let name = |host: HostId| {
        trace.cast.hosts.get(host.index()).map_or_else(String::new, |host| host.name.clone())
    };
    let length = bytes.all.len();
    let sentence = words::ip_sentence(&name(packet.from), &name(packet.to), length);
    layers.push(bytes.layer(layer::IP, sentence));
    inside.unwrap_or(Inside::Other)
}

fn fields(bytes: &mut Bytes<'_>) -> Option<Inside> {
    let first = bytes.peek(20)?[0];
    let header = usize::from(first & 0x0f) * 4;
    if first >> 4 != 4 || header < 20 {
        return None;
    }
    let version = [&(first >> 4).to_string(), ", ", &words::bytes(header)].concat();
    bytes.field(1, ip::VERSION, version);
    bytes.field(1, ip::SERVICE, bytes.peek(1)?[0].to_string());
    bytes.u16(ip::LENGTH, |n| words::bytes(usize::from(n)))?;
    bytes.u16(ip::ID, |n| n.to_string())?;
    bytes.u16(ip::FRAGMENT, |n| {
        let word = match n {
            _ if n & 0x3fff != 0 => words::CUT,
            _ if n & 0x4000 != 0 => words::DO_NOT_CUT,
            _ => words::WHOLE,
        };
        word.to_owned()
    })?;
    bytes.field(1, ip::LIFE, bytes.peek(1)?[0].to_string());
    let protocol = bytes.peek(1)?[0];
    bytes.field(1, ip::PROTOCOL, words::protocol(protocol));
    bytes.u16(ip::CHECKSUM, hex)?;
    for name in [ip::SOURCE, ip::DESTINATION] {
        let address = Ipv4Addr::from(bytes.peek_u32()?);
        bytes.field(4, name, address.to_string());
    }
    bytes.field(header - 20, ip::OPTIONS, words::bytes(header - 20));
    Some(match protocol {
        6 => Inside::Tcp,
        17 => Inside::Udp,
        _ => Inside::Other,
    })
}
