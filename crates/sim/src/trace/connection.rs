//! A TCP connection, and which packets carried which of its bytes.

use model::cast::HostId;
use model::ids::{PacketId, Side};

/// A TCP connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Who called.
    pub client: (HostId, u16),
    /// Who was called.
    pub server: (HostId, u16),
    /// First sequence number of each side, client first, once its SYN was seen.
    pub isn: [Option<u32>; 2],
    /// The packets that carried data of each side, client first, in the order they were sent.
    pub segments: [Vec<Segment>; 2],
}

/// A stretch of one side's byte stream in one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes before it in the stream.
    pub offset: u64,
    /// Bytes.
    pub len: u32,
    /// Which packet.
    pub packet: PacketId,
}

impl Connection {
    /// The host at one end.
    pub fn host(&self, side: Side) -> HostId {
        match side {
            Side::Client => self.client.0,
            Side::Server => self.server.0,
        }
    }

    /// Which end a host is.
    pub fn side_of(&self, host: HostId) -> Side {
        if host == self.client.0 { Side::Client } else { Side::Server }
    }

    /// The packets that carried any of the bytes `offset..offset + len` said by `side`, lost and
    /// repeated ones included.
    pub fn carriers(&self, side: Side, offset: u64, len: u64) -> impl Iterator<Item = Segment> {
        self.segments[side as usize]
            .iter()
            .copied()
            .filter(move |s| s.offset < offset + len && offset < s.offset + u64::from(s.len))
    }
}
