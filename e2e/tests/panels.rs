//! What a press opens is seen at once, and so is what it changes; whoever goes in by keyboard finds out again.

use e2e::{Browser, Engine, Settings, in_each_engine, key};

in_each_engine!(
    one_panel_is_open_right_under_its_buttons_and_seen_at_once,
    an_example_plays_where_the_picture_is_seen,
    what_lies_over_the_picture_begins_in_sight,
    what_is_played_from_below_is_seen,
    in_a_frame_an_example_plays_and_the_page_around_stays,
    tab_goes_into_what_opened_and_escape_out_of_it,
    what_shows_the_focus_strikes_through_no_words,
    ones_own_message_is_short_and_played_at_once,
    what_plays_ones_own_message_stands_on_the_row_of_buttons,
    what_was_typed_is_taken_out_and_brought_back,
);

/// What opens a panel, and the panel.
const PANELS: [(&str, &str); 5] = [
    ("came-back", "ej-came-back"),
    ("what-if", "ej-what-if"),
    ("own", "ej-own"),
    ("hood", "ej-hood"),
    ("share", "ej-share"),
];

/// Whether the picture can be seen whole.
const SEEN: &str = "(box => box.top >= -1 && box.bottom <= innerHeight + 1)\
                    (document.querySelector('.ej-view').getBoundingClientRect())";

/// Presses something that may lie behind what sticks to an edge.
fn press(browser: &Browser, control: &str) {
    let element = browser.find(&format!("[data-ej={control}]"));
    element.script("arguments[0].scrollIntoView({ block: 'center' })");
    element.click();
}

fn wait_for_focus(browser: &Browser, control: &str) {
    browser.wait_for(&format!("document.activeElement.dataset.ej === '{control}'"));
}

fn one_panel_is_open_right_under_its_buttons_and_seen_at_once(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.resize(1200, 800);
    browser.wait_for("innerWidth === 1200");
    for (button, id) in PANELS {
        // As low as it can be pressed. Firefox loses what is scrolled while it scrolls to a click.
        let opener = browser.find(&format!("[data-ej={button}]"));
        opener.script("arguments[0].scrollIntoView({ block: 'end' })");
        opener.click();
        browser.find(&format!("#{id}"));
        let open = "[...document.querySelectorAll('.ej-panel')].map(it => it.id).join()";
        assert_eq!(browser.eval(open), id);
        let below = "document.querySelector('.ej-panel').getBoundingClientRect().top \
                     - document.querySelector('.ej-folds').getBoundingClientRect().bottom";
        let below = browser.eval(below).as_f64().expect("a number");
        assert!(below.abs() < 2.0, "{button} opens {below} pixels below the row");
        browser.wait_for(
            "(box => box.top + Math.min(box.height, innerHeight / 3) <= innerHeight + 1)\
             (document.querySelector('.ej-panel').getBoundingClientRect())",
        );
        let lit = "[...document.querySelectorAll('[aria-expanded=true][aria-controls]')]\
                   .map(it => it.dataset.ej).join()";
        assert_eq!(browser.eval(lit), button, "no other button says that it is open");
    }
    browser.assert_clean();
}

fn an_example_plays_where_the_picture_is_seen(engine: Engine) {
    for (width, height) in [(360, 740), (768, 900), (1200, 800)] {
        let browser = engine.open("index.html");
        browser.resize(width, height);
        browser.wait_for(&format!("innerWidth === {width}"));
        press(&browser, "what-if");
        browser.find("#ej-what-if");
        press(&browser, "preset-greylisted");
        browser.wait_for_state("preset", "greylisted");
        browser.wait_for_state("motion", "playing");
        browser.wait_for("document.querySelector('.ej-panel') === null");
        browser.wait_for(SEEN);
        wait_for_focus(&browser, "play");
        browser.assert_clean();
    }
}

/// Also where only the row of buttons is left at the top of a phone; and what is skipped to is seen.
fn what_lies_over_the_picture_begins_in_sight(engine: Engine) {
    let browser = engine.open_still("index.html#greylisted");
    browser.resize(360, 740);
    browser.wait_for("innerWidth === 360");
    let row = browser.find("[data-ej=what-if]");
    row.script("arguments[0].scrollIntoView({ block: 'start' })");
    row.click();
    browser.wait_for("document.querySelector('.ej-panel')?.getBoundingClientRect().top >= -1");
    press(&browser, "skip");
    browser.wait_for_state("step", "refused");
    browser.wait_for("document.querySelector('.ej-panel') === null");
    browser.wait_for(SEEN);
    browser.assert_clean();
}

