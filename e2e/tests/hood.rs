//! What opens below the picture: fetched when it is wanted, by keyboard too, and each view says what
//! the journey's record says.

use e2e::{Browser, Engine, key};
use model::presets;
use serde_json::Value;
use sim::simulate;
use story::TracedStory;
use story::packets::Table;

const TABS: [&str; 7] =
    ["conversation", "packets", "lookups", "stores", "message", "knows", "glossary"];

const PANELS: [(&str, &str); 4] =
    [("what-if", "ej-what-if"), ("own", "ej-own"), ("hood", "ej-hood"), ("share", "ej-share")];

fn story(slug: &str) -> TracedStory {
    story::tell(simulate(&presets::find(slug).expect("a preset").scenario()))
}

/// Opens the drawer at one of its tabs.
fn tab(browser: &Browser, name: &str) {
    if !browser.exists("#ej-hood") {
        browser.press("hood");
    }
    browser.find(&format!("[data-ej=tab-{name}]")).click();
    browser.find(&format!("#ej-pane[aria-labelledby=tab-{name}]"));
}

/// Presses something in the pane, whose sticky heads may cover it.
fn press(browser: &Browser, css: &str) {
    let element = browser.find(css);
    element.script("arguments[0].scrollIntoView({ block: 'center' })");
    element.click();
}

fn pane(browser: &Browser) -> String {
    browser.find("#ej-pane").text()
}

fn the_second_module_is_fetched_when_the_reader_first_does_something(engine: Engine) {
    let browser = engine.open_still("embed.html");
    let fetched = || browser.site().requests().iter().any(|request| request.contains("panels"));
    assert!(!fetched(), "nobody has asked for it");
    browser.press("next");
    browser.wait_for(
        "performance.getEntriesByType('resource').some(it => /panels.*wasm/.test(it.name))",
    );
    assert!(fetched());
}

fn whatever_opens_opens_and_closes_by_keyboard(engine: Engine) {
    let browser = engine.open_still("embed.html#no-such-person_refused");
    for (button, id) in PANELS {
        let css = format!("[data-ej={button}]");
        let focus = format!("document.querySelector('{css}').focus()");
        browser.script(&focus, &[]);
        assert_eq!(browser.focused().attr("aria-expanded").as_deref(), Some("false"));
        browser.keys([key::ENTER]);
        browser.wait_for(&format!("document.getElementById('{id}') !== null"));
        assert_eq!(browser.focused().attr("aria-expanded").as_deref(), Some("true"));
        let place = browser.focused().attr("aria-controls").expect("what it controls");
        let inside = format!("document.querySelector('#{place} > #{id}') !== null");
        assert_eq!(browser.eval(&inside), true, "{button}");
        browser.keys([key::SPACE]);
        browser.wait_for(&format!("document.getElementById('{id}') === null"));
    }
    assert_eq!(
        browser.find(".ej").attr("data-step").as_deref(),
        Some("refused"),
        "no key did more"
    );
}

fn tabs_are_gone_through_with_the_arrow_keys(engine: Engine) {
    let browser = engine.open_still("embed.html#everything-works_domain");
    tab(&browser, "conversation");
    let expect = |name: &str| {
        browser.wait_for(&format!("document.activeElement.id === 'tab-{name}'"));
        let chosen = browser.find_all("[role=tab][aria-selected=true]");
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].attr("id"), Some(format!("tab-{name}")));
        assert_eq!(browser.find_all("[role=tab][tabindex='0']").len(), 1);
        let panel = browser.find("[role=tabpanel]");
        assert_eq!(panel.attr("aria-labelledby"), Some(format!("tab-{name}")));
        assert!(!panel.text().is_empty(), "{name}");
    };
    browser.script("document.getElementById('tab-conversation').focus()", &[]);
    for name in TABS.iter().skip(1).chain(&TABS[..1]) {
        browser.keys([key::RIGHT]);
        expect(name);
    }
    browser.keys([key::LEFT]);
    expect("glossary");
    browser.keys([key::HOME]);
    expect("conversation");
    browser.keys([key::END]);
    expect("glossary");
    // On to what the tab shows.
    browser.keys([key::TAB]);
    assert_eq!(browser.focused().attr("id").as_deref(), Some("ej-pane"));
    assert_eq!(browser.find(".ej").attr("data-step").as_deref(), Some("domain"));
}

