//! What goes wrong: shown without relying on colour, explained, linked to, and found.

use e2e::{Engine, in_each_engine};

in_each_engine!(
    each_failure_is_played_marked_explained_and_linked_to,
    each_of_several_recipients_has_a_fate_of_their_own,
    who_knows_what_follows_the_moment,
    presets_are_found_by_code_and_by_word,
    what_could_go_wrong_is_switched_on_and_off,
    the_card_is_copied_or_can_be_marked,
    a_capture_file_is_made_in_the_page,
);

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

fn each_failure_is_played_marked_explained_and_linked_to(engine: Engine) {
    for (slug, words) in CARDS {
        let browser = engine.open_still(&["index.html#", slug].concat());
        browser.wait_for_state("preset", slug);
        assert!(!browser.exists("[data-ej=verdict-card]"), "{slug}: it does not open by itself");
        assert!(!browser.exists("[data-ej=verdict]"), "{slug}: nothing has gone wrong yet");
        let (steps, marked) = browser.to_the_end();
        assert!(!marked.is_empty(), "{slug}: nothing is marked in {steps:?}");
        browser.find("[data-ej=verdict]").click();
        let card = browser.find("[data-ej=verdict-card]").text();
        for word in words {
            assert!(card.contains(word), "{slug}: no {word} in {card}");
        }

        // Back again: to the last step's rest, and to the step before it.
        let before = steps.iter().rev().nth(1).expect("more than one step");
        browser.press("back");
        if Some(&browser.step()) == steps.last() {
            browser.press("back");
        }
        browser.wait_for_state("step", before);

        // The address leads to this step, where the card can be asked for.
        browser.wait_for(&format!("location.hash === '#{slug}_{before}'"));
        let address = browser.address();
        browser.goto("about:blank");
        browser.open(&address);
        browser.wait_for_state("step", before);
        browser.press("verdict");
        assert!(browser.find("[data-ej=verdict-card]").text().contains(words[0]), "{slug}");
        browser.assert_clean();
    }
}

fn each_of_several_recipients_has_a_fate_of_their_own(engine: Engine) {
    let browser = engine.open_still("index.html#several-recipients");
    browser.to_the_end();
    browser.press("verdict");
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
}

fn who_knows_what_follows_the_moment(engine: Engine) {
    let browser = engine.open_still("index.html#no-such-person_packets");
    browser.press("hood");
    browser.press("tab-knows");
    let before = browser.find("#ej-pane").text();
    assert!(before.contains("feedbak@allbusiness.com"), "{before}");
    browser.to_the_end();
    let after = browser.find("#ej-pane").text();
    assert!(before != after && browser.exists("#ej-pane .is-bad"), "{after}");
}

fn presets_are_found_by_code_and_by_word(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("what-if");
    for (words, slug) in [
        ("550", "no-such-person"),
        ("5.7.1", "refused-as-spam"),
        ("full", "mailbox-full-for-good"),
        ("spam", "sender-blocked"),
        ("Server DOWN", "server-down"),
    ] {
        browser.fill("find", words);
        browser.wait_for("document.querySelector('.ej-found').textContent.includes('Found')");
        assert!(browser.exists(&format!("[data-ej=preset-{slug}]")), "{words}");
        assert!(!browser.exists("[data-ej=preset-everything-works]"), "{words}");
    }
    let first = "document.querySelector('.ej-chip').dataset.ej";
    let answer = "550-5.7.26 This mail is unauthenticated.\\n550-5.7.26 See the instructions.";
    for (words, slug) in [
        ("5.2.2", "mailbox-full-refused"),
        ("5.4.1", "access-denied"),
        ("534", "app-password"),
        ("relay access denied", "not-signed-in"),
        (answer, "sender-not-proven"),
    ] {
        browser.fill("find", words);
        browser.wait_for(&format!("{first} === 'preset-{slug}'"));
    }
    let said = browser.find(".ej-found").text();
    assert!(said.starts_with("“5.7.26” means that the sender could not be verified"), "{said}");
    browser.fill("find", "xyzzy");
    browser.wait_for("document.querySelector('.ej-found').textContent.startsWith('Nothing')");
    assert!(browser.exists("[data-ej=preset-everything-works]"), "what was there stays");
    browser.fill("find", "5.7.26");
    browser.press("preset-sender-not-proven");
    browser.wait_for_state("preset", "sender-not-proven");
    browser.press("skip");
    browser.wait_for_state("step", "refused");
}

fn what_could_go_wrong_is_switched_on_and_off(engine: Engine) {
    let browser = engine.open_still("index.html#everything-works_domain");
    browser.press("what-if");
    let press = |slug: &str| browser.press(&format!("wrong-{slug}"));
    press("no-such-person");
    browser.wait_for("location.hash.startsWith('#1')");
    assert_eq!(browser.step(), "domain", "the reader's place is kept");
    assert!(!browser.exists("[data-ej=verdict]"), "nothing has gone wrong yet");
    browser.to_the_end();
    browser.wait_for("document.querySelector('[data-ej=verdict]') !== null");
    press("packet-lost");
    browser.press("verdict");
    assert!(browser.find("[data-ej=verdict-card]").text().contains("550"));
    for slug in ["no-such-person", "packet-lost"] {
        let pressed = browser.find(&format!("[data-ej=wrong-{slug}]")).property("checked");
        assert_eq!(pressed.as_bool(), Some(true));
        press(slug);
    }
    browser.wait_for("document.querySelector('[data-ej=verdict]') === null");
}

fn the_card_is_copied_or_can_be_marked(engine: Engine) {
    let browser = engine.open_still("index.html#no-such-person_refused");
    browser.press("verdict");
    browser.press("copy-reply");
    browser.wait_for(
        "document.querySelector('[data-ej=copy-reply]').textContent === 'Copied' \
         || document.querySelector('[data-ej=reply-text]') !== null",
    );
    assert_eq!(browser.find_all("body > textarea").len(), 0, "nothing is left behind");
}

fn a_capture_file_is_made_in_the_page(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.script(
        "const make = URL.createObjectURL; URL.createObjectURL = blob => { \
         window.saved = blob.size; return make.call(URL, blob); }",
        &[],
    );
    browser.press("hood");
    browser.press("capture");
    browser.wait_for("window.saved > 10000");
}
