//! The page loads and works under the strict policy, wherever it is put.

use e2e::{Engine, SUB_FOLDER, in_each_engine, only_in};
use serde_json::json;

in_each_engine!(
    the_page_is_drawn_under_the_strict_policy,
    the_page_works_in_a_sub_folder_and_asks_for_nothing_outside_of_it,
    the_embed_works_in_a_frame,
    the_bar_to_scroll_with_does_not_leap,
    what_goes_wrong_is_seen,
);
only_in!(chromium, "no other engine tells of layout shifts", nothing_shifts_while_the_page_loads);

fn the_page_is_drawn_under_the_strict_policy(engine: Engine) {
    let browser = engine.open("index.html");
    assert!(!browser.find("#app").text().is_empty());
    assert_eq!(browser.title(), "How does email work?");
    assert!(!browser.find("#broken").is_displayed());
}

fn the_page_works_in_a_sub_folder_and_asks_for_nothing_outside_of_it(engine: Engine) {
    let browser = engine.open(SUB_FOLDER);
    assert!(!browser.find("#app").text().is_empty());
    browser.assert_clean();
    let requests = browser.site().requests();
    let outside: Vec<_> = requests.iter().filter(|it| !it.contains(SUB_FOLDER)).collect();
    assert_eq!(outside, Vec::<&String>::new());
}

fn the_embed_works_in_a_frame(engine: Engine) {
    let browser = engine.visit();
    browser.site().add_page(
        "/host.html",
        "<!doctype html><title>Host</title><link rel=icon href=favicon.svg>\
         <iframe src=embed.html title=Journey></iframe>",
    );
    browser.goto("host.html");
    browser.enter_frame("iframe");
    browser.wait_ready();
    assert_eq!(browser.find("body").attr("data-view").as_deref(), Some("embed"));
    assert!(!browser.find("#app").text().is_empty());
    browser.leave_frame();
    assert_eq!(browser.title(), "Host");
}

fn the_bar_to_scroll_with_does_not_leap(engine: Engine) {
    for width in [360, 1200] {
        let browser = engine.visit();
        browser.resize(width, 740);
        browser.open("index.html");
        let heights = browser.script(
            "const root = document.documentElement, heights = [];
            return (async () => {
                for (let at = 0; at <= root.scrollHeight; at += 600) {
                    scrollTo(0, at);
                    await new Promise(requestAnimationFrame);
                    heights.push(root.scrollHeight);
                }
                return heights;
            })();",
            &[],
        );
        let heights: Vec<i64> = heights
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_i64)
            .collect();
        assert!(heights.len() > 3 && heights.iter().all(|it| *it == heights[0]), "{heights:?}");
        browser.assert_clean();
    }
}

fn nothing_shifts_while_the_page_loads(engine: Engine) {
    const SHIFTS: &str = "
        const rect = ({ x, y, width, height }) => [x, y, width, height].join(' ');
        const told = ({ node, previousRect, currentRect }) => node && node.outerHTML.slice(0, 80)
            + ' from ' + rect(previousRect) + ' to ' + rect(currentRect);
        // So that there is one to be told of, we shift something ourselves, in the end.
        const ours = document.createElement('hr');
        return new Promise((done) => {
            const seen = [];
            new PerformanceObserver((list) => {
                for (const { value, sources } of list.getEntries()) seen.push([value, ...sources.map(told)]);
                if (ours.isConnected && seen.some((it) => String(it).includes('<hr>'))) done(seen);
            }).observe({ type: 'layout-shift', buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => document.body.prepend(ours)));
        });";
    let browser = engine.visit();
    for (width, height) in [(360, 740), (1200, 900)] {
        browser.resize(width, height);
        // Slow machines paint what they have read of a page.
        for slowdown in [1, 4, 6] {
            browser.cdp("Emulation.setCPUThrottlingRate", &json!({ "rate": slowdown }));
            for page in ["index.html", "embed.html"] {
                browser.goto("about:blank");
                browser.open(page);
                let shifts = browser.script(SHIFTS, &[]);
                let shifts = shifts.as_array().expect("a list");
                assert_eq!(
                    shifts.len(),
                    1,
                    "{page} at {width}, {slowdown} times slower: {shifts:#?}"
                );
            }
        }
    }
    browser.cdp("Emulation.setCPUThrottlingRate", &json!({ "rate": 1 }));
}

/// The check itself must see what it is there for.
fn what_goes_wrong_is_seen(engine: Engine) {
    let browser = engine.visit();
    browser.site().add_page(
        "/bad.html",
        "<!doctype html><title>Bad</title><link rel=icon href=favicon.svg>\
         <p style='color: red'>Red</p><img src=missing.png alt=missing>",
    );
    browser.goto("bad.html");
    browser.script("return import(arguments[0]).catch(() => 1)", &["/missing.js".into()]);
    browser.script("console.error('said so')", &[]);
    let signs = ["style-src", "GET /missing.png 404", "GET /missing.js 404", "said so"];
    let faults = browser.faults();
    browser.expect_faults(&signs);
    browser.expect_faults(&["missing."]);
    for sign in signs {
        assert!(faults.iter().any(|fault| fault.contains(sign)), "no {sign} in {faults:#?}");
    }
}
