//! A visitor, a curious one, an owner and a support agent use the page.

use e2e::{Browser, Server, key};
use std::time::Duration;

const STEPS: [&str; 12] = [
    "pressed-send",
    "connected",
    "envelope",
    "packets",
    "domain",
    "registry",
    "address",
    "relay",
    "right-server",
    "box",
    "key",
    "collected",
];

fn open(site: &Server, fragment: &str) -> Browser {
    let browser = Browser::start();
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

/// Goes one step on, and waits until it rests.
fn next(browser: &Browser) {
    browser.find("[data-ej=next]").click();
    browser.wait_for(&state("motion", "paused"));
}

#[test]
fn the_default_journey_is_clicked_through_and_back() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.find(".ej-speed button:last-child").click();
    let mut seen = Vec::new();
    for _ in STEPS {
        next(&browser);
        seen.push(step(&browser));
        let caption = browser.find(".ej-caption").text();
        assert!(caption.len() > 40, "{caption}");
    }
    assert_eq!(seen, STEPS);
    for expected in STEPS.iter().rev().skip(1) {
        browser.find("[data-ej=back]").click();
        browser.wait_for(&state("step", expected));
    }
    browser.assert_clean(&site);
}

/// Who wants no motion sees the states instead.
#[test]
fn without_motion_every_step_is_one_press() {
    let site = e2e::site();
    let browser = Browser::start();
    browser.emulate_media(&[("prefers-reduced-motion", "reduce")]);
    browser.open(&site.address("index.html"));
    for expected in STEPS {
        browser.find("[data-ej=next]").click();
        browser.wait_for(&state("step", expected));
        assert_eq!(browser.find(".ej").attr("data-motion").as_deref(), Some("paused"));
    }
    browser.assert_clean(&site);
}

#[test]
fn the_default_journey_plays_to_its_end_by_itself() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.find(".ej-speed button:last-child").click();
    browser.find("[data-ej=play]").click();
    browser.wait_for(&state("motion", "playing"));
    browser.wait_for(&state("step", "connected"));
    browser.find("[data-ej=play]").click();
    browser.wait_for(&state("motion", "paused"));
    assert_eq!(step(&browser), "connected");
    browser.find("[data-ej=play]").click();
    let end = format!("{} && {}", state("step", "collected"), state("motion", "paused"));
    browser.wait_at_most(Duration::from_mins(1), &end);
    browser.assert_clean(&site);
}

#[test]
fn the_three_stages_are_a_click_away() {
    let site = e2e::site();
    let browser = open(&site, "");
    for (stage, first) in
        [("delivering", "relay"), ("sorting", "domain"), ("sending", "pressed-send")]
    {
        browser.find(&format!("[data-ej=stage-{stage}]")).click();
        browser.wait_for(&state("stage", stage));
        assert_eq!(step(&browser), first);
    }
    browser.assert_clean(&site);
}

#[test]
fn links_open_the_preset_and_the_step_they_name() {
    let site = e2e::site();
    let browser = open(&site, "#two-boxes");
    browser.wait_for(&state("preset", "two-boxes"));
    for (fragment, preset, step_name) in [
        ("#lost-packet_packet-again", "lost-packet", "packet-again"),
        ("#wrong-password/key-refused", "wrong-password", "key-refused"),
        ("#long-way-round_delivering", "long-way-round", "relay"),
    ] {
        browser.script("location.hash = arguments[0]", &[fragment.into()]);
        browser.wait_for(&state("preset", preset));
        browser.wait_for(&state("step", step_name));
    }
    browser.back();
    browser.wait_for(&state("preset", "wrong-password"));
    browser.forward();
    browser.wait_for(&state("preset", "long-way-round"));
    browser.assert_clean(&site);
}

#[test]
fn picking_a_preset_can_be_taken_back_with_the_browsers_button() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.find("[data-ej=what-if]").click();
    browser.find("[data-ej=preset-same-provider]").click();
    browser.wait_for(&state("preset", "same-provider"));
    browser.wait_for("location.hash.startsWith('#same-provider')");
    browser.back();
    browser.wait_for(&state("preset", "everything-works"));
    browser.assert_clean(&site);
}

