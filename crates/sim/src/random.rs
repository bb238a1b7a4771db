//! Seeded randomness: the same seed always gives the same numbers.

/// The `SplitMix64` generator (Steele, Lea and Flood, 2014): small, fast, and good enough to pick
/// queue names and attachment bytes. Never for secrets.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator for this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator for a purpose of its own, so that one more draw there changes nothing here.
    #[must_use]
    pub fn fork(&self, purpose: &str) -> Self {
        let mut seed = self.0;
        for byte in purpose.bytes() {
            seed = Self(seed ^ u64::from(byte)).next_u64();
        }
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound` (0 for a bound of 0).
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next_u64().checked_rem(bound).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(random.next_u64(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn purposes_do_not_share_numbers() {
        let seed = Random::new(1);
        assert_ne!(seed.fork("queue").next_u64(), seed.fork("ports").next_u64());
        assert_eq!(seed.fork("queue").next_u64(), seed.fork("queue").next_u64());
    }
}
