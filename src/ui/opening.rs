//! From a link to a journey: a preset lies beside the page as a file, and everything else is told by
//! the engine.

use std::rc::Rc;

use super::browser;
use super::journey::Journey;
use crate::messages::{self, Order, Place, Wish};
use crate::share::Link;
use crate::told::Told;

/// A journey that is new, and where to begin.
#[derive(Clone, PartialEq)]
pub(super) struct News {
    pub journey: Rc<Journey>,
    pub place: Place,
    /// What was wrong with the link that was opened, in words.
    pub problem: Option<String>,
}

impl News {
    /// What the engine has told.
    pub(super) fn of(wish: Wish) -> Option<Self> {
        match wish {
            Wish::Show { told, place, problem } => {
                Some(Self { journey: Journey::new(*told)?, place, problem })
            }
            _ => None,
        }
    }
}

/// Fetches what a link shows, and calls back: with nothing where that did not succeed.
pub(super) fn fetch(link: Link, then: impl FnOnce(Option<News>) + 'static) {
    match link {
        Link::Preset { slug, step, problem } => browser::fetch_story(slug, move |bytes| {
            then(bytes.and_then(|bytes| {
                let journey = Journey::new(Told::read(&bytes)?)?;
                let problem = problem.map(|problem| problem.sentence().to_owned());
                Some(News { journey, place: Place::Step(step), problem })
            }));
        }),
        Link::State(fragment) => browser::fetch_engine(move |engine| {
            let Some(engine) = engine else {
                then(None);
                return;
            };
            engine.ask(&messages::write(&Order::Tell(fragment)), move |answer| {
                then(answer.and_then(|answer| News::of(messages::read(&answer)?)));
            });
        }),
    }
}