/// From the list of steps, and by the button where only that is left of the widget.
fn what_is_played_from_below_is_seen(engine: Engine) {
    let browser = engine.open("index.html#greylisted");
    browser.resize(360, 740);
    browser.wait_for("innerWidth === 360");
    let unseen = "document.querySelector('.ej-view').getBoundingClientRect().bottom < 0";
    browser.press("words");
    browser.find("[data-ej=words-list]");
    browser.script("document.querySelector('[data-ej=words-list]').scrollIntoView()", &[]);
    browser.wait_for(unseen);
    // Drivers scroll to what they click.
    browser.script(
        "document.querySelector('[data-ej=words-list] li:nth-child(3) button').click()",
        &[],
    );
    browser.wait_for_state("step", "envelope");
    browser.wait_for(SEEN);
    browser
        .script("document.querySelector('[data-ej=play]').scrollIntoView({ block: 'start' })", &[]);
    browser.wait_for(unseen);
    browser.script("document.querySelector('[data-ej=play]').click()", &[]);
    browser.wait_for_state("motion", "playing");
    browser.wait_for(SEEN);
    browser.assert_clean();
}

fn in_a_frame_an_example_plays_and_the_page_around_stays(engine: Engine) {
    // As narrow as on a phone, and as wide as a column of text.
    for width in [344, 660] {
        check_in_a_frame(engine, width);
    }
}

fn check_in_a_frame(engine: Engine, width: u32) {
    let browser = engine.visit();
    browser.resize(700, 740);
    // Somewhere down the page.
    let body = format!(
        "<style>div {{ width: {width}px; margin: 500px 0 }}</style>\
         <div><email-journey></email-journey></div>"
    );
    browser.add_embedder_under(&body, "default-src 'self' 'unsafe-inline'");
    browser.goto_embedder();
    browser.enter_widget(0);
    browser.wait_for(&format!("innerWidth === {width}"));
    press(&browser, "what-if");
    browser.find("#ej-what-if");
    let high = browser.eval("document.querySelector('.ej').offsetHeight").to_string();
    let as_high = format!("innerHeight <= {high} + 2");
    browser.wait_for(&as_high);
    let chip = browser.find("[data-ej=preset-greylisted]");
    chip.script("arguments[0].scrollIntoView({ block: 'center' })");
    browser.leave_frame();
    let before = browser.eval("scrollY");
    browser.enter_shadow_frame("email-journey", 0);
    chip.script("arguments[0].click()");
    browser.wait_for_state("motion", "playing");
    browser.wait_for("document.querySelector('.ej-panel') === null");
    wait_for_focus(&browser, "play");
    // It lay over the picture, which is there again.
    browser.wait_for(&as_high);
    assert_eq!(browser.eval("document.querySelector('.ej').offsetHeight").to_string(), high);
    browser.leave_frame();
    assert_eq!(browser.eval("scrollY"), before);
    browser.assert_clean();
}

fn tab_goes_into_what_opened_and_escape_out_of_it(engine: Engine) {
    let browser = engine.visit_with(Settings { reduced_motion: true, ..Settings::default() });
    // In the order in which they stand: who goes on beyond the last leaves the page, for the browser's own buttons.
    let first = [("share", "ej-share"), ("verdict", "ej-verdict")];
    for width in [360, 1200] {
        browser.goto("about:blank");
        browser.open("index.html#no-such-person_refused");
        browser.resize(width, 800);
        browser.wait_for(&format!("innerWidth === {width}"));
        for (button, id) in first.into_iter().chain(PANELS.into_iter().take(4)) {
            browser.tab_to(&format!("[data-ej={button}]"));
            browser.keys([key::ENTER]);
            browser.find(&format!("#{id}"));
            browser.keys([key::TAB]);
            let inside = format!("document.activeElement.closest('#{id}') !== null");
            assert_eq!(browser.eval(&inside), true, "{button} at {width}");
            browser.keys([key::ESCAPE]);
            browser.wait_for(&format!("document.getElementById('{id}') === null"));
            wait_for_focus(&browser, button);
        }
    }
    // What was opened last goes first.
    press(&browser, "words");
    press(&browser, "share");
    browser.find("#ej-share");
    browser.keys([key::ESCAPE]);
    browser.wait_for("document.querySelector('#ej-share') === null");
    assert!(browser.exists("[data-ej=words-list]"));
    browser.keys([key::ESCAPE]);
    browser.wait_for("document.querySelector('[data-ej=words-list]') === null");
    wait_for_focus(&browser, "words");
    browser.assert_clean();
}

