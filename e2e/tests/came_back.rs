//! "Did a message come back?": real bounces are pasted, opened and dropped, and the picture tells them.

use e2e::{Browser, Engine, Settings, in_each_engine, key};
use serde_json::json;

in_each_engine!(
    five_bounces_are_told_by_the_picture,
    several_recipients_stand_side_by_side,
    names_are_hidden_in_links_until_they_are_wanted,
    a_file_is_opened_and_dropped,
    files_that_are_no_text_are_refused_with_a_way_out,
    by_keyboard_the_example_is_tried_and_taken_away,
    a_header_becomes_a_journey_with_its_servers_and_waits,
    what_cannot_be_read_says_what_is_missing,
    what_is_not_known_is_not_told,
    an_answer_for_nobody_has_examples,
    what_is_cleared_is_gone_from_the_picture,
    what_was_pasted_stays_when_the_panel_is_closed,
    a_link_opens_it_and_goes_to_the_field,
    in_a_frame_it_is_open_and_takes_nothing_from_the_page_around,
    it_is_accessible_and_fits
);

/// A bounce of the reader's own tests.
macro_rules! bounce {
    ($name:literal) => {
        include_str!(concat!("../../crates/reader/tests/bounces/mails/", $name, ".eml"))
    };
}

/// Puts a text into the field as a paste does: at once.
fn paste(browser: &Browser, text: &str) {
    browser.find("[data-ej=returned]");
    let put = "const field = document.querySelector('[data-ej=returned]');
        field.focus();
        field.value = arguments[0];
        field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));";
    browser.script(put, &[text.into()]);
}

/// Gives the page a file, in one of two ways.
fn bring(browser: &Browser, way: &str, name: &str, content: &str) {
    let bring = "const [way, name, content] = arguments;
        const bytes = Uint8Array.from(content, it => it.charCodeAt(0));
        const files = new DataTransfer();
        files.items.add(new File([bytes], name));
        if (way == 'drop') {
            const field = document.querySelector('[data-ej=returned]');
            const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files });
            field.dispatchEvent(event);
            return event.defaultPrevented;
        }
        const chooser = document.querySelector('[data-ej=returned-chooser]');
        chooser.files = files.files;
        chooser.dispatchEvent(new Event('change', { bubbles: true }));
        return true;";
    browser.find("[data-ej=returned]");
    assert_eq!(browser.script(bring, &[way.into(), name.into(), content.into()]), true, "{name}");
}

fn text_of(browser: &Browser, name: &str) -> String {
    browser.find(&format!("[data-ej={name}]")).text()
}

/// Waits until the picture shows what was pasted, and returns what it says.
fn told(browser: &Browser) -> String {
    browser.wait_for(
        "/picture above shows the|picture above shows this/.test(document.querySelector('[data-ej=returned-shown]').textContent)",
    );
    browser.wait_for_state("motion", "paused");
    browser.find(".ej-caption").text()
}

fn five_bounces_are_told_by_the_picture(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    // What was pasted; what the picture says at the step where it went wrong; what the card shows of the server's
    // words, unless the text does not say how it ended.
    let check = |mail: &str, caption: &str, card: Option<&str>| {
        paste(&browser, mail);
        let told = told(&browser);
        assert!(told.contains(caption), "{caption}: {told}");
        if let Some(card) = card {
            let shown = text_of(&browser, "verdict-card");
            assert!(shown.contains(card), "{card}: {shown}");
        } else {
            assert!(!browser.exists("[data-ej=verdict-card]"), "nobody knows how it ends");
            assert!(text_of(&browser, "returned-shown").contains("How it ends is not known yet"));
        }
        assert!(!text_of(&browser, "returned-found").is_empty());
        assert!(browser.exists("[data-ej=returned-says] mark"), "its evidence is marked");
        browser.to_the_end();
        let mended = browser.find("[data-ej=verdict]").attr("class").unwrap_or_default();
        assert_eq!(mended.contains("is-stop"), card.is_some(), "{mended}");
    };
    check(bounce!("lhost-qmail-08"), "disk quota exceeded", Some("552 Error: disk quota exceeded"));
    check(bounce!("lhost-office365-01"), "Refused: 550", Some("550 5.1.10"));
    check(
        bounce!("lhost-einsundeins-03"),
        "Mail rejected. ofr_506",
        Some("Mail rejected. ofr_506"),
    );
    check(bounce!("lhost-gmail-17"), "No answer", None);
    check(
        bounce!("lhost-amazonworkmail-04"),
        "full",
        Some("550 5.2.2 <chatoraneko@example.jp>... Mailbox Full"),
    );
    assert_eq!(
        browser.eval("localStorage.length + sessionStorage.length + document.cookie.length"),
        0
    );
    browser.assert_clean();
}

