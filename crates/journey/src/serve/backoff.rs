//! How long to wait after something has failed again and again.

use std::time::Duration;

/// The first wait.
const SHORTEST: Duration = Duration::from_millis(10);
/// No wait is longer, so that calls are taken soon when there is room again.
const LONGEST: Duration = Duration::from_secs(1);

/// Waits that grow while nothing succeeds: a machine without room for one more socket says so at once, each time.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    next: Option<Duration>,
}

impl Backoff {
    /// It went well.
    pub(super) fn succeeded(&mut self) {
        self.next = None;
    }

    /// It failed: so long to wait before the next try.
    pub(super) fn failed(&mut self) -> Duration {
        let wait = self.next.unwrap_or(SHORTEST);
        self.next = Some((wait * 2).min(LONGEST));
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_a_second_and_begin_again() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..9).map(|_| backoff.failed().as_millis()).collect();
        assert_eq!(waits, [10, 20, 40, 80, 160, 320, 640, 1_000, 1_000]);
        backoff.succeeded();
        assert_eq!(backoff.failed(), SHORTEST);
    }
}
