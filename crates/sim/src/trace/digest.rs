//! A record as one number.

use super::record::Trace;

impl Trace {
    /// A number that is different when any byte or time of the record is (FNV-1a, 64 bits). To
    /// compare a run in the browser with a native one.
    pub fn digest(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        for packet in &self.packets {
            hash.add(&packet.sent_at.micros().to_be_bytes());
            hash.add(&packet.ended_at().micros().to_be_bytes());
            hash.add(&packet.bytes);
        }
        for message in &self.messages {
            hash.add(message);
        }
        hash.add(self.to_string().as_bytes());
        hash.0
    }
}

struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
