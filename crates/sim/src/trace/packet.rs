//! A recorded packet, and what its headers say.

use super::tcp_flags::TcpFlags;
use model::cast::HostId;
use model::ids::{ConnectionId, PacketId};
use model::time::Instant;

/// One IPv4 packet on a wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Its place in the record.
    pub id: PacketId,
    /// When its sender let go of it.
    pub sent_at: Instant,
    /// From which host.
    pub from: HostId,
    /// To which host.
    pub to: HostId,
    /// What became of it.
    pub fate: PacketFate,
    /// The TCP connection it belongs to, if any.
    pub connection: Option<ConnectionId>,
    /// The packet itself, from the first byte of its IPv4 header.
    pub bytes: Box<[u8]>,
}

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacketFate {
    /// It arrived.
    Arrived(Instant),
    /// It was lost on the way.
    Dropped(Instant),
}

/// What a TCP header says (RFC 9293 section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tcp<'a> {
    /// Source port.
    pub source_port: u16,
    /// Destination port.
    pub destination_port: u16,
    /// Sequence number.
    pub sequence: u32,
    /// Acknowledgement number, if the segment acknowledges.
    pub acknowledgement: Option<u32>,
    /// What this segment does besides.
    pub flags: TcpFlags,
    /// Window: how many bytes more the sender of this segment has room for.
    pub window: u16,
    /// The data.
    pub payload: &'a [u8],
}

const PROTOCOL_TCP: u8 = 6;
const PROTOCOL_UDP: u8 = 17;

impl Packet {
    /// When it arrived or was lost.
    pub fn ended_at(&self) -> Instant {
        match self.fate {
            PacketFate::Arrived(at) | PacketFate::Dropped(at) => at,
        }
    }

    /// Whether it arrived.
    pub fn arrived(&self) -> bool {
        matches!(self.fate, PacketFate::Arrived(_))
    }

    /// Its TCP header and data, if it is a TCP packet.
    pub fn tcp(&self) -> Option<Tcp<'_>> {
        parse_tcp(&self.bytes)
    }

    /// Its UDP ports and data, if it is a UDP packet (RFC 768).
    pub fn udp(&self) -> Option<(u16, u16, &[u8])> {
        let udp = transport(&self.bytes, PROTOCOL_UDP)?;
        Some((be16(udp, 0)?, be16(udp, 2)?, udp.get(8..)?))
    }
}

/// Reads the TCP header of an IPv4 packet.
pub(crate) fn parse_tcp(packet: &[u8]) -> Option<Tcp<'_>> {
    let tcp = transport(packet, PROTOCOL_TCP)?;
    let offset = usize::from(tcp.get(12)? >> 4) * 4;
    let flags = TcpFlags::new(*tcp.get(13)?);
    Some(Tcp {
        source_port: be16(tcp, 0)?,
        destination_port: be16(tcp, 2)?,
        sequence: be32(tcp, 4)?,
        acknowledgement: flags.ack().then_some(be32(tcp, 8)?),
        flags,
        window: be16(tcp, 14)?,
        payload: tcp.get(offset..)?,
    })
}

/// What follows the IPv4 header (RFC 791 section 3.1), up to its total length.
fn transport(packet: &[u8], protocol: u8) -> Option<&[u8]> {
    let header = usize::from(packet.first()? & 0x0f) * 4;
    if *packet.get(9)? != protocol {
        return None;
    }
    packet.get(header..usize::from(be16(packet, 2)?))
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