fn several_recipients_stand_side_by_side(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    paste(&browser, bounce!("lhost-opensmtpd-17"));
    told(&browser);
    let found = browser.find_all(".ej-returned-found article");
    let texts: Vec<String> = found.iter().map(e2e::Element::text).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].contains("userunknown@libsisimai.net"), "{texts:?}");
    assert!(texts[0].contains("no such mailbox"), "{texts:?}");
    assert!(texts[1].contains("552 5.2.2"), "{texts:?}");
    let tops =
        "[...document.querySelectorAll('.ej-returned-found article')].map(it => it.offsetTop)";
    let tops = browser.eval(tops);
    assert_eq!(tops[0], tops[1], "side by side");
    let card = text_of(&browser, "verdict-card");
    assert!(card.contains("5.1.1") && card.contains("5.2.2"), "{card}");
    browser.assert_clean();
}

fn names_are_hidden_in_links_until_they_are_wanted(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    paste(
        &browser,
        "<kijitora@shop.example>: host mx.shop.example said: 550 5.1.1 <kijitora@shop.example> unknown",
    );
    told(&browser);
    let card = text_of(&browser, "verdict-card");
    assert!(card.contains("kijitora@shop.example"), "the reader sees the name: {card}");
    browser.press("share");
    let link =
        || browser.find("[data-ej=link]").property("value").as_str().expect("a link").to_owned();
    let told_by = |link: &str| {
        let other = browser.another();
        other.open(link);
        other.to_the_end();
        other.press("verdict");
        other.assert_clean();
        text_of(&other, "verdict-card")
    };
    let hidden = link();
    let card = told_by(&hidden);
    assert!(card.contains("k***@shop.example") && !card.contains("kijitora"), "{card}");
    // Nor does the address of the page tell it, also after other changes.
    browser.wait_for("location.hash.startsWith('#1')");
    let card = told_by(&browser.address());
    assert!(card.contains("k***@shop.example") && !card.contains("kijitora"), "{card}");
    browser.press("what-if");
    browser.press("wrong-wrong-password");
    browser.wait_for("document.querySelector('[data-ej=wrong-wrong-password]').checked");
    browser.press("share");
    let card = told_by(&link());
    assert!(card.contains("k***@shop.example") && !card.contains("kijitora"), "{card}");
    let step = browser.step();
    browser.press("came-back");
    browser.press("returned-names");
    browser.press("share");
    browser.wait_for(&format!(
        "(it => it && it.value !== {})(document.querySelector('[data-ej=link]'))",
        serde_json::Value::from(hidden)
    ));
    let card = told_by(&link());
    assert!(card.contains("kijitora@shop.example"), "{card}");
    assert_eq!(browser.step(), step, "the reader keeps the place");
    browser.assert_clean();
}

fn a_file_is_opened_and_dropped(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    for (way, mail, words) in [
        ("open", bounce!("lhost-qmail-08"), "disk quota exceeded"),
        ("drop", bounce!("lhost-gmail-01"), "User Unknown"),
    ] {
        bring(&browser, way, "report.eml", mail);
        browser.wait_for(&format!(
            "document.querySelector('[data-ej=returned-found]').textContent.includes('{words}')"
        ));
        told(&browser);
    }
    browser.assert_clean();
}

fn files_that_are_no_text_are_refused_with_a_way_out(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    paste(&browser, "550 5.1.1 <jo@shop.example> unknown");
    let check = |name: &str, content: &str, words: &str| {
        bring(&browser, "open", name, content);
        browser.wait_for(&format!(
            "document.querySelector('.ej-returned .ej-error').textContent.includes('{words}')"
        ));
    };
    check("report.msg", "\u{d0}\u{cf}\u{11}\u{e0}\u{a1}\u{b1}\u{1a}\u{e1}and so on", "Text Only");
    // The picture stays where the reader has gone meanwhile.
    browser.press("what-if");
    browser.press("preset-greylisted");
    browser.wait_for_state("preset", "greylisted");
    browser.press("came-back");
    check("picture.png", "\u{89}PNG\r\n\u{1a}\n\0\0\0", "not text");
    let kept = browser.find("[data-ej=returned]").property("value");
    assert_eq!(kept, "550 5.1.1 <jo@shop.example> unknown", "what was there stays");
    assert_eq!(browser.state("preset"), "greylisted");
    browser.assert_clean();
}

fn by_keyboard_the_example_is_tried_and_taken_away(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.tab_to("[data-ej=came-back]");
    browser.keys([key::SPACE]);
    browser.find("[data-ej=returned-example]");
    browser.listen();
    browser.tab_to("[data-ej=returned-example]");
    browser.keys([key::ENTER]);
    let told = told(&browser);
    assert!(told.contains("full"), "{told}");
    let heard = browser.heard().join("\n");
    assert!(heard.contains("the mailbox is full"), "{heard}");
    browser.tab_to("[data-ej=returned-clear]");
    browser.keys([key::ENTER]);
    browser.wait_for("document.querySelector('[data-ej=returned]').value === ''");
    assert_eq!(browser.focused().attr("data-ej").as_deref(), Some("returned"));
    browser.assert_clean();
}

