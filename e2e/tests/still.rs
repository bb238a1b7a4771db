//! The page before its scripts have come, and where they never come.

#![expect(clippy::float_arithmetic, reason = "browsers measure in fractions of a pixel")]

use e2e::{Browser, Engine, SUB_FOLDER, Settings, in_each_engine, only_in};
use model::presets::PRESETS;
use serde_json::Value;
use xtask::policy::POLICY;

in_each_engine!(
    without_scripts_everything_is_there_in_words,
    without_webassembly_the_picture_stands_still,
    what_cannot_be_fetched_leaves_the_picture_where_it_is,
    when_something_breaks_the_picture_comes_back,
    a_panic_brings_the_picture_back,
    a_trap_below_the_picture_leaves_the_picture,
    what_no_browser_understands_uncovers_the_picture,
    axe_finds_nothing_wrong_in_what_stands_still,
    the_live_widget_looks_like_the_one_that_stood_there,
    what_was_pressed_before_is_done_after,
    pages_of_presets_work_from_any_folder,
);
only_in!(
    chromium,
    "no other engine runs a script before all others",
    nothing_else_than_what_was_asked_for_is_ever_painted,
);

/// A page of the built site, by its path.
fn page(path: &str) -> String {
    let index = if path.ends_with('/') { "index.html" } else { "" };
    let file = xtask::dist::folder().join([path, index].concat());
    xtask::run::read_file(&file).expect("cargo xtask dist")
}

/// The same without any script.
fn without_scripts(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.contains("<script") && !line.contains("preload"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The name of a file with a hash in it.
fn stamped(start: &str, end: &str) -> String {
    let files = xtask::run::files(&xtask::dist::folder()).expect("cargo xtask dist");
    let names =
        files.iter().filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()));
    let mut found = names.filter(|name| name.starts_with(start) && name.ends_with(end));
    found.next().expect("it is in the site")
}

/// The page is readable and complete, and says in one sentence why nothing moves.
#[track_caller]
fn assert_still(browser: &Browser) {
    browser.wait_for("document.querySelector('#broken').checkVisibility()");
    let why = browser.find("#broken").text();
    assert!(why.starts_with("The picture does not move") && why.matches('.').count() == 1, "{why}");
    assert!(browser.find(".is-still .ej-scene").is_displayed());
    let drawn =
        "[...document.querySelectorAll('.ej-shot')].filter((it) => it.checkVisibility()).length";
    assert_eq!(browser.eval(drawn), 1, "one picture");
    assert!(browser.find(".page-steps").text().contains("You press Send"), "the words");
    assert!(!browser.find(".is-still [data-ej=play]").is_displayed(), "nothing to press in vain");
}

fn without_scripts_everything_is_there_in_words(engine: Engine) {
    let browser = engine.visit();
    browser.site().add_page("/index.html", &without_scripts(&page("index.html")));
    for width in [360, 1200] {
        browser.resize(width, 900);
        browser.goto("index.html");
        assert_still(&browser);
        let article = browser.find("article").text();
        for heading in ["Sending", "Sorting", "Delivering", "In words", "Words used here"] {
            assert!(article.contains(heading), "{heading}");
        }
        assert_eq!(browser.find_all(".page-links a").len(), PRESETS.len());
    }
    // What is far below is laid out once somebody comes near.
    browser.eval("document.querySelector('.page-links').scrollIntoView()");
    browser.wait_for(
        "document.querySelector('.page-links a').checkVisibility({ contentVisibilityAuto: true })",
    );
    browser.find(".page-links a[href$='/mailbox-full/']").click();
    browser.wait_for("location.pathname.endsWith('/p/mailbox-full/')");
    browser.wait_ready();
    browser
        .site()
        .add_page("/embed/mailbox-full/", &without_scripts(&page("embed/mailbox-full/index.html")));
    browser.goto("embed/mailbox-full/");
    assert_still(&browser);
}

