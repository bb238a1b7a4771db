//! The widget as it stands in the page before any script has come: nothing has happened yet, and
//! nothing can be pressed that is not pressed again when the live one is there (`static/boot.js`).
//!
//! It looks as `widget` does at the beginning of the same journey; `e2e/tests/still.rs` holds
//! one against the other.

use yew::prelude::*;

use super::caption::most;
use super::icon::icon;
use super::scene::{Shot, shot, still_strip};
use super::scrubber::{letter, rails, tick};
use crate::player::Speed;
use ::text::captions::whom_in;
use ::text::glossary::{self, Stretch};
use ::text::{brief, came_back, hood, ui as text};
use model::story::{Stage, Story};
use scene::{Frame, Layout, Size, frame_at};

/// More dots than this stand closer together.
const MANY: usize = 7;

/// What its heading is called: the live one has a number there.
const TITLE: &str = "ej-still-title";

/// The smallest phones, in pixels.
const SMALLEST: u32 = 318;

/// What nobody sees, in scene units.
const SLACK: i32 = 3;

/// The widget at the beginning of this story.
pub fn still(story: &Story) -> Html {
    html! {
        <section class="ej is-still" aria-labelledby={TITLE} data-stage={Stage::Sending.slug()}>
            { top(story) }
            <div class="ej-view">{ pictures(story) }</div>
            { caption(story) }
            { transport(story) }
            <div class="ej-folds">
                { fold("came-back", came_back::OPEN) }
                { fold("what-if", text::INVITE) }
                { fold("own", text::OWN) }
                { fold("hood", (hood::HOOD, hood::HOOD_SHORT)) }
            </div>
            // A part is not seen while it is the last one: it may not have come whole.
            <i hidden=true></i>
        </section>
    }
}

/// A picture for each size, of which the style sheet shows one.
fn pictures(story: &Story) -> Html {
    let title = story.steps.first().map_or("", |step| step.title.as_str());
    let mut strip = Html::default();
    let shots = Size::ALL.map(|size| {
        let layout = Layout::new(story, size);
        let frame = frame_at(story, &layout, 0);
        if size.pans() {
            strip = still_strip(&layout, &frame);
        }
        let (class, pixels) = match size {
            // The smallest one does not begin at the left end.
            Size::Narrow if layout.view(frame.pose.camera, SMALLEST).x > SLACK => {
                ("ej-shot is-narrow is-local", 480)
            }
            Size::Narrow => ("ej-shot is-narrow", 480),
            Size::Small => ("ej-shot is-small", 720),
            Size::Medium => ("ej-shot is-medium", 960),
            Size::Wide => ("ej-shot is-wide", 1200),
        };
        let view = layout.view(frame.pose.camera, pixels);
        let label = text::picture(title, frame.pose.in_words());
        shot(&Shot { class, view, label: &label, whole: false }, &layout, &frame)
    });
    html! { <>{ strip }<figure class="ej-scene">{ for shots }</figure></> }
}

/// The picture alone, of the size and the shape of a large one, for those who draw it without a browser.
pub fn picture(layout: &Layout, frame: &Frame) -> Html {
    let view = layout.view(frame.pose.camera, 1200);
    shot(&Shot { class: "ej-shot", view, label: "", whole: false }, layout, frame)
}

fn top(story: &Story) -> Html {
    html! {
        <header class="ej-top">
            <h2 class="ej-title" id={TITLE}>{ text::TITLE }</h2>
            <nav class="ej-stages" aria-label={text::STAGES}>
                { for Stage::ALL.iter().map(|stage| stage_button(story, *stage)) }
            </nav>
            <button class="ej-btn" type="button" data-ej="share" aria-label={text::SHARE}>
                { icon("#ej-ui-share") }<span>{ text::SHARE }</span>
            </button>
        </header>
    }
}

fn stage_button(story: &Story, stage: Stage) -> Html {
    let number = stage.number();
    let (name, phrase) = text::stage(number);
    let here = stage == Stage::Sending;
    let count = story.steps.iter().filter(|step| step.stage == stage).count();
    let dots = (0..count).map(|n| {
        html! { <i class={classes!("ej-dot", (here && n == 0).then_some("is-here"))}></i> }
    });
    let mark = ["#ej-stage-", &number.to_string()].concat();
    html! {
        <button class={classes!("ej-stage", here.then_some("is-here"))} type="button"
            data-n={number.to_string()} data-ej={["stage-", stage.slug()].concat()}
            aria-current={here.then_some("step")}>
            <svg class="ej-mark" viewBox="0 0 28 28" aria-hidden="true">
                <use href={mark} width="28" height="28" />
                <text x="14" y="19">{ number }</text>
            </svg>
            <b>{ name }<span>{ phrase }</span></b>
            <span class={classes!("ej-dots", (count > MANY).then_some("is-many"))}
                aria-hidden="true">{ for dots }</span>
        </button>
    }
}

