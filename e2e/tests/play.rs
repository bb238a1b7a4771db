//! Whoever presses Play comes to the end: with every preset, at every speed, on slow machines, and
//! after being away.

use std::time::{Duration, Instant};

use e2e::{Browser, Engine, Gone, in_each_engine, only_in, state};
use email_journey::player::{LATE, LONGEST_WAIT, Speed};
use model::presets::PRESETS;

in_each_engine!(
    on_slow_machines_it_plays_to_its_end,
    nothing_is_missed_while_the_window_is_hidden,
    who_comes_back_after_an_hour_has_missed_little,
    the_default_journey_plays_to_its_end_by_itself,
    a_failure_plays_to_its_end_by_itself,
    two_widgets_in_one_page_play_to_their_ends,
);
only_in!(
    chromium,
    "it takes long, and engines hardly differ where time is in the test's hands",
    with_all_controls_every_preset_plays_to_its_end_at_every_speed,
    with_few_controls_every_preset_plays_to_its_end_at_every_speed,
);
only_in!(
    chromium,
    "others start their processes in other ways",
    who_comes_back_to_a_machine_that_stood_still_has_missed_little,
);

/// A journey that arrives and one that fails.
const TWO: [&str; 2] = ["everything-works", "no-such-person"];

/// How long the next frame may be away, in milliseconds.
const FRAME: u32 = 16;

/// How long the reader sees the same at most, in milliseconds of show time. The clock on display is
/// written more often, but now and then it shows the same again.
const SAME: u32 = 2_000;

/// Opens a preset, and takes its time into our hands. Returns how long its story is.
fn open(browser: &Browser, preset: &str, controls: &str) -> u32 {
    browser.goto("about:blank");
    browser.open(&format!("embed/{preset}/?controls={controls}"));
    browser.wait_for("document.querySelector('#still') === null");
    browser.take_time();
    browser.slider().1
}

/// It has come to its end.
#[track_caller]
fn assert_end(browser: &Browser, gone: Gone) {
    let (at, end) = browser.slider();
    let said = (browser.state("motion"), browser.state("end"), at);
    assert_eq!(said, ("paused".to_owned(), "true".to_owned(), end), "{gone:?}");
    assert_eq!(gone.back, 0, "the slider went back");
}

fn with_all_controls_every_preset_plays_to_its_end_at_every_speed(engine: Engine) {
    every_preset_plays_to_its_end_at_every_speed(engine, "full");
}

fn with_few_controls_every_preset_plays_to_its_end_at_every_speed(engine: Engine) {
    every_preset_plays_to_its_end_at_every_speed(engine, "minimal");
}

#[track_caller]
fn every_preset_plays_to_its_end_at_every_speed(engine: Engine, controls: &str) {
    let browser = engine.visit();
    for preset in &PRESETS {
        let end = open(&browser, preset.slug(), controls);
        // As it is at first, and then again at the others.
        for speed in [Speed::Normal, Speed::Half, Speed::Double] {
            if speed != Speed::Normal {
                browser.choose_speed(speed);
            }
            browser.press("play");
            let lasts = speed.lasts(end);
            let gone = browser.let_time_go(2 * lasts);
            let what = format!("{}, {speed:?}: {gone:?}, not {lasts}", preset.slug());
            assert!((lasts..=lasts + FRAME).contains(&gone.took), "{what}");
            assert!(gone.same <= speed.lasts(SAME), "{what}");
            assert_end(&browser, gone);
        }
    }
}

fn on_slow_machines_it_plays_to_its_end(engine: Engine) {
    let browser = engine.visit();
    for preset in TWO {
        for drawing in [300, 1_500, 6_000] {
            let end = open(&browser, preset, "full");
            browser.draw_slowly(drawing);
            browser.press("play");
            // Of a drawing that takes longer than a second, a second counts.
            let gone = browser.let_time_go(2 * end * (1 + drawing / LATE));
            assert_end(&browser, gone);
            assert!(gone.took >= end, "{gone:?}, not {end}");
        }
    }
}