fn without_webassembly_the_picture_stands_still(engine: Engine) {
    let browser = engine.visit();
    let policy = POLICY.replace(" 'wasm-unsafe-eval'", "");
    for (path, own) in
        [("index.html", ""), ("embed.html", "#two-boxes_box"), ("p/two-boxes/", "#box")]
    {
        browser.site().add_page_under(&["/", path].concat(), &page(path), &policy);
        browser.goto(&[path, own].concat());
        assert_still(&browser);
        assert!(!browser.exists("#app"), "{path}");
    }
    // The policy and the page say so, and nothing else is wrong.
    browser.expect_faults(&["wasm", "WebAssembly", "script-src", "eval"]);
}

fn what_cannot_be_fetched_leaves_the_picture_where_it_is(engine: Engine) {
    for (start, end) in [("boot-", ".js"), ("app_bg-", ".wasm")] {
        let browser = engine.visit();
        browser.site().add_page(&["/", &stamped(start, end)].concat(), "This is not it.");
        browser.goto("index.html#no-such-person_refused");
        assert_still(&browser);
        // Not every browser says so.
        browser.expect_faults(&["boot-", "app_bg-", "SyntaxError", "WebAssembly", "CompileError"]);
    }
}

fn when_something_breaks_the_picture_comes_back(engine: Engine) {
    let browser = engine.open("p/no-such-person/");
    browser.wait_for("document.querySelector('#still') === null");
    browser.eval("document.documentElement.dataset.broken = ''");
    assert_still(&browser);
    assert_eq!(browser.find_all(".ej").len(), 1);
}

/// Something that Yew takes for granted fails from now on.
const BREAK: &str = "Node.prototype.insertBefore = () => { throw new Error('out of order'); };";

/// What is said of it.
const TRAP: &[&str] = &["nreachable", "out of order", "insert node", "append child"];

/// Whether a module has trapped, which is all that is left of a panic in the built site.
fn is_trap(fault: &str) -> bool {
    fault.to_lowercase().contains("runtimeerror: unreachable")
}

fn a_panic_brings_the_picture_back(engine: Engine) {
    // While the reader is at work.
    let browser = engine.open("p/no-such-person/");
    browser.wait_for("document.querySelector('#still') === null");
    browser.script(BREAK, &[]);
    browser.press("words");
    assert_still(&browser);
    assert_eq!(browser.find_all(".ej").len(), 1);
    let faults = browser.faults();
    assert!(faults.iter().any(|it| is_trap(it)), "{faults:#?}");
    browser.expect_faults(TRAP);

    // Before anything was drawn.
    let browser = engine.visit();
    let broken =
        page("index.html").replace("</head>", "<script src=\"./break.js\"></script></head>");
    browser.site().add_script("/break.js", BREAK);
    browser.site().add_page("/broken.html", &broken);
    browser.goto("broken.html#two-boxes_box");
    assert_still(&browser);
    browser.expect_faults(TRAP);
}

fn a_trap_below_the_picture_leaves_the_picture(engine: Engine) {
    let browser = engine.open("index.html");
    browser.press("hood");
    browser.find("[data-ej=tab-lookups]");
    browser.script("window.e2eBefore = Node.prototype.insertBefore", &[]);
    browser.script(BREAK, &[]);
    browser.press("tab-lookups");
    let place = "document.querySelector('[data-sorry]')";
    browser.wait_for(&format!("{place}.textContent === {place}.dataset.sorry"));
    browser.script("Node.prototype.insertBefore = window.e2eBefore", &[]);
    let sorry = browser.find("[data-sorry]");
    assert!(sorry.text().starts_with("Sorry, something went wrong here."), "{}", sorry.text());
    // The picture goes on, and so do the buttons that had opened something there.
    browser.next();
    assert_eq!(browser.step(), "connected");
    browser.press("what-if");
    browser.find("[data-ej=what-if][aria-expanded=true]");
    assert!(sorry.is_displayed());
    let faults = browser.faults();
    assert_eq!(faults.iter().filter(|it| is_trap(it)).count(), 1, "{faults:#?}");
    browser.expect_faults(TRAP);
}

