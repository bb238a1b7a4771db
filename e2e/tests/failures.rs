//! What goes wrong: shown without relying on colour, explained, linked to, and found.

use e2e::{Browser, Server};

/// A preset and what its card must say.
const CARDS: [(&str, &[&str]); 8] = [
    ("misspelt-domain", &["allbusines.com", "The sender"]),
    ("no-such-person", &["550", "5.1.1", "feedbak"]),
    ("mailbox-full", &["452", "4.2.2", "full"]),
    ("server-down", &["delivered", "mail.allbusiness.com"]),
    ("greylisted", &["451", "4.7.1"]),
    ("refused-as-spam", &["554", "5.7.1", "spam"]),
    ("too-big", &["552", "5.3.4"]),
    ("several-recipients", &["service@allbusiness.com", "sales@allbusines.com", "4.2.2"]),
];

/// More steps than any story has.
const MANY: usize = 60;

fn open(site: &Server, fragment: &str) -> Browser {
    let browser = Browser::start();
    browser.emulate_media(&[("prefers-reduced-motion", "reduce")]);
    browser.open(&site.address(&["index.html", fragment].concat()));
    browser
}

/// A condition on the widget's own words about its state.
fn state(name: &str, value: &str) -> String {
    format!("document.querySelector('.ej').dataset.{name} === '{value}'")
}

fn step(browser: &Browser) -> String {
    browser.find(".ej").attr("data-step").unwrap_or_default()
}

fn is_at_end(browser: &Browser) -> bool {
    browser.find("[data-ej=next]").attr("aria-disabled").as_deref() == Some("true")
}

/// Step by step to the end. Returns the steps, and those in which something stops or waits.
fn to_the_end(browser: &Browser) -> (Vec<String>, Vec<String>) {
    let (mut steps, mut marked) = (Vec::new(), Vec::new());
    for _ in 0..MANY {
        if is_at_end(browser) {
            return (steps, marked);
        }
        browser.find("[data-ej=next]").click();
        let now = step(browser);
        if steps.last() == Some(&now) {
            continue;
        }
        if browser.exists(".ej-scene [data-mark]") {
            marked.push(now.clone());
        }
        steps.push(now);
    }
    panic!("no end after {MANY} steps: {steps:?}");
}

#[test]
fn each_failure_is_played_marked_explained_and_linked_to() {
    let site = e2e::site();
    for (slug, words) in CARDS {
        let browser = open(&site, &["#", slug].concat());
        browser.wait_for(&state("preset", slug));
        assert!(!browser.exists("[data-ej=verdict-card]"), "{slug}: it does not open by itself");
        let (steps, marked) = to_the_end(&browser);
        assert!(!marked.is_empty(), "{slug}: nothing is marked in {steps:?}");
        browser.find("[data-ej=verdict]").click();
        let card = browser.find("[data-ej=verdict-card]").text();
        for word in words {
            assert!(card.contains(word), "{slug}: no {word} in {card}");
        }

        // Back again: to the last step's rest, and to the step before it.
        let before = steps.iter().rev().nth(1).expect("more than one step");
        browser.find("[data-ej=back]").click();
        if Some(&step(&browser)) == steps.last() {
            browser.find("[data-ej=back]").click();
        }
        browser.wait_for(&state("step", before));

        // The address leads to this step, where the card can be asked for.
        browser.wait_for(&format!("location.hash === '#{slug}_{before}'"));
        let address = browser.address();
        browser.goto("about:blank");
        browser.open(&address);
        browser.wait_for(&state("step", before));
        browser.find("[data-ej=verdict]").click();
        assert!(browser.find("[data-ej=verdict-card]").text().contains(words[0]), "{slug}");
        browser.assert_clean(&site);
    }
}

