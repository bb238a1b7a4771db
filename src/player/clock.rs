//! The reader's clock: which moment of the story it is while time goes on.

use super::{Action, Marks, Player, ShowTime};

/// The page was away for longer than this if nothing was heard for so many milliseconds. Then the
/// story goes on where it was.
const AWAY: u32 = 1_000;

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
    /// The player at the time `now`, when it was last heard of at `heard`; and the clock that goes
    /// on from there.
    pub fn read(self, heard: u32, now: u32, marks: &Marks) -> (Player, Option<Self>) {
        let away = now.saturating_sub(heard) > AWAY;
        let until = if away { heard } else { now };
        let player = self.from.after(Action::Tick(until.saturating_sub(self.started)), marks);
        let goes_on = player.in_motion().then_some(if away {
            Self { started: now, from: player }
        } else {
            self
        });
        (player, goes_on)
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

    fn clock(speed: Speed) -> (Clock, Marks) {
        let from = Player { at: 500, motion: Motion::Playing, speed };
        (Clock { started: 10_000, from }, Marks { end: 3_000, ..Marks::default() })
    }

    #[test]
    fn every_moment_follows_from_the_first() {
        let (clock, marks) = clock(Speed::Double);
        let (player, goes_on) = clock.read(10_100, 10_101, &marks);
        assert_eq!((player.at, goes_on), (702, Some(clock)));
        assert_eq!(clock.time_of(702), 10_101);
        assert_eq!(clock.time_of(0), 9_750);
        let (player, goes_on) = clock.read(11_000, 11_300, &marks);
        assert_eq!((player.at, player.motion, goes_on), (3_000, Motion::Paused, None));
    }

    #[test]
    fn after_an_absence_the_story_goes_on_where_it_was() {
        let (clock, marks) = clock(Speed::Normal);
        let (player, goes_on) = clock.read(10_200, 90_000, &marks);
        assert_eq!(player.at, 700);
        let (player, _) = goes_on.unwrap().read(90_000, 90_100, &marks);
        assert_eq!(player.at, 800);
    }
}