/// The header of a message that lay for some hours at a server on the way.
const HEADER: &str = "\
Received: from mx2.relay.example (mx2.relay.example. [198.51.100.77])
        by mx.shop.example with ESMTPS id a17si123456
        for <jo.miller@shop.example>; Mon, 23 Nov 2026 09:14:54 -0800 (PST)
Received: from smtp.lantern.example (smtp.lantern.example [192.0.2.40])
        by mx2.relay.example (Postfix) with ESMTPS id 4ABCDEF
        for <jo.miller@shop.example>; Mon, 23 Nov 2026 14:02:21 +0000 (UTC)
Received: from [192.168.1.7] (unknown [203.0.113.9])
        by smtp.lantern.example (Postfix) with ESMTPSA id 12345
        for <jo.miller@shop.example>; Mon, 23 Nov 2026 15:02:17 +0100 (CET)
From: Nina Berg <nina@lantern.example>
To: Jo Miller <jo.miller@shop.example>
Subject: Order
";

fn a_header_becomes_a_journey_with_its_servers_and_waits(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    paste(&browser, HEADER);
    let told = told(&browser);
    assert!(told.contains("It sat at mx2.relay.example for 3 h 12 min"), "{told}");
    let way = text_of(&browser, "returned-found");
    assert!(way.contains("mx.shop.example took it from mx2.relay.example"), "{way}");
    assert!(way.contains("2026-11-23 17:14:54 UTC, 3 h 12 min later"), "{way}");
    let picture = browser.find(".ej-scene").property("textContent");
    for name in ["smtp.lantern.example", "mx2.relay.example", "mx.shop.example"] {
        assert!(picture.as_str().is_some_and(|it| it.contains(name)), "{name}: {picture}");
    }
    browser.to_the_end();
    let ended = browser.find("[data-ej=verdict]").attr("class").unwrap_or_default();
    assert!(!ended.contains("is-stop"), "{ended}");
    browser.assert_clean();
}

fn what_cannot_be_read_says_what_is_missing(engine: Engine) {
    let browser = engine.open_still("index.html#greylisted");
    browser.press("came-back");
    for (pasted, words) in [
        ("Hello, <b>how</b> are you?", "No delivery report"),
        ("550 5.1.1 User unknown", "does not name the address"),
    ] {
        paste(&browser, pasted);
        browser.wait_for(&format!(
            "document.querySelector('.ej-returned').textContent.includes('{words}')"
        ));
        let missing = text_of(&browser, "returned-missing");
        for program in ["Outlook", "Gmail", "Apple Mail", "Thunderbird"] {
            assert!(missing.contains(program), "{missing}");
        }
        assert_eq!(browser.state("preset"), "greylisted", "the picture stays");
        assert!(!browser.exists(".ej-returned b"), "no markup comes in");
    }
    browser.assert_clean();
}

/// Where it is not said how it ended, nor by whom, no card and no letter says so.
fn what_is_not_known_is_not_told(engine: Engine) {
    let browser = engine.open_still("index.html");
    // Where it cannot be copied, it can be read.
    browser.script("document.execCommand = () => false", &[]);
    let letter = |browser: &Browser| {
        browser.press("share");
        browser.press("copy-answer");
        let letter = browser.find("#answer").property("value");
        letter.as_str().unwrap_or_default().to_owned()
    };
    browser.press("came-back");
    paste(
        &browser,
        "postfix/smtp[1]: 4B2C: to=<info@firma.example>, relay=mx.firma.example[192.0.2.4]:25, delay=1, dsn=4.7.1, \
         status=deferred (host mx.firma.example[192.0.2.4] said: 450 4.7.1 <info@firma.example>: Greylisted \
         (in reply to RCPT TO command))",
    );
    told(&browser);
    browser.press("verdict");
    let card = text_of(&browser, "verdict-card");
    assert!(card.contains("How it ends is not known yet"), "{card}");
    assert!(!card.contains("was delivered"), "{card}");
    let said = letter(&browser);
    assert!(
        said.contains("How it ends is not known yet") && !said.contains("was delivered"),
        "{said}"
    );
    browser.press("came-back");
    paste(
        &browser,
        "Your message wasn't delivered to jo@firma.example because the address couldn't be found.",
    );
    told(&browser);
    let said = letter(&browser);
    assert!(
        said.contains("neither the server’s name nor a reply code: those here are made up"),
        "{said}"
    );
    browser.press("verdict");
    assert!(browser.find(".ej-panel").text().contains("those here are made up"));
    browser.assert_clean();
}

