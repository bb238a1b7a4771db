//! The flags of a TCP header.

use std::fmt;

/// The flags of a TCP header (RFC 9293 section 3.1), ECE and CWR of RFC 3168 among them.
///
/// In words they stand as capture programs show them: `[SYN, ACK]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TcpFlags(u8);

/// What they are called, from the lowest bit on.
const NAMES: [&str; 8] = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"];

impl TcpFlags {
    /// The flags in the fourteenth byte of a header.
    pub const fn new(byte: u8) -> Self {
        Self(byte)
    }

    /// FIN: this side has said all.
    pub const fn fin(self) -> bool {
        self.0 & 0x01 != 0
    }

    /// SYN: opens the connection.
    pub const fn syn(self) -> bool {
        self.0 & 0x02 != 0
    }

    /// RST: there is no such connection.
    pub const fn rst(self) -> bool {
        self.0 & 0x04 != 0
    }

    /// ACK: the acknowledgement number counts.
    pub const fn ack(self) -> bool {
        self.0 & 0x10 != 0
    }

    /// The names of those that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().enumerate().filter(move |(n, _)| self.0 >> n & 1 == 1).map(|(_, it)| it)
    }
}

impl fmt::Display for TcpFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set: Vec<&str> = self.names().collect();
        write!(f, "[{}]", if set.is_empty() { "<None>".to_owned() } else { set.join(", ") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_named_as_capture_programs_name_them() {
        for (byte, named) in [
            (0x00, "[<None>]"),
            (0x02, "[SYN]"),
            (0x12, "[SYN, ACK]"),
            (0x18, "[PSH, ACK]"),
            (0x14, "[RST, ACK]"),
            (0x11, "[FIN, ACK]"),
            (0xc2, "[SYN, ECE, CWR]"),
        ] {
            assert_eq!(TcpFlags::new(byte).to_string(), named, "{byte:#04x}");
        }
    }
}
