//! What does not move costs nothing: no animation, no animation frame, no timer.

use e2e::{Browser, Engine, in_each_engine};

in_each_engine!(
    nothing_moves_before_anybody_presses_play,
    nothing_moves_while_it_is_paused,
    nothing_moves_while_nobody_can_see_the_window,
    nothing_moves_while_the_picture_is_off_screen,
    nothing_moves_in_a_frame_that_is_off_screen,
    nothing_moves_after_the_end,
);

fn nothing_moves_before_anybody_presses_play(engine: Engine) {
    let browser = engine.open("index.html");
    browser.record_frames();
    browser.assert_still();
}

/// Opens the page and lets it play, so that there is something to stop.
fn playing(engine: Engine) -> Browser {
    let browser = engine.open("index.html");
    play(&browser);
    browser
}

fn play(browser: &Browser) {
    browser.record_frames();
    browser.press("play");
    browser.wait_for_motion();
    // The clock is written now and then: what is counted is seen.
    browser.wait_for("window.e2eFrames.timers > 0");
}

fn nothing_moves_while_it_is_paused(engine: Engine) {
    let browser = playing(engine);
    browser.press("play");
    browser.wait_for_state("motion", "paused");
    browser.assert_still();
    browser.press("play");
    browser.wait_for_motion();
}

fn nothing_moves_while_nobody_can_see_the_window(engine: Engine) {
    let browser = playing(engine);
    browser.hide();
    browser.assert_still();
    assert_eq!(browser.state("motion"), "playing", "it only waits");
    browser.show();
    browser.wait_for_motion();
}

const TO_THE_END: &str = "scrollTo(0, document.documentElement.scrollHeight)";

fn nothing_moves_while_the_picture_is_off_screen(engine: Engine) {
    let browser = playing(engine);
    browser.script(TO_THE_END, &[]);
    browser.assert_still();
    assert_eq!(browser.state("motion"), "playing", "it only waits");
    browser.script("scrollTo(0, 0)", &[]);
    browser.wait_for_motion();
}

fn nothing_moves_in_a_frame_that_is_off_screen(engine: Engine) {
    let browser = engine.visit();
    browser.goto("faq.html");
    browser.wait_for("customElements.get('email-journey') !== undefined");
    browser.script("document.querySelector('email-journey').scrollIntoView()", &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_ready();
    play(&browser);
    browser.leave_frame();
    // The help page may end soon after the picture.
    browser.script(
        "const space = document.createElement('canvas'); space.height = 5000; \
         document.body.append(space);",
        &[],
    );
    browser.script(TO_THE_END, &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.assert_still();
    browser.leave_frame();
    browser.script("document.querySelector('email-journey').scrollIntoView()", &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_for_motion();
}

fn nothing_moves_after_the_end(engine: Engine) {
    let browser = engine.open("index.html#everything-works_key");
    browser.record_frames();
    browser.press("play");
    browser.wait_for_state("step", "collected");
    browser.wait_for_state("motion", "paused");
    browser.assert_still();
}
