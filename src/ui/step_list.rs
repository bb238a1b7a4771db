//! The whole journey in words: a list of all steps.

use std::cmp::Ordering;
use std::rc::Rc;

use yew::prelude::*;

use super::browser;
use super::effect::use_effect_on;
use super::journey::Journey;
use super::live::Live;
use super::shape::{self, button, element, words};
use crate::player::Action;
use ::text::captions::{titled, whom_in};
use ::text::ui as text;

/// Properties of [`StepList`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    pub step: usize,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey) && self.step == other.step
    }
}

/// The list; a click on a step goes there.
#[component]
pub(super) fn StepList(props: &Props) -> Html {
    let Props { live, journey, step: now } = props;
    let pane = use_node_ref();
    {
        let pane = pane.clone();
        use_effect_on(*now, move |_| browser::scroll_to_now(&pane));
    }
    let items = journey.story.steps.iter().enumerate().map(|(n, step)| {
        let onclick = {
            let live = live.clone();
            Callback::from(move |_: MouseEvent| live.act(Action::Step(n)))
        };
        let class = match n.cmp(now) {
            Ordering::Less => "is-done",
            Ordering::Equal => "is-here",
            Ordering::Greater => "",
        };
        let title = words(&titled(&step.title, whom_in(&journey.story, step)));
        let content = shape::all([
            button!(onclick, title, "aria-current" = (n == *now).then_some("step")),
            element!("p", words(&step.caption)),
        ]);
        element!(
            "li",
            content,
            "class" = class,
            "data-n" = i32::from(step.stage.number()),
            "data-now" = (n == *now).then_some("true"),
        )
    });
    let heading = live.id("words-heading");
    html! {
        <section class="ej-words" data-ej="words-list" ref={pane} aria-labelledby={heading.clone()}>
            <h4 id={heading}>{ text::WORDS }</h4>
            <ol id={live.id("words")}>{ for items }</ol>
        </section>
    }
}