#[test]
fn a_mangled_link_says_so_and_shows_the_usual_journey() {
    let site = e2e::site();
    for fragment in ["#no-such-thing", "#1AAAA%00", "#<script>alert(1)</script>", "#9x"] {
        let browser = open(&site, fragment);
        assert!(browser.find(".ej-problem").text().contains("link"), "{fragment}");
        assert_eq!(browser.find(".ej").attr("data-preset").as_deref(), Some("everything-works"));
        browser.assert_clean(&site);
    }
}

#[test]
fn own_addresses_are_seen_in_picture_and_conversation() {
    let site = e2e::site();
    let browser = open(&site, "#everything-works_box");
    browser.wait_for(&state("step", "box"));
    browser.find("[data-ej=own]").click();
    let field = |name: &str, text: &str| {
        let field = browser.find(&format!("[data-ej={name}]"));
        field.clear();
        field.type_text(text);
    };
    field("own-sender", "zoe@north.example");
    field("own-recipients", "bob@south.example");
    field("own-subject", "<img src=x onerror=alert(1)>");
    browser.wait_for("document.querySelector('.ej-scene').textContent.includes('south.example')");
    // The reader's place is kept.
    assert_eq!(step(&browser), "box");
    browser.find("[data-ej=hood]").click();
    browser.find("[data-ej=tab-conversation]").click();
    browser.wait_for("document.body.textContent.includes('RCPT TO:<bob@south.example>')");
    browser.wait_for("document.body.textContent.includes('MAIL FROM:<zoe@north.example>')");
    browser.find("[data-ej=tab-lookups]").click();
    browser.wait_for("document.querySelector('.ej').textContent.includes('MX south.example')");
    assert_eq!(browser.find_all("img[src=x]").len(), 0, "what is typed is never markup");

    // What is no address is told, and nothing typed is lost.
    field("own-recipients", "bob@");
    browser.wait_for("document.querySelector('.ej').textContent.includes('a domain is missing')");
    let kept = browser.find("[data-ej=own-recipients]").property("value");
    assert_eq!(kept.as_str(), Some("bob@"));
    browser.assert_clean(&site);
}

#[test]
fn a_link_with_own_addresses_opens_them_again() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.find("[data-ej=own]").click();
    let sender = browser.find("[data-ej=own-sender]");
    sender.clear();
    sender.type_text("zoe@north.example");
    browser.wait_for("location.hash.startsWith('#1')");
    let address = browser.address();
    let other = Browser::start();
    other.open(&address);
    other.wait_for("document.querySelector('.ej').textContent.includes('mail.north.example')");
    assert!(!other.exists(".ej-problem"));
    other.assert_clean(&site);
}

#[test]
fn keys_act_while_the_focus_is_inside_and_only_then() {
    let site = e2e::site();
    let browser = open(&site, "");
    browser.keys([key::RIGHT]);
    assert_eq!(browser.find(".ej").attr("data-motion").as_deref(), Some("paused"));
    browser.script("document.querySelector('[data-ej=play]').focus()", &[]);
    browser.keys([key::END]);
    browser.wait_for(&state("step", "collected"));
    browser.keys([key::HOME]);
    browser.wait_for(&state("step", "pressed-send"));
    browser.keys(['2']);
    browser.wait_for(&state("stage", "sorting"));
    browser.keys([key::LEFT]);
    browser.wait_for(&state("step", "packets"));
    browser.assert_clean(&site);
}

#[test]
fn the_help_page_shows_the_embed_and_keeps_its_own_history() {
    let site = e2e::site();
    let browser = Browser::start();
    browser.goto(&site.address("faq.html"));
    let before = browser.eval("history.length");
    browser.script("document.querySelector('iframe').scrollIntoView()", &[]);
    browser.enter_frame("iframe");
    browser.wait_ready();
    assert!(!browser.exists("article"), "no page around the widget");
    next(&browser);
    assert_eq!(step(&browser), "pressed-send");
    browser.find("[data-ej=what-if]").click();
    browser.find("[data-ej=preset-lost-packet]").click();
    browser.wait_for(&state("preset", "lost-packet"));
    browser.find("[data-ej=stage-delivering]").click();
    browser.wait_for(&state("stage", "delivering"));
    browser.leave_frame();
    assert_eq!(browser.eval("history.length"), before, "the embed leaves the history alone");
    assert_eq!(browser.eval("document.activeElement.tagName === 'BODY' || document.activeElement.tagName === 'IFRAME'"), true);
    browser.assert_clean(&site);
}
