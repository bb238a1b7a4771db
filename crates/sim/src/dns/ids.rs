//! Query ids and source ports that an outsider cannot guess (RFC 5452 section 9.2), yet that come
//! out the same in every run with the same seed.
//!
//! Simplified: the mixing function is `SplitMix64`, good enough against forged answers in a
//! simulation; a real resolver needs a cryptographic generator.

/// First port of the dynamic range (RFC 6335 section 6).
const FIRST_PORT: u16 = 49_152;
/// How many ports the range has.
const PORTS: u16 = 16_384;

#[derive(Clone, Debug)]
pub(super) struct Ids {
    state: u64,
}

impl Ids {
    pub(super) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The id of a query.
    pub(super) fn query_id(&mut self) -> u16 {
        self.next_u16()
    }

    /// A source port that is not in use. `None`: all are.
    pub(super) fn port(&mut self, in_use: impl Fn(u16) -> bool) -> Option<u16> {
        let start = self.next_u16() % PORTS;
        (0..PORTS).map(|step| FIRST_PORT + (start + step) % PORTS).find(|port| !in_use(*port))
    }

    fn next_u16(&mut self) -> u16 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let [high, low, ..] = z.to_be_bytes();
        u16::from_be_bytes([high, low])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_repeat_with_the_seed_only() {
        let first_three = |seed| {
            let mut ids = Ids::new(seed);
            [ids.query_id(), ids.query_id(), ids.query_id()]
        };
        assert_eq!(first_three(1), first_three(1));
        assert_ne!(first_three(1), first_three(2));
        // The published first value of SplitMix64 for seed 0 is e220a8397b1dcdaf.
        assert_eq!(first_three(0)[0], 0xe220);
    }

    #[test]
    fn a_port_is_dynamic_and_free() {
        let mut ids = Ids::new(7);
        assert!(ids.port(|_| false).is_some_and(|port| port >= FIRST_PORT));
        assert_eq!(ids.port(|port| port != 50_000), Some(50_000));
        assert_eq!(ids.port(|_| true), None);
    }
}
