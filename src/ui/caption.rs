//! What is happening, in words, with the clock beside it. As high for one step as for any other.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use super::panel::PANELS;
use super::terms::Terms;
use crate::messages::{Open, Panel};
use crate::text::brief;
use crate::text::ui as text;

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
    /// Whether the whole journey is shown in words.
    pub words: bool,
    /// Shows it or hides it.
    pub on_words: Callback<MouseEvent>,
    /// What is open below.
    pub open: Open,
    /// Opens or closes it.
    pub on_panel: Callback<Panel>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.step == other.step
            && self.at_end == other.at_end
            && self.words == other.words
            && self.open == other.open
    }
}

/// Title and caption of a step, the clock, and what there is to ask about.
#[component]
pub(super) fn Caption(props: &Props) -> Html {
    let Props { live, journey, step: now, words, .. } = props;
    let within = use_node_ref();
    let Some(step) = journey.story.steps.get(*now) else {
        return Html::default();
    };
    html! {
        <div class="ej-caption" ref={&within}>
            <div class="ej-sheet">
                <div class="ej-text">
                    <h3>{ brief::title(&step.title) }</h3>
                    <Terms live={live.clone()} caption={brief::caption(&step.caption)}
                        within={within.clone()} />
                </div>
                <div class="ej-side">
                    <p class="ej-time"><b ref={&props.clock}></b>{ " " }<span>{ text::SINCE }</span></p>
                    <button class="ej-count" type="button" data-ej="words" onclick={&props.on_words}
                        aria-expanded={words.to_string()}>
                        <span class="ej-unseen">{ text::WORDS }{ ": " }</span>
                        <span class="ej-long">{ text::STEP }{ " " }</span>
                        { text::of(*now, journey.story.steps.len()) }
                        { icon(if *words { "#ej-ui-up" } else { "#ej-ui-down" }) }
                    </button>
                    { ask(props) }
                </div>
            </div>
        </div>
    }
}

/// Why it did not simply arrive; or, when all is well at the end, what could have gone wrong.
fn ask(props: &Props) -> Html {
    let button = |panel: Panel, (long, short): (&'static str, &'static str), class, sign| {
        let is_open = props.open.has(panel);
        let onclick = props.on_panel.reform(move |_: MouseEvent| panel);
        let slug = if panel == Panel::Verdict { "verdict" } else { "invite" };
        let class: Option<&'static str> = class;
        html! {
            <button class={classes!("ej-ask", class)} type="button" data-ej={slug} {onclick}
                aria-expanded={is_open.to_string()} aria-controls={props.live.id(PANELS)}>
                <span class="ej-pill">
                    { icon(sign) }
                    <span class="ej-long">{ long }</span><span class="ej-short">{ short }</span>
                </span>
            </button>
        }
    };
    match props.journey.mended {
        Some(true) => button(Panel::Verdict, text::WHY, None, "#ej-ui-wait"),
        Some(false) => button(Panel::Verdict, text::WHY, Some("is-stop"), "#ej-ui-stop"),
        None if props.at_end => button(Panel::WhatIf, text::INVITE, None, "#ej-ui-fork"),
        None => Html::default(),
    }
}
