//! What the times that servers stamp into a header tell: where the message lay, and whose clock is wrong.
//!
//! - Times that do not go back need no wrong clock. What lies between two of them is a wait at the first of the two
//!   servers, unless one in between has stamped no time that is right.
//! - Where times go back, as few clocks as possible are wrong: right are the most servers whose times do not go back.
//!   Of several such sets, the one is right after which it lay there for the shortest time; and else the one with the
//!   later servers, as these are the reader's own side.
//! - A wrong clock is off by as little as explains its time. So its server took the message at the moment closest to
//!   its stamp at which that was possible.
//! - Less than [`ORDINARY`] is neither a wait nor a wrong clock: servers look into their queues now and then, and no
//!   two clocks are quite the same.

/// So many seconds mean nothing.
pub(super) const ORDINARY: i64 = 60;

/// What is told of a server, in seconds; nothing where it is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// How long the message lay there.
    pub(super) held: i64,
    /// How far its clock is ahead; behind, where negative.
    pub(super) off: i64,
}

/// What the stamps tell of each server on the way, the first one first; in seconds since some moment.
pub(super) fn read(stamps: &[Option<i64>]) -> Vec<Told> {
    let known: Vec<(usize, i64)> =
        stamps.iter().enumerate().filter_map(|(n, stamp)| Some((n, (*stamp)?))).collect();
    let taken = taken(&known.iter().map(|(_, stamp)| *stamp).collect::<Vec<_>>());
    let mut told = vec![Told::default(); stamps.len()];
    let matters = |seconds: i64| if seconds.abs() < ORDINARY { 0 } else { seconds };
    for (n, (server, stamp)) in known.iter().enumerate() {
        let next = taken.get(n + 1).copied().unwrap_or(taken[n]);
        let (held, off) = (next.saturating_sub(taken[n]), stamp.saturating_sub(taken[n]));
        told[*server] = Told { held: matters(held), off: matters(off) };
    }
    told
}

/// When each server took the message, which never goes back.
fn taken(stamps: &[i64]) -> Vec<i64> {
    let right = right(stamps);
    let mut taken: Vec<i64> = Vec::new();
    for (n, stamp) in stamps.iter().enumerate() {
        let latest = (n..stamps.len()).find(|later| right[*later]).map(|later| stamps[later]);
        let earliest = taken.last().copied();
        let possible = latest.map_or(*stamp, |latest| latest.min(*stamp));
        taken.push(earliest.map_or(possible, |earliest| earliest.max(possible)));
    }
    taken
}

/// Whose clocks are right.
fn right(stamps: &[i64]) -> Vec<bool> {
    // From each server on: how many can be right, how long it lies at them at least, as a debt; and which comes next.
    let mut best: Vec<((usize, i64), Option<usize>)> = vec![((1, 0), None); stamps.len()];
    for n in (0..stamps.len()).rev() {
        for later in n + 1..stamps.len() {
            let gap = stamps[later].saturating_sub(stamps[n]);
            let (number, debt) = best[later].0;
            let with = (number + 1, debt.saturating_sub(gap.max(0)));
            if gap > -ORDINARY && with >= best[n].0 {
                best[n] = (with, Some(later));
            }
        }
    }
    let mut right = vec![false; stamps.len()];
    let mut next = (0..stamps.len()).max_by_key(|n| best[*n].0);
    while let Some(n) = next {
        right[n] = true;
        next = best[n].1;
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times of servers in minutes, `-` where there is none; and of each how long it lay there, with `!` and how far its
    /// clock is off where that is wrong.
    #[track_caller]
    fn check(stamps: &str, expected: &str) {
        let minutes = |text: &str| text.parse::<i64>().ok().map(|minutes| minutes * 60);
        let stamps: Vec<_> = stamps.split(' ').map(minutes).collect();
        let told = read(&stamps).into_iter().map(|Told { held, off }| match off / 60 {
            0 => (held / 60).to_string(),
            off => format!("{}!{off:+}", held / 60),
        });
        assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{stamps:?}");
    }

    #[test]
    fn waits_and_wrong_clocks_are_told_apart() {
        check("0 0 0", "0 0 0");
        check("0 5 5 200", "5 0 195 0");
        check("0 - 200", "200 0 0");
        check("- 7 -", "0 0 0");
        // One that goes back, or is ahead of all that follow, is wrong.
        check("100 101 -20 102", "1 0 1!-121 0");
        check("100 500 101 102", "1 0!+399 1 0");
        check("600 480 600", "0 0!-120 0");
        check("600 610 720 615", "10 5 0!+105 0");
        // Of two, the last one is right.
        check("100 40", "0!+60 0");
        check("0 100 40 41", "40 0!+60 1 0");
        // The first and the last.
        check("300 1 2 3", "0!+299 1 1 0");
        check("1 2 3 -100", "1 1 0 0!-103");
        // Two that go by the same wrong zone.
        check("0 61 62 3 4", "3 0!+58 0!+59 1 0");
    }

    #[test]
    fn less_than_a_minute_means_nothing() {
        assert_eq!(read(&[Some(100), Some(50), Some(109), Some(60)]), [Told::default(); 4]);
        assert_eq!(read(&[Some(0), Some(59)]), [Told::default(); 2]);
        assert_eq!(read(&[Some(0), Some(60)])[0], Told { held: 60, off: 0 });
        assert_eq!(read(&[Some(i64::MAX), Some(i64::MIN)]).len(), 2);
    }
}
