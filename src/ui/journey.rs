//! A journey as the page needs it: everything that is computed once for each scenario.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::player::{Marks, Player, ShowTime};
use crate::presets::{self, Preset};
use crate::scene::{self, Layout, PlaceId, Size};
use crate::share::{self, Opened};
use crate::sim::scenario::{Parts, Scenario, ScenarioError};
use crate::sim::time::Instant;
use crate::sim::trace::Side;
use crate::sim::world::{Bounds, simulate_within};
use crate::story::knowledge::{self, Knowledge};
use crate::story::lookups::{self, Exchange};
use crate::story::verdict::{self, Verdict};
use crate::story::{BeatKind, Stage, Step, Story};

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
    /// What was looked up, and when it is told.
    pub exchanges: Vec<(ShowTime, Exchange)>,
    /// Why it did not simply succeed.
    pub verdicts: Vec<Verdict>,
    /// What is known when everything is over. The story may end earlier, with what happened to
    /// another recipient.
    pub known: Knowledge,
    /// Who says no in each step, if anybody does, and from when on that is known.
    pub stops: Vec<Option<(ShowTime, PlaceId)>>,
}

impl Journey {
    /// Simulates and tells a scenario.
    pub(super) fn new(slug: &'static str, parts: Parts) -> Result<Rc<Self>, ScenarioError> {
        let scenario = Scenario::new(parts)?;
        let story = Story::tell(simulate_within(&scenario, Bounds::PAGE));
        let exchanges = lookups::of(&story.trace);
        let over = story.trace.events.last().map_or(Instant::ZERO, |event| event.at);
        let stop = |step| stop_of(&story, step);
        Ok(Rc::new(Self {
            slug,
            stops: (0..story.steps.len()).map(stop).collect(),
            verdicts: verdict::of(&story.trace),
            known: knowledge::at(&story.trace, over),
            layouts: Default::default(),
            marks: story.marks(),
            changes: scene::changes(&story),
            exchanges: exchanges.into_iter().map(|each| (told_at(&story, &each), each)).collect(),
            parts: scenario.parts().clone(),
            story,
        }))
    }

    /// The preset as it is.
    pub(super) fn preset(preset: &'static Preset) -> Rc<Self> {
        Self::new(preset.slug, preset.parts()).expect("every preset is a valid scenario (tested)")
    }

    /// What a link says, and where to begin. `None` where the link leads nowhere particular.
    pub(super) fn opened(opened: Opened) -> (Rc<Self>, Option<usize>, Option<String>) {
        let fallback = || presets::find(presets::DEFAULT_SLUG).unwrap_or(&presets::PRESETS[0]);
        let journey = Self::new(opened.slug, opened.parts)
            .unwrap_or_else(|_| Self::preset(presets::find(opened.slug).unwrap_or_else(fallback)));
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

    /// Whether the reader has changed something.
    pub(super) fn is_own(&self) -> bool {
        presets::find(self.slug).is_none_or(|preset| preset.parts() != self.parts)
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

/// Who is the first to say no in a step.
fn stop_of(story: &Story, step: usize) -> Option<(ShowTime, PlaceId)> {
    let of_step = story.beats.iter().enumerate().filter(|(_, beat)| beat.step == step);
    let mut stops = of_step.filter_map(|(n, beat)| {
        let host = match &beat.kind {
            BeatKind::NoCall { to, refused: true, .. } => *to,
            BeatKind::Full { host, .. } => *host,
            BeatKind::Say { lines: (first, _), speaker, .. } => {
                let line = story.lines.get(*first).filter(|line| line.side == Side::Server)?;
                if !line.text.starts_with(['4', '5']) && !line.text.starts_with("-ERR") {
                    return None;
                }
                *speaker
            }
            BeatKind::Answer { server, .. } if story.playbill.refusals.contains(&n) => *server,
            _ => return None,
        };
        Some((beat.until, PlaceId::of(&story.playbill.cast, host)))
    });
    stops.next()
}

/// When a question is told: in the beat that shows it, or where its time has come.
fn told_at(story: &Story, exchange: &Exchange) -> ShowTime {
    let at = exchange.asked_at;
    let shown = story.beats.iter().find(|beat| {
        matches!(&beat.kind, BeatKind::Ask { host, server, .. }
            if *host == exchange.host && *server == exchange.server)
            && beat.sim.0 <= at
            && at <= beat.sim.1
    });
    let passed = || story.beats.iter().find(|beat| beat.sim.1 >= at);
    shown.or_else(passed).map_or(0, |beat| beat.from)
}
