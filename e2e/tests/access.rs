//! axe-core finds nothing wrong in any view of the page: light and dark, wide and narrow, with
//! everything that opens open.

use std::collections::BTreeSet;

use e2e::{Engine, Settings, in_each_engine, only_in};

in_each_engine!(light_and_wide, dark_and_narrow, what_axe_finds_is_told);
only_in!(
    chromium,
    "every engine sees both colours and both widths, and one of them every combination",
    light_and_narrow,
    dark_and_wide,
);

/// A view: its name, where it is, and what is pressed there.
type View = (&'static str, &'static str, &'static [&'static str]);

const WIDGET: [View; 19] = [
    ("the beginning", "embed.html", &[]),
    ("in the middle", "embed.html#everything-works_packets", &[]),
    ("a colour of the owner", "embed.html?accent=%23b3005e#everything-works_packets", &[]),
    ("a look-up", "embed.html#everything-works_registry", &[]),
    ("the end", "embed.html#two-boxes_collected", &[]),
    ("something stops", "embed.html#no-such-person_refused", &[]),
    ("a mangled link", "embed.html#9x", &[]),
    ("the link to share", "embed.html", &["share"]),
    ("what a site needs", "embed.html", &["share", "site"]),
    ("whom to ask", "embed.html?help-desk=a@b.example#no-such-person_refused", &["verdict"]),
    ("all presets", "embed.html", &["what-if"]),
    ("the invitation at the end", "embed.html#everything-works_collected", &["invite"]),
    ("all in words", "embed.html", &["words"]),
    ("what came back", "embed.html", &["came-back"]),
    ("what came back, read", "embed.html", &["came-back", "returned-example"]),
    ("own addresses", "embed.html", &["own"]),
    ("under the hood", "embed.html#everything-works_address", &["hood"]),
    ("what went wrong", "embed.html#no-such-person_refused", &["verdict"]),
    ("what went wrong for each", "embed.html#several-recipients_refused", &["verdict"]),
];

/// Rules for whole pages. The embed is a part of one, and whose page that is sees to them.
const WHOLE_PAGES: [&str; 3] = ["landmark-one-main", "page-has-heading-one", "region"];

const WIDE: (u32, u32) = (1200, 900);
const NARROW: (u32, u32) = (360, 740);

fn light_and_wide(engine: Engine) {
    every_view(engine, false, WIDE);
}

fn dark_and_narrow(engine: Engine) {
    every_view(engine, true, NARROW);
}

fn light_and_narrow(engine: Engine) {
    every_view(engine, false, NARROW);
}

fn dark_and_wide(engine: Engine) {
    every_view(engine, true, WIDE);
}

fn every_view(engine: Engine, dark: bool, (width, height): (u32, u32)) {
    let browser = engine.visit_with(Settings { reduced_motion: true, dark, ..Settings::default() });
    browser.resize(width, height);
    let mut found = Vec::new();
    let mut opens = BTreeSet::new();
    let mut pressed = BTreeSet::new();
    for (name, place, controls) in WIDGET {
        // Another fragment alone would not load the page again.
        browser.goto("about:blank");
        browser.open(place);
        for control in controls {
            browser.press(control);
            pressed.insert((*control).to_owned());
        }
        let controls = browser.find_all(".ej [data-ej][aria-expanded]");
        opens.extend(controls.iter().filter_map(|control| control.attr("data-ej")));
        let look = |name: &str| {
            let lines = browser.violations(&WHOLE_PAGES).into_iter();
            lines.map(|line| format!("{name}: {line}")).collect::<Vec<_>>()
        };
        found.extend(look(name));
        // What has no name of its own: tabs, and words that are explained.
        let more = ".ej [role=tab][aria-selected=false], .ej [aria-expanded=false]:not([data-ej])";
        for each in browser.find_all(more) {
            let name = format!("{name}, {}", each.accessible_name());
            each.click();
            found.extend(look(&name));
        }
    }

    browser.open("index.html");
    found.extend(browser.violations(&[]));
    browser.goto("faq.html");
    found.extend(browser.violations(&[]));
    assert!(found.is_empty(), "{found:#?}");
    let never: Vec<_> = opens.difference(&pressed).collect();
    assert!(never.is_empty(), "no view presses {never:?}, and each of them opens something");
}

/// The check itself must see what it is there for.
fn what_axe_finds_is_told(engine: Engine) {
    let browser = engine.visit();
    let page = "<!doctype html><html lang=en><title>Bad</title><link rel=icon href=favicon.svg>\
                <main><h1>Bad</h1><input></main>";
    browser.site().add_page("/bad.html", page);
    browser.goto("bad.html");
    let violations = browser.violations(&[]);
    assert_eq!(violations.len(), 1, "{violations:#?}");
    assert!(violations[0].starts_with("label at input: "), "{violations:#?}");
}
