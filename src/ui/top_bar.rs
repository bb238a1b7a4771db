//! The bar above the picture: title, stages, share.

use std::cmp::Ordering;
use std::rc::Rc;

use yew::prelude::*;

use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use super::panel_buttons::PANELS;
use super::shape::{self, button, element, shape, words};
use crate::engine_messages::Panel;
use crate::player::ShowTime;
use ::text::ui as text;
use model::story::Stage;

/// More dots than this stand closer together.
const MANY: usize = 7;

/// Properties of [`TopBar`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    /// The step that is shown.
    pub step: usize,
    /// See [`Journey::failed_by`].
    pub failed: Option<(ShowTime, bool)>,
    /// What is open below.
    pub open: Option<Panel>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.step == other.step
            && self.failed == other.failed
            && self.open == other.open
    }
}

/// The bar.
#[component]
pub(super) fn TopBar(props: &Props) -> Html {
    let Props { live, journey, step, failed, open } = props;
    let open = *open == Some(Panel::Share);
    html! {
        <header class="ej-top">
            <h2 class="ej-title" id={live.id("title")}>{ text::TITLE }</h2>
            <nav class="ej-stages" aria-label={text::STAGES}>
                { for Stage::ALL.iter().map(|stage| stage_button(live, journey, *step, *stage, *failed)) }
            </nav>
            { button!(
                live.on_panel(Panel::Share, "share"),
                shape::all([icon("#ej-ui-share"), element!("span", words(text::SHARE))]),
                "class" = "ej-btn", "data-ej" = "share", "aria-label" = text::SHARE,
                "aria-expanded" = open, "aria-controls" = live.id(PANELS),
            ) }
        </header>
    }
}

fn stage_button(
    live: &Live,
    journey: &Journey,
    now: usize,
    stage: Stage,
    failed: Option<(ShowTime, bool)>,
) -> Html {
    let here = journey.story.steps.get(now).map_or(Stage::Sending, |step| step.stage);
    let n = stage.number();
    let (name, phrase) = text::stage(n);
    let class = progress(stage.cmp(&here));
    let failed = failed.filter(|(at, _)| journey.stage(*at) == stage);
    let phrase = failed.map_or(phrase, |(_, some)| text::failed(some));
    let stop = failed.map(|_| "is-stop");
    let steps = journey.story.steps.iter().enumerate().filter(|(_, step)| step.stage == stage);
    let many = steps.clone().count() > MANY;
    let dots = steps.map(|(index, _)| {
        let class = progress(index.cmp(&now));
        let refused = index <= now && journey.refusals[index].is_some_and(|no| no.is_stop());
        shape!("i", "class" = shape::class("ej-dot", &[Some(class), refused.then_some("is-stop")]))
    });
    let onclick = {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| live.go_to(stage))
    };
    let mark = match stage {
        Stage::Sending => "#ej-stage-1",
        Stage::Sorting => "#ej-stage-2",
        Stage::Delivering => "#ej-stage-3",
    };
    let mark = if failed.is_some() {
        shape!("use", "href" = "#ej-stop", "width" = "28", "height" = "28")
    } else {
        shape::all([
            shape!("use", "href" = mark, "width" = "28", "height" = "28"),
            element!("text", words(&n.to_string()), "x" = "14", "y" = "19"),
        ])
    };
    let name = shape::all([words(name), element!("span", words(phrase))]);
    let content = shape::all([
        element!("svg", mark, "class" = "ej-mark", "viewBox" = "0 0 28 28", "aria-hidden" = "true"),
        element!("b", name),
        element!(
            "span",
            dots.collect(),
            "class" = shape::class("ej-dots", &[many.then_some("is-many")]),
            "aria-hidden" = "true",
        ),
    ]);
    button!(
        onclick,
        content,
        "class" = shape::class("ej-stage", &[Some(class), stop]),
        "data-n" = i32::from(n),
        "data-ej" = ["stage-", stage.slug()].concat(),
        "aria-current" = (stage == here).then_some("step"),
    )
}

/// The class of what lies behind, here, or ahead.
const fn progress(place: Ordering) -> &'static str {
    match place {
        Ordering::Less => "is-done",
        Ordering::Equal => "is-here",
        Ordering::Greater => "",
    }
}