#[test]
fn each_of_several_recipients_has_a_fate_of_their_own() {
    let site = e2e::site();
    let browser = open(&site, "#several-recipients");
    to_the_end(&browser);
    browser.find("[data-ej=verdict]").click();
    let fates: Vec<String> = browser
        .find_all("[data-ej=verdict-card] .ej-fates li")
        .iter()
        .map(|fate| fate.text())
        .collect();
    assert_eq!(fates.len(), 3, "{fates:?}");
    assert!(fates[0].contains("feedback@") && fates[2].contains("sales@"), "{fates:?}");
    assert_eq!(browser.find_all(".ej-fates .is-good").len(), 1);
    assert_eq!(browser.find_all(".ej-fates .is-bad").len(), 2);
    assert_eq!(browser.find_all(".ej-fate").len(), 2, "a card for each who got nothing");
    browser.assert_clean(&site);
}

#[test]
fn who_knows_what_follows_the_moment() {
    let site = e2e::site();
    let browser = open(&site, "#no-such-person_packets");
    browser.find("[data-ej=hood]").click();
    browser.find("[data-ej=tab-knows]").click();
    let before = browser.find("#ej-pane").text();
    assert!(before.contains("feedbak@allbusiness.com"), "{before}");
    to_the_end(&browser);
    let after = browser.find("#ej-pane").text();
    assert!(before != after && browser.exists("#ej-pane .is-bad"), "{after}");
    browser.assert_clean(&site);
}

#[test]
fn presets_are_found_by_code_and_by_word() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.find("[data-ej=what-if]").click();
    let find = browser.find("[data-ej=find]");
    for (words, slug) in [
        ("550", "no-such-person"),
        ("5.7.1", "refused-as-spam"),
        ("full", "mailbox-full-for-good"),
        ("spam", "sender-blocked"),
        ("Server DOWN", "server-down"),
    ] {
        find.clear();
        find.type_text(words);
        browser.wait_for("document.querySelector('.ej-found').textContent.includes('found')");
        assert!(browser.exists(&format!("[data-ej=preset-{slug}]")), "{words}");
        assert!(!browser.exists("[data-ej=preset-everything-works]"), "{words}");
    }
    find.clear();
    find.type_text("xyzzy");
    browser.wait_for("document.querySelector('.ej-found').textContent.startsWith('Nothing')");
    find.clear();
    find.type_text("5.7.26");
    browser.find("[data-ej=preset-sender-not-proven]").click();
    browser.wait_for(&state("preset", "sender-not-proven"));
    browser.assert_clean(&site);
}

#[test]
fn what_could_go_wrong_is_switched_on_and_off() {
    let site = e2e::site();
    let browser = open(&site, "#everything-works_domain");
    browser.find("[data-ej=what-if]").click();
    let press = |slug: &str| browser.find(&format!("[data-ej=wrong-{slug}]")).click();
    press("no-such-person");
    browser.wait_for("document.querySelector('[data-ej=verdict]') !== null");
    assert_eq!(step(&browser), "domain", "the reader's place is kept");
    press("packet-lost");
    browser.find("[data-ej=verdict]").click();
    assert!(browser.find("[data-ej=verdict-card]").text().contains("550"));
    for slug in ["no-such-person", "packet-lost"] {
        let pressed = browser.find(&format!("[data-ej=wrong-{slug}]")).property("checked");
        assert_eq!(pressed.as_bool(), Some(true));
        press(slug);
    }
    browser.wait_for("document.querySelector('[data-ej=verdict]') === null");
    browser.assert_clean(&site);
}

#[test]
fn the_card_is_copied_or_can_be_marked() {
    let site = e2e::site();
    let browser = open(&site, "#no-such-person");
    browser.find("[data-ej=verdict]").click();
    browser.find("[data-ej=copy-reply]").click();
    browser.wait_for(
        "document.querySelector('[data-ej=copy-reply]').textContent === 'Copied' \
         || document.querySelector('[data-ej=reply-text]') !== null",
    );
    assert_eq!(browser.find_all("body > textarea").len(), 0, "nothing is left behind");
    browser.assert_clean(&site);
}

#[test]
fn a_capture_file_is_made_in_the_page() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.script(
        "const make = URL.createObjectURL; URL.createObjectURL = blob => { \
         window.saved = blob.size; return make.call(URL, blob); }",
        &[],
    );
    browser.find("[data-ej=hood]").click();
    browser.find("[data-ej=capture]").click();
    browser.wait_for("window.saved > 10000");
    browser.assert_clean(&site);
}
