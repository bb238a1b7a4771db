//! What is read from a module's memory is what is there, however often that grows.
//!
//! Each test loads its page as often as `EJ_LOADS` says; without it, a few times.

use e2e::{Browser, Engine, in_each_engine};
use email_journey::presets;
use email_journey::sim::simulate;
use email_journey::story::Story;
use serde_json::Value;

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

/// Plays a little, goes from rest to rest, and looks at the conversation. Promises what was said at each
/// rest, and a number for what was shown, at last for the conversation: the whole of it would keep drivers
/// busy for long, so it stays in `window.e2eShown`.
const WALK: &str = "
    const find = (css) => document.querySelector(css);
    const press = (control) => find(`[data-ej=${control}]`).click();
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    const until = async (right) => { do { await frame(); } while (!right()); };
    const rests = () => find('.ej').dataset.motion === 'paused';
    const seen = '.ej-top, .ej-view, .ej-caption, .ej-transport';
    const number = (text) => {
        let sum = 0;
        for (let n = 0; n < text.length; n += 1) {
            sum = Math.imul(sum ^ text.charCodeAt(n), 16777619) >>> 0;
        }
        return sum;
    };
    const shown = window.e2eShown = [];
    const said = [];
    const walk = async () => {
        press('play');
        await until(() => !rests() && find('[data-ej=scrub]').value > 0);
        // Back to where the first step rests, however far it has come.
        press('stage-sending');
        await until(() => rests() && find('.ej').dataset.step === arguments[0]);
        while (!find('[data-ej=next][aria-disabled=true]')) {
            const before = find('[data-ej=scrub]').value;
            press('next');
            press('next');
            await until(() => rests() && find('[data-ej=scrub]').value !== before);
            await frame();
            const html = [...document.querySelectorAll(seen)].map((it) => it.outerHTML).join('');
            shown.push(html);
            said.push(find('[data-ej=said]').textContent);
        }
        press('hood');
        await until(() => find('[data-ej=tab-conversation]'));
        press('tab-conversation');
        await until(() => find('#ej-pane .ej-line'));
        shown.push(find('#ej-pane').textContent);
        const zeros = shown.findIndex((text) => /[\\0\\uFFFD]/.test(text));
        return [said, shown.map(number), zeros];
    };
    return walk();
";

/// Walks. Everything said is what the story says, and nothing shown is zeros. Returns the numbers of what
/// was shown.
#[track_caller]
fn walk(browser: &Browser, slug: &str) -> Vec<u64> {
    let preset = presets::find(slug).expect("a preset");
    let story = Story::tell(simulate(&preset.scenario())).story;
    let walked = browser.script(WALK, &[story.steps[0].name.as_str().into()]);
    let list = |n: usize| walked[n].as_array().expect("a list").iter();
    let said: Vec<&str> = list(0).filter_map(Value::as_str).collect();
    assert_eq!(said.len(), story.steps.len() - 1, "{slug}: each step but the first");
    for (said, step) in said.iter().zip(&story.steps[1..]) {
        assert!(said.ends_with(&step.caption), "{slug}: {said:?}, not {:?}", step.caption);
    }
    if let Some(n) = walked[2].as_u64() {
        panic!("{slug}: zeros at rest {n}: {}", shown(browser, n));
    }
    list(1).filter_map(Value::as_u64).collect()
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
        let numbers = walk(browser, slug);
        let texts = (0..numbers.len()).map(|n| shown(browser, n)).collect();
        Self { numbers, texts }
    }

    /// Walks again: the same must be shown.
    #[track_caller]
    fn walk_again(&self, browser: &Browser, slug: &str, load: usize) {
        let numbers = walk(browser, slug);
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
    let slug = presets::DEFAULT_SLUG;
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
    let browser = engine.visit_host(&WIDGETS.iter().map(element).collect::<String>());
    browser.resize(PHONE.0, PHONE.1);
    let usual = WIDGETS.iter().enumerate().map(|(n, slug)| {
        browser.enter_widget(n);
        let usual = Usual::walk(&browser, slug);
        browser.leave_frame();
        usual
    });
    let usual: Vec<Usual> = usual.collect();
    let pages = WIDGETS.map(|slug| format!("embed/{slug}/"));
    browser.grow_memory_in(&pages.each_ref().map(String::as_str));
    for load in 0..loads() {
        browser.goto("about:blank");
        browser.goto_host();
        for (n, (slug, usual)) in WIDGETS.iter().zip(&usual).enumerate() {
            browser.enter_widget(n);
            usual.walk_again(&browser, slug, load);
            browser.leave_frame();
        }
        browser.assert_clean();
    }
}
