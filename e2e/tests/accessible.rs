//! Everything by keyboard, and everything in words.

use e2e::{Browser, Server, key};
use email_journey::presets;
use email_journey::sim::simulate;
use email_journey::story::Story;
use serde_json::Value;

/// More presses of the Tab key than it takes to go around the page.
const AROUND: usize = 120;

/// Opens the widget for somebody who wants no motion.
fn open(site: &Server, place: &str) -> Browser {
    let browser = Browser::start();
    browser.emulate_media(&[("prefers-reduced-motion", "reduce")]);
    browser.open(&site.address(place));
    browser
}

/// A condition on the widget's own words about its state.
fn state(name: &str, value: &str) -> String {
    format!("document.querySelector('.ej').dataset.{name} === '{value}'")
}

fn step(browser: &Browser) -> String {
    browser.find(".ej").attr("data-step").unwrap_or_default()
}

fn story(slug: &str) -> Story {
    Story::tell(simulate(&presets::find(slug).expect("a preset").scenario()))
}

/// Goes on with the Tab key until the focus is on what matches.
#[track_caller]
fn tab_to(browser: &Browser, css: &str) {
    let there = format!("document.activeElement.matches({})", Value::from(css));
    for _ in 0..AROUND {
        if browser.eval(&there) == Value::Bool(true) {
            return;
        }
        browser.keys([key::TAB]);
    }
    panic!("{css} cannot be reached");
}

/// Notes down whatever the live region says from now on.
fn listen(browser: &Browser) {
    browser.script(
        "window.heard = []; const region = document.querySelector('[data-ej=said]'); \
         new MutationObserver(() => window.heard.push(region.textContent)) \
         .observe(region, { childList: true, characterData: true, subtree: true });",
        &[],
    );
}

