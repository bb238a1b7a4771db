//! A scenario as the panels need it: everything that is computed once for each.

use std::cell::OnceCell;
use std::rc::Rc;

use super::hidden_names;
use crate::player::ShowTime;
use journey::compile;
use journey::share_link::{self, Opened};
use model::cast::{HostId, Role};
use model::compiled_story::CompiledStory;
use model::preset_id::PresetId;
use model::presets::Preset;
use model::scenario::{Parts, ScenarioError};
use model::story::refusals;
use model::time::Instant;
use story::TracedStory;
use story::knowledge::{self, Knowledge};
use story::lookups::{self, Exchange, Lookup};
use story::packets::Table;
use story::verdict::{self, Verdict};

/// A scenario, simulated and told. Compared by identity: two of them are never the same.
#[derive(Debug)]
pub(super) struct Study {
    /// The preset it began with.
    pub preset: PresetId,
    /// Its scenario.
    pub parts: Parts,
    /// How it is told.
    pub story: TracedStory,
    /// What was looked up, and when it is told.
    pub exchanges: Vec<(ShowTime, Exchange)>,
    /// Why it did not simply succeed.
    pub verdicts: Vec<Verdict>,
    /// What is known when everything is over. The story may end earlier, with what happened to
    /// another recipient.
    pub known: Knowledge,
    /// Who says no in each step, if anybody does.
    refusals: Vec<Option<HostId>>,
    /// The step in which it is told that the message does not simply go its way.
    hitch: Option<usize>,
    /// Made when somebody looks.
    table: OnceCell<Table>,
    lookups: OnceCell<Vec<Lookup>>,
}

impl PartialEq for Study {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Study {
    /// What is known of what was opened; the one `before` if it is that.
    pub(super) fn of(opened: Opened, before: Option<&Rc<Self>>) -> Rc<Self> {
        match before {
            Some(before) if before.preset == opened.preset && before.parts == opened.parts => {
                before.clone()
            }
            // What comes out of a link, or of a packed scenario, is always valid.
            _ => Rc::new(Self::new(opened.preset, opened.parts).unwrap_or_else(|_| {
                let usual = PresetId::default();
                Self::new(usual, Preset::of(usual).parts()).expect("a preset is valid (tested)")
            })),
        }
    }

    fn new(preset: PresetId, parts: Parts) -> Result<Self, ScenarioError> {
        let (scenario, story) = compile::trace_and_tell(parts)?;
        let exchanges = lookups::of(&story.trace);
        let over = story.trace.events.last().map_or(Instant::ZERO, |event| event.at);
        let refusals = refusals::of(&story);
        let told = refusals.iter().flatten().map(|no| no.from);
        Ok(Self {
            preset,
            hitch: refusals::hitch(&story.beats, told).map(|at| story.step_at(at)),
            refusals: refusals.into_iter().map(|no| no.map(|no| no.by)).collect(),
            verdicts: verdict::of(&story.trace),
            known: knowledge::at(&story.trace, over),
            exchanges: exchanges
                .into_iter()
                .map(|each| (lookups::show_at(&story.trace, &story.beats, &each), each))
                .collect(),
            parts: scenario.parts().clone(),
            story,
            table: OnceCell::new(),
            lookups: OnceCell::new(),
        })
    }

    /// What the player needs of it.
    pub(super) fn compiled(&self) -> CompiledStory {
        let linked = hidden_names::linked(&self.parts);
        compile::compile_linked(self.preset, &self.parts, &linked, &self.story)
    }

    /// Every packet.
    pub(super) fn table(&self) -> &Table {
        self.table.get_or_init(|| Table::of(&self.story.trace, &self.story.lines))
    }

    /// What was looked up: the exchanges, by what they were for.
    pub(super) fn lookups(&self) -> &[Lookup] {
        self.lookups.get_or_init(|| lookups::grouped(&self.story.trace))
    }

    /// The link to a moment: the fragment, and whether the text had to be left out.
    pub(super) fn link(&self, at: Option<ShowTime>) -> share_link::Encoded {
        let step = at.and_then(|at| self.step_at(at));
        share_link::encode(self.preset, step.as_deref(), &hidden_names::linked(&self.parts))
    }

    /// The name of the step that is shown at a moment.
    pub(super) fn step_at(&self, at: ShowTime) -> Option<String> {
        Some(self.story.steps.get(self.story.step_at(at))?.name.clone())
    }

    /// The first step in which anybody says no.
    pub(super) fn first_refusal(&self) -> Option<usize> {
        self.refusals.iter().position(Option::is_some)
    }

    /// The name of the step in which something goes wrong first, or is not as quick as usual.
    pub(super) fn hitch(&self) -> Option<&str> {
        self.story.steps.get(self.hitch?).map(|step| step.name.as_str())
    }

    /// The first step in which this host says no, or else the first one in which anybody does.
    pub(super) fn refusal(&self, host: HostId) -> Option<usize> {
        // The name servers stand in the picture as one registry.
        let is_registry =
            |host: HostId| matches!(self.story.trace.cast.host(host).role, Role::NameServer(_));
        let here = |refusal: &Option<HostId>| {
            refusal.is_some_and(|it| it == host || is_registry(it) && is_registry(host))
        };
        let first = self.refusals.iter().position(here);
        first.or_else(|| self.first_refusal())
    }
}
