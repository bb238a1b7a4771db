//! The ledger of a story: steps, beats and the moments of every line, one after the other. It knows
//! nothing of what is told.

use super::beat_length;
use model::show_time::ShowTime;
use model::story::{Beat, BeatKind, Evidence, Line, Stage, Step};
use model::time::Instant;
use sim::trace::{EventId, Trace};
use text::captions::StepText;
use text::units;

/// A story in the making.
pub(crate) struct Ledger {
    lines: Vec<Line>,
    steps: Vec<Step>,
    beats: Vec<Beat>,
    now: ShowTime,
}

impl Ledger {
    pub(crate) fn new(lines: Vec<Line>) -> Self {
        Self { lines, steps: Vec::new(), beats: Vec::new(), now: 0 }
    }

    /// Everything said.
    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The next name of a kind of step: `refused`, `refused-2`, ….
    pub(crate) fn next_name(&self, kind: &str) -> String {
        match self.told(kind) {
            0 => kind.to_owned(),
            n => [kind, "-", &(n + 1).to_string()].concat(),
        }
    }

    /// The same where the first one has a number too: `waiting-1`, ….
    pub(crate) fn next_numbered(&self, kind: &str) -> String {
        [kind, "-", &(self.told(kind) + 1).to_string()].concat()
    }

    /// How many steps of a kind have been told.
    fn told(&self, kind: &str) -> usize {
        let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
        let of_kind = |name: &str| match name.strip_prefix(kind) {
            Some("") => true,
            Some(rest) => rest.strip_prefix('-').is_some_and(is_number),
            None => false,
        };
        self.steps.iter().filter(|step| of_kind(&step.name)).count()
    }

    /// The simulated time up to which the story is told: what the clock shows when it rests here.
    pub(crate) fn told_until(&self) -> Instant {
        self.beats.last().map_or(Instant::ZERO, |beat| beat.sim.1)
    }

    /// The same in words, as captions say it.
    pub(crate) fn span_until(&self) -> String {
        units::span(self.told_until().micros())
    }

    /// A step begins. It is about recipients with these numbers; without any it is about everybody.
    pub(crate) fn open_step(&mut self, name: &str, stage: Stage, recipients: Vec<u8>) {
        self.steps.push(Step {
            name: name.to_owned(),
            stage,
            title: String::new(),
            caption: String::new(),
            from: self.now,
            rest: self.now,
            until: self.now,
            evidence: Vec::new(),
            recipients,
        });
    }

    /// The step has happened: now there is time to read.
    pub(crate) fn close_step(&mut self, text: StepText, evidence: Vec<Evidence>) {
        let length = ShowTime::try_from(text.caption.chars().count()).unwrap_or(0);
        let rest = self.now;
        let at = self.told_until();
        self.beat(
            beat_length::REST + beat_length::REST_PER_CHARACTER * length,
            (at, at),
            BeatKind::Rest,
        );
        let until = self.now;
        if let Some(step) = self.steps.last_mut() {
            step.title = text.title;
            step.caption = text.caption;
            step.rest = rest;
            step.until = until;
            step.evidence = evidence;
        }
    }

    pub(crate) fn beat(&mut self, length: ShowTime, sim: (Instant, Instant), kind: BeatKind) {
        let from = self.now;
        self.now += length;
        let step = self.steps.len().saturating_sub(1);
        // What happens at one moment does not turn back the clock of its step.
        let before = self.beats.last().filter(|beat| beat.step == step).map(|beat| beat.sim.1);
        let at = before.map_or(sim.0, |before| before.max(sim.0));
        let sim = if sim.0 == sim.1 { (at, at) } else { sim };
        self.beats.push(Beat { step, from, until: self.now, sim, kind });
    }

    /// The last beat goes on until then.
    pub(crate) fn goes_on_until(&mut self, until: Instant) {
        if let Some(beat) = self.beats.last_mut() {
            beat.sim.1 = beat.sim.1.max(until);
        }
    }

    /// The clock goes on until this has happened: whoever reads that it has finds it so.
    pub(crate) fn reach(&mut self, trace: &Trace, events: &[EventId]) {
        let last = events.iter().map(|event| trace[*event].at).max();
        self.goes_on_until(last.unwrap_or(Instant::ZERO));
    }

    /// A line is said now.
    pub(crate) fn say(&mut self, line: usize) {
        self.lines[line].show_at = self.now;
    }

    /// A line is said now without being told, unless it is told elsewhere.
    pub(crate) fn pass(&mut self, line: usize) {
        if self.lines[line].show_at == 0 {
            self.lines[line].show_at = self.now;
        }
    }

    /// The story as it is written: every line with its moment, in an order that only goes forward,
    /// and all of it within its limit.
    pub(crate) fn finish(mut self) -> (Vec<Step>, Vec<Beat>, Vec<Line>) {
        self.place_untold_lines();
        self.sort_lines();
        if self.now > beat_length::LONGEST_STORY {
            self.shorten();
        }
        (self.steps, self.beats, self.lines)
    }

    /// What was said and not told stands before what happened next.
    fn place_untold_lines(&mut self) {
        let mut said = vec![false; self.lines.len()];
        for beat in &self.beats {
            if let BeatKind::Say { lines: (first, last), .. } = beat.kind {
                said[first..=last].fill(true);
            }
        }
        for (line, said) in self.lines.iter_mut().zip(said) {
            if !said && line.show_at == 0 {
                let before = self.beats.iter().rev().find(|beat| beat.sim.1 <= line.at);
                line.show_at = before.map_or(self.now, |beat| beat.until);
            }
        }
    }

    fn sort_lines(&mut self) {
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by_key(|n| (self.lines[*n].show_at, self.lines[*n].connection, *n));
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        for beat in &mut self.beats {
            if let BeatKind::Say { lines: (first, last), .. } = &mut beat.kind {
                (*first, *last) = (place[*first], place[*last]);
            }
        }
        self.lines = order.iter().map(|n| self.lines[*n].clone()).collect();
    }

    fn shorten(&mut self) {
        let total = u64::from(self.now);
        let shorten = |at: &mut ShowTime| {
            let scaled = u64::from(*at) * u64::from(beat_length::LONGEST_STORY) / total;
            *at = ShowTime::try_from(scaled).unwrap_or(beat_length::LONGEST_STORY);
        };
        for step in &mut self.steps {
            shorten(&mut step.from);
            shorten(&mut step.rest);
            shorten(&mut step.until);
        }
        for beat in &mut self.beats {
            shorten(&mut beat.from);
            shorten(&mut beat.until);
        }
        for line in &mut self.lines {
            shorten(&mut line.show_at);
        }
    }
}
