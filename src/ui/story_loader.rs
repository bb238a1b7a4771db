//! From a link to a journey: a preset lies beside the page as a file, and everything else is told by
//! the engine.

use std::rc::Rc;

use super::browser;
use super::journey::Journey;
use crate::embedder_messages::Names;
use crate::engine_messages::{self, EngineRequest, Place, PlayerRequest};
use ::text::links as text;
use model::compiled_story::CompiledStory;
use model::link::{self, Link};

/// A journey that is new, and where to begin.
#[derive(Clone, PartialEq)]
pub(super) struct LoadedStory {
    pub journey: Rc<Journey>,
    pub place: Place,
    /// What was wrong with the link that was opened, in words.
    pub problem: Option<String>,
    /// Which of the names of the page's owner could not be used, in words.
    pub refused: Vec<String>,
}

impl LoadedStory {
    /// What the engine has told.
    pub(super) fn of(request: PlayerRequest) -> Option<Self> {
        match request {
            PlayerRequest::Show { story, place, problem, refused } => {
                let loaded = Self { journey: Journey::new(*story)?, place, problem, refused };
                Some(loaded.checked())
            }
            _ => None,
        }
    }

    /// With what is wrong when there is no such step.
    fn checked(mut self) -> Self {
        if let Place::Step(Some(name)) = &self.place
            && self.journey.story.step_named(name).is_none()
        {
            self.problem = self.problem.or_else(|| Some(text::UNKNOWN_STEP.to_owned()));
        }
        self
    }
}

/// What can be fetched.
pub(super) enum Wanted {
    /// What a link shows.
    Linked(Link),
    /// This scenario, with other names of the page's owner.
    Renamed(String),
}

impl From<Link> for Wanted {
    fn from(link: Link) -> Self {
        Self::Linked(link)
    }
}

/// Fetches it, told with the owner's names, and calls back: with nothing where that did not succeed.
pub(super) fn fetch(
    wanted: Wanted,
    names: Names,
    then: impl FnOnce(Option<LoadedStory>) + 'static,
) {
    let request = match wanted {
        Wanted::Linked(Link::Preset { preset, step, problem }) if names.is_empty() => {
            browser::fetch_story(preset.slug(), move |bytes| {
                then(bytes.and_then(|bytes| {
                    let journey = Journey::new(CompiledStory::read(&bytes)?)?;
                    let problem = problem.map(|problem| text::short(&problem).to_owned());
                    let place = Place::Step(step);
                    Some(LoadedStory { journey, place, problem, refused: Vec::new() }.checked())
                }));
            });
            return;
        }
        Wanted::Linked(Link::Preset { preset, step, problem }) => {
            let fragment = link::named(preset, step.as_deref());
            let problem = problem.map(|problem| text::short(&problem).to_owned());
            ask(EngineRequest::Tell { fragment, names }, move |loaded| {
                then(loaded.map(|loaded| LoadedStory {
                    problem: problem.or(loaded.problem.clone()),
                    ..loaded
                }));
            });
            return;
        }
        Wanted::Linked(Link::State(fragment)) => EngineRequest::Tell { fragment, names },
        Wanted::Renamed(scenario) => EngineRequest::Rename { scenario, names },
    };
    ask(request, then);
}

/// Lets the engine tell it.
fn ask(request: EngineRequest, then: impl FnOnce(Option<LoadedStory>) + 'static) {
    browser::fetch_engine(move |engine| {
        let Some(engine) = engine else {
            then(None);
            return;
        };
        engine.ask(&engine_messages::write(&request), move |answer| {
            then(answer.and_then(|answer| LoadedStory::of(engine_messages::read(&answer)?)));
        });
    });
}