fn what_no_browser_understands_uncovers_the_picture(engine: Engine) {
    let browser = engine.visit();
    browser.site().add_script(&["/", &stamped("boot-", ".js")].concat(), "let = of tomorrow;");
    browser.goto("index.html#no-such-person_refused");
    assert_still(&browser);
    browser.expect_faults(&["SyntaxError"]);
}

fn axe_finds_nothing_wrong_in_what_stands_still(engine: Engine) {
    for (dark, width) in [(false, 1200), (true, 360)] {
        let browser = engine.visit_with(Settings { dark, ..Settings::default() });
        browser.resize(width, 900);
        for path in ["index.html", "embed.html", "p/several-recipients/", "embed/mailbox-full/"] {
            let end = if path.ends_with('/') { "-words/" } else { "-words" };
            let alone = [path.trim_end_matches('/'), end].concat();
            browser.site().add_page(&["/", &alone].concat(), &without_scripts(&page(path)));
            browser.goto(&alone);
            assert_still(&browser);
            let found = browser.violations(&[]);
            assert!(found.is_empty(), "{path}, dark: {dark}\n{}", found.join("\n"));
        }
        browser.assert_clean();
    }
}

/// Every part of the widget that can be seen: what it is, what it says, and where it is; as soon as that
/// is the same in three frames, as letters are measured with the first one.
const PARTS: &str = r"
  const parts = () => {
    const around = document.querySelector(arguments[0]);
    const top = around.querySelector('.ej').getBoundingClientRect();
    const parts = around.querySelectorAll(`.ej, .ej-top, .ej-title, .ej-stage, .ej-stage b, .ej-mark,
        .ej-dot, .ej-top > .ej-btn, .ej-over, .ej-ov-h, .ej-scene, .ej-scene text, .ej-scene .ej-art,
        .ej-tokens .ej-halo, .ej-caption h3, .ej-lines, .ej-term, .ej-time b, .ej-time span, .ej-count,
        .ej-pill, .ej-keys .ej-btn, .ej-scrub, .ej-tick, .ej-speed button, .ej-fold`);
    return [...parts].filter((part) => part.checkVisibility({ visibilityProperty: true })).map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        const what = part.localName === 'text' ? 'text' : part.classList[0] ?? part.localName;
        const says = part.matches('.ej, .ej-top, .ej-scene') ? '' : part.textContent.trim();
        return [what + ' ' + says, x - top.x, y - top.y, width, height];
    }).filter(([, x, , width]) => width > 1 && x < top.width);
  };
  return (async () => {
    let last = '';
    for (let n = 0, same = 0; n < 200 && same < 3; n++) {
        await new Promise(requestAnimationFrame);
        const now = JSON.stringify(parts());
        same = now === last ? same + 1 : 0;
        last = now;
    }
    return JSON.parse(last);
  })();
";

fn parts(browser: &Browser, around: &str) -> Vec<(String, [f64; 4])> {
    let found = browser.script(PARTS, &[around.into()]);
    let number = |it: &Value, n: usize| it[n].as_f64().expect("a number");
    let part = |it: &Value| {
        let name = it[0].as_str().expect("a name").to_owned();
        (name, [1, 2, 3, 4].map(|n| number(it, n)))
    };
    found.as_array().expect("a list").iter().map(part).collect()
}

