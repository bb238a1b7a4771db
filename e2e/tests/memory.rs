//! What is read from a module's memory is what is there, however often that grows.
//!
//! Each test loads its page as often as `EJ_LOADS` says; without it, a few times.

use e2e::{Browser, Engine, in_each_engine, state};
use model::preset_id::PresetId;
use model::presets;
use serde_json::Value;
use sim::simulate;

in_each_engine!(
    a_page_whose_memory_grows_at_every_turn_shows_the_same,
    widgets_whose_memory_grows_at_every_turn_show_the_same,
);

/// How often a page is loaded when nobody says how often.
const LOADS: usize = 5;

/// By how many pages of 64 KB memory grows at least while a page is clicked through.
const GROWN: u64 = 100;

/// A small window is painted quickly.
const PHONE: (u32, u32) = (360, 740);

/// What is seen in several widgets of one page.
const WIDGETS: [&str; 4] = ["everything-works", "lost-packet", "two-boxes", "no-such-person"];

fn loads() -> usize {
    std::env::var("EJ_LOADS").ok().and_then(|loads| loads.parse().ok()).unwrap_or(LOADS)
}

/// What a slow machine draws comes to the same a few frames later: a picture is looked at until it is the
/// usual one, or, where nobody knows that yet, until it stays the same; so many frames at most.
/// Promises the number of the picture, -1 where there are zeros in it. The whole of it would keep drivers
/// busy for long, so it stays in `window.e2eShown`.
const LOOK: &str = "
    const [css, usual, most] = arguments;
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    const number = (text) => {
        let sum = 0;
        for (let n = 0; n < text.length; n += 1) {
            sum = Math.imul(sum ^ text.charCodeAt(n), 16777619) >>> 0;
        }
        return /[\\0\\uFFFD]/.test(text) ? -1 : sum;
    };
    const look = async () => {
        let last, same = 0, text;
        for (let n = 0; n < most && last !== -1; n += 1) {
            await frame();
            text = [...document.querySelectorAll(css)].map((it) => it.outerHTML).join('');
            const now = number(text);
            same = now === last ? same + 1 : 0;
            last = now;
            if (usual === null ? same === 20 : now === usual) { break; }
        }
        (window.e2eShown ??= []).push(text);
        return last;
    };
    return look();
";

/// How many frames [`LOOK`] takes at most.
const FRAMES: usize = 200;

/// Everything that shows the moment.
const SHOWN: &str = ".ej-top, .ej-view, .ej-caption, .ej-transport";

/// Time has gone on for a moment.
const MOVED: &str = "document.querySelector('.ej').dataset.motion === 'playing' \
                     && document.querySelector('[data-ej=scrub]').value > 0";

/// Plays a little, goes from rest to rest, and looks at the conversation. Everything said is what the
/// story says, and nothing shown is zeros. Returns the numbers of what was shown.
#[track_caller]
fn walk(browser: &Browser, slug: &str, usual: &[u64]) -> Vec<u64> {
    let preset = presets::find(slug).expect("a preset");
    let story = story::tell(simulate(&preset.scenario())).story;
    browser.press("play");
    browser.wait_for(MOVED);
    // Back to where the first step rests, however far it has come.
    browser.press("stage-sending");
    browser
        .wait_for(&[state("motion", "paused"), state("step", &story.steps[0].name)].join(" && "));
    let mut numbers = Vec::new();
    let mut look = |css: &str| {
        let usual = usual.get(numbers.len());
        let number = browser.script(LOOK, &[css.into(), usual.copied().into(), FRAMES.into()]);
        let Some(number) = number.as_u64() else {
            panic!("{slug}: zeros at rest {}: {}", numbers.len(), shown(browser, numbers.len()));
        };
        numbers.push(number);
    };
    for step in &story.steps[1..] {
        browser.skip();
        let said = browser.find("[data-ej=said]").property("textContent");
        let said = said.as_str().expect("words");
        assert!(said.ends_with(&step.caption), "{slug}: {said:?}, not {:?}", step.caption);
        look(SHOWN);
    }
    browser.press("hood");
    browser.press("tab-conversation");
    browser.wait_for("document.querySelector('#ej-pane .ej-line') !== null");
    look("#ej-pane .ej-line");
    numbers
}

/// What was shown at a rest.
#[track_caller]
fn shown(browser: &Browser, n: impl Into<Value>) -> String {
    let text = browser.script("return window.e2eShown[arguments[0]]", &[n.into()]);
    text.as_str().expect("words").to_owned()
}

/// What is usually shown.
struct Usual {
    numbers: Vec<u64>,
    texts: Vec<String>,
}

impl Usual {
    #[track_caller]
    fn walk(browser: &Browser, slug: &str) -> Self {
        let numbers = walk(browser, slug, &[]);
        let texts = (0..numbers.len()).map(|n| shown(browser, n)).collect();
        Self { numbers, texts }
    }

    /// Walks again: the same must be shown.
    #[track_caller]
    fn walk_again(&self, browser: &Browser, slug: &str, load: usize) {
        let numbers = walk(browser, slug, &self.numbers);
        let same = numbers.iter().zip(&self.numbers).position(|(now, usual)| now != usual);
        if let Some(n) = same {
            let (now, usual) = (shown(browser, n), &self.texts[n]);
            let what = format!("{slug}, load {load}, rest {n}");
            panic!("{what}: {}\n\nnot\n\n{}", other(&now, usual), other(usual, &now));
        }
        assert!(browser.grown() >= GROWN, "grown by {} pages", browser.grown());
    }
}

/// Where a text differs from another.
fn other(text: &str, than: &str) -> String {
    /// How much is told of it.
    const AROUND: usize = 300;
    let same = text.chars().zip(than.chars()).take_while(|(a, b)| a == b).count();
    text.chars().skip(same.saturating_sub(AROUND / 2)).take(AROUND).collect()
}

fn a_page_whose_memory_grows_at_every_turn_shows_the_same(engine: Engine) {
    let browser = engine.open("index.html");
    browser.resize(PHONE.0, PHONE.1);
    let slug = PresetId::default().slug();
    let usual = Usual::walk(&browser, slug);
    browser.grow_memory_in(&["index.html"]);
    for load in 0..loads() {
        browser.goto("about:blank");
        browser.open("index.html");
        usual.walk_again(&browser, slug, load);
        browser.assert_clean();
    }
}

fn widgets_whose_memory_grows_at_every_turn_show_the_same(engine: Engine) {
    let element = |slug: &&str| format!("<email-journey preset=\"{slug}\"></email-journey>");
    let browser = engine.visit_embedder(&WIDGETS.iter().map(element).collect::<String>());
    browser.resize(PHONE.0, PHONE.1);
    let usual = WIDGETS.iter().enumerate().map(|(n, slug)| {
        browser.enter_widget(n);
        let usual = Usual::walk(&browser, slug);
        browser.leave_frame();
        usual
    });
    let usual: Vec<Usual> = usual.collect();
    let pages = WIDGETS.map(|slug| format!("embed/{slug}/index.html"));
    browser.grow_memory_in(&pages.each_ref().map(String::as_str));
    for load in 0..loads() {
        browser.goto("about:blank");
        browser.goto_embedder();
        for (n, (slug, usual)) in WIDGETS.iter().zip(&usual).enumerate() {
            browser.enter_widget(n);
            usual.walk_again(&browser, slug, load);
            browser.leave_frame();
        }
        browser.assert_clean();
    }
}
