//! Everything by keyboard, and everything in words.

use e2e::{Engine, key};
use model::presets;
use model::story::Story;
use serde_json::Value;
use sim::simulate;

/// More presses of the Tab key than it takes to go around the page.
const AROUND: usize = 120;

fn story(slug: &str) -> Story {
    story::tell(simulate(&presets::find(slug).expect("a preset").scenario())).story
}

fn each_step_is_said_once_in_its_own_words(engine: Engine) {
    for slug in ["everything-works", "misspelt-domain", "mailbox-full"] {
        let browser = engine.open_still(&format!("embed.html#{slug}"));
        let region = browser.find("[data-ej=said]");
        assert_eq!(region.role(), "status");
        assert_eq!(region.attr("aria-live").as_deref().unwrap_or("polite"), "polite");
        assert_eq!(region.text(), "", "{slug}: nothing before the reader has done anything");
        browser.listen();
        let steps = story(slug).steps;
        // What the first step tells stands there from the beginning.
        for step in &steps[1..] {
            browser.skip();
            assert_eq!(browser.step(), step.name);
        }
        let expected: Vec<String> = steps[1..]
            .iter()
            .map(|step| {
                let dot = if step.title.ends_with('?') { "" } else { "." };
                format!("{}{dot} {}", step.title, step.caption)
            })
            .collect();
        assert_eq!(browser.heard(), expected, "{slug}");
        browser.assert_clean();
    }
}

#[test]
fn what_the_captions_say_is_what_is_heard() {
    let steps = story("everything-works").steps;
    let captions: Vec<&str> = steps.iter().map(|step| step.caption.as_str()).collect();
    for (step, words) in [
        (0, "Your message to feedback@allbusiness.com is ready."),
        (2, "from ann@riverside.example, to feedback@allbusiness.com"),
        (5, "asks the domain name registry about"),
        (9, "the name before the @ picks the mailbox"),
        (11, "The program fetches the message"),
    ] {
        assert!(captions[step].contains(words), "{}", captions[step]);
    }
}

fn nothing_is_said_while_the_story_plays(engine: Engine) {
    let browser = engine.open("embed.html");
    browser.listen();
    browser.press("play");
    browser.wait_for_state("step", "connected");
    assert_eq!(browser.heard(), Vec::<String>::new());
    browser.press("play");
    browser.wait_for_state("motion", "paused");
    browser.wait_for("window.e2eHeard.length === 1");
    assert!(browser.heard()[0].starts_with("Your program calls your provider. "));
}

fn the_whole_journey_is_made_by_keyboard_alone(engine: Engine) {
    let browser = engine.open_still("embed.html");
    browser.tab_to("[data-ej=next]");
    for step in story("everything-works").steps.into_iter().skip(1) {
        // Once more, and the step is at its rest.
        browser.keys([key::SPACE, key::SPACE]);
        browser.wait_for_state("step", &step.name);
        browser.wait_for_state("motion", "paused");
    }
    while browser.focused().attr("data-ej").as_deref() != Some("stage-sorting") {
        let before = browser.focused().script("return arguments[0].outerHTML;");
        browser.chord(key::SHIFT, key::TAB);
        let now = browser.focused().script("return arguments[0].outerHTML;");
        assert!(now != before && browser.eval("document.activeElement !== document.body") == true);
    }
    browser.keys([key::ENTER]);
    browser.wait_for_state("step", "domain");
    for (key, expected) in [
        (key::RIGHT, "registry"),
        (key::LEFT, "domain"),
        (key::END, "collected"),
        (key::HOME, "pressed-send"),
        ('3', "relay"),
    ] {
        browser.keys([key]);
        browser.wait_for_state("step", expected);
    }
    // On the slider too, where the arrows go from step to step.
    browser.tab_to("[data-ej=scrub]");
    browser.keys([key::RIGHT]);
    browser.wait_for_state("step", "right-server");
    let told = browser.find("[data-ej=scrub]").attr("aria-valuetext").unwrap_or_default();
    assert_eq!(told, "Step 9 of 12: It reaches the right server");
    browser.keys([key::SPACE]);
    browser.wait_for("document.querySelector('.ej').dataset.motion !== 'paused'");
    browser.keys([key::SPACE]);
    browser.wait_for_state("motion", "paused");
}

fn whatever_has_the_focus_has_a_name_and_shows_it_and_lets_it_go(engine: Engine) {
    let browser = engine.open_still("embed.html#mailbox-full_refused");
    let mut seen = Vec::new();
    for _ in 0..AROUND {
        browser.keys([key::TAB]);
        if browser.eval("document.activeElement === document.body") == Value::Bool(true) {
            break;
        }
        let focused = browser.focused();
        let name = focused.accessible_name();
        let what = focused.script("return arguments[0].outerHTML.slice(0, 120);").to_string();
        // Some browsers begin anew at the end of a page.
        if seen.first() == Some(&what) {
            break;
        }
        assert!(!name.is_empty(), "no name: {what}");
        assert!(focused.css("outline-style") != "none", "not seen: {what}");
        seen.push(what);
    }
    assert!(seen.len() > 12 && seen.len() < AROUND, "{} of them: {seen:#?}", seen.len());
}

