//! A visitor, a curious one, an owner and a support agent use the page.

use e2e::{Engine, in_each_engine, key};
use email_journey::player::Speed;
use journey::share_link::decode;

in_each_engine!(
    the_default_journey_is_clicked_through_and_back,
    next_pressed_again_is_at_the_rest,
    on_a_slow_machine_each_step_comes_to_its_rest,
    the_three_stages_are_a_click_away,
    links_open_the_preset_and_the_step_they_name,
    picking_a_preset_can_be_taken_back_with_the_browsers_button,
    a_mangled_link_says_so_and_shows_the_usual_journey,
    own_addresses_are_seen_in_picture_and_conversation,
    a_link_with_own_addresses_opens_them_again,
    the_letter_on_the_slider_hides_no_mark,
    keys_act_while_the_focus_is_inside_and_only_then,
    the_help_page_shows_the_embed_and_keeps_its_own_history,
);

/// How often a test looks at most for an address that is on its way.
const LOOKS: usize = 2_000;

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

fn the_default_journey_is_clicked_through_and_back(engine: Engine) {
    let browser = engine.open("index.html");
    let mut seen = Vec::new();
    // The first press goes on from what is seen at the beginning.
    for _ in &STEPS[1..] {
        browser.next();
        seen.push(browser.step());
        let caption = browser.find(".ej-caption").text();
        assert!(caption.len() > 40, "{caption}");
    }
    assert_eq!(seen, STEPS[1..]);
    assert!(browser.is_at_end(), "the last step rests at the end");
    for expected in STEPS.iter().rev().skip(1) {
        browser.press("back");
        browser.wait_for_state("step", expected);
    }
}

/// Who presses Next again sees where the step comes to rest.
fn next_pressed_again_is_at_the_rest(engine: Engine) {
    for browser in [engine.open("index.html"), engine.open_still("index.html")] {
        for expected in &STEPS[1..] {
            browser.skip();
            assert_eq!(browser.step(), *expected);
        }
        assert!(browser.is_at_end());
        browser.assert_clean();
    }
}

/// While something is drawn, time goes on: here, as if every look at the clock took a tenth of a
/// second.
fn on_a_slow_machine_each_step_comes_to_its_rest(engine: Engine) {
    let browser = engine.open("index.html");
    browser.script(
        "const now = performance.now.bind(performance); let late = 0; \
         performance.now = () => now() + (late += 100);",
        &[],
    );
    // The faster it goes, the easier a rest is passed by.
    browser.choose_speed(Speed::Double);
    for expected in &STEPS[1..] {
        browser.next();
        assert_eq!(browser.step(), *expected);
    }
}

fn the_three_stages_are_a_click_away(engine: Engine) {
    let browser = engine.open("index.html");
    for (stage, first) in
        [("delivering", "relay"), ("sorting", "domain"), ("sending", "pressed-send")]
    {
        browser.press(&format!("stage-{stage}"));
        browser.wait_for_state("stage", stage);
        assert_eq!(browser.step(), first);
    }
}

fn links_open_the_preset_and_the_step_they_name(engine: Engine) {
    let browser = engine.open("index.html#two-boxes");
    browser.wait_for_state("preset", "two-boxes");
    for (fragment, preset, step_name) in [
        ("#lost-packet_packet-again", "lost-packet", "packet-again"),
        ("#wrong-password/key-refused", "wrong-password", "key-refused"),
        ("#long-way-round_delivering", "long-way-round", "relay"),
    ] {
        browser.script("location.hash = arguments[0]", &[fragment.into()]);
        browser.wait_for_state("preset", preset);
        browser.wait_for_state("step", step_name);
        // The address comes to rest a second later, and WebKit gives up going back when it is
        // written meanwhile.
        browser.wait_for(&format!("location.hash === '#{preset}_{step_name}'"));
    }
    // Not with the button, which in WebKit passes over entries that no reader made.
    browser.script("history.back()", &[]);
    browser.wait_for_state("preset", "wrong-password");
    browser.script("history.forward()", &[]);
    browser.wait_for_state("preset", "long-way-round");
}

fn picking_a_preset_can_be_taken_back_with_the_browsers_button(engine: Engine) {
    let browser = engine.open("index.html");
    browser.press("what-if");
    browser.press("preset-same-provider");
    browser.wait_for_state("preset", "same-provider");
    browser.wait_for("location.hash.startsWith('#same-provider')");
    browser.back();
    browser.wait_for_state("preset", "everything-works");
}

fn a_mangled_link_says_so_and_shows_the_usual_journey(engine: Engine) {
    for fragment in ["#no-such-thing", "#1AAAA%00", "#<script>alert(1)</script>", "#9x"] {
        let browser = engine.open(&["index.html", fragment].concat());
        assert!(browser.find(".ej-problem").text().contains("link"), "{fragment}");
        assert_eq!(browser.state("preset"), "everything-works");
        browser.assert_clean();
    }
}

