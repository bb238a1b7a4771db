//! Readers who want no motion see every state of a step, one after the other, and nothing moves.

#![expect(clippy::float_arithmetic, reason = "browsers measure in fractions of a pixel")]

use e2e::{Browser, Engine, in_each_engine};
use email_journey::player::Speed;
use model::presets;
use model::story::{BeatKind, Story};
use scene::{Layout, Size, Still, motion_at, next_still, stills};
use serde_json::Value;
use sim::simulate;

in_each_engine!(
    without_motion_each_state_of_a_step_is_seen_and_nothing_moves,
    on_a_phone_without_motion_nothing_moves_either,
    without_motion_play_shows_every_state_up_to_the_end,
    a_still_can_be_stopped_at,
);

/// How long the next frame may be away, in milliseconds.
const FRAME: u32 = 16;

fn story(slug: &str) -> Story {
    let preset = presets::find(slug).expect("a preset");
    story::tell(simulate(&preset.scenario())).story
}

/// Looks at the picture with every frame from now on: what of the tokens can be seen, and where, in
/// scene units; and how much is moving by itself.
const WATCH: &str = "
    const seen = window.e2eSeen = { pictures: [], moving: 0 };
    let last;
    const look = () => {
        const world = document.querySelector('.ej-world > svg').getBoundingClientRect();
        const unit = world.width / arguments[0];
        const shown = [...document.querySelectorAll('.ej-tokens > *')].filter((token) => {
            const { opacity, visibility } = getComputedStyle(token);
            return opacity > 0 && visibility === 'visible';
        });
        const places = shown.map((token) => {
            const at = token.getBoundingClientRect();
            return [token.dataset.token, (at.left - world.left) / unit, (at.top - world.top) / unit];
        });
        const picture = JSON.stringify(places);
        if (picture !== last) { seen.pictures.push(places); }
        last = picture;
        const moves = (each) => each.playState === 'running';
        seen.moving = Math.max(seen.moving, document.getAnimations().filter(moves).length);
        requestAnimationFrame(look);
    };
    look();
";

/// Two frames pass.
const FRAMES: &str = "
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
";

/// What can be seen of a token, and where.
type Seen = (String, f64, f64);

fn pictures(browser: &Browser) -> Vec<Vec<Seen>> {
    let token = |it: &Value| {
        let name = it[0].as_str().expect("a name").to_owned();
        (name, it[1].as_f64().expect("a place"), it[2].as_f64().expect("a place"))
    };
    let all = browser.eval("window.e2eSeen.pictures");
    let list = |it: &Value| it.as_array().expect("a list").clone();
    list(&all).iter().map(|picture| list(picture).iter().map(token).collect()).collect()
}

/// Where the tokens of a still are that can be seen.
fn places(story: &Story, layout: &Layout, still: Still) -> Vec<(f64, f64)> {
    let tokens = motion_at(story, layout, still.shows).tokens;
    let seen = tokens.iter().filter(|place| place.opacity > 0);
    seen.map(|place| (f64::from(place.x) / 100.0, f64::from(place.y) / 100.0)).collect()
}

fn is_at((_, x, y): &Seen, place: (f64, f64)) -> bool {
    (x - place.0).abs() < 1.0 && (y - place.1).abs() < 1.0
}

/// Plays a step, and looks at each frame of it. Something of this name must be seen in it.
#[track_caller]
fn check(browser: &Browser, size: Size, before: &str, step: &str, token: &str) {
    let story = story("everything-works");
    let layout = Layout::new(&story, size);
    let n = story.step_named(step).expect("a step");
    let all = stills(&story);
    let mut of_step = all.clone();
    of_step.retain(|still| story.step_at(still.from) == n);
    browser.goto("about:blank");
    browser.open(&format!("embed.html#everything-works_{before}"));
    browser.wait_for_state("step", before);
    browser.listen();
    browser.record_frames();
    browser.script(WATCH, &[layout.scene().width.into()]);
    browser.press("next");
    browser.wait_for_state("step", step);
    assert_eq!(browser.state("motion"), "stepping", "its states come one after the other");
    browser.wait_for_state("motion", "paused");
    assert_eq!(browser.step(), step);
    // What is drawn is seen with the next frame.
    browser.script(FRAMES, &[]);
    assert_eq!(browser.heard().len(), 1, "told once: {:?}", browser.heard());
    let seen = pictures(browser);
    assert_eq!(browser.eval("window.e2eSeen.moving"), 0, "something moves by itself");
    assert!(
        browser.frames_requested() <= of_step.len() as u64 + 1,
        "{} frames asked for, {} stills",
        browser.frames_requested(),
        of_step.len()
    );
    // Whatever was seen stood where a still has it.
    let known: Vec<(f64, f64)> =
        all.iter().flat_map(|still| places(&story, &layout, *still)).collect();
    for token in seen.iter().flatten() {
        assert!(known.iter().any(|place| is_at(token, *place)), "{token:?} is on its way");
    }
    // Each still was seen with all that is in it.
    for still in of_step {
        let wanted = places(&story, &layout, still);
        let whole = |picture: &Vec<Seen>| {
            picture.len() == wanted.len()
                && picture.iter().zip(&wanted).all(|(token, place)| is_at(token, *place))
        };
        assert!(seen.iter().any(whole), "{still:?} was not seen: {wanted:?} in {seen:#?}");
    }
    assert!(seen.iter().flatten().any(|(name, ..)| name == token), "no {token} in {seen:#?}");
}

