//! A page's owner has names of their own, and gets the snippet for their page.

use e2e::{Browser, Engine, in_each_engine};

in_each_engine!(
    names_in_the_address_are_in_the_picture_and_on_the_card,
    names_of_the_element_follow_its_attributes,
    hostile_names_are_refused_with_a_sentence,
    the_panel_writes_snippets_that_can_be_pasted,
    a_link_begins_where_the_reader_wants,
);

const NAMES: &str = "provider=Riverside%20Net&domain=acme.example&mailboxes=support,accounts\
                     &help-desk=help@acme.example&quota=1%20GB";

/// Whether the picture has a text.
fn seen(text: &str) -> String {
    format!("document.querySelector('.ej-view').textContent.includes('{text}')")
}

fn value(browser: &Browser, css: &str) -> String {
    browser.find(css).property("value").as_str().unwrap_or_default().to_owned()
}

fn names_in_the_address_are_in_the_picture_and_on_the_card(engine: Engine) {
    let browser = engine.open_still(&format!("embed.html?{NAMES}#mailbox-full_refused"));
    browser.wait_for(&seen("acme.example"));
    assert_eq!(browser.step(), "refused", "the place stays");
    browser.press("stage-sending");
    browser.wait_for(&seen("Riverside Net"));
    browser.press("share");
    browser.find("#ej-link");
    browser.wait_for("document.querySelector('#ej-link').value.includes('#1')");
    let link = value(&browser, "#ej-link");
    // The link has the names by itself, and once.
    assert!(!link.contains("provider"), "{link}");
    browser.goto("about:blank");
    let fragment = link.split_once('#').expect("a fragment").1;
    browser.open(&format!("embed.html#{fragment}"));
    browser.wait_for(&seen("Riverside Net"));
    browser.press("stage-delivering");
    browser.press("verdict");
    browser.wait_for("document.querySelector('[data-ej=verdict-card]') !== null");
    assert!(!browser.exists("[data-ej=ask]"), "whom to ask is in no link");
}

fn names_of_the_element_follow_its_attributes(engine: Engine) {
    let browser = engine.visit_embedder(
        "<email-journey provider=\"Riverside Net\" step=\"connected\"></email-journey>",
    );
    browser.enter_widget(0);
    browser.wait_for(&seen("Riverside Net"));
    browser.leave_frame();
    let set = "const it = document.querySelector('email-journey'); \
               it.setAttribute('provider', 'Lantern'); it.setAttribute('domain', 'acme.example')";
    browser.script(set, &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_for(&seen("Lantern"));
    assert_eq!(browser.step(), "connected", "the place stays");
    browser.leave_frame();
    let refuse = "document.querySelector('email-journey').setAttribute('smtp-server', '<b>')";
    browser.script(refuse, &[]);
    browser.wait_for(
        "noted.some(([name, , it]) => name === 'ej-error' && it.message.startsWith('smtp-server: '))",
    );
    let remove = "document.querySelector('email-journey').removeAttribute('provider')";
    browser.script(remove, &[]);
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_for(&seen("Your provider"));
    browser.leave_frame();
}

fn hostile_names_are_refused_with_a_sentence(engine: Engine) {
    let browser = engine.visit_embedder(
        "<email-journey provider=\"&lt;img src=x onerror=alert(1)&gt;\" domain=\"acme\" mailboxes=\"a@b\" \
         help-desk=\"javascript:alert(1)\" quota=\"lots\" size-limit=\"1 TB\" \
         pop-server=\"https://x.example/\" smtp-server=\"allbusiness.com\"></email-journey>",
    );
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    for name in
        ["provider", "domain", "mailboxes", "help-desk", "quota", "size-limit", "pop-server"]
    {
        let told = format!(
            "noted.some(([, , it]) => it.message?.startsWith('{name}: ') && it.message.endsWith('.'))"
        );
        browser.wait_for(&told);
    }
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_ready();
    assert!(!browser.exists("img:not(.page-steps img), [onerror]"), "nothing was injected");
    browser.press("next");
    browser.wait_for("document.querySelector('.ej').dataset.motion === 'stepping'");
    browser.leave_frame();
}

fn the_panel_writes_snippets_that_can_be_pasted(engine: Engine) {
    let browser = engine.open_still("embed.html#no-such-person_refused");
    browser.press("share");
    browser.press("site");
    browser.wait_for("document.querySelector('#ej-site') !== null");
    // What cannot be used is said beside its field; everything else is in the picture at once.
    browser.fill("site-domain", "acme");
    browser.wait_for("/dot/.test(document.querySelector('#ej-site-domain-error').textContent)");
    browser.fill("site-domain", "acme.example");
    browser.fill("site-provider", "Tom & Sons'");
    browser.fill("site-help-desk", "\"><b>Ask</b>");
    browser.wait_for(&seen("acme.example"));
    browser.wait_for("document.querySelector('#ej-site-domain-error').textContent === ''");
    browser.press("site-autoplay");
    browser.wait_for("document.querySelector('#snippet-element').value.includes('autoplay')");
    // Pasted into a page, the snippet is the element with these very values. This page itself lets nobody
    // make elements of texts.
    let element = value(&browser, "#snippet-element");
    let frame = value(&browser, "#snippet-frame");
    let paste = "<!doctype html><title>Paste</title><link rel=\"icon\" href=\"data:,\">";
    browser.site().add_page_under("paste.html", paste, "default-src 'self' 'unsafe-inline' data:");
    browser.goto("paste.html");
    let read = "const page = new DOMParser().parseFromString(arguments[0], 'text/html');
        const element = page.querySelector('email-journey');
        return [...page.querySelectorAll('*')].map(it => it.localName).join(' ') + ' | '
            + [...element.attributes].map(it => it.name + '=' + it.value).join(' | ');";
    let pasted = browser.script(read, &[element.into()]);
    assert_eq!(
        pasted,
        "html head link script body email-journey a img | preset=no-such-person | step=refused | \
         autoplay= | provider=Tom & Sons' | domain=acme.example | help-desk=\"><b>Ask</b>"
    );
    let page = "const box = document.createElement('template');
        box.innerHTML = arguments[0];
        return box.content.firstChild.getAttribute('src');";
    let address = browser.script(page, &[frame.into()]);
    let address = address.as_str().expect("an address").to_owned();
    browser.goto(&address);
    browser.wait_ready();
    browser.wait_for(&seen("acme.example"));
}

fn a_link_begins_where_the_reader_wants(engine: Engine) {
    let browser = engine.open_still("embed.html#greylisted_refused");
    browser.press("share");
    let link = "document.querySelector('#ej-link')?.value";
    browser.wait_for(&format!("{link}?.endsWith('#greylisted_refused')"));
    browser.press("from-here");
    browser.wait_for(&format!("{link}.endsWith('#greylisted')"));
    // The text for a reply has the same link; where it cannot be copied, it can be marked.
    browser.script("document.execCommand = () => false", &[]);
    browser.press("copy-answer");
    browser.wait_for("document.querySelector('#answer') !== null");
    let text = value(&browser, "#answer");
    assert!(text.contains("Your message to feedback@allbusiness.com was delivered, but late."));
    assert!(text.trim_end().ends_with("#greylisted"), "{text}");
    // Printing draws the storyboard first.
    let count = "window.print = () => { window.printed = document.querySelectorAll('.ej-board li').length }";
    browser.script(count, &[]);
    browser.press("print");
    browser.wait_for("window.printed > 5");
}
