//! The widget in other people's pages: `<email-journey>`, its messages, and what it leaves alone.

use e2e::{Engine, in_each_engine, only_in};
use serde_json::json;

/// Some widgets, and a marker below each.
fn marked(widgets: &[&str]) -> String {
    widgets.iter().flat_map(|it| [*it, "<p class=marker>After it.</p>"]).collect()
}

fn a_host_drives_the_widget_and_is_told(engine: Engine) {
    let browser = engine.visit_embedder(&marked(&[
        "<email-journey id=\"one\" preset=\"no-such-person\" step=\"refused\"></email-journey>",
    ]));
    let before = browser.eval("history.length");
    // Before it is there, too.
    browser.wait_for("typeof document.querySelector('#one').goTo === 'function'");
    browser.script("document.querySelector('#one').goTo('sorting')", &[]);
    browser.script("document.querySelector('#one').scrollIntoView()", &[]);
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    browser.wait_for("noted.some(([, , it]) => it.stage === 'sorting' && it.step === 'domain')");
    browser.script("document.querySelector('#one').setAttribute('preset', 'greylisted')", &[]);
    browser.wait_for("noted.some(([, , it]) => it.preset === 'greylisted')");
    browser.script("document.querySelector('#one').goTo('nowhere')", &[]);
    browser.wait_for(
        "noted.some(([name, , it]) => name === 'ej-error' && /nowhere/.test(it.message))",
    );
    browser.script("document.querySelector('#one').setAttribute('theme', 'pink')", &[]);
    browser
        .wait_for("noted.some(([name, , it]) => name === 'ej-error' && /theme/.test(it.message))");
    browser.script("document.querySelector('#one').setAttribute('theme', 'dark')", &[]);
    browser.enter_widget(0);
    browser.wait_for("document.documentElement.dataset.theme === 'dark'");
    assert_eq!(browser.state("preset"), "greylisted");
    browser.leave_frame();
    assert_eq!(browser.eval("history.length"), before, "the host's history is its own");
}

fn text_and_picture_go_together(engine: Engine) {
    let browser = engine.visit_embedder(&marked(&[
        "<email-journey></email-journey>",
        "<a id=\"link\" href=\"./index.html\" data-email-journey-go=\"sorting\">sorted</a>",
    ]));
    browser.find("#link").click();
    browser.script("document.querySelector('email-journey').scrollIntoView()", &[]);
    browser.wait_for("document.querySelector('#link').hasAttribute('data-email-journey-current')");
    browser.script("document.querySelector('email-journey').goTo('collected')", &[]);
    browser.wait_for("!document.querySelector('#link').hasAttribute('data-email-journey-current')");
    assert!(browser.address().ends_with("host.html"), "the link drives and does not lead away");
}

fn each_widget_has_its_own_height_and_nothing_below_moves(engine: Engine) {
    let browser = engine.visit();
    let widgets =
        ["<email-journey></email-journey>", "<email-journey preset=\"two-boxes\"></email-journey>"];
    browser.add_embedder(&marked(&widgets));
    let tops = "[...document.querySelectorAll('.marker')].map(it => it.offsetTop)";
    for width in [360, 700, 1000] {
        browser.resize(width, 900);
        browser.goto("about:blank");
        browser.goto_embedder();
        let before = browser.eval(tops);
        browser.enter_widget(0);
        browser.wait_for("document.querySelector('.ej-world').style.width !== ''");
        let spare = browser.eval("innerHeight - document.querySelector('.ej').offsetHeight");
        browser.leave_frame();
        // The other one too, before the page is left: fetching must not be cut off.
        browser.enter_widget(1);
        browser.leave_frame();
        assert_eq!(browser.eval(tops), before, "at {width}");
        let spare = spare.as_i64().expect("a number");
        assert!(
            (0..=2).contains(&spare),
            "at {width}: the frame is {spare} pixels higher than the widget"
        );
    }
    // What opens makes only its own frame higher.
    browser.enter_widget(1);
    browser.press("what-if");
    browser.find("#ej-what-if");
    let height = browser.eval("document.querySelector('.ej').offsetHeight").to_string();
    browser.wait_for(&format!("innerHeight >= {height}"));
    browser.leave_frame();
}

/// A thousand messages that are not for the widget, or not from who may say so.
const HOSTILE: &str = r"
    const frame = document.querySelector('email-journey').shadowRoot.querySelector('iframe');
    const inside = frame.contentWindow;
    const values = ['<img src=x onerror=alert(1)>', 'x'.repeat(100000), 1e308, -0, null, undefined,
        [], {}, [['ej', 1]], new Date(), /x/, 'url(https://example.invalid/x)', '__proto__', '\0', '９'];
    const types = ['hello', 'set', 'do', 'ready', 'size', 'jump', ...values];
    const names = ['preset', 'step', 'theme', 'controls', 'lang', 'accent', 'ink', 'paper', 'font', 'mono',
        'radius', 'verb', 'name', 'provider', 'domain', 'smtp-server', 'pop-server', 'mailboxes', 'help-desk',
        'quota', 'size-limit', '__proto__', 'constructor'];
    let n = 0;
    const pick = list => list[(n = (n * 1103515245 + 12345) % 2147483648) % list.length];
    for (let k = 0; k < 1000; k++) {
        const message = { ej: pick([1, 1, 1, '1', 2, null]), type: pick(types) };
        for (let i = 0; i < 4; i++) message[pick(names)] = pick(values);
        inside.postMessage(pick([message, message, message, pick(values)]), '*');
    }
