//! The slider: dragging the letter drags it along its journey. It runs above the rail, so that it
//! hides none of the marks on it.

use yew::prelude::*;

use super::browser;
use super::journey::Journey;
use super::live::Live;
use super::number::percent;
use super::shape::{Value, class, make, shape};
use super::use_motion::{Nodes, rail_of};
use crate::player::{Action, ShowTime};
use ::text::ui as text;
use model::story::Step;

/// The slider over a rail for each stage, with a tick where each step rests.
pub(super) fn scrubber(live: &Live, journey: &Journey, at: ShowTime, nodes: &Nodes) -> Html {
    let end = journey.marks.end;
    let oninput = {
        let live = live.clone();
        Callback::from(move |event: InputEvent| {
            if let Ok(at) = browser::typed(&event).parse() {
                live.act(Action::Seek(at));
            }
        })
    };
    let rails = |until| rails(&journey.story.steps, until, end);
    let fails = journey.failed.map_or(end, |(from, _)| from);
    let failed = journey.failed_by(at).map(|(from, _)| from);
    // What comes back goes on another line than what was to arrive.
    let back = journey.failed.map(|_| {
        shape!(
            "line",
            "class" = "ej-back",
            "x1" = percent(fails, end),
            "x2" = "100%",
            "y1" = "34",
            "y2" = "34",
        )
    });
    let ticks = journey.story.steps.iter().zip(&journey.refusals);
    let ticks = ticks.map(|(step, refusal)| {
        let back = failed.is_some_and(|from| step.rest > from);
        tick(step, (refusal.is_some_and(|no| no.is_stop()), back), at, end)
    });
    let now = journey.story.step_at(at);
    let title = journey.step(at).map_or("", |step| step.title.as_str());
    html! {
        <div class="ej-scrub">
            <svg class="ej-rails" aria-hidden="true">{ for rails(end) }</svg>
            <div class="ej-played" ref={&nodes.played[0]} aria-hidden="true">
                <div ref={&nodes.played[1]}><svg>{ for rails(fails) }{ for back }</svg></div>
            </div>
            <svg class="ej-rails" aria-hidden="true">{ for ticks }</svg>
            <i class="ej-head" ref={&nodes.head}>{ letter(failed.is_some()) }</i>
            <input class="ej-range" type="range" data-ej="scrub" ref={&nodes.scrub} min="0"
                max={end.to_string()} step="1" aria-label={text::SCRUB} {oninput}
                aria-valuetext={text::step_of(now, journey.story.steps.len(), title)} />
        </div>
    }
}

/// What is dragged: the letter, or what comes back.
pub(super) fn letter(failed: bool) -> Html {
    let href = if failed { "#ej-envelope-bounce" } else { "#ej-envelope" };
    make(
        ("svg", None),
        &["viewBox", "aria-hidden"],
        &[Value::Word("0 0 64 44"), Value::Word("true")],
        Some(shape!("use", "href" = href)),
    )
}

/// A rail for each stage up to a moment, on the way to `end`.
pub(super) fn rails(steps: &[Step], cut: ShowTime, end: ShowTime) -> impl Iterator<Item = Html> {
    (0..3).map(move |n| {
        let (from, until) = rail_of(steps, n);
        let (from, until) = (from.min(cut), until.min(cut));
        shape!(
            "rect",
            "class" = "ej-rail",
            "data-n" = (n + 1).to_string(),
            "x" = percent(from, end),
            "width" = percent(until - from, end),
            "y" = "32",
            "height" = "4",
            "rx" = "2",
        )
    })
}

/// Where a step rests; somebody says no for good in it, or it tells what comes back.
pub(super) fn tick(
    step: &Step,
    (refused, back): (bool, bool),
    at: ShowTime,
    end: ShowTime,
) -> Html {
    let done = step.rest <= at;
    let refused = refused && done;
    let back = (back && done && !refused).then_some("is-back");
    let class = class("ej-tick", &[done.then_some("is-done"), refused.then_some("is-stop"), back]);
    let d = match step.stage.number() {
        _ if refused => "M-3 -7h6l4 4v6l-4 4h-6l-4 -4v-6z",
        1 => "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
        2 => "M0 -6L6 0L0 6L-6 0z",
        _ => "M-4.5 -4.5h9v9h-9z",
    };
    html! {
        <svg x={percent(step.rest, end)} y="34" overflow="visible"
            data-n={step.stage.number().to_string()}>
            { shape!("path", "class" = class, "d" = d) }
        </svg>
    }
}