fn own_addresses_are_seen_in_picture_and_conversation(engine: Engine) {
    let browser = engine.open("index.html#everything-works_box");
    browser.wait_for_state("step", "box");
    browser.press("own");
    browser.fill("own-sender", "\"Fox, Zoe\" <zoe@north.example>");
    browser.fill("own-recipients", "mailto:bob@south.example;");
    browser.fill("own-subject", "<img src=x onerror=alert(1)>");
    browser.wait_for("document.querySelector('.ej-scene').textContent.includes('south.example')");
    // The reader's place is kept.
    assert_eq!(browser.step(), "box");
    browser.press("hood");
    browser.press("tab-conversation");
    browser.wait_for("document.body.textContent.includes('RCPT TO:<bob@south.example>')");
    browser.wait_for("document.body.textContent.includes('MAIL FROM:<zoe@north.example>')");
    browser.press("tab-lookups");
    browser.wait_for("document.querySelector('.ej').textContent.includes('MX south.example')");
    assert_eq!(browser.find_all("img[src=x]").len(), 0, "what is typed is never markup");

    // What is no address is told, and nothing typed is lost.
    browser.press("own");
    browser.fill("own-recipients", "bob@");
    let told = "To: “bob@” is not an email address here: a domain is missing after the @.";
    browser.wait_for(&format!("document.querySelector('.ej').textContent.includes('{told}')"));
    let kept = browser.find("[data-ej=own-recipients]").property("value");
    assert_eq!(kept.as_str(), Some("bob@"));
}

fn a_link_with_own_addresses_opens_them_again(engine: Engine) {
    let browser = engine.open("index.html");
    browser.press("own");
    browser.fill("own-sender", "zoe@north.example");
    // On a slow machine an address is written already that was typed in part.
    let holds = |address: &String| {
        let fragment = address.split('#').nth(1).unwrap_or_default();
        decode(fragment).parts.sender.to_string() == "zoe@north.example"
    };
    let mut addresses = std::iter::repeat_with(|| browser.address()).take(LOOKS);
    let address = addresses.find(holds).expect("the address follows what was typed");
    let other = browser.another();
    other.open(&address);
    other.wait_for("document.querySelector('.ej').textContent.includes('mail.north.example')");
    assert!(!other.exists(".ej-problem"));
}

fn the_letter_on_the_slider_hides_no_mark(engine: Engine) {
    let browser = engine.open_still("embed.html#several-recipients_refused");
    for width in [320, 360, 768, 1200] {
        browser.resize(width, 900);
        browser.wait_for(&format!("innerWidth === {width}"));
        let hidden = browser.eval(
            "(() => { const head = document.querySelector('.ej-head'); \
             const letter = getComputedStyle(head, '::before'); \
             const below = head.getBoundingClientRect().top + parseFloat(letter.top) \
             + parseFloat(letter.height); \
             const marks = [...document.querySelectorAll('.ej-tick')]; \
             const top = it => it.getScreenCTM().f + (it.getBBox().y - 1) * it.getScreenCTM().d; \
             return marks.map(it => top(it) - below).filter(far => far < 0); })()",
        );
        assert_eq!(hidden.as_array().map(Vec::len), Some(0), "at {width}: {hidden}");
    }
}

fn keys_act_while_the_focus_is_inside_and_only_then(engine: Engine) {
    let browser = engine.open("index.html");
    browser.keys([key::RIGHT]);
    assert_eq!(browser.state("motion"), "paused");
    browser.script("document.querySelector('[data-ej=play]').focus()", &[]);
    browser.keys([key::END]);
    browser.wait_for_state("step", "collected");
    browser.keys([key::HOME]);
    browser.wait_for_state("step", "pressed-send");
    browser.keys(['2']);
    browser.wait_for_state("stage", "sorting");
    browser.keys([key::LEFT]);
    browser.wait_for_state("step", "packets");
}

fn the_help_page_shows_the_embed_and_keeps_its_own_history(engine: Engine) {
    let browser = engine.visit();
    browser.goto("faq.html");
    let before = browser.eval("history.length");
    browser.wait_for("customElements.get('email-journey') !== undefined");
    browser.script("document.querySelector('email-journey').scrollIntoView()", &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_ready();
    assert!(!browser.exists("article"), "no page around the widget");
    browser.next();
    assert_eq!(browser.step(), "connected");
    browser.press("what-if");
    browser.find("[data-ej=preset-lost-packet]");
    // The frame grows with what opens.
    browser.wait_for("innerHeight >= document.querySelector('.ej').offsetHeight");
    // Not every driver scrolls the page around a frame.
    let press = |control: &str| {
        let element = browser.find(&format!("[data-ej={control}]"));
        element.script("arguments[0].scrollIntoView({ block: 'center' })");
        element.click();
    };
    press("preset-lost-packet");
    browser.wait_for_state("preset", "lost-packet");
    press("stage-delivering");
    browser.wait_for_state("stage", "delivering");
    browser.leave_frame();
    assert_eq!(browser.eval("history.length"), before, "the embed leaves the history alone");
    assert_eq!(browser.eval("document.activeElement.tagName === 'BODY' || document.activeElement.tagName === 'EMAIL-JOURNEY'"), true);
}
