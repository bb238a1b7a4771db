//! When a server tries again what failed for now, when it tells the sender of the delay, and when it
//! gives up (RFC 5321 section 4.5.4.1). The gaps are those of common servers.

use model::time::{Duration, Instant};

/// How long to wait after the first failed try, the second, and so on; the last one counts for all
/// that follow. RFC 5321 section 4.5.4.1 wants at least 30 minutes in general and allows less at
/// first.
pub const RETRY_GAPS: [Duration; 5] = [
    Duration::from_mins(15),
    Duration::from_mins(30),
    Duration::from_mins(60),
    Duration::from_mins(2 * 60),
    Duration::from_mins(4 * 60),
];
/// How old a message becomes in the queue (RFC 5321 section 4.5.4.1: at least 4 to 5 days).
pub const GIVE_UP_AFTER: Duration = Duration::from_mins(5 * 24 * 60);
/// The first failed try after this is reported to the sender, once. With [`RETRY_GAPS`] that is 7
/// hours and 45 minutes after the first one.
pub const TELL_DELAY_AFTER: Duration = Duration::from_mins(4 * 60);

/// From the acceptance of a message until the queue is looked at.
pub(super) const QUEUE_DELAY: Duration = Duration::from_millis(100);

/// When a message that arrived then is given up. The last try is exactly then.
pub(super) fn expires(arrived: Instant) -> Instant {
    arrived + GIVE_UP_AFTER
}

/// When it is tried again, after `attempts` tries (at least one) of which the last has failed now.
pub(super) fn next_try(arrived: Instant, attempts: u32, now: Instant) -> Instant {
    let failed = usize::try_from(attempts).unwrap_or(usize::MAX).saturating_sub(1);
    let gap = RETRY_GAPS[failed.min(RETRY_GAPS.len() - 1)];
    (now + gap).min(expires(arrived))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_grow_and_the_last_try_is_when_it_is_given_up() {
        let arrived = Instant::ZERO + Duration::from_mins(3);
        let mut now = arrived;
        let mut tries = vec![];
        for attempts in 1.. {
            let next = next_try(arrived, attempts, now);
            tries.push(next.since(now));
            if next == expires(arrived) {
                break;
            }
            now = next;
        }
        assert_eq!(tries[..RETRY_GAPS.len()], RETRY_GAPS);
        let all_but_the_last = &tries[..tries.len() - 1];
        assert!(all_but_the_last.is_sorted(), "{tries:?}");
        assert!(*tries.last().unwrap() <= RETRY_GAPS[RETRY_GAPS.len() - 1]);
    }
}
