//! What is read out: each step once, and only to readers who go from step to step themselves.

use std::rc::Rc;

use yew::prelude::*;

use super::journey::Journey;
use ::text::captions::{titled, whom_in};
use ::text::ui as text;
use model::preset_id::PresetId;

/// Properties of [`LiveRegion`].
#[derive(Properties)]
pub(super) struct Props {
    pub journey: Rc<Journey>,
    pub step: usize,
    /// Do not read anything out: the reader has not asked for anything, or the story plays.
    pub quiet: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.step == other.step
            && self.quiet == other.quiet
    }
}

/// What was said last: of which example and step, and the words.
#[derive(Default)]
struct Last {
    place: Option<(PresetId, String)>,
    words: String,
}

/// The live region.
#[component]
pub(super) fn LiveRegion(props: &Props) -> Html {
    let last = use_mut_ref(Last::default);
    let mut last = last.borrow_mut();
    if let Some(step) = props.journey.story.steps.get(props.step) {
        // While the reader types other addresses, the step stays the same.
        let place = Some((props.journey.preset, step.name.clone()));
        if last.place != place {
            last.place = if props.quiet {
                // What was said of another moment is not there to be found, either.
                last.words.clear();
                None
            } else {
                let title = titled(&step.title, whom_in(&props.journey.story, step));
                last.words = text::spoken(&title, &step.caption);
                place
            };
        }
    }
    html! { <p class="ej-unseen" role="status" data-ej="said">{ last.words.clone() }</p> }
}
