//! "A server answers …": a reply that is typed or chosen plays, is in the link, and survives a reload.

use e2e::{Engine, in_each_engine, key};

in_each_engine!(
    a_pasted_answer_that_no_example_shows_is_a_journey_of_its_own,
    a_typed_reply_plays_and_links_and_survives_a_reload,
    a_usual_reply_is_chosen_by_keyboard,
    what_is_no_reply_is_told_and_kept,
    an_answer_is_taken_away_again,
    the_form_is_accessible
);

const REPLY: &str = "550-5.7.26 Not proven <b>here</b>.\n550 5.7.26 See https://help.example/";

fn a_pasted_answer_that_no_example_shows_is_a_journey_of_its_own(engine: Engine) {
    let browser = engine.open_still("index.html#greylisted");
    browser.press("what-if");
    browser.fill("find", "host mx.b.example said: 550 5.2.1 The mailbox is disabled");
    browser.wait_for("document.querySelector('.ej-chip').dataset.ej === 'found-answer'");
    browser.press("found-answer");
    // It plays; the address is that of a story that rests.
    browser.wait_for_state("motion", "playing");
    browser.press("play");
    browser.wait_for("location.hash.startsWith('#1')");
    browser.wait_for_state("preset", "everything-works");
    browser.press("what-if");
    browser.wait_for(
        "document.querySelector('[data-ej=found-answer]').getAttribute('aria-pressed') === 'true'",
    );
    assert_eq!(
        browser.find("[data-ej=find]").property("value").as_str(),
        Some("host mx.b.example said: 550 5.2.1 The mailbox is disabled"),
        "what was pasted stays"
    );
    browser.press("skip");
    let said = browser.find("[data-ej=said]").property("textContent");
    assert!(said.as_str().is_some_and(|it| it.contains("switched off")), "{said}");
    browser.to_the_end();
    browser.press("verdict");
    let card = browser.find("[data-ej=verdict-card]").text();
    assert!(card.contains("550 5.2.1 The mailbox is disabled"), "{card}");
    browser.assert_clean();
}

fn a_typed_reply_plays_and_links_and_survives_a_reload(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("what-if");
    browser.fill("answer-reply", REPLY);
    browser.press("answer-add");
    browser.wait_for("location.hash.startsWith('#1')");
    browser.to_the_end();
    browser.wait_for("document.querySelector('[data-ej=verdict]') !== null");
    let told = |browser: &e2e::Browser| {
        browser.press("verdict");
        let card = browser.find("[data-ej=verdict-card]").text();
        assert!(card.contains("5.7.26") && card.contains("<b>here</b>"), "{card}");
    };
    told(&browser);
    assert_eq!(
        browser.find_all(".ej b:not([class])").iter().filter(|b| b.text() == "here").count(),
        0
    );
    let address = browser.address();
    let other = browser.another();
    other.open(&address);
    assert!(!other.exists(".ej-problem"));
    other.to_the_end();
    told(&other);
    other.press("what-if");
    other.wait_for("document.querySelector('.ej-set li').textContent.includes('5.7.26')");
    other.assert_clean();
    browser.assert_clean();
}

fn a_usual_reply_is_chosen_by_keyboard(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("what-if");
    // Who presses Tab before the panel is there goes past it.
    browser.find("[data-ej=answer-usual]");
    browser.tab_to("[data-ej=answer-usual]");
    browser.keys([key::DOWN]);
    browser
        .wait_for("document.querySelector('[data-ej=answer-reply]').value.startsWith('550 5.1.1')");
    browser.tab_to("[data-ej=answer-add]");
    browser.keys([key::SPACE]);
    browser.wait_for("document.querySelector('.ej-set li') !== null");
    assert_eq!(browser.focused().attr("data-ej").as_deref(), Some("answer-add"));
    browser.assert_clean();
}

fn what_is_no_reply_is_told_and_kept(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("what-if");
    browser.fill("answer-reply", "250 OK");
    browser.press("answer-add");
    browser.wait_for(
        "document.querySelector('#answer-error').textContent.includes('does not say no')",
    );
    let field = browser.find("[data-ej=answer-reply]");
    assert_eq!(field.attr("aria-invalid").as_deref(), Some("true"));
    assert_eq!(field.property("value").as_str(), Some("250 OK"));
    assert!(!browser.exists(".ej-set"));
    // Searching and picking something else loses nothing of it.
    browser.fill("find", "spam");
    browser.press("preset-sender-blocked");
    browser.wait_for_state("preset", "sender-blocked");
    browser.press("what-if");
    browser.fill("find", " ");
    let kept = browser.find("[data-ej=answer-reply]").property("value");
    assert_eq!(kept.as_str(), Some("250 OK"));
    browser.assert_clean();
}

fn an_answer_is_taken_away_again(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("what-if");
    browser.fill("answer-reply", "452 4.2.2 Mailbox full");
    browser.press("answer-add");
    browser.wait_for("document.querySelector('.ej-set li') !== null");
    browser.press("answer-remove-0");
    browser.wait_for("document.querySelector('.ej-set li') === null");
    assert_eq!(browser.focused().attr("data-ej").as_deref(), Some("answer-add"));
    browser.to_the_end();
    assert!(!browser.exists("[data-ej=verdict]"));
    browser.assert_clean();
}

fn the_form_is_accessible(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("what-if");
    browser.find("[data-ej=answer-reply]");
    assert_eq!(browser.violations(&[]), Vec::<String>::new());
    browser.assert_clean();
}