fn nothing_is_missed_while_the_window_is_hidden(engine: Engine) {
    let browser = engine.visit();
    for preset in TWO {
        let end = open(&browser, preset, "full");
        browser.press("play");
        let before = browser.let_time_go(end / 2);
        browser.hide();
        // It has heard of that before time goes on.
        browser.let_time_go(0);
        let (left, _) = browser.slider();
        browser.let_time_go(60_000);
        assert_eq!(browser.state("motion"), "playing", "it only waits");
        assert_eq!(browser.slider().0, left);
        browser.show();
        let after = browser.let_time_go(end);
        assert_end(&browser, after);
        let took = before.took + after.took;
        assert!((end..=end + FRAME).contains(&took), "{took}, not {end}");
    }
}

fn who_comes_back_after_an_hour_has_missed_little(engine: Engine) {
    let browser = engine.visit();
    for preset in TWO {
        let end = open(&browser, preset, "full");
        browser.press("play");
        let before = browser.let_time_go(end / 3);
        browser.suspend(3_600_000);
        let after = browser.let_time_go(end);
        assert_end(&browser, after);
        let took = before.took + after.took;
        assert!((end - LONGEST_WAIT - LATE..=end + FRAME).contains(&took), "{took}, not {end}");
    }
}

/// Waits until it has come to its end, in the reader's own time.
#[track_caller]
fn wait_for_end(browser: &Browser) {
    let end = [state("motion", "paused"), state("end", "true")].join(" && ");
    browser.wait_at_most(Duration::from_mins(2), &end);
    let (at, end) = browser.slider();
    assert_eq!(at, end);
}

fn the_default_journey_plays_to_its_end_by_itself(engine: Engine) {
    let browser = engine.open("index.html");
    browser.press("play");
    browser.wait_for_state("motion", "playing");
    browser.wait_for_state("step", "connected");
    browser.press("play");
    browser.wait_for_state("motion", "paused");
    assert_eq!(browser.step(), "connected");
    browser.press("play");
    wait_for_end(&browser);
    assert_eq!(browser.step(), "collected");
}

fn a_failure_plays_to_its_end_by_itself(engine: Engine) {
    let browser = engine.open("index.html#no-such-person");
    browser.wait_for_state("preset", "no-such-person");
    browser.press("play");
    wait_for_end(&browser);
}

fn two_widgets_in_one_page_play_to_their_ends(engine: Engine) {
    let [one, two] =
        TWO.map(|it| format!("<email-journey id=\"{it}\" preset=\"{it}\"></email-journey>"));
    let browser = engine.visit_embedder(&[one, two].concat());
    for n in 0..TWO.len() {
        browser.enter_widget(n);
        browser.press("play");
        browser.wait_for_state("motion", "playing");
        browser.leave_frame();
    }
    let inside = |then: &dyn Fn()| {
        for n in 0..TWO.len() {
            browser.enter_shadow_frame("email-journey", n);
            then();
            browser.leave_frame();
        }
    };
    // Each of them is in sight.
    inside(&|| browser.wait_for_state("moves", "true"));
    for id in TWO {
        let ended = format!("noted.some(([name, id]) => name === 'ej-end' && id === '{id}')");
        browser.wait_at_most(Duration::from_mins(2), &ended);
    }
    inside(&|| wait_for_end(&browser));
}

fn who_comes_back_to_a_machine_that_stood_still_has_missed_little(engine: Engine) {
    /// How long it stands still.
    const AWAY: Duration = Duration::from_secs(4);
    let missed = Duration::from_millis((LONGEST_WAIT + LATE).into());
    let browser = engine.open("index.html#everything-works_box");
    let (from, end) = browser.slider();
    let began = Instant::now();
    browser.press("play");
    browser.wait_for(&format!("document.querySelector('[data-ej=scrub]').value > {from}"));
    let stopped = browser.stop_pages();
    let left = Instant::now();
    // Nobody in there can be asked how long that is.
    while left.elapsed() < AWAY {
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(stopped);
    wait_for_end(&browser);
    let (took, lasts) = (began.elapsed(), Duration::from_millis((end - from).into()));
    assert!(took + missed >= lasts + AWAY, "{took:?}, and it lasts {lasts:?}");
}