fn the_live_widget_looks_like_the_one_that_stood_there(engine: Engine) {
    let browser = engine.visit();
    for path in ["index.html", "p/same-provider/", "embed/several-recipients/", "p/mailbox-full/"] {
        // Scripts run, but the one that starts the page is missing.
        let still: Vec<String> = page(path)
            .lines()
            .filter(|line| !line.contains("type=\"module\"") && !line.contains("preload"))
            .map(str::to_owned)
            .collect();
        let alone =
            [path.trim_end_matches('/'), if path.ends_with('/') { "-still/" } else { "-still" }];
        browser.site().add_page(&["/", &alone.concat()].concat(), &still.join("\n"));
        for width in [320, 360, 414, 599, 600, 768, 900, 1200] {
            browser.resize(width, 900);
            browser.goto(&alone.concat());
            let before = parts(&browser, "#still");
            browser.goto("about:blank");
            browser.open(path);
            browser.wait_for("document.querySelector('#still') === null");
            let after = parts(&browser, "#app");
            let sorted = |parts: &[(String, [f64; 4])]| {
                let mut parts = parts.to_vec();
                parts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1[0].total_cmp(&b.1[0])));
                parts
            };
            let (before, after) = (sorted(&before), sorted(&after));
            let missing = |from: &[(String, _)], of: &[(String, [f64; 4])]| {
                let names = from.iter().map(|(name, _)| name);
                names
                    .filter(|name| of.iter().all(|(it, _)| it != *name))
                    .cloned()
                    .collect::<Vec<_>>()
            };
            let differ = [missing(&before, &after), missing(&after, &before)];
            assert!(
                before.len() == after.len() && differ.concat().is_empty(),
                "{path} at {width}: {differ:?}"
            );
            let mut moved = Vec::new();
            for ((name, was), (_, is)) in before.iter().zip(&after) {
                // The live picture stands at whole scene units, the strip above it at whole pixels.
                let near = if name.starts_with("ej-ov") { 2.0 } else { 1.5 };
                let same = |n: usize| (was[n] - is[n]).abs() <= near;
                // What stood there squeezes its words into the width of our letters. Where others are
                // wider, words that stand beside each other make room.
                let same = if name.starts_with("text ") {
                    let middle = |at: &[f64; 4]| at[0] + at[2] / 2.0;
                    let near = (middle(was) - middle(is)).abs() <= 16.0;
                    near && (was[2] - is[2]).abs() <= was[2] / 10.0 && same(1) && same(3)
                } else {
                    (0..4).all(same)
                };
                if !same {
                    moved.push(format!("{name} was at {was:?} and is at {is:?}"));
                }
            }
            assert!(moved.is_empty(), "{path} at {width}: {moved:#?}");
        }
    }
}

fn what_was_pressed_before_is_done_after(engine: Engine) {
    let browser = engine.visit();
    // The page presses by itself as soon as there is something to press, and long before it is live.
    let early =
        page("index.html").replace("</head>", "<script src=\"./early.js\"></script></head>");
    let script = "addEventListener('DOMContentLoaded', () => setTimeout(() => \
                  document.querySelector('.is-still [data-ej=stage-sorting]')?.click()));";
    browser.site().add_script("/early.js", script);
    browser.site().add_page("/early.html", &early);
    browser.open("early.html");
    browser.wait_for_state("stage", "sorting");
}

fn pages_of_presets_work_from_any_folder(engine: Engine) {
    let browser = engine.visit();
    for folder in ["/", SUB_FOLDER] {
        for page in ["p/mailbox-full/", "embed/mailbox-full/"] {
            let path = [folder, page].concat();
            browser.goto("about:blank");
            browser.open(&path);
            browser.wait_for_state("preset", "mailbox-full");
            browser.goto("about:blank");
            browser.open(&[&path, "#waiting-1"].concat());
            browser.wait_for_state("preset", "mailbox-full");
            browser.wait_for_state("step", "waiting-1");
        }
    }
}

/// Notes the title of every step that is painted.
const RECORD: &str = "
    const seen = window.e2eSeen = new Set();
    const look = () => {
        for (const title of document.querySelectorAll('.ej-text h3')) {
            if (title.checkVisibility({ visibilityProperty: true })) seen.add(title.textContent);
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
";

fn nothing_else_than_what_was_asked_for_is_ever_painted(engine: Engine) {
    let browser = engine.visit();
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", &serde_json::json!({ "source": RECORD }));
    for path in [
        "index.html",
        "index.html#two-boxes_box",
        "p/mailbox-full/",
        "p/mailbox-full/#refused",
        "embed.html#no-such-person_refused",
    ] {
        browser.goto("about:blank");
        browser.open(path);
        browser.wait_for("document.querySelector('#still') === null");
        let title = browser.find("#app .ej-text h3").text();
        browser.wait_for("window.e2eSeen.size > 0");
        assert_eq!(browser.eval("[...window.e2eSeen].join('; ')"), title.as_str(), "{path}");
    }
}
