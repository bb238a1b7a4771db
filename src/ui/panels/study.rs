//! A scenario as the panels need it: everything that is computed once for each.

use std::rc::Rc;

use crate::player::ShowTime;
use crate::presets;
use crate::share;
use crate::sim::cast::{HostId, Role};
use crate::sim::scenario::{Parts, Scenario, ScenarioError};
use crate::sim::simulate;
use crate::sim::time::Instant;
use crate::story::Story;
use crate::story::knowledge::{self, Knowledge};
use crate::story::lookups::{self, Exchange};
use crate::story::verdict::{self, Verdict};
use crate::story::{BeatKind, stops};

/// A scenario, simulated and told. Compared by identity: two of them are never the same.
#[derive(Debug)]
pub(super) struct Study {
    /// The preset it began with.
    pub slug: &'static str,
    /// Its scenario.
    pub parts: Parts,
    /// How it is told.
    pub story: Story,
    /// What was looked up, and when it is told.
    pub exchanges: Vec<(ShowTime, Exchange)>,
    /// Why it did not simply succeed.
    pub verdicts: Vec<Verdict>,
    /// What is known when everything is over. The story may end earlier, with what happened to
    /// another recipient.
    pub known: Knowledge,
    /// Who says no in each step, if anybody does.
    stops: Vec<Option<HostId>>,
}

impl PartialEq for Study {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Study {
    /// What the page has packed; the one `before` if it is that.
    pub(super) fn of(packed: &str, before: Option<&Rc<Self>>) -> Rc<Self> {
        let opened = share::unpack(packed);
        match before {
            Some(before) if before.slug == opened.slug && before.parts == opened.parts => {
                before.clone()
            }
            // What comes out of a link, or of a packed scenario, is always valid.
            _ => Rc::new(Self::new(opened.slug, opened.parts).unwrap_or_else(|_| {
                let parts = presets::PRESETS[0].parts();
                Self::new(presets::DEFAULT_SLUG, parts).expect("a preset is valid (tested)")
            })),
        }
    }

    fn new(slug: &'static str, parts: Parts) -> Result<Self, ScenarioError> {
        let scenario = Scenario::new(parts)?;
        let story = Story::tell(simulate(&scenario));
        let exchanges = lookups::of(&story.trace);
        let over = story.trace.events.last().map_or(Instant::ZERO, |event| event.at);
        let stops = stops::of(&story, &exchanges);
        Ok(Self {
            slug,
            stops: stops.into_iter().map(|stop| stop.map(|(_, host)| host)).collect(),
            verdicts: verdict::of(&story.trace),
            known: knowledge::at(&story.trace, over),
            exchanges: exchanges.into_iter().map(|each| (told_at(&story, &each), each)).collect(),
            parts: scenario.parts().clone(),
            story,
        })
    }

    /// The link to a moment: the fragment, and whether the text had to be left out.
    pub(super) fn link(&self, at: Option<ShowTime>) -> share::Encoded {
        let step = at.and_then(|at| self.story.steps.get(self.story.step_at(at)));
        share::encode(self.slug, step.map(|step| step.name.as_str()), &self.parts)
    }

    /// The first step in which this host says no, or else the first one in which anybody does.
    pub(super) fn stop(&self, host: HostId) -> Option<usize> {
        // The name servers stand in the picture as one registry.
        let is_registry =
            |host: HostId| matches!(self.story.trace.cast.host(host).role, Role::NameServer(_));
        let here = |stop: &Option<HostId>| {
            stop.is_some_and(|it| it == host || is_registry(it) && is_registry(host))
        };
        let first = self.stops.iter().position(here);
        first.or_else(|| self.stops.iter().position(Option::is_some))
    }
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
