//! What is read from a module's memory is what is there, however often that grows.
//!
//! Each test loads its page as often as `EJ_LOADS` says; without it, a few times.

use e2e::{Browser, Engine, in_each_engine};
use email_journey::presets;
use email_journey::sim::simulate;
use email_journey::story::Story;

in_each_engine!(
    a_page_whose_memory_grows_at_every_turn_shows_the_same,
    widgets_whose_memory_grows_at_every_turn_show_the_same,
);

/// How often a page is loaded when nobody says how often.
const LOADS: usize = 5;

/// How often memory grows at least while a page is clicked through.
const GROWN: u64 = 500;

/// What is seen in several widgets of one page.
const WIDGETS: [&str; 4] = ["everything-works", "lost-packet", "two-boxes", "no-such-person"];

fn loads() -> usize {
    std::env::var("EJ_LOADS").ok().and_then(|loads| loads.parse().ok()).unwrap_or(LOADS)
}

/// Plays a little, clicks through a journey, and looks below the picture. Returns what was shown at
/// each rest, and at last what was below.
#[track_caller]
fn walk(browser: &Browser, slug: &str) -> Vec<String> {
    let preset = presets::find(slug).expect("a preset");
    let story = Story::tell(simulate(&preset.scenario())).story;
    browser.press("play");
    browser.wait_for(MOVED);
    // Back to where the first step rests, however far it has come.
    browser.press("stage-sending");
    browser.wait_for_state("motion", "paused");
    let mut shown = Vec::new();
    for step in &story.steps[1..] {
        browser.skip();
        let picture = browser.eval(SHOWN).as_str().expect("a picture").to_owned();
        let caption = browser.find("[data-ej=said]").property("textContent");
        let caption = caption.as_str().expect("words");
        assert!(caption.ends_with(&step.caption), "{caption:?}, not {:?}", step.caption);
        shown.push(picture);
    }
    browser.press("hood");
    browser.press("tab-conversation");
    browser.wait_for("document.querySelector('.ej-line') !== null");
    shown.push(browser.find("#ej-pane").property("textContent").to_string());
    for each in &shown {
        assert!(!each.contains(['\0', '\u{FFFD}']), "zeros in {each}");
    }
    shown
}

/// Time has gone on for a moment.
const MOVED: &str = "document.querySelector('.ej').dataset.moves === 'true' \
                     && document.querySelector('[data-ej=scrub]').value > 0";

/// The picture, the caption, and everything around them. What a fragment is for stays out.
const SHOWN: &str = "[...document.querySelectorAll('.ej-top, .ej-view, .ej-caption, .ej-transport')]\
                     .map((it) => it.outerHTML).join('')";

#[track_caller]
fn assert_same(slug: &str, load: usize, shown: &[String], usual: &[String]) {
    for (n, (shown, usual)) in shown.iter().zip(usual).enumerate() {
        assert!(shown == usual, "{slug}, load {load}, rest {n}: {shown}\n\nnot\n\n{usual}");
    }
}

fn a_page_whose_memory_grows_at_every_turn_shows_the_same(engine: Engine) {
    let browser = engine.open("index.html");
    let slug = presets::DEFAULT_SLUG;
    let usual = walk(&browser, slug);
    browser.grow_memory_in(&["index.html"]);
    for load in 0..loads() {
        browser.goto("about:blank");
        browser.open("index.html");
        assert_same(slug, load, &walk(&browser, slug), &usual);
        assert!(browser.grown() >= GROWN, "grown by {} pages", browser.grown());
        browser.assert_clean();
    }
}

fn widgets_whose_memory_grows_at_every_turn_show_the_same(engine: Engine) {
    let element = |slug: &&str| format!("<email-journey preset=\"{slug}\"></email-journey>");
    let browser = engine.visit_host(&WIDGETS.iter().map(element).collect::<String>());
    let walk_all = || {
        let walked = WIDGETS.iter().enumerate().map(|(n, slug)| {
            browser.enter_widget(n);
            let shown = walk(&browser, slug);
            let grown = browser.eval("window.e2eGrown?.grown ?? 0").as_u64().unwrap_or_default();
            browser.leave_frame();
            (shown, grown)
        });
        walked.collect::<Vec<_>>()
    };
    let usual = walk_all();
    let pages = WIDGETS.map(|slug| format!("embed/{slug}/"));
    browser.grow_memory_in(&pages.each_ref().map(String::as_str));
    for load in 0..loads() {
        browser.goto("about:blank");
        browser.goto_host();
        for (slug, (now, usual)) in WIDGETS.iter().zip(walk_all().iter().zip(&usual)) {
            assert_same(slug, load, &now.0, &usual.0);
            assert!(now.1 >= GROWN, "{slug}: grown by {} pages", now.1);
        }
        browser.assert_clean();
    }
}
