//! What moves, moves as the core says; what is not seen to move costs nothing.

use e2e::{Browser, Server};
use email_journey::presets;
use email_journey::scene::{Layout, Motion, Size, motion_at};
use email_journey::sim::simulate;
use email_journey::story::Story;
use serde_json::Value;

fn open(site: &Server, fragment: &str) -> Browser {
    let browser = Browser::start();
    browser.open(&site.address(&["embed.html", fragment].concat()));
    browser
}

fn play(browser: &Browser) {
    browser.find("[data-ej=play]").click();
}

/// Something is on its way.
const MOVES: &str = "document.getAnimations().some((each) => each.playState === 'running')";

/// Nothing is on its way, and nothing waits for its time. Timers and frames are counted from when
/// the page was loaded: see [`COUNT`].
const RESTS: &str = "document.getAnimations().length === 0";

/// Counts what the page asks for.
const COUNT: &str = "
    window.asked = { frames: 0, timers: 0 };
    const frame = window.requestAnimationFrame, timer = window.setTimeout;
    window.requestAnimationFrame = (...all) => { window.asked.frames += 1; return frame(...all); };
    window.setTimeout = (...all) => { window.asked.timers += 1; return timer(...all); };
    return new Promise((done) => frame(() => frame(() => done(true))));
";

/// Lets thirty frames pass on the page's own clock.
const PASS: &str = "
    const until = document.timeline.currentTime + 500;
    const channel = new MessageChannel();
    return new Promise((done) => {
        channel.port1.onmessage = () => {
            if (performance.now() > until) { done(true); } else { channel.port2.postMessage(0); }
        };
        channel.port2.postMessage(0);
    });
";

/// Nothing moves, and for half a second the page asks for no frame and no timer.
fn assert_rests(browser: &Browser) {
    browser.wait_for(RESTS);
    let before = browser.eval("window.asked.timers");
    browser.script(PASS, &[]);
    assert_eq!(browser.eval("window.asked.timers"), before, "a timer was set");
    assert_eq!(browser.eval("window.asked.frames"), 0, "a frame was asked for");
}

#[test]
fn what_nobody_sees_moving_costs_nothing() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.script(COUNT, &[]);
    assert_rests(&browser);

    play(&browser);
    browser.wait_for(MOVES);
    browser.wait_for("document.querySelector('.ej').dataset.step === 'connected'");
    assert_eq!(browser.eval("window.asked.frames"), 0, "the browser moves the picture by itself");
    play(&browser);
    assert_rests(&browser);

    play(&browser);
    browser.wait_for(MOVES);
    let hide =
        "Object.defineProperty(document, 'hidden', { value: arguments[0], configurable: true });
                document.dispatchEvent(new Event('visibilitychange'))";
    browser.script(hide, &[true.into()]);
    assert_rests(&browser);
    assert_eq!(browser.find(".ej").attr("data-motion").as_deref(), Some("playing"));
    browser.script(hide, &[false.into()]);
    browser.wait_for(MOVES);

    browser.script("document.body.style.paddingTop = '5000px'", &[]);
    assert_rests(&browser);
    browser.script("document.body.style.paddingTop = ''", &[]);
    browser.wait_for(MOVES);
    browser.assert_clean(&site);
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
                slider.dispatchEvent(new Event('input', { bubbles: true }));
                // What is drawn anew is drawn before the next task.
                return new Promise((done) => setTimeout(() => done(true)));";
    browser.script(seek, &[at.into()]);
}

#[track_caller]
fn assert_there(found: &[(f64, f64)], motion: &Motion, at: u32) {
    assert_eq!(found.len(), motion.tokens.len(), "at {at}");
    for ((x, y), place) in found.iter().zip(&motion.tokens) {
        let (should_x, should_y) = (f64::from(place.x) / 100.0, f64::from(place.y) / 100.0);
        let near = |a: f64, b: f64| (a - b).abs() < 0.5;
        assert!(near(*x, should_x) && near(*y, should_y), "at {at}: {x} {y}, not {place:?}");
    }
}

fn story(slug: &str) -> (Story, Layout) {
    let preset = presets::find(slug).expect("a preset");
    let story = Story::tell(simulate(&preset.scenario()));
    // The window of the tests is a large screen.
    let layout = Layout::new(&story, Size::Wide);
    (story, layout)
}

#[test]
fn scrubbing_back_and_forth_shows_the_same_places() {
    let site = e2e::site();
    let browser = open(&site, "#lost-packet");
    let (story, layout) = story("lost-packet");
    let moments: Vec<u32> = (0..=40).map(|n| story.end() * n / 40).collect();
    let mut first = Vec::new();
    for at in &moments {
        seek(&browser, *at);
        let found = places(&browser, &layout);
        assert_there(&found, &motion_at(&story, &layout, *at), *at);
        first.push(found);
    }
    for (at, before) in moments.iter().zip(&first).rev() {
        seek(&browser, *at);
        assert_eq!(&places(&browser, &layout), before, "back at {at}");
    }
    browser.assert_clean(&site);
}

/// What moves by itself is stopped at moments of its way, and looked at.
#[test]
fn while_time_goes_on_tokens_are_where_the_core_says() {
    let site = e2e::site();
    let browser = open(&site, "#lost-packet");
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
    browser.assert_clean(&site);
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