fn what_is_read_is_in_order_and_in_words(engine: Engine) {
    let browser = engine.open_still("embed.html");
    let told = browser.find("[data-ej=scrub]").attr("aria-valuetext").unwrap_or_default();
    assert_eq!(told, "Step 1 of 12: You press Send", "before anything is played, too");
    let label = browser.find(".ej-scene svg").attr("aria-label").unwrap_or_default();
    let (_, street) = label.split_once("from left to right: ").expect("who stands there");
    let machines: Vec<&str> = street.split(", ").collect();
    let order =
        ["Your computer", "provider", "registry", "mail server", "allbusiness", "recipient"];
    assert_eq!(machines.len(), order.len(), "{street}");
    for (machine, name) in machines.iter().zip(order) {
        assert!(machine.contains(name), "{machine}: {name}");
    }
    browser.press("what-if");
    assert_eq!(browser.find("#ej-what-if h3").text(), "What could go wrong?");
    browser.assert_clean();
}

fn keys_leave_fields_and_tabs_alone(engine: Engine) {
    let browser = engine.open_still("embed.html#everything-works_domain");
    browser.press("own");
    let field = browser.find("[data-ej=own-subject]");
    field.clear();
    field.type_text("1 2 3");
    browser.keys([key::LEFT, key::HOME, key::END, key::RIGHT]);
    assert_eq!(browser.step(), "domain");
    assert_eq!(field.property("value"), "1 2 3");
}

fn the_journey_is_there_in_words_and_each_step_leads_to_its_moment(engine: Engine) {
    let browser = engine.open_still("embed.html#misspelt-domain");
    browser.tab_to("[data-ej=words]");
    assert!(browser.focused().accessible_name().starts_with("The whole journey in words"));
    browser.keys([key::ENTER]);
    let list = browser.find("[data-ej=words-list] ol");
    assert_eq!(list.role(), "list");
    let steps = story("misspelt-domain").steps;
    let items = browser.find_all("[data-ej=words-list] li");
    assert_eq!(items.len(), steps.len());
    for (item, step) in items.iter().zip(&steps) {
        let text = item.text();
        assert!(text.contains(&step.title) && text.contains(&step.caption), "{text}");
    }
    browser.tab_to("[data-ej=words-list] li:nth-child(5) button");
    browser.keys([key::ENTER]);
    browser.wait_for_state("step", &steps[4].name);
    let current = browser.find_all("[data-ej=words-list] [aria-current=step]");
    assert_eq!(current.len(), 1);
    assert_eq!(current[0].text(), steps[4].title);
}

fn a_term_is_explained_without_moving_anything_and_escape_closes_it(engine: Engine) {
    let browser = engine.visit();
    let height = "document.querySelector('.ej').getBoundingClientRect().height";
    for width in [320, 1200] {
        browser.resize(width, 900);
        browser.goto("about:blank");
        browser.open("embed.html#everything-works_connected");
        let before = browser.eval(height);
        let terms = browser.find_all(".ej-term").len();
        assert!(terms >= 3, "{terms}");
        for n in 0..terms {
            browser.tab_to(&format!(".ej-tied:nth-of-type({}) .ej-term", n + 1));
            let card = browser.find(".ej-gloss").text();
            let told = browser.focused().script(
                "return document.getElementById(arguments[0].getAttribute('aria-describedby')) \
                 .textContent;",
            );
            let told = told.as_str().expect("a description");
            assert!(told.len() > 30 && card.ends_with(told), "{card}");
            let inside = "(box => box.left >= 0 && box.right <= innerWidth && box.top >= 0) \
                          (document.querySelector('.ej-gloss').getBoundingClientRect())";
            assert_eq!(browser.eval(inside), true, "{card} at {width}");
            assert_eq!(browser.eval(height), before);
            browser.keys([key::ESCAPE]);
            browser.wait_for("document.querySelector('.ej-gloss') === null");
            assert_eq!(browser.focused().attr("class").as_deref(), Some("ej-term"));
        }
        // A press opens it, another one closes it, and so does a press elsewhere.
        let term = browser.find(".ej-term");
        for _ in 0..2 {
            term.click();
            browser.wait_for("document.querySelector('.ej-gloss') !== null");
            term.click();
            browser.wait_for("document.querySelector('.ej-gloss') === null");
        }
        term.click();
        browser.wait_for("document.querySelector('.ej-gloss') !== null");
        browser.find(".ej-scene").click();
        browser.wait_for("document.querySelector('.ej-gloss') === null");
    }
}

fn the_widget_is_a_landmark_with_headings_in_order(engine: Engine) {
    let browser = engine.open_still("embed.html#mailbox-full_refused");
    let widget = browser.find(".ej");
    assert_eq!(widget.role(), "region");
    assert_eq!(widget.accessible_name(), "How does email work?");
    browser.press("words");
    browser.press("verdict");
    browser.find("[data-ej=verdict-card]");
    let levels = browser.eval(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(it => Number(it.tagName[1]))",
    );
    let levels: Vec<u64> =
        levels.as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

e2e::in_each_engine!(
    each_step_is_said_once_in_its_own_words,
    nothing_is_said_while_the_story_plays,
    the_whole_journey_is_made_by_keyboard_alone,
    whatever_has_the_focus_has_a_name_and_shows_it_and_lets_it_go,
    what_is_read_is_in_order_and_in_words,
    keys_leave_fields_and_tabs_alone,
    the_journey_is_there_in_words_and_each_step_leads_to_its_moment,
    a_term_is_explained_without_moving_anything_and_escape_closes_it,
    the_widget_is_a_landmark_with_headings_in_order,
);