fn an_answer_for_nobody_has_examples(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    paste(&browser, "552-5.2.2 The email account that you tried to reach is over quota.");
    let offered = browser.find("[data-ej=returned-alike]").text();
    assert!(offered.contains("full"), "{offered}");
    browser.find("[data-ej=returned-alike] button").click();
    // It is shown, and it is about a box that is full.
    browser.wait_for("document.querySelector('.ej-panel') === null");
    browser.to_the_end();
    browser.press("verdict");
    let card = text_of(&browser, "verdict-card");
    assert!(card.contains("full"), "{card}");
    browser.assert_clean();
}

fn what_is_cleared_is_gone_from_the_picture(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    paste(
        &browser,
        "<jo@shop.example>: host mx.shop.example said: 550 5.1.1 <jo@shop.example> unknown",
    );
    told(&browser);
    browser.wait_for("location.hash.length > 10");
    browser.find("[data-ej=returned-clear]").click();
    browser.wait_for("!document.querySelector('.ej-scene').textContent.includes('shop.example')");
    browser.wait_for("!location.hash.startsWith('#1')");
    assert_eq!(browser.state("preset"), "everything-works");
    wait_for_field(&browser);
    browser.assert_clean();
}

fn wait_for_field(browser: &Browser) {
    browser.wait_for("document.activeElement.dataset.ej === 'returned'");
}

fn what_was_pasted_stays_when_the_panel_is_closed(engine: Engine) {
    let browser = engine.open_still("index.html");
    browser.press("came-back");
    paste(&browser, bounce!("lhost-qmail-08"));
    told(&browser);
    browser.press("what-if");
    browser.press("preset-greylisted");
    browser.wait_for_state("preset", "greylisted");
    browser.press("came-back");
    browser.find("[data-ej=returned-show]");
    browser.press("came-back");
    browser.wait_for("document.querySelector('[data-ej=returned]') === null");
    browser.press("came-back");
    let kept = browser.find("[data-ej=returned]").property("value");
    assert!(kept.as_str().is_some_and(|it| it.contains("disk quota exceeded")), "{kept}");
    browser.press("returned-show");
    told(&browser);
    browser.assert_clean();
}

fn a_link_opens_it_and_goes_to_the_field(engine: Engine) {
    let browser = engine.open_still("index.html#came-back");
    browser.wait_for("document.activeElement.dataset.ej === 'returned'");
    assert!(!browser.exists(".ej-problem"));
    // From within the page, too.
    let other = browser.another();
    other.open("index.html");
    other.find("a[href='#came-back']").click();
    other.wait_for("document.activeElement.dataset.ej === 'returned'");
    assert!(!other.exists(".ej-problem"));
    other.assert_clean();
    browser.assert_clean();
}

fn in_a_frame_it_is_open_and_takes_nothing_from_the_page_around(engine: Engine) {
    let widgets = "<email-journey id=one preset=came-back></email-journey>\
                   <email-journey id=two preset=greylisted></email-journey>";
    let browser = engine.visit_embedder(widgets);
    browser.wait_for("noted.some(([name, id]) => name === 'ej-ready' && id === 'one')");
    browser.enter_widget(0);
    browser.find("[data-ej=returned]");
    assert_eq!(
        browser.eval("document.hasFocus() && document.activeElement !== document.body"),
        false
    );
    browser.leave_frame();
    // It can be asked for later, too.
    browser.script("document.querySelector('#two').setAttribute('preset', 'came-back')", &[]);
    browser.enter_widget(1);
    browser.find("[data-ej=returned]");
    browser.wait_for_state("preset", "everything-works");
    browser.leave_frame();
    let errors =
        browser.eval("noted.filter(([name]) => name === 'ej-error').map(it => it[2].message)");
    assert_eq!(errors, json!([]));
    browser.assert_clean();
}

fn it_is_accessible_and_fits(engine: Engine) {
    for dark in [false, true] {
        let browser =
            engine.visit_with(Settings { dark, reduced_motion: true, ..Settings::default() });
        browser.resize(320, 640);
        browser.open("index.html");
        browser.press("came-back");
        for mail in [bounce!("lhost-office365-01"), "Hello", bounce!("lhost-opensmtpd-17")] {
            paste(&browser, mail);
            browser
                .wait_for("document.querySelector('[data-ej=returned-found]').textContent !== ''");
            assert_eq!(browser.violations(&[]), Vec::<String>::new());
            let fits = "document.documentElement.scrollWidth <= innerWidth";
            assert_eq!(browser.eval(fits), true, "nothing is wider than the page");
        }
        // Letters of twice their size.
        browser.script("document.documentElement.style.fontSize = '200%'", &[]);
        browser.wait_for("document.documentElement.scrollWidth <= innerWidth");
        browser.assert_clean();
    }
}
