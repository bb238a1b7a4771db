//! The player: where in the story the reader is, and whether time goes on by itself.
//!
//! A pure transition table. The clock that ticks is the caller's; positions are milliseconds of
//! show time.
//!
//! ```text
//!            Toggle              end reached
//!  Paused ----------> Playing -----------------> Paused at the end (Toggle: from the beginning)
//!    ^  |                |
//!    |  +-- Next --> Stepping -- rest reached, or Next again --> Paused at the rest
//!    |                   |
//!    +--- Toggle, Back, Skip, Seek from anywhere
//! ```

mod clock;
mod playback;

pub use clock::Clock;
pub use model::show_time::{Marks, ShowTime};
pub use playback::{LATE, LONGEST_WAIT, Playback};

/// How fast show time runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// Half as fast.
    Half,
    /// As told.
    #[default]
    Normal,
    /// Twice as fast.
    Double,
}

impl Speed {
    /// All speeds, slowest first.
    pub const ALL: [Self; 3] = [Self::Half, Self::Normal, Self::Double];

    /// Show time that goes by in `millis` of the reader's time.
    pub const fn scale(self, millis: u32) -> u32 {
        match self {
            Self::Half => millis / 2,
            Self::Normal => millis,
            Self::Double => millis.saturating_mul(2),
        }
    }

    /// How long the reader waits until `show` milliseconds of show time have gone by.
    pub const fn lasts(self, show: ShowTime) -> u32 {
        match self {
            Self::Half => show.saturating_mul(2),
            Self::Normal => show,
            Self::Double => show.div_ceil(2),
        }
    }

    /// The next speed in the round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Half => Self::Normal,
            Self::Normal => Self::Double,
            Self::Double => Self::Half,
        }
    }
}

/// Where the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Player {
    /// The moment shown.
    pub at: ShowTime,
    /// Whether time goes on by itself, and how far.
    pub motion: Motion,
    /// How fast.
    pub speed: Speed,
}

/// Whether time goes on by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// It does not.
    #[default]
    Paused,
    /// Until the end of the story.
    Playing,
    /// Until this moment, the rest of a step.
    Stepping(ShowTime),
}

/// What can happen to a player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Play when paused, pause when in motion. At the end: from the beginning.
    Toggle,
    /// Time has gone by: so many milliseconds of the reader's time.
    Tick(u32),
    /// To the rest of the step before.
    Back,
    /// Plays the next step up to its rest; in the middle of that, jumps there.
    Next,
    /// Jumps to the rest of the next step.
    Skip,
    /// To the rest of step n (from 0).
    Step(usize),
    /// To this moment.
    Seek(ShowTime),
    /// To the first rest.
    First,
    /// To the last rest.
    Last,
    /// At this speed from now on.
    SetSpeed(Speed),
}

impl Player {
    /// Whether time goes on by itself.
    pub fn in_motion(self) -> bool {
        self.motion != Motion::Paused
    }

    /// The player after `action`.
    #[must_use]
    pub fn after(self, action: Action, marks: &Marks) -> Self {
        let paused_at =
            |at: ShowTime| Self { at: at.min(marks.end), motion: Motion::Paused, ..self };
        let (turns, next) = marks.next(self.at).unwrap_or((self.at, marks.end));
        match action {
            Action::Toggle if self.in_motion() => Self { motion: Motion::Paused, ..self },
            Action::Toggle if self.at >= marks.end => {
                Self { at: 0, motion: Motion::Playing, ..self }
            }
            Action::Toggle => Self { motion: Motion::Playing, ..self },
            Action::Tick(millis) => self.ticked(millis, marks),
            Action::Back => {
                let before = marks.rests.iter().rev().find(|rest| **rest < self.at);
                paused_at(before.or(marks.rests.first()).copied().unwrap_or(0))
            }
            Action::Next => match self.motion {
                Motion::Stepping(rest) => paused_at(rest),
                _ if next <= self.at => paused_at(marks.end),
                // Who goes on has read what there was time to read for.
                _ => Self {
                    at: self.at.max(turns).min(next),
                    motion: Motion::Stepping(next),
                    ..self
                },
            },
            Action::Skip => paused_at(next),
            Action::Step(n) => paused_at(marks.rests.get(n).copied().unwrap_or(marks.end)),
            Action::Seek(at) => paused_at(at),
            Action::First => paused_at(marks.rests.first().copied().unwrap_or(0)),
            Action::Last => paused_at(marks.rests.last().copied().unwrap_or(marks.end)),
            Action::SetSpeed(speed) => Self { speed, ..self },
        }
    }

