//! The widget in what a page opens later: it has the right size when it is opened, and nothing runs
//! while nobody can see it.

use e2e::{Engine, in_each_engine};

in_each_engine!(in_details, in_a_tab, in_a_dialog);

const WIDGET: &str = "<email-journey></email-journey><p class=marker>After it.</p>";

fn in_details(engine: Engine) {
    let body = format!("<details id=place><summary>More</summary>{WIDGET}</details>");
    check(engine, &body, "place.open = true", "place.open = false");
}

fn in_a_tab(engine: Engine) {
    let body = format!("<div id=place hidden>{WIDGET}</div>");
    check(engine, &body, "place.hidden = false", "place.hidden = true");
}

fn in_a_dialog(engine: Engine) {
    let body = format!("<dialog id=place>{WIDGET}</dialog>");
    check(engine, &body, "place.showModal()", "place.close()");
}

#[track_caller]
fn check(engine: Engine, body: &str, open: &str, close: &str) {
    let browser = engine.visit_embedder(body);
    assert_eq!(browser.eval("noted.length"), 0, "nobody has seen it, and nothing was told");
    browser.script(open, &[]);
    browser.enter_widget(0);
    let spare = browser.eval("innerHeight - document.querySelector('.ej').offsetHeight");
    assert!(
        spare.as_i64().is_some_and(|spare| (0..=2).contains(&spare)),
        "the frame is {spare} pixels higher than the widget"
    );
    browser.record_frames();
    browser.press("play");
    browser.wait_for_motion();

    browser.leave_frame();
    browser.script(close, &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.assert_still();
    assert_eq!(browser.state("motion"), "playing", "it only waits");

    browser.leave_frame();
    browser.script(open, &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_for_motion();
    browser.leave_frame();
}
