//! One direction of a wire between two hosts, and the rules that make it misbehave.

use model::cast::Wire;
use model::time::{Duration, Instant};

/// One direction of a wire.
#[derive(Debug)]
pub struct Link {
    wire: Wire,
    /// When the last bit of the previous packet has left.
    free_at: Instant,
    /// Pieces of a message seen so far.
    pieces: u16,
    rules: Vec<Rule>,
}

/// What is to happen to one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which packet that carries a piece of a message, from 1.
    pub piece: u16,
    /// What happens to it.
    pub verdict: Verdict,
}

/// What happens to a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It travels as usual.
    Pass,
    /// It is lost halfway.
    Drop,
    /// It is overtaken by this many full packets behind it.
    FallBehind(u8),
    /// It arrives, and a moment later once more.
    Duplicate,
}

/// A packet's way across: when its first bit left, and when it is there (or lost).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// When it began to leave.
    pub sent_at: Instant,
    /// When it is there, or gone.
    pub ends_at: Instant,
    /// Whether it is lost.
    pub lost: bool,
    /// When it is there a second time, if the network made two of it.
    pub twin_at: Option<Instant>,
}

impl Link {
    /// A link over this wire.
    pub fn new(wire: Wire) -> Self {
        Self { wire, free_at: Instant::ZERO, pieces: 0, rules: Vec::new() }
    }

    /// Adds a rule.
    pub fn add_rule(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    /// Sends a packet of `len` bytes. `piece` tells whether it carries a piece of a message.
    pub fn send(&mut self, now: Instant, len: usize, piece: bool) -> Passage {
        let verdict = if piece { self.next_verdict() } else { Verdict::Pass };
        let sent_at = now.max(self.free_at);
        let on_the_wire = self.time_for(len);
        self.free_at = sent_at + on_the_wire;
        let arrival = self.free_at + self.wire.latency;
        let twin_at = (verdict == Verdict::Duplicate).then(|| arrival + self.time_for(len));
        let (ends_at, lost) = match verdict {
            Verdict::Pass | Verdict::Duplicate => (arrival, false),
            Verdict::Drop => {
                (self.free_at + Duration::from_micros(self.wire.latency.micros() / 2), true)
            }
            Verdict::FallBehind(packets) => {
                // Half a packet more than the others need, so that the order is never a tie.
                let full = self.time_for(super::device::MTU).micros();
                let delay = full * u64::from(packets) + full / 2;
                (arrival + Duration::from_micros(delay), false)
            }
        };
        Passage { sent_at, ends_at, lost, twin_at }
    }

    fn next_verdict(&mut self) -> Verdict {
        self.pieces = self.pieces.saturating_add(1);
        let rule = self.rules.iter().find(|rule| rule.piece == self.pieces);
        rule.map_or(Verdict::Pass, |rule| rule.verdict)
    }

    fn time_for(&self, len: usize) -> Duration {
        Duration::from_micros((len as u64 * 8 * 1_000_000).div_ceil(self.wire.rate.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(rules: &[Rule]) -> Link {
        let wire = Wire { latency: Duration::from_millis(10), rate: 12_000_000 };
        let mut link = Link::new(wire);
        for rule in rules {
            link.add_rule(*rule);
        }
        link
    }

    /// Sends full packets at once; 1500 bytes take 1 ms here.
    #[track_caller]
    fn check(rules: &[Rule], expected: &[(u64, u64, bool)]) {
        let mut link = link(rules);
        for &(sent_ms, end_us, lost) in expected {
            let passage = link.send(Instant::ZERO, 1500, true);
            assert_eq!(passage.sent_at.micros(), sent_ms * 1_000);
            assert_eq!((passage.ends_at.micros(), passage.lost), (end_us, lost));
        }
    }

    #[test]
    fn packets_queue_for_the_wire() {
        check(&[], &[(0, 11_000, false), (1, 12_000, false), (2, 13_000, false)]);
    }

    #[test]
    fn a_rule_picks_one_packet() {
        let rule = |verdict| [Rule { piece: 2, verdict }];
        check(&rule(Verdict::Drop), &[(0, 11_000, false), (1, 7_000, true), (2, 13_000, false)]);
        check(
            &rule(Verdict::FallBehind(2)),
            &[(0, 11_000, false), (1, 14_500, false), (2, 13_000, false), (3, 14_000, false)],
        );
    }
}