    fn ticked(self, millis: u32, marks: &Marks) -> Self {
        let until = match self.motion {
            Motion::Paused => return self,
            Motion::Playing => marks.end,
            Motion::Stepping(rest) => rest,
        };
        let at = self.at.saturating_add(self.speed.scale(millis)).min(until);
        let motion = if at < until { self.motion } else { Motion::Paused };
        Self { at, motion, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three steps that rest at 1000, 2000 and 3000; the picture turns to the second one at 1300, to
    /// the third one at 2300; the end is at 3500.
    #[track_caller]
    fn check(at: ShowTime, motion: Motion, action: Action, expected: (ShowTime, Motion)) {
        let turns = vec![0, 1_300, 2_300];
        let marks = Marks { turns, rests: vec![1_000, 2_000, 3_000], end: 3_500 };
        let player = Player { at, motion, speed: Speed::Normal }.after(action, &marks);
        assert_eq!((player.at, player.motion), expected, "{action:?} at {at}");
    }

    #[test]
    fn the_transition_table() {
        use Action::*;
        use Motion::{Paused, Playing, Stepping};
        check(0, Paused, Toggle, (0, Playing));
        check(500, Playing, Toggle, (500, Paused));
        check(500, Stepping(1_000), Toggle, (500, Paused));
        check(3_500, Paused, Toggle, (0, Playing));
        check(500, Paused, Tick(16), (500, Paused));
        check(500, Playing, Tick(16), (516, Playing));
        check(3_490, Playing, Tick(16), (3_500, Paused));
        check(500, Stepping(1_000), Tick(16), (516, Stepping(1_000)));
        check(990, Stepping(1_000), Tick(16), (1_000, Paused));
        check(0, Paused, Next, (1_300, Stepping(2_000)));
        check(500, Playing, Next, (1_300, Stepping(2_000)));
        check(1_000, Paused, Next, (1_300, Stepping(2_000)));
        check(1_000, Playing, Next, (1_300, Stepping(2_000)));
        check(1_600, Playing, Next, (1_600, Stepping(2_000)));
        check(1_500, Stepping(2_000), Next, (2_000, Paused));
        check(3_000, Paused, Next, (3_000, Stepping(3_500)));
        check(3_500, Paused, Next, (3_500, Paused));
        check(0, Paused, Skip, (2_000, Paused));
        check(1_000, Paused, Skip, (2_000, Paused));
        check(3_000, Paused, Skip, (3_500, Paused));
        check(3_500, Paused, Back, (3_000, Paused));
        check(2_500, Playing, Back, (2_000, Paused));
        check(2_000, Paused, Back, (1_000, Paused));
        check(1_000, Paused, Back, (1_000, Paused));
        check(0, Paused, Back, (1_000, Paused));
        check(0, Paused, Step(1), (2_000, Paused));
        check(0, Paused, Step(9), (3_500, Paused));
        check(0, Playing, Seek(u32::MAX), (3_500, Paused));
        check(2_500, Paused, First, (1_000, Paused));
        check(0, Paused, Last, (3_000, Paused));
    }

    #[test]
    fn speed_changes_how_far_a_tick_goes() {
        let marks = Marks { end: 1_000, ..Marks::default() };
        let at = |speed| {
            let player = Player { at: 0, motion: Motion::Playing, speed };
            player.after(Action::Tick(100), &marks).at
        };
        assert_eq!(Speed::ALL.map(at), [50, 100, 200]);
        assert_eq!(
            Player::default().after(Action::SetSpeed(Speed::Half), &marks).speed,
            Speed::Half
        );
    }

    #[test]
    fn a_story_of_one_step_is_played() {
        let marks = Marks { turns: vec![0], rests: vec![900], end: 900 };
        let player = Player::default().after(Action::Next, &marks);
        assert_eq!((player.at, player.motion), (0, Motion::Stepping(900)));
    }

    #[test]
    fn a_story_without_steps_is_survived() {
        let marks = Marks::default();
        for action in [Action::Toggle, Action::Back, Action::Next, Action::First, Action::Step(0)] {
            assert_eq!(Player::default().after(action, &marks).at, 0);
        }
    }
}
