//! In whatever letters the reader has, no two texts of the widget overlap, none is cut off or leaves
//! what it is written on, and the folded widget keeps its height.
//!
//! `cargo xtask test --full` tries all journeys in all typefaces, both as the page's own and as all that
//! the system has, also on the way to each step; otherwise two typefaces are tried with every step of all
//! journeys, the others with the crowded ones, and what is drawn alike in several journeys is looked at in one.

use e2e::{Engine, Settings, in_each_engine, only_in};
use journey::compile::compile_preset;
use model::compiled_story::CompiledStory;
use model::presets::{self, PRESETS, Preset};
use scene::{Layout, Size, frame_at};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Finds what is wrong with the texts as they are drawn now.
const TEXTS: &str = include_str!("../src/texts.js");

/// Goes to some moments of some journeys, and returns what is wrong there, and each height that was seen.
const WALK: &str = r"
    const turn = () => new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
    });
    const frame = () => new Promise(requestAnimationFrame);
    const widget = () => document.querySelector('.ej');
    const faults = [], heights = {};
    return (async () => {
        // The letters are measured with the first layout, and the picture is drawn with the next one.
        for (let n = 0; n < 3; n++) await frame();
        for (const { slug, moments } of arguments[0]) {
            if (widget().dataset.preset !== slug) location.hash = slug;
            for (let n = 0; n < 500 && widget().dataset.preset !== slug; n++) await frame();
            const scrub = document.querySelector('[data-ej=scrub]');
            for (const [at, step] of moments) {
                scrub.value = at;
                scrub.dispatchEvent(new Event('input', { bubbles: true }));
                const there = () => widget().dataset.step === step && +scrub.value === at;
                await turn();
                for (let n = 0; n < 200 && !there(); n++) await frame();
                const where = slug + ' ' + step + ' ' + at + ': ';
                // What was drawn is put in its place with the next frames.
                await frame();
                await frame();
                if (!there()) faults.push(where + 'not there, but ' + widget().dataset.step + ' ' + scrub.value);
                let found = look();
                // On a busy machine they may be drawn later still.
                for (let n = 0; n < 30 && found.length > 0; n++) {
                    await frame();
                    found = look();
                }
                faults.push(...found.map(fault => where + fault));
                heights[widget().getBoundingClientRect().height.toFixed(1)] ??= where;
            }
        }
        return { faults, heights };
    })();
";

const WIDTHS: [u32; 7] = [320, 360, 600, 768, 1000, 1100, 1200];

/// Journeys with much in the picture.
const CROWDED: [&str; 8] = [
    "everything-works",
    "several-recipients",
    "long-way-round",
    "mail-loop",
    "mailbox-full-for-good",
    "backup-server",
    "lost-packet",
    "vanished-bounce",
];

/// What a reader, or the page's owner, has set.
#[derive(Clone, Copy, Default)]
struct Letters {
    /// What the page is written in: the value of `--ej-font`.
    font: Option<&'static str>,
    /// The system has only these typefaces.
    only: Option<&'static str>,
    /// Text is twice as large.
    large: bool,
    /// There is more room between letters, words and lines (WCAG 1.4.12).
    spaced: bool,
}

/// A face that is wider than any that people have, made of one that is there.
const VERY_WIDE: &str = "\"Very wide\"";

const SET: &str = r#"
    const [font, large, spaced] = arguments;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('@font-face { font-family: "Very wide"; src: local("DejaVu Sans"); size-adjust: 130% }'
        + (large ? 'html { font-size: 200% }' : '')
        + (spaced ? '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }' : ''));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    if (font) document.documentElement.style.setProperty('--ej-font', font);
"#;

/// Whether everything is to be tried.
fn is_full() -> bool {
    std::env::var_os("EJ_FULL").is_some()
}

fn crowded() -> Vec<&'static Preset> {
    CROWDED.iter().map(|slug| presets::find(slug).expect("a preset")).collect()
}

/// The journey, and moments of it: where each step rests, unless it looks like one that is `known`; and, if
/// everything is to be tried, all of them and one on the way to each.
fn looked_at(preset: &Preset, known: &mut HashSet<String>) -> Value {
    let compiled = compile_preset(preset);
    let story = &compiled.story;
    let layouts = Size::ALL.map(|size| Layout::new(story, size));
    let mut moments: Vec<Value> = Vec::new();
    for (n, step) in story.steps.iter().enumerate() {
        if is_full() {
            moments.push(json!([u32::midpoint(step.from, step.rest), step.name]));
        }
        let is_new = known.insert(look_of(&compiled, &layouts, n));
        let is_last = n + 1 == story.steps.len();
        if is_full() || is_new || is_last {
            moments.push(json!([step.rest, step.name]));
        }
    }
    json!({ "slug": preset.slug(), "moments": moments })
}

/// What is seen where a step rests, before it is put into letters: all that differs between journeys but their names.
fn look_of(compiled: &CompiledStory, layouts: &[Layout], n: usize) -> String {
    let (story, step) = (&compiled.story, &compiled.story.steps[n]);
    let pictures: Vec<_> =
        layouts.iter().map(|layout| frame_at(story, layout, step.rest)).collect();
    let signs: Vec<_> = compiled.refusals[..=n].iter().map(|it| it.map(|no| no.negative)).collect();
    let count = [n + 1, story.steps.len()].map(|n| n.to_string().len());
    let told = (&step.title, &step.caption, compiled.mended);
    format!("{:?} {told:?} {count:?} {signs:?} {pictures:?}", step.stage)
}

