//! The reader's clock: which moment of the story it is while time goes on.

use super::{Action, Marks, Player, ShowTime};

/// A player in motion and when it was where. Every later moment follows from these, so that nothing
/// adds up. Two equal ones go equally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// When that was, in milliseconds since the page was opened.
    pub started: u32,
    /// The player at that time.
    pub from: Player,
}

impl Clock {
    /// The player at the time `now`.
    pub fn player_at(self, now: u32, marks: &Marks) -> Player {
        self.from.after(Action::Tick(now.saturating_sub(self.started)), marks)
    }

    /// When it is (or was) this moment of the story, in milliseconds since the page was opened:
    /// before that where the story did not begin at its beginning.
    pub fn time_of(self, at: ShowTime) -> i32 {
        let real = |show: ShowTime| i64::from(self.from.speed.lasts(show));
        let started = i64::from(self.started);
        let time = if at < self.from.at {
            started - real(self.from.at - at)
        } else {
            started + real(at - self.from.at)
        };
        i32::try_from(time).unwrap_or(i32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::{Motion, Speed};

    #[test]
    fn every_moment_follows_from_the_first() {
        let from = Player { at: 500, motion: Motion::Playing, speed: Speed::Double };
        let clock = Clock { started: 10_000, from };
        let marks = Marks { end: 3_000, ..Marks::default() };
        assert_eq!(clock.player_at(10_101, &marks).at, 702);
        assert_eq!(clock.time_of(702), 10_101);
        assert_eq!(clock.time_of(0), 9_750);
        let player = clock.player_at(11_300, &marks);
        assert_eq!((player.at, player.motion), (3_000, Motion::Paused));
    }
}