fn without_motion_each_state_of_a_step_is_seen_and_nothing_moves(engine: Engine) {
    let browser = engine.open_still("embed.html");
    check(&browser, Size::Wide, "envelope", "packets", "piece");
    check(&browser, Size::Wide, "box", "key", "key");
}

fn on_a_phone_without_motion_nothing_moves_either(engine: Engine) {
    let browser = engine.open_still("embed.html");
    browser.resize(360, 740);
    check(&browser, Size::Narrow, "envelope", "packets", "piece");
    check(&browser, Size::Narrow, "domain", "registry", "card");
}

/// Notes what is ever seen to travel or to lie somewhere.
const NAMES: &str = "
    const names = window.e2eNames = new Set();
    const tokens = document.querySelector('.ej-tokens');
    new MutationObserver(() => {
        for (const token of tokens.children) {
            if (getComputedStyle(token).opacity > 0) { names.add(token.dataset.token); }
        }
    }).observe(tokens, { childList: true, subtree: true, attributes: true });
";

fn without_motion_play_shows_every_state_up_to_the_end(engine: Engine) {
    let browser = engine.open_still("embed.html");
    let story = story("everything-works");
    let all = stills(&story);
    let ends = all.iter().map(|still| next_still(&all, still.from).unwrap_or(story.end()));
    let longest = all.iter().zip(ends).map(|(still, end)| end - still.from).max();
    let longest = longest.expect("a still");
    browser.wait_for("document.querySelector('#still') === null");
    browser.take_time();
    browser.script(NAMES, &[]);
    for speed in Speed::ALL {
        browser.choose_speed(speed);
        browser.press("play");
        let lasts = speed.lasts(story.end());
        let gone = browser.let_time_go(2 * lasts);
        assert!((lasts..=lasts + FRAME).contains(&gone.took), "{gone:?}, not {lasts}");
        assert!(gone.same <= speed.lasts(longest) + 2 * FRAME, "{gone:?}, not {longest}");
        assert_eq!(gone.back, 0, "the slider went back");
        assert_eq!(browser.state("motion"), "paused");
        assert!(browser.is_at_end());
        let names = browser.eval("[...window.e2eNames].sort().join()");
        assert_eq!(names, "answer,card,ghost,key,letter,line,open-letter,piece,small-letter");
        browser.script("window.e2eNames.clear()", &[]);
    }
}

fn a_still_can_be_stopped_at(engine: Engine) {
    let browser = engine.open_still("embed.html#everything-works_envelope");
    let story = story("everything-works");
    let piece = "document.querySelector('[data-token=piece]') !== null";
    browser.record_frames();
    browser.press("next");
    browser.wait_for(piece);
    browser.press("play");
    browser.wait_for_state("motion", "paused");
    browser.assert_still();
    assert_eq!(browser.eval(piece), true, "it stays on the wire");
    // From there it goes on, and Back leads to the rest before.
    browser.press("next");
    browser.wait_for_state("motion", "stepping");
    browser.wait_for_state("motion", "paused");
    assert_eq!((browser.step(), browser.eval(piece)), ("packets".to_owned(), false.into()));
    browser.press("back");
    browser.wait_for_state("step", "envelope");
    browser.assert_still();
    // The slider shows the still of its moment.
    let pieces = story.beats.iter().find(|beat| matches!(beat.kind, BeatKind::Pieces { .. }));
    let seek = "const slider = document.querySelector('[data-ej=scrub]');
                slider.value = arguments[0];
                slider.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.script(seek, &[(pieces.expect("a beat").until - 1).into()]);
    browser.wait_for(piece);
    browser.assert_still();
}
