//! What moves, moves as the core says.

#![expect(clippy::float_arithmetic, reason = "browsers measure in fractions of a pixel")]

use e2e::{Browser, Engine};
use model::presets;
use model::story::Story;
use scene::{Layout, Motion, Size, TokenPlace, motion_at};
use serde_json::Value;
use sim::simulate;

fn play(browser: &Browser) {
    browser.press("play");
}

/// Where the tokens are in the picture, in scene units: what each is, x, y.
const PLACES: &str = "
    const world = document.querySelector('.ej-world > svg').getBoundingClientRect();
    const unit = world.width / arguments[0];
    return [...document.querySelectorAll('.ej-tokens > *')].map((token) => {
        const box = token.getBoundingClientRect();
        return [(box.left - world.left) / unit, (box.top - world.top) / unit];
    });
";

fn places(browser: &Browser, layout: &Layout) -> Vec<(f64, f64)> {
    let found = browser.script(PLACES, &[layout.scene().width.into()]);
    let number = |place: &Value, n: usize| place[n].as_f64().expect("a number");
    found.as_array().expect("a list").iter().map(|it| (number(it, 0), number(it, 1))).collect()
}

/// Goes to a moment with the slider.
fn seek(browser: &Browser, at: u32) {
    let seek = "const slider = document.querySelector('[data-ej=scrub]');
                slider.value = arguments[0];
                slider.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.script(seek, &[at.into()]);
}

/// Where the tokens are once that is `right`, or after a while in any case: on a slow machine, what is
/// drawn is placed a few tasks later.
fn settled(
    browser: &Browser,
    layout: &Layout,
    right: impl Fn(&[(f64, f64)]) -> bool,
) -> Vec<(f64, f64)> {
    let looks = std::iter::repeat_with(|| places(browser, layout)).take(LOOKS);
    let mut last = Vec::new();
    for found in looks {
        let done = right(&found);
        last = found;
        if done {
            break;
        }
    }
    last
}

/// How often [`settled`] looks at most.
const LOOKS: usize = 100;

fn are_there(found: &[(f64, f64)], motion: &Motion) -> bool {
    found.len() == motion.tokens.len()
        && found.iter().zip(&motion.tokens).all(|(at, place)| is_there(*at, place))
}

fn is_there((x, y): (f64, f64), place: &TokenPlace) -> bool {
    let near = |is: f64, should: i32| (is - f64::from(should) / 100.0).abs() < 0.5;
    near(x, place.x) && near(y, place.y)
}

#[track_caller]
fn assert_there(found: &[(f64, f64)], motion: &Motion, at: u32) {
    assert_eq!(found.len(), motion.tokens.len(), "at {at}");
    for (found, place) in found.iter().zip(&motion.tokens) {
        assert!(is_there(*found, place), "at {at}: {found:?}, not {place:?}");
    }
}

fn story(slug: &str) -> (Story, Layout) {
    let preset = presets::find(slug).expect("a preset");
    let story = story::tell(simulate(&preset.scenario())).story;
    // The window of the tests is a large screen.
    let layout = Layout::new(&story, Size::Wide);
    (story, layout)
}

fn scrubbing_back_and_forth_shows_the_same_places(engine: Engine) {
    let browser = engine.open("embed.html#lost-packet");
    let (story, layout) = story("lost-packet");
    let moments: Vec<u32> = (0..=40).map(|n| story.end() * n / 40).collect();
    let mut first = Vec::new();
    for at in &moments {
        seek(&browser, *at);
        let motion = motion_at(&story, &layout, *at);
        let found = settled(&browser, &layout, |found| are_there(found, &motion));
        assert_there(&found, &motion, *at);
        first.push(found);
    }
    for (at, before) in moments.iter().zip(&first).rev() {
        seek(&browser, *at);
        let found = settled(&browser, &layout, |found| found == before);
        assert_eq!(&found, before, "back at {at}");
    }
}

/// What moves by itself is stopped at moments of its way, and looked at.
fn while_time_goes_on_tokens_are_where_the_core_says(engine: Engine) {
    let browser = engine.open("embed.html#lost-packet");
    let (story, layout) = story("lost-packet");
    seek(&browser, story.steps[story.step_named("packets").expect("a step")].from);
    play(&browser);
    for _ in 0..3 {
        browser.wait_for(MOVING_TOKEN);
        // The story's beginning, on the clock of the animations, is that of the slider's way.
        let stopped = browser.script(STOP, &[layout.scene().width.into()]);
        for moment in stopped.as_array().expect("a list") {
            let at = moment[0].as_u64().expect("a moment");
            let at = u32::try_from(at).expect("within the story");
            let motion = motion_at(&story, &layout, at);
            let number = |value: &Value| value.as_f64().expect("a number");
            for (place, found) in motion.tokens.iter().zip(moment[1].as_array().expect("places")) {
                let off = |is: f64, should: i32| (is - f64::from(should) / 100.0).abs();
                let far = off(number(&found[0]), place.x).max(off(number(&found[1]), place.y));
                assert!(far < 12.0, "at {at}: {found}, not {place:?}");
            }
        }
        browser.wait_for(&format!("!({MOVING_TOKEN})"));
    }
}

/// A token is on its way.
const MOVING_TOKEN: &str = "document.getAnimations().some((each) => \
    each.effect.target.matches('.ej-token') && each.playState === 'running')";

/// Puts the tokens on several moments of their ways, and then on their ways again. Returns these
/// moments of the story and the places.
const STOP: &str = "
    const ways = document.getAnimations();
    const tokens = ways.filter((each) => each.effect.target.matches('.ej-token'));
    const head = ways.find((each) => each.effect.target.matches('.ej-head'));
    const starts = tokens[0].startTime;
    const world = document.querySelector('.ej-world > svg').getBoundingClientRect();
    const unit = world.width / arguments[0];
    // The page keeps its ways a little longer than they are.
    const lasts = tokens[0].effect.getKeyframes().at(-2).computedOffset
        * tokens[0].effect.getTiming().duration;
    const seen = [];
    // Time goes on while a script runs, in WebKit: what is looked at stands still meanwhile.
    for (const each of tokens) { each.pause(); }
    for (let part = 0; part < 1; part += 0.07) {
        const at = Math.round(lasts * part);
        for (const each of tokens) { each.currentTime = at; }
        const places = [...document.querySelectorAll('.ej-tokens > *')].map((token) => {
            const box = token.getBoundingClientRect();
            return [(box.left - world.left) / unit, (box.top - world.top) / unit];
        });
        seen.push([Math.round(starts + at - head.startTime), places]);
    }
    for (const each of tokens) { each.startTime = starts; }
    return seen;
";

e2e::in_each_engine!(
    scrubbing_back_and_forth_shows_the_same_places,
    while_time_goes_on_tokens_are_where_the_core_says,
);