";

fn hostile_messages_change_nothing(engine: Engine) {
    let browser = engine.visit_embedder("<email-journey step=\"registry\"></email-journey>");
    browser.script("document.querySelector('email-journey').scrollIntoView()", &[]);
    browser.wait_for("noted.some(([name]) => name === 'ej-step')");
    browser.script(HOSTILE, &[]);
    // Messages come in order: after this one all others have been heard.
    browser.script("document.querySelector('email-journey').goTo('address')", &[]);
    browser.wait_for("noted.some(([, , it]) => it.step === 'address')");
    browser.enter_widget(0);
    assert_eq!(browser.state("preset"), "everything-works");
    assert_eq!(browser.step(), "address");
    assert!(!browser.exists("img:not(.page-steps img), [onerror]"), "nothing was injected");
    let looks = browser.eval("document.documentElement.style.cssText");
    assert!(!looks.as_str().unwrap_or_default().contains("url"), "{looks}");
    browser.press("next");
    browser.wait_for("document.querySelector('.ej').dataset.motion === 'stepping'");
    browser.leave_frame();
}

fn hostile_attributes_leave_a_working_widget(engine: Engine) {
    for attributes in [
        "preset=\"&lt;img src=x onerror=alert(1)&gt;\"",
        "preset=\"no-such-thing\" step=\"../../\" theme=\"&quot;&gt;\" lang=\"tlh\" controls=\"none\"",
        "style=\"--ej-paper: url(//example.invalid/x); --ej-radius: 900vw\"",
    ] {
        let browser = engine.visit();
        let widget = format!("<email-journey {attributes}></email-journey>");
        browser.add_embedder_under(&widget, "default-src 'self' 'unsafe-inline'");
        browser.goto_embedder();
        browser.enter_widget(0);
        assert_eq!(browser.state("preset"), "everything-works", "{attributes}");
        assert!(!browser.exists("img:not(.page-steps img)"), "{attributes}");
        assert_eq!(browser.eval("document.documentElement.style.cssText"), "", "{attributes}");
        browser.press("play");
        browser.wait_for_state("motion", "playing");
        browser.leave_frame();
    }
}

fn only_one_starts_by_itself_and_keys_act_only_in_the_focused_one(engine: Engine) {
    let browser = engine.visit_embedder(&marked(&[
        "<email-journey id=\"a\" autoplay></email-journey>",
        "<email-journey id=\"b\" autoplay></email-journey>",
    ]));
    browser.enter_widget(0);
    browser.wait_for_state("motion", "playing");
    browser.press("play");
    browser.wait_for_state("motion", "paused");
    let step = browser.state("step");
    browser.leave_frame();
    browser.enter_widget(1);
    assert_eq!(browser.state("motion"), "paused");
    browser.press("stage-sorting");
    browser.keys([e2e::key::RIGHT]);
    browser.wait_for_state("step", "registry");
    browser.leave_frame();
    browser.enter_widget(0);
    assert_eq!(browser.state("step"), step);
    browser.leave_frame();
}

fn nothing_shifts_in_the_host_page(engine: Engine) {
    let browser = engine.visit();
    browser.add_embedder(&marked(&["<email-journey></email-journey>"; 2]));
    browser.goto_embedder();
    let shifts = browser.script(
        "return new Promise(done => { let sum = 0; \
         new PerformanceObserver(list => { for (const it of list.getEntries()) sum += it.value; }) \
             .observe({ type: 'layout-shift', buffered: true }); \
         const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(sum))); \
         if (noted.some(([name]) => name === 'ej-ready')) drawn(); \
         else document.addEventListener('ej-ready', drawn, { once: true }); })",
        &[],
    );
    assert_eq!(shifts, json!(0));
}

fn the_snippet_is_a_link_with_a_picture_without_scripts(engine: Engine) {
    let browser = engine.visit();
    let page = "<!doctype html><html><head><link rel=\"icon\" href=\"./favicon.svg\"><link rel=\"stylesheet\" href=\"./embed.css\"></head><body>\
                <email-journey><a href=\"./index.html\"><img src=\"./favicon.svg\" alt=\"The journey\"></a>\
                </email-journey></body></html>";
    browser.site().add_page("host.html", page);
    browser.goto("host.html");
    assert!(browser.find("email-journey a").is_displayed());
    assert!(browser.find("email-journey img").is_displayed());
    let height = browser.eval("document.querySelector('email-journey').offsetHeight");
    assert!(height.as_u64().is_some_and(|height| height > 400), "{height}");
}

in_each_engine!(
    a_host_drives_the_widget_and_is_told,
    text_and_picture_go_together,
    each_widget_has_its_own_height_and_nothing_below_moves,
    hostile_messages_change_nothing,
    hostile_attributes_leave_a_working_widget,
    only_one_starts_by_itself_and_keys_act_only_in_the_focused_one,
    the_snippet_is_a_link_with_a_picture_without_scripts,
);

only_in!(chromium, "no other engine tells of shifts", nothing_shifts_in_the_host_page);