fn caption(story: &Story) -> Html {
    let Some(step) = story.steps.first() else {
        return Html::default();
    };
    html! {
        <div class="ej-caption">
            <div class="ej-sheet">
                <div class="ej-text">
                    <div class="ej-titled">
                        <h3>{ brief::title(&step.title) }</h3>
                        if let Some((people, number)) = whom_in(story, step) {
                            <p class="ej-whom"><span>{ people }</span>{ " " }<b>{ number }</b></p>
                        }
                    </div>
                    <p class="ej-lines">{ terms(&brief::caption(&step.caption)) }</p>
                    { most() }
                </div>
                <div class="ej-side">
                    <p class="ej-time">
                        <b>{ text::clock(story.clock(0).micros()) }</b>{ " " }<span>{ text::SINCE }</span>
                    </p>
                    <button class="ej-count" type="button" data-ej="words">
                        <span class="ej-unseen">{ text::WORDS }{ ": " }</span>
                        <span class="ej-long">{ text::STEP }{ " " }</span>
                        { text::of(0, story.steps.len()) }
                        { icon("#ej-ui-down") }
                    </button>
                </div>
            </div>
        </div>
    }
}

/// The sentence with its terms marked. They explain themselves in the live widget only.
fn terms(caption: &str) -> Html {
    let words = glossary::tied_terms(caption).into_iter().map(|tied| match tied.piece {
        Stretch::Text(text) => html! { { text } },
        Stretch::Term(shown, _) => {
            let term = html! { <span class="ej-term">{ shown }</span> };
            html! { <span class="ej-tied">{ tied.before }{ term }{ tied.after }</span> }
        }
    });
    html! { <>{ for words }</> }
}

fn transport(story: &Story) -> Html {
    let (steps, end) = (&story.steps, story.end());
    let usual = text::SPEEDS[Speed::default() as usize];
    let title = steps.first().map_or("", |step| step.title.as_str());
    html! {
        <div class="ej-transport">
            <div class="ej-keys">
                <button class="ej-btn" type="button" data-ej="back" aria-label={text::BACK}>
                    { icon("#ej-ui-back") }<span class="ej-name">{ text::BACK }</span>
                </button>
                <button class="ej-btn is-solid" type="button" data-ej="play">
                    { icon("#ej-ui-play") }<span class="ej-name">{ text::PLAY }</span>
                </button>
                <button class="ej-btn" type="button" data-ej="next" aria-label={text::NEXT}>
                    <span class="ej-name">{ text::NEXT }</span>{ icon("#ej-ui-next") }
                </button>
                <button class="ej-btn ej-narrow-only" type="button" data-ej="speed"
                    aria-label={[text::SPEED, " ", usual].concat()}>{ usual }</button>
            </div>
            <div class="ej-scrub">
                <svg class="ej-rails" aria-hidden="true">
                    { for rails(steps, end, end) }
                    { for steps.iter().map(|step| tick(step, (false, false), 0, end)) }
                </svg>
                <i class="ej-head">{ letter(false) }</i>
                <input class="ej-range" type="range" min="0" max={end.to_string()} value="0"
                    aria-label={text::SCRUB} aria-valuetext={text::step_of(0, steps.len(), title)} />
            </div>
            <div class="ej-speed" role="group" aria-label={text::SPEED}>
                { for text::SPEEDS.iter().map(|speed| html! {
                    <button type="button" aria-pressed={(*speed == usual).to_string()}>{ *speed }</button>
                }) }
            </div>
        </div>
    }
}

fn fold(test: &'static str, (long, short): (&'static str, &'static str)) -> Html {
    html! {
        <button class="ej-fold" type="button" data-ej={test} aria-expanded="false">
            <span class="ej-long">{ long }</span><span class="ej-short">{ short }</span>
            { icon("#ej-ui-down") }
        </button>
    }
}
