//! What is happening, in words, with the clock beside it. As high for one step as for any other.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use super::panel_buttons::PANELS;
use super::shape::{self, button, element, words};
use super::terms::Terms;
use crate::engine_messages::Panel;
use crate::player::ShowTime;
use ::text::captions::whom_in;
use ::text::{brief, ui as text};
use model::story::refusals;

/// Properties of [`Caption`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    pub step: usize,
    /// Where the animation loop writes the time.
    pub clock: NodeRef,
    /// The journey is over.
    pub at_end: bool,
    /// It has been told that something goes wrong.
    pub hitch: bool,
    /// Whether the whole journey is shown in words.
    pub words: bool,
    /// What is open below.
    pub open: Option<Panel>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.step == other.step
            && self.at_end == other.at_end
            && self.hitch == other.hitch
            && self.words == other.words
            && self.open == other.open
    }
}

/// Title and caption of a step, the clock, and what there is to ask about.
#[component]
pub(super) fn Caption(props: &Props) -> Html {
    let Props { live, journey, step: now, words, .. } = props;
    let within = use_node_ref();
    let on_words = {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| live.open_now(live.opened().press_words()))
    };
    let Some(step) = journey.story.steps.get(*now) else {
        return Html::default();
    };
    html! {
        <div class="ej-caption" ref={&within}>
            <div class="ej-sheet">
                <div class="ej-text">
                    <div class="ej-titled">
                        <h3>{ brief::title(&step.title) }</h3>
                        if let Some((people, number)) = whom_in(&journey.story, step) {
                            <p class="ej-whom"><span>{ people }</span>{ " " }<b>{ number }</b></p>
                        }
                    </div>
                    // In other words, a term stands elsewhere: what was explained is closed.
                    <Terms key={*now} live={live.clone()} caption={brief::caption(&step.caption)}
                        within={within.clone()} />
                    { most() }
                </div>
                <div class="ej-side">
                    <p class="ej-time"><b ref={&props.clock}></b>{ " " }<span>{ text::SINCE }</span></p>
                    { button!(
                        on_words, count(*now, journey.story.steps.len(), *words),
                        "class" = "ej-count", "data-ej" = "words", "aria-expanded" = *words,
                    ) }
                    { ask(props) }
                </div>
            </div>
        </div>
    }
}

/// What makes room for the longest of all titles and sentences (`static/ej.css` has its words).
pub(super) fn most() -> Html {
    html! { <><i class="ej-most is-title"></i><i class="ej-most"></i></> }
}

/// Whether it has been told that something goes wrong.
pub(super) fn hitch_told(journey: &Journey, at: ShowTime) -> bool {
    let refusals = journey.refusals.iter().flatten().map(|no| no.from);
    refusals::hitch(&journey.story.beats, refusals).is_some_and(|from| from <= at)
}

/// Which step of how many it is, and whether the list of them is open.
fn count(now: usize, all: usize, open: bool) -> Html {
    let what = shape::all([words(text::WORDS), words(": ")]);
    let step = shape::all([words(text::STEP), words(" ")]);
    shape::all([
        element!("span", what, "class" = "ej-unseen"),
        element!("span", step, "class" = "ej-long"),
        words(&text::of(now, all)),
        icon(if open { "#ej-ui-up" } else { "#ej-ui-down" }),
    ])
}

/// Why it did not simply arrive, once that is told; or, when all is well at the end, what could have gone wrong.
fn ask(props: &Props) -> Html {
    let button = |panel: Panel, names: (&'static str, &'static str), class, sign| {
        let is_open = props.open == Some(panel);
        let slug = if panel == Panel::Verdict { "verdict" } else { "invite" };
        let class: Option<&'static str> = class;
        let name = shape::all([icon(sign), shape::long_and_short(names)]);
        let name = element!("span", name, "class" = "ej-pill");
        button!(
            props.live.on_panel(panel, slug),
            name,
            "class" = shape::class("ej-ask", &[class]),
            "data-ej" = slug,
            "aria-expanded" = is_open,
            "aria-controls" = props.live.id(PANELS),
        )
    };
    // Whoever has opened the card can close it.
    let told = props.hitch || props.at_end || props.open == Some(Panel::Verdict);
    match props.journey.mended {
        Some(_) if !told => Html::default(),
        Some(true) => button(Panel::Verdict, text::WHY, None, "#ej-ui-wait"),
        Some(false) => button(Panel::Verdict, text::WHY, Some("is-stop"), "#ej-ui-stop"),
        None if props.at_end => button(Panel::WhatIf, text::INVITE, None, "#ej-ui-fork"),
        None => Html::default(),
    }
}