#[track_caller]
fn check(engine: Engine, letters: Letters, widths: &[u32], presets: &[&Preset]) {
    let settings =
        Settings { reduced_motion: true, only_fonts: letters.only, ..Settings::default() };
    let browser = engine.visit_with(settings);
    let mut known = HashSet::new();
    let looked_at: Vec<Value> =
        presets.iter().map(|preset| looked_at(preset, &mut known)).collect();
    let script = ["const look = () => {", TEXTS, "return faults; };", WALK].concat();
    let mut faults: Vec<String> = Vec::new();
    for width in widths {
        browser.resize(*width, 900);
        browser.goto("about:blank");
        browser.open("index.html");
        // Bars to scroll with would take some of the width.
        browser.script("document.documentElement.style.overflow = 'hidden'", &[]);
        browser.script(SET, &[letters.font.into(), letters.large.into(), letters.spaced.into()]);
        let mut heights: Vec<String> = Vec::new();
        // One by one: a script has its time limit.
        for journey in looked_at.chunks(1) {
            let seen = browser.script(&script, &[journey.into()]);
            let of = |fault: &Value| format!("at {width}, {}", fault.as_str().unwrap_or_default());
            faults.extend(seen["faults"].as_array().expect("a list").iter().map(of));
            let seen = seen["heights"].as_object().expect("heights");
            heights.extend(seen.iter().map(|(height, at)| format!("{height}, {at}")));
        }
        let of = |height: &String| height.split(',').next().unwrap_or_default().to_owned();
        if heights.iter().any(|height| of(height) != of(&heights[0])) {
            faults.push(format!("at {width}, heights: {heights:?}"));
        }
    }
    let count = faults.len();
    assert!(count == 0, "{count} faults:\n{}", faults[..count.min(30)].join("\n"));
}

/// All journeys, or the crowded ones if not everything is to be tried.
#[track_caller]
fn check_most(engine: Engine, letters: Letters) {
    let all: Vec<&Preset> = PRESETS.iter().collect();
    check(engine, letters, &WIDTHS, &if is_full() { all } else { crowded() });
}

#[track_caller]
fn check_all(engine: Engine, letters: Letters) {
    let all: Vec<&Preset> = PRESETS.iter().collect();
    check(engine, letters, &WIDTHS, &all);
}

/// As the page's own typeface; and if everything is to be tried, as the system's only one.
#[track_caller]
fn check_face(engine: Engine, font: &'static str) {
    check_most(engine, Letters { font: Some(font), ..Letters::default() });
    if is_full() {
        check_most(engine, Letters { only: Some(font), ..Letters::default() });
    }
}

fn where_there_is_only_dejavu(engine: Engine) {
    check_all(engine, Letters { only: Some("DejaVu Sans"), ..Letters::default() });
}

fn in_a_serif(engine: Engine) {
    check_all(engine, Letters { font: Some("DejaVu Serif"), ..Letters::default() });
}

fn in_liberation_sans(engine: Engine) {
    check_face(engine, "Liberation Sans");
}

/// Noto Sans was made of it, and is as wide. This one is here; and here it is for machines, too.
fn where_there_is_only_open_sans(engine: Engine) {
    check_most(engine, Letters { only: Some("Open Sans"), ..Letters::default() });
    if is_full() {
        check_most(engine, Letters { font: Some("Noto Sans"), ..Letters::default() });
    }
}

fn in_a_condensed_face(engine: Engine) {
    check_face(engine, "Liberation Sans Narrow");
}

fn in_letters_that_are_all_as_wide(engine: Engine) {
    check_face(engine, "DejaVu Sans Mono");
}

fn in_a_very_wide_face(engine: Engine) {
    check_most(engine, Letters { font: Some(VERY_WIDE), ..Letters::default() });
}

fn where_text_is_twice_as_large(engine: Engine) {
    for font in [None, Some("DejaVu Sans")] {
        check_most(engine, Letters { font, large: true, ..Letters::default() });
    }
}

fn where_the_reader_wants_room_between_letters(engine: Engine) {
    for font in [None, Some("DejaVu Sans")] {
        check_most(engine, Letters { font, spaced: true, ..Letters::default() });
    }
}

/// Each engine measures in its own way.
fn every_engine_measures_letters(engine: Engine) {
    for letters in [
        Letters { font: Some("DejaVu Sans"), ..Letters::default() },
        Letters { font: Some("DejaVu Serif"), ..Letters::default() },
        Letters { font: Some("DejaVu Sans"), spaced: true, ..Letters::default() },
    ] {
        check(engine, letters, &[360, 768, 1100], &crowded()[..2]);
    }
}

in_each_engine!(every_engine_measures_letters);
only_in!(
    chromium,
    "it takes long, and what is measured is tried in each",
    where_there_is_only_dejavu,
    in_a_serif,
    in_liberation_sans,
    where_there_is_only_open_sans,
    in_a_condensed_face,
    in_letters_that_are_all_as_wide,
    in_a_very_wide_face,
    where_text_is_twice_as_large,
    where_the_reader_wants_room_between_letters,
);