/// The words through which the ring around the focus goes. What is inside of it, or outside, is not struck.
const STRUCK: &str = "
    const it = document.activeElement, style = getComputedStyle(it);
    if (style.outlineStyle === 'none') return [];
    const box = it.getBoundingClientRect();
    const within = parseFloat(style.outlineOffset), out = within + parseFloat(style.outlineWidth);
    const struck = [];
    const walk = document.createTreeWalker(document.querySelector('.ej'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const node = walk.currentNode, parent = node.parentElement;
        if (!node.textContent.trim() || parent.closest('.ej-unseen, svg, .ej-letters, .ej-whom')) continue;
        if (!parent.checkVisibility({ visibilityProperty: true })) continue;
        if (getComputedStyle(parent).clipPath !== 'none') continue;
        const range = document.createRange();
        const words = node.textContent;
        range.setStart(node, words.length - words.trimStart().length);
        range.setEnd(node, words.trimEnd().length);
        for (const each of range.getClientRects()) {
            // Letters take the middle of their line.
            const slack = each.height / 5;
            const text = { l: each.left + 1, r: each.right - 1, t: each.top + slack, b: each.bottom - slack };
            const apart = text.r < box.left - out || text.l > box.right + out
                || text.b < box.top - out || text.t > box.bottom + out;
            const inside = text.l >= box.left - within && text.r <= box.right + within
                && text.t >= box.top - within && text.b <= box.bottom + within;
            if (!apart && !inside) struck.push(it.outerHTML.slice(0, 60) + ': ' + node.textContent);
        }
    }
    return struck;
";

fn what_shows_the_focus_strikes_through_no_words(engine: Engine) {
    let browser = engine.open_still("embed.html#mailbox-full_refused");
    for width in [320, 360, 768, 1200] {
        browser.resize(width, 900);
        browser.wait_for(&format!("innerWidth === {width}"));
        browser.script("document.querySelector('.ej-stage').focus()", &[]);
        let mut last = String::new();
        while last != "hood" {
            let struck = browser.script(STRUCK, &[]);
            assert_eq!(struck, serde_json::json!([]), "at {width}");
            browser.keys([key::TAB]);
            last = browser.focused().attr("data-ej").unwrap_or_default();
        }
    }
    browser.assert_clean();
}

fn value(browser: &Browser, field: &str) -> String {
    let value = browser.find(&format!("[data-ej={field}]")).property("value");
    value.as_str().unwrap_or_default().to_owned()
}

fn ones_own_message_is_short_and_played_at_once(engine: Engine) {
    let browser = engine.open("embed.html#everything-works_box");
    browser.press("own");
    browser.find("[data-ej=own-text]");
    let order =
        "[...document.querySelectorAll('.ej-own [id^=own-]:not(p)')].map(it => it.id).join(' ')";
    assert_eq!(
        browser.eval(order),
        "own-sender own-recipients own-subject own-text own-attachment own-relays"
    );
    assert!(value(&browser, "own-text").lines().count() < 10);
    browser.fill("own-recipients", "bob@south.example");
    browser.wait_for("document.querySelector('.ej-scene').textContent.includes('south.example')");
    press(&browser, "own-play");
    browser.wait_for_state("motion", "playing");
    browser.wait_for("document.querySelector('.ej-panel') === null");
    browser.wait_for_state("stage", "sending");
    wait_for_focus(&browser, "play");
    // What is no address yet stays typed, too.
    browser.press("own");
    browser.fill("own-recipients", "bob@");
    assert_eq!(
        browser.find("[data-ej=own-play]").attr("aria-disabled").as_deref(),
        Some("true"),
        "nothing is played of it"
    );
    press(&browser, "own-play");
    wait_for_focus(&browser, "own-recipients");
    browser.press("hood");
    browser.find("#ej-hood");
    browser.press("own");
    assert_eq!(value(&browser, "own-recipients"), "bob@");
    browser.assert_clean();
}

/// On phones the form is longer than its room, and nothing of it shows below the button.
fn what_plays_ones_own_message_stands_on_the_row_of_buttons(engine: Engine) {
    let browser = engine.open_still("embed.html");
    browser.resize(360, 740);
    browser.wait_for("innerWidth <= 360");
    press(&browser, "own");
    browser.find("#ej-own");
    let room = "(([buttons, row]) => buttons.bottom >= row.top - 1 && buttons.bottom < row.bottom)\
                (['.ej-own .ej-along', '.ej-folds'].map((it) => document.querySelector(it).getBoundingClientRect()))";
    browser.wait_for(room);
    // At its end it is all seen.
    browser.script("document.querySelector('.ej-panel').scrollTop = 10000", &[]);
    browser.wait_for(
        "(([field, buttons]) => field.bottom <= buttons.top)\
         (['.ej-own select', '.ej-own .ej-along'].map((it) => document.querySelector(it).getBoundingClientRect()))",
    );
    browser.assert_clean();
}

fn what_was_typed_is_taken_out_and_brought_back(engine: Engine) {
    let browser = engine.open_still("embed.html#lost-packet_packet-lost");
    browser.press("own");
    browser.find("[data-ej=own-text]");
    assert!(!browser.exists("[data-ej=own-reset]"), "nothing was typed yet");
    browser.fill("own-sender", "zoe@north.example");
    browser.fill("own-subject", "Mine");
    browser.wait_for("document.querySelector('.ej-scene').textContent.includes('north.example')");
    let button = || browser.find("[data-ej=own-reset]").text();
    assert_eq!(button(), "Back to the example’s message");
    press(&browser, "own-reset");
    browser.wait_for("!document.querySelector('.ej-scene').textContent.includes('north.example')");
    assert_eq!(value(&browser, "own-subject"), "Open on Friday?");
    assert_eq!(browser.step(), "packet-lost", "the place and what goes wrong stay");
    assert_eq!(button(), "Bring back what I typed");
    press(&browser, "own-reset");
    browser.wait_for("document.querySelector('.ej-scene').textContent.includes('north.example')");
    assert_eq!(value(&browser, "own-subject"), "Mine");
    assert_eq!(button(), "Back to the example’s message");
    browser.assert_clean();
}