fn the_conversation_follows_the_moment_and_leads_to_it(engine: Engine) {
    let browser = engine.open_still("embed.html#everything-works_envelope");
    tab(&browser, "conversation");
    let lines = story("everything-works").story.lines;
    assert_eq!(browser.find_all(".ej-line").len(), lines.len());
    let now = browser.find(".ej-line.is-now code").text();
    let said = browser.eval("document.querySelectorAll('.ej-line:not(.is-next)').length");
    browser.press("next");
    browser.wait_for(&format!(
        "document.querySelector('.ej-line.is-now code').textContent !== {}",
        Value::from(now)
    ));
    let more = browser.eval("document.querySelectorAll('.ej-line:not(.is-next)').length");
    assert!(more.as_u64() > said.as_u64(), "{said} {more}");
    let rcpt = lines.iter().position(|line| line.text.starts_with("RCPT TO")).expect("a line");
    browser.script("document.querySelectorAll('.ej-line')[arguments[0]].click()", &[rcpt.into()]);
    browser.wait_for_state("step", "envelope");
    browser.wait_for(
        "document.querySelector('.ej-line.is-now code').textContent.startsWith('RCPT TO')",
    );
}

fn a_packet_is_shown_layer_by_layer_to_its_last_byte(engine: Engine) {
    let browser = engine.open_still("embed.html#everything-works_envelope");
    tab(&browser, "packets");
    let story = story("everything-works");
    let table = Table::of(&story.trace, &story.lines);
    let sent = browser.find_all(".ej-packet").len();
    assert!(sent > 10 && sent < table.rows().len(), "{sent}: those that were sent so far");
    let texts =
        browser.eval("[...document.querySelectorAll('.ej-packet')].map(it => it.innerText)");
    let row = texts.as_array().expect("rows").iter().position(|text| {
        text.as_str().is_some_and(|text| text.contains("RCPT TO:<feedback@allbusiness.com>"))
    });
    let row = row.expect("the line is in a packet");
    let packet = &story.trace.packets[table.rows()[row].packet.index()];
    let button = format!("[data-ej=ej-packet-{}]", row + 1);
    press(&browser, &button);
    let layers = browser
        .eval("[...document.querySelectorAll('.ej-layer summary b')].map(it => it.textContent)");
    assert_eq!(layers, serde_json::json!(["IP", "TCP", "SMTP", "Every byte, as it travels"]));
    // In plain words first: the bytes are closed.
    assert!(!browser.exists(".ej-layer[open]"));
    let words = browser.find("[data-ej=layer-TCP] summary").text();
    assert!(words.contains("to door 587"), "{words}");
    browser.find("[data-ej=layer-IP] summary").click();
    let fields = browser.find("[data-ej=layer-IP] table").text();
    assert!(fields.contains("192.0.2.10") && fields.contains("Time to live"), "{fields}");
    browser.find("[data-ej=all-bytes] summary").click();
    let bytes = browser.eval(
        "[...document.querySelectorAll('.ej-dump.is-wide span')].map(it => it.textContent).join(' ')",
    );
    let hex: Vec<String> = packet.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(bytes.as_str(), Some(hex.join(" ").as_str()));
    // Places are counted as the bytes are: in sixteens, sixteen bytes a row where there is room.
    for (width, across) in [(1200, 16), (360, 8)] {
        browser.resize(width, 900);
        browser.wait_for(&format!("innerWidth === {width}"));
        let row = browser.eval(
            "[...document.querySelectorAll('.ej-dump')].find(it => it.checkVisibility()).innerText.split('\\n')[2]",
        );
        let row = row.as_str().expect("a row").to_owned();
        let bytes = &packet.bytes[2 * across..3 * across];
        let numbers: Vec<String> = bytes
            .chunks(8)
            .map(|bytes| bytes.iter().map(|it| format!("{it:02x}")).collect::<Vec<_>>().join(" "))
            .collect();
        assert!(row.starts_with(&format!("{:04x}  {}", 2 * across, numbers.join("  "))), "{row}");
    }
}