fn heard(browser: &Browser) -> Vec<String> {
    let heard = browser.eval("window.heard");
    let words = heard.as_array().expect("a list").iter();
    words.map(|words| words.as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn each_step_is_said_once_in_its_own_words() {
    let site = e2e::site();
    for slug in ["everything-works", "misspelt-domain", "mailbox-full"] {
        let browser = open(&site, &format!("embed.html#{slug}"));
        let region = browser.find("[data-ej=said]");
        assert_eq!(region.role(), "status");
        assert_eq!(region.attr("aria-live").as_deref().unwrap_or("polite"), "polite");
        assert_eq!(region.text(), "", "{slug}: nothing before the reader has done anything");
        listen(&browser);
        let steps = story(slug).steps;
        for step in &steps {
            browser.find("[data-ej=next]").click();
            browser.wait_for(&state("step", &step.name));
        }
        let expected: Vec<String> = steps
            .iter()
            .map(|step| {
                let dot = if step.title.ends_with('?') { "" } else { "." };
                format!("{}{dot} {}", step.title, step.caption)
            })
            .collect();
        assert_eq!(heard(&browser), expected, "{slug}");
        browser.assert_clean(&site);
    }
}

#[test]
fn what_the_captions_say_is_what_is_heard() {
    let steps = story("everything-works").steps;
    let captions: Vec<&str> = steps.iter().map(|step| step.caption.as_str()).collect();
    for (step, words) in [
        (0, "Your message to feedback@allbusiness.com is ready."),
        (2, "it is from ann@riverside.example and for feedback@allbusiness.com"),
        (5, "The server checks the domain name registry"),
        (9, "picks the mailbox, and there the message waits"),
        (11, "The program fetches the message"),
    ] {
        assert!(captions[step].contains(words), "{}", captions[step]);
    }
}

#[test]
fn nothing_is_said_while_the_story_plays() {
    let site = e2e::site();
    let browser = Browser::start();
    browser.open(&site.address("embed.html"));
    listen(&browser);
    browser.find("[data-ej=play]").click();
    browser.wait_for(&state("step", "connected"));
    assert_eq!(heard(&browser), Vec::<String>::new());
    browser.find("[data-ej=play]").click();
    browser.wait_for(&state("motion", "paused"));
    browser.wait_for("window.heard.length === 1");
    assert!(heard(&browser)[0].starts_with("Your program calls your provider. "));
    browser.assert_clean(&site);
}

#[test]
fn the_whole_journey_is_made_by_keyboard_alone() {
    let site = e2e::site();
    let browser = open(&site, "embed.html");
    tab_to(&browser, "[data-ej=next]");
    for step in story("everything-works").steps {
        browser.keys([key::SPACE]);
        browser.wait_for(&state("step", &step.name));
    }
    tab_to(&browser, "[data-ej=stage-sorting]");
    browser.keys([key::ENTER]);
    browser.wait_for(&state("step", "domain"));
    for (key, expected) in [
        (key::RIGHT, "registry"),
        (key::LEFT, "domain"),
        (key::END, "collected"),
        (key::HOME, "pressed-send"),
        ('3', "relay"),
    ] {
        browser.keys([key]);
        browser.wait_for(&state("step", expected));
    }
    // On the slider too, where the arrows go from step to step.
    tab_to(&browser, "[data-ej=scrub]");
    browser.keys([key::RIGHT]);
    browser.wait_for(&state("step", "right-server"));
    let told = browser.find("[data-ej=scrub]").attr("aria-valuetext").unwrap_or_default();
    assert_eq!(told, "Step 9 of 12: The right server is reached");
    browser.keys([key::SPACE]);
    browser.wait_for("document.querySelector('.ej').dataset.motion !== 'paused'");
    browser.keys([key::SPACE]);
    browser.wait_for(&state("motion", "paused"));
    browser.assert_clean(&site);
}

#[test]
fn whatever_has_the_focus_has_a_name_and_shows_it_and_lets_it_go() {
    let site = e2e::site();
    let browser = open(&site, "embed.html#mailbox-full_refused");
    let mut seen = Vec::new();
    for _ in 0..AROUND {
        browser.keys([key::TAB]);
        if browser.eval("document.activeElement === document.body") == Value::Bool(true) {
            break;
        }
        let focused = browser.focused();
        let name = focused.accessible_name();
        let what = focused.script("return arguments[0].outerHTML.slice(0, 120);").to_string();
        assert!(!name.is_empty(), "no name: {what}");
        assert!(focused.css("outline-style") != "none", "not seen: {what}");
        seen.push(what);
    }
    assert!(seen.len() > 12 && seen.len() < AROUND, "{} of them: {seen:#?}", seen.len());
    browser.assert_clean(&site);
}

#[test]
fn keys_leave_fields_and_tabs_alone() {
    let site = e2e::site();
    let browser = open(&site, "embed.html#everything-works_domain");
    browser.find("[data-ej=own]").click();
    let field = browser.find("[data-ej=own-subject]");
    field.clear();
    field.type_text("1 2 3");
    browser.keys([key::LEFT, key::HOME, key::END, key::RIGHT]);
    assert_eq!(step(&browser), "domain");
    assert_eq!(field.property("value"), "1 2 3");
    browser.assert_clean(&site);
}

#[test]
fn the_journey_is_there_in_words_and_each_step_leads_to_its_moment() {
    let site = e2e::site();
    let browser = open(&site, "embed.html#misspelt-domain");
    tab_to(&browser, "[data-ej=words]");
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
    tab_to(&browser, "[data-ej=words-list] li:nth-child(5) button");
    browser.keys([key::ENTER]);
    browser.wait_for(&state("step", &steps[4].name));
    let current = browser.find_all("[data-ej=words-list] [aria-current=step]");
    assert_eq!(current.len(), 1);
    assert_eq!(current[0].text(), steps[4].title);
    browser.assert_clean(&site);
}

#[test]
fn a_term_is_explained_without_moving_anything_and_escape_closes_it() {
    let site = e2e::site();
    let browser = Browser::start();
    let height = "document.querySelector('.ej').getBoundingClientRect().height";
    for width in [320, 1200] {
        browser.resize(width, 900);
        browser.goto("about:blank");
        browser.open(&site.address("embed.html#everything-works_connected"));
        let before = browser.eval(height);
        let terms = browser.find_all(".ej-term").len();
        assert!(terms >= 3, "{terms}");
        for n in 0..terms {
            tab_to(&browser, &format!(".ej-tied:nth-of-type({}) .ej-term", n + 1));
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
    browser.assert_clean(&site);
}

#[test]
fn on_paper_there_is_a_panel_for_each_step() {
    let site = e2e::site();
    let browser = open(&site, "embed.html#misspelt-domain_domain");
    assert!(!browser.exists(".ej-board"), "only while it is needed");
    browser.script("window.dispatchEvent(new Event('beforeprint'))", &[]);
    let panels = "document.querySelectorAll('.ej-board li')";
    let steps = story("misspelt-domain").steps;
    browser.wait_for(&format!("{panels}.length === {}", steps.len()));
    let drawn = format!(
        "[...{panels}].every(panel => panel.querySelector('svg[viewBox]') \
         && [...panel.querySelectorAll('.ej-tokens > *')].every(it => it.style.transform))"
    );
    browser.wait_for(&drawn);
    let words = browser.eval(&format!("[...{panels}].map(panel => panel.textContent)"));
    for (panel, step) in words.as_array().expect("a list").iter().zip(&steps) {
        assert!(panel.as_str().is_some_and(|text| text.contains(&step.caption)), "{panel}");
    }
    browser.cdp("Emulation.setEmulatedMedia", &serde_json::json!({ "media": "print" }));
    assert!(browser.find(".ej-board").is_displayed());
    assert!(!browser.find("[data-ej=play]").is_displayed());
    assert_eq!(browser.find(".ej-board li").css("break-inside"), "avoid");
    browser.script("window.dispatchEvent(new Event('afterprint'))", &[]);
    browser.wait_for("document.querySelector('.ej-board') === null");
    browser.assert_clean(&site);
}

#[test]
fn the_widget_is_a_landmark_with_headings_in_order() {
    let site = e2e::site();
    let browser = open(&site, "embed.html#mailbox-full_refused");
    let widget = browser.find(".ej");
    assert_eq!(widget.role(), "region");
    assert_eq!(widget.accessible_name(), "How does email work?");
    browser.find("[data-ej=words]").click();
    browser.find("[data-ej=verdict]").click();
    browser.find("[data-ej=verdict-card]");
    let levels = browser.eval(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(it => Number(it.tagName[1]))",
    );
    let levels: Vec<u64> =
        levels.as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    browser.assert_clean(&site);
}
