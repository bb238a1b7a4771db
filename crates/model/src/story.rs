//! A story as it is told: plain data, which can be stored and sent. Here is the whole, and what is so at a
//! moment of show time; each thing in it has a file of its own.
//!
//! Simulated time and show time differ: a round trip of a few milliseconds is slowed to a second,
//! a wait of minutes is shortened to two. Every [`Beat`] maps a stretch of one to a stretch of the
//! other.

mod beat;
mod delivery_status;
mod line;
mod overview;
pub mod refusals;
mod step;

pub use beat::{Beat, BeatKind, PIECE, Piece};
pub use delivery_status::DeliveryStatus;
pub use line::{Line, Negative};
pub use overview::{Overview, Recipient, VerdictOutcome};
pub use step::{Evidence, Stage, Step};

use crate::show_time::{Marks, ShowTime};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// How long before a step begins the picture turns to those who take part in it, at most.
const LEAD: ShowTime = 600;

/// A told journey: plain data, which can be stored and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Who appears in it, and what is known of it as a whole.
    pub overview: Overview,
    /// The steps in the order they are told.
    pub steps: Vec<Step>,
    /// The beats of all steps, one after the other without gaps.
    pub beats: Vec<Beat>,
    /// Everything said, in the order of the trace.
    pub lines: Vec<Line>,
}

impl Story {
    /// When everything has been told.
    pub fn end(&self) -> ShowTime {
        self.beats.last().map_or(0, |beat| beat.until)
    }

    /// What the player needs to know. Nothing happens after the last step has come to rest, so that
    /// it rests at the end.
    pub fn marks(&self) -> Marks {
        let mut rests: Vec<ShowTime> = self.steps.iter().map(|step| step.rest).collect();
        if let Some(last) = rests.last_mut() {
            *last = self.end();
        }
        let before = |step: &Step| self.beats.partition_point(|beat| beat.until < step.from);
        let turns = self.steps.iter().map(|step| self.turns_at(before(step)).unwrap_or(step.from));
        Marks { turns: turns.collect(), rests, end: self.end() }
    }

    /// The same for readers who want no motion. Nobody sees the picture turn to a step: it is there
    /// when the step begins.
    pub fn still_marks(&self) -> Marks {
        Marks { turns: self.steps.iter().map(|step| step.from).collect(), ..self.marks() }
    }

    /// When the picture turns to what comes after a beat, if it does so before the beat ends: whoever
    /// takes part is in view before anything moves.
    pub fn turns_at(&self, beat: usize) -> Option<ShowTime> {
        let rest = self.beats.get(beat).filter(|beat| beat.kind == BeatKind::Rest)?;
        let length = rest.until.saturating_sub(rest.from);
        self.beats.get(beat + 1).map(|_| rest.until - LEAD.min(length * 6 / 10))
    }

    /// The step shown at `at`.
    pub fn step_at(&self, at: ShowTime) -> usize {
        self.steps.partition_point(|step| step.until <= at).min(self.steps.len().saturating_sub(1))
    }

    /// The beat shown at `at`.
    pub fn beat_at(&self, at: ShowTime) -> usize {
        self.beats.partition_point(|beat| beat.until <= at).min(self.beats.len().saturating_sub(1))
    }

    /// The step with this name, or the first one of the stage with this name.
    pub fn step_named(&self, name: &str) -> Option<usize> {
        let by_name = self.steps.iter().position(|step| step.name == name);
        by_name.or_else(|| self.steps.iter().position(|step| step.stage.slug() == name))
    }

    /// The simulated time at the show time `at`.
    pub fn clock(&self, at: ShowTime) -> Instant {
        let Some(beat) = self.beats.get(self.beat_at(at)) else {
            return Instant::ZERO;
        };
        let length = u64::from(beat.until.saturating_sub(beat.from)).max(1);
        let gone = u64::from(at.saturating_sub(beat.from)).min(length);
        let span = beat.sim.1.since(beat.sim.0).micros();
        Instant::from_micros(beat.sim.0.micros() + span * gone / length)
    }

    /// Whether all has been told at the show time `at`: the last step rests.
    pub fn is_over(&self, at: ShowTime) -> bool {
        self.steps.last().is_some_and(|last| last.rest <= at)
    }

    /// The simulated time of which everything around the picture speaks at the show time `at`: what the clock shows,
    /// and once all has been told, when the last thing has happened.
    pub fn moment(&self, at: ShowTime) -> Instant {
        if self.is_over(at) { self.overview.over } else { self.clock(at) }
    }

    /// The simulated time up to which the story has told of recipient `n` at the show time `at`. What is known once
    /// stays known, even where the story goes back in time.
    pub fn told_of(&self, n: u8, at: ShowTime) -> Instant {
        if self.is_over(at) {
            return self.overview.over;
        }
        // When a wait has been told, its end has not been yet.
        let told = self.beats.iter().take(self.beat_at(at) + 1).filter(|beat| {
            let about = self.steps.get(beat.step).is_some_and(|step| step.is_about(n));
            about && beat.kind != BeatKind::Rest
        });
        told.map(|beat| beat.sim.0).max().unwrap_or(Instant::ZERO)
    }

    /// A moment at which the story tells what happened at the simulated time `at`: the first beat
    /// that goes through it, or else the first that goes beyond it.
    pub fn moment_of(&self, at: Instant) -> ShowTime {
        let through = self.beats.iter().find(|beat| beat.sim.0 <= at && at < beat.sim.1);
        let beyond = || self.beats.iter().find(|beat| beat.sim.1 >= at);
        let Some(beat) = through.or_else(beyond) else {
            return self.end();
        };
        let span = beat.sim.1.since(beat.sim.0).micros().max(1);
        let gone = at.micros().saturating_sub(beat.sim.0.micros()).min(span);
        // Upwards, so that at the moment it has happened.
        let shown = (u64::from(beat.until.saturating_sub(beat.from)) * gone).div_ceil(span);
        let moment = beat.from.saturating_add(u32::try_from(shown).unwrap_or(u32::MAX));
        // The next beat begins where this one ends.
        moment.min(beat.until.saturating_sub(1).max(beat.from))
    }

    /// How many of [`Story::lines`] have been said at the show time `at`.
    pub fn lines_said(&self, at: ShowTime) -> usize {
        self.lines.partition_point(|line| line.show_at <= at)
    }
}