fn a_long_message_is_a_train_until_it_is_wanted_one_by_one(engine: Engine) {
    let browser = engine.open_still("embed.html#big-attachment_collected");
    tab(&browser, "packets");
    let rows = "document.querySelectorAll('.ej-packet, .ej-train').length";
    assert!(browser.eval(rows).as_u64().is_some_and(|rows| rows <= 100));
    press(&browser, "[data-ej=one-by-one]");
    // A page of it, and on to the next one.
    browser.wait_for(&format!("{rows} === 100"));
    let first = "document.querySelector('.ej-packet .ej-no').innerText";
    assert_eq!(browser.eval(first), "15");
    press(&browser, "[data-ej=later]");
    browser.wait_for(&format!("{first} === '115'"));
    press(&browser, "[data-ej=earlier]");
    browser.wait_for(&format!("{first} === '15'"));
}

fn look_ups_are_told_from_question_to_answer(engine: Engine) {
    let browser = engine.open_still("embed.html#everything-works_registry");
    tab(&browser, "lookups");
    let text = pane(&browser);
    for words in [
        "which server takes mail for allbusiness.com?",
        "MX allbusiness.com",
        "Referral",
        "10 mx.allbusiness.com",
        "(TTL 3600)",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // The address is looked up one step later.
    assert!(browser.exists(".ej-card:not(.is-said)"));
    let unknown = "document.querySelectorAll('.ej-result.is-next').length";
    let before = browser.eval(unknown);
    browser.press("next");
    browser.wait_for(&format!("{unknown} < {before}"));
    browser.press("show-question");
    browser.wait_for_state("step", "registry");
}

fn queues_and_boxes_are_those_of_the_moment(engine: Engine) {
    let browser = engine.open_still("embed.html#mailbox-full_refused");
    tab(&browser, "stores");
    browser.press("next");
    browser.wait_for("document.querySelector('.ej-stores') !== null");
    let text = pane(&browser);
    assert!(text.contains("feedback@allbusiness.com") && text.contains("452"), "{text}");
    assert!(browser.exists(".ej-stores .is-full"), "{text}");
    browser.script("document.querySelector('[data-ej=next]').focus()", &[]);
    browser.keys([key::END]);
    browser.wait_for("document.querySelector('.ej-stores .is-full') === null");
}

fn the_message_is_shown_as_written_as_sent_and_as_it_lies_there(engine: Engine) {
    let browser = engine.open_still("embed.html#two-boxes_collected-2");
    tab(&browser, "message");
    let written = pane(&browser);
    assert!(written.contains("Subject:") && !written.contains("Received:"), "{written}");
    browser.press("view-1");
    browser.wait_for("document.querySelector('.ej-part mark') !== null");
    assert_eq!(browser.find(".ej-part mark").text(), ".");
    browser.press("view-2");
    browser.wait_for("document.querySelectorAll('.ej-part').length > 2");
    let heads =
        browser.eval("[...document.querySelectorAll('.ej-part h4')].map(it => it.textContent)");
    let heads = heads.as_array().expect("a list").clone();
    assert_eq!(heads.first(), Some(&Value::from("Added by mail.allbusiness.com")));
    assert_eq!(heads.last(), Some(&Value::from("Written by ann-laptop.riverside.example")));
    let text = pane(&browser);
    assert!(text.contains("Return-Path:") && text.contains("Received: from"), "{text}");
    // Each recipient's copy is another one.
    let options = browser
        .eval("[...document.querySelectorAll('#ej-copy-for option')].map(it => it.textContent)");
    assert_eq!(options.as_array().map(Vec::len), Some(2), "{options}");
}

fn the_glossary_has_every_term(engine: Engine) {
    let browser = engine.open_still("embed.html");
    tab(&browser, "glossary");
    let text = pane(&browser);
    for entry in ::text::glossary::ENTRIES {
        assert!(text.contains(entry.term) && text.contains(entry.text), "{}", entry.term);
    }
}

fn single_things_are_found_and_switched_on_for_one_of_several_recipients(engine: Engine) {
    let browser = engine.open_still("embed.html#two-boxes");
    browser.press("what-if");
    let field = browser.find("[data-ej=find]");
    field.type_text("4.2.2");
    browser.wait_for("document.querySelectorAll('.ej-switch').length === 2");
    browser.script(
        "const list = document.querySelector('[data-ej=whom]'); list.selectedIndex = 1; \
         list.dispatchEvent(new Event('change', { bubbles: true }))",
        &[],
    );
    browser.press("wrong-box-full-for-good");
    browser.script("document.querySelector('[data-ej=next]').focus()", &[]);
    browser.keys([key::END]);
    browser.press("verdict");
    let card = browser.find("[data-ej=verdict-card]").text();
    assert!(card.contains("For service@allbusiness.com") && card.contains("452"), "{card}");
}

fn the_invitation_at_the_end_leads_into_the_field(engine: Engine) {
    let browser = engine.open_still("embed.html#everything-works_collected");
    browser.press("invite");
    browser.wait_for("document.activeElement.id === 'ej-find'");
    browser.keys("550".chars());
    browser.wait_for("document.querySelector('.ej-found').textContent.includes('Found')");
    assert!(browser.exists("[data-ej=preset-no-such-person]"));
}

/// Of everything that opens: what is pressed is large enough, words are, and nothing sticks out.
fn targets_and_words_are_large_enough_at_every_width(engine: Engine) {
    const LOOK: &str = "
        const small = [], tiny = [], out = [];
        const place = document.querySelector('.ej-panels');
        for (const it of place.querySelectorAll('button, input, select, textarea, summary, .ej-chip')) {
            const target = it.closest('label') ?? it;
            const box = target.getBoundingClientRect();
            if (box.width && (box.height < 43.5 || box.width < 43.5))
                small.push(it.outerHTML.slice(0, 90) + ' ' + box.width + 'x' + box.height);
        }
        const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const node = walk.currentNode, parent = node.parentElement;
            if (!node.textContent.trim() || !parent.checkVisibility()) continue;
            if (parseFloat(getComputedStyle(parent).fontSize) < 12) tiny.push(node.textContent);
        }
        if (document.documentElement.scrollWidth > innerWidth) out.push('page');
        for (const it of place.querySelectorAll('*')) {
            if (it.closest('.ej-unseen, pre')) continue;
            if (it.getBoundingClientRect().right > innerWidth + 0.5) out.push(it.outerHTML.slice(0, 90));
        }
        const heads = document.querySelectorAll('.ej :is(h2, h3, h4, h5, h6)');
        [...heads].map(it => it.tagName[1]).reduce((before, level) => {
            if (level - before > 1) out.push('h' + before + ' h' + level);
            return level;
        });
        return { small, tiny, out };
    ";
    let browser = engine.open_still("embed.html#several-recipients_collected");
    let nothing = serde_json::json!({ "small": [], "tiny": [], "out": [] });
    for width in [320, 360, 768, 1200] {
        browser.resize(width, 900);
        browser.wait_for(&format!("innerWidth === {width}"));
        for (button, id) in PANELS.into_iter().chain([("verdict", "ej-verdict")]) {
            let button_of = format!("[data-ej={button}]");
            press(&browser, &button_of);
            browser.find(&format!("#{id}"));
            if button == "hood" {
                for name in TABS {
                    tab(&browser, name);
                    if name == "packets" {
                        press(&browser, ".ej-no");
                        browser.script(
                            "document.querySelectorAll('.ej-detail details').forEach(it => it.open = true)",
                            &[],
                        );
                    }
                    assert_eq!(browser.script(LOOK, &[]), nothing, "{name} at {width}");
                }
            }
            assert_eq!(browser.script(LOOK, &[]), nothing, "{button} at {width}");
            press(&browser, &button_of);
            browser.wait_for(&format!("document.getElementById('{id}') === null"));
        }
    }
}

e2e::in_each_engine!(
    the_second_module_is_fetched_when_the_reader_first_does_something,
    whatever_opens_opens_and_closes_by_keyboard,
    tabs_are_gone_through_with_the_arrow_keys,
    the_conversation_follows_the_moment_and_leads_to_it,
    a_packet_is_shown_layer_by_layer_to_its_last_byte,
    a_long_message_is_a_train_until_it_is_wanted_one_by_one,
    look_ups_are_told_from_question_to_answer,
    queues_and_boxes_are_those_of_the_moment,
    the_message_is_shown_as_written_as_sent_and_as_it_lies_there,
    the_glossary_has_every_term,
    single_things_are_found_and_switched_on_for_one_of_several_recipients,
    the_invitation_at_the_end_leads_into_the_field,
    targets_and_words_are_large_enough_at_every_width,
);
