//! A journey as the page needs it: what was told of it, and what is worked out once for each.

use std::cell::RefCell;
use std::rc::Rc;

use crate::player::{Marks, ShowTime};
use model::compiled_story::CompiledStory;
use model::preset_id::PresetId;
use model::story::refusals::Refused;
use model::story::{Beat, BeatKind, DeliveryStatus, Recipient, Stage, Step, Story, VerdictOutcome};
use scene::{Layout, Size, Still, Typeface};

/// A told journey. Compared by identity: two of them are never the same.
#[derive(Debug)]
pub(super) struct Journey {
    /// The preset it began with.
    pub preset: PresetId,
    /// What it is called.
    pub name: String,
    /// How it is told.
    pub story: Story,
    /// Where everything stands, for each size that was asked for.
    layouts: [RefCell<Option<Rc<Layout>>>; Size::ALL.len()],
    /// What the player needs.
    pub marks: Marks,
    /// The same for readers who want no motion.
    pub still_marks: Marks,
    /// What they see, one after the other.
    pub stills: Vec<Still>,
    /// When something changes other than by motion.
    pub changes: Vec<ShowTime>,
    /// Where it did not simply succeed: whether the hitch has been overcome.
    pub mended: Option<bool>,
    /// Where it fails for good: from when on that is told, and whether for some recipients only.
    pub failed: Option<(ShowTime, bool)>,
    /// Who is the first to say no in each step, if anybody does.
    pub refusals: Vec<Option<Refused>>,
    /// Its scenario, for the engine.
    pub scenario: String,
    /// The reader has changed something of it.
    pub changed: bool,
    /// See [`CompiledStory::links`].
    links: Vec<String>,
}

impl PartialEq for Journey {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Journey {
    /// What was told. Nothing if there is nothing in it.
    pub(super) fn new(compiled: CompiledStory) -> Option<Rc<Self>> {
        let CompiledStory {
            preset,
            name,
            scenario,
            changed,
            links,
            story,
            mut refusals,
            changes,
            mended,
        } = compiled;
        if story.steps.is_empty() {
            return None;
        }
        // Whoever looks finds one for each step.
        refusals.resize(story.steps.len(), None);
        let failed = failed(&story, refusals.iter().flatten().map(|no| no.from));
        Some(Rc::new(Self {
            preset,
            failed,
            refusals,
            layouts: Default::default(),
            marks: story.marks(),
            still_marks: story.still_marks(),
            stills: scene::stills(&story),
            changes,
            mended,
            name,
            scenario,
            changed,
            links,
            story,
        }))
    }

    /// Where everything stands in a picture of this size, written in these letters.
    pub(super) fn layout(&self, size: Size, letters: &Rc<Typeface>) -> Rc<Layout> {
        let at = Size::ALL.iter().position(|known| *known == size).unwrap_or(0);
        let mut kept = self.layouts[at].borrow_mut();
        match &*kept {
            Some(layout) if std::ptr::eq(layout.typeface(), &raw const **letters) => layout.clone(),
            _ => kept.insert(Rc::new(Layout::lettered(&self.story, size, letters.clone()))).clone(),
        }
    }

    /// When it has been told that it fails, if it has been at this moment.
    pub(super) fn failed_by(&self, at: ShowTime) -> Option<(ShowTime, bool)> {
        self.failed.filter(|(from, _)| *from <= at)
    }

    /// How many changes there are up to this moment.
    pub(super) fn changes_until(&self, at: ShowTime) -> usize {
        self.changes.partition_point(|change| *change <= at)
    }

    /// The step at this moment. Every story has at least one.
    pub(super) fn step(&self, at: ShowTime) -> Option<&Step> {
        self.story.steps.get(self.story.step_at(at))
    }

    /// The stage at this moment.
    pub(super) fn stage(&self, at: ShowTime) -> Stage {
        self.step(at).map_or(Stage::Sending, |step| step.stage)
    }

    /// The first step of a stage, or the one nearest to it.
    pub(super) fn first_of(&self, stage: Stage) -> usize {
        let steps = &self.story.steps;
        steps.iter().position(|step| step.stage >= stage).unwrap_or(steps.len().saturating_sub(1))
    }

    /// Where step `n` comes to rest; the beginning if there is no such step.
    pub(super) fn rest_of(&self, n: Option<usize>) -> ShowTime {
        n.and_then(|n| self.marks.rests.get(n)).copied().unwrap_or(0)
    }

    /// Where a reader who was at `at` in `before` is now: at the same step if there is one.
    pub(super) fn place_from(&self, before: &Self, at: ShowTime) -> ShowTime {
        let Some(step) = before.step(at).filter(|_| at > 0) else {
            return 0;
        };
        let named = self.story.step_named(&step.name);
        self.rest_of(Some(named.unwrap_or_else(|| self.first_of(step.stage))))
    }

    /// The link to a moment: what stands behind the `#`.
    pub(super) fn link(&self, at: ShowTime) -> String {
        let step = (at > 0).then(|| self.story.step_at(at));
        CompiledStory::link((self.preset, &self.links, &self.story), step)
    }
}

/// When a story tells that it fails for good, if it does: the last time that somebody says no, or that a report is
/// written. And whether it does so for some only.
fn failed(story: &Story, refusals: impl Iterator<Item = ShowTime>) -> Option<(ShowTime, bool)> {
    let badly = |(_, outcome): &(_, VerdictOutcome)| *outcome == VerdictOutcome::Badly;
    story.overview.blamed.iter().find(|it| badly(it))?;
    let report = |beat: &Beat| matches!(beat.kind, BeatKind::Report { .. }).then_some(beat.from);
    let last = || story.steps.last().map(|step| step.rest);
    let from =
        refusals.max().or_else(|| story.beats.iter().rev().find_map(report)).or_else(last)?;
    let arrived = |it: &Recipient| {
        let last = it.statuses.last().map(|(_, status)| *status);
        matches!(last, Some(DeliveryStatus::Delivered | DeliveryStatus::Collected))
    };
    Some((from, story.overview.recipients.iter().any(arrived)))
}
