//! A journey as the page needs it: everything that is computed once for each scenario.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::player::{Marks, Player, ShowTime};
use crate::presets::{self, Preset};
use crate::scene::{self, Layout, PlaceId, Size};
use crate::share::{self, Opened};
use crate::sim::owner::Owner;
use crate::sim::scenario::{Parts, Scenario, ScenarioError};
use crate::sim::world::{Bounds, simulate_within};
use crate::story::{Stage, Step, Story, lookups, stops, verdict};

/// A scenario, simulated and told. Compared by identity: two of them are never the same.
#[derive(Debug)]
pub(super) struct Journey {
    /// The preset it began with.
    pub slug: &'static str,
    /// Its scenario.
    pub parts: Parts,
    /// How it is told.
    pub story: Story,
    /// Where everything stands, for each size that was asked for.
    layouts: [OnceCell<Rc<Layout>>; Size::ALL.len()],
    /// What the player needs.
    pub marks: Marks,
    /// When something changes other than by motion.
    pub changes: Vec<ShowTime>,
    /// Where it did not simply succeed: whether the hitch has been overcome.
    pub mended: Option<bool>,
    /// Who says no in each step, if anybody does, and from when on that is known.
    pub stops: Vec<Option<(ShowTime, PlaceId)>>,
}

impl PartialEq for Journey {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Journey {
    /// Simulates and tells a scenario.
    pub(super) fn new(slug: &'static str, parts: Parts) -> Result<Rc<Self>, ScenarioError> {
        let scenario = Scenario::new(parts)?;
        let story = Story::tell(simulate_within(&scenario, Bounds::PAGE));
        let stops = stops::of(&story, &lookups::of(&story.trace));
        let place = |(at, host)| (at, PlaceId::of(&story.playbill.cast, host));
        Ok(Rc::new(Self {
            slug,
            stops: stops.into_iter().map(|stop| stop.map(place)).collect(),
            mended: verdict::mended(&story.trace),
            layouts: Default::default(),
            marks: story.marks(),
            changes: scene::changes(&story),
            parts: scenario.parts().clone(),
            story,
        }))
    }

    /// The preset as it is in a page of this owner's.
    pub(super) fn preset(preset: &'static Preset, owner: &Owner) -> Rc<Self> {
        Self::new(preset.slug, preset.parts_for(owner))
            .expect("every preset is a valid scenario (tested)")
    }

    /// What a link says, and where to begin. `None` where the link leads nowhere particular.
    pub(super) fn opened(opened: Opened) -> (Rc<Self>, Option<usize>, Option<String>) {
        let fallback = || presets::find(presets::DEFAULT_SLUG).unwrap_or(&presets::PRESETS[0]);
        let journey = Self::new(opened.slug, opened.parts).unwrap_or_else(|_| {
            let preset = presets::find(opened.slug).unwrap_or_else(fallback);
            Self::preset(preset, &Owner::default())
        });
        let step = opened.step.and_then(|name| journey.story.step_named(&name));
        (journey, step, opened.problem.map(|problem| problem.to_string()))
    }

    /// Where everything stands in a picture of this size.
    pub(super) fn layout(&self, size: Size) -> &Rc<Layout> {
        let at = Size::ALL.iter().position(|known| *known == size).unwrap_or(0);
        self.layouts[at].get_or_init(|| Rc::new(Layout::new(&self.story, size)))
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

    /// Where a reader who was at `at` in `before` is now: at the same step if there is one.
    pub(super) fn place_from(&self, before: &Self, at: ShowTime) -> ShowTime {
        let Some(step) = before.step(at) else {
            return 0;
        };
        if at == 0 {
            return 0;
        }
        let index = self.story.step_named(&step.name).unwrap_or_else(|| self.first_of(step.stage));
        self.marks.rests.get(index).copied().unwrap_or(0)
    }

    /// The link to a moment: the fragment, and whether the text had to be left out.
    pub(super) fn link(&self, player: &Player) -> share::Encoded {
        let step = self.step(player.at).filter(|_| player.at > 0);
        share::encode(self.slug, step.map(|step| step.name.as_str()), &self.parts)
    }
}
