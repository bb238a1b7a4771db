//! Owners of pages update when they like: the element of each release that is kept in `releases/` is tried with the
//! page of today, and the page of that release with the element of today.
//!
//! What opens below the picture is not kept, nor are the owner's own names, which it works out.

use e2e::{Browser, Engine, in_each_engine};
use tempfile::TempDir;
use xtask::kept_release;
use xtask::serve::Server;

in_each_engine!(an_older_element_has_the_page_of_today, an_older_page_has_the_element_of_today);

/// The site of each release that is kept, served.
fn each() -> Vec<(TempDir, Server)> {
    let all = kept_release::all().expect("releases");
    assert!(!all.is_empty(), "none is kept");
    let served = all.into_iter().map(|(_, archive)| {
        let folder = TempDir::with_prefix("email-journey-release-").expect("a folder");
        let site = kept_release::unpack(&archive, folder.path()).expect("an archive");
        let server = Server::start(&site, 0).expect("a server");
        (folder, server)
    });
    served.collect()
}

const NOTE: &str = "window.noted = [];
    for (const name of ['ej-ready', 'ej-step', 'ej-error'])
        document.addEventListener(name, it => noted.push([name, it.detail]));";

const ELEMENT: &str = "document.querySelector('email-journey')";

/// The element of one site with the page of another: it comes, takes attributes, tells, and does as it is told.
#[track_caller]
fn check(browser: &Browser, element: &str, page: &str) {
    let policy =
        format!("default-src 'self' {element}; style-src 'self' 'unsafe-inline'; frame-src {page}");
    let host = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>Host</title>\
         <link rel=\"icon\" href=\"./favicon.svg\"><script src=\"./note.js\"></script>\
         <script src=\"{element}embed.js\" async></script></head>\
         <body><email-journey base=\"{page}\"></email-journey></body></html>"
    );
    browser.site().add_script("note.js", NOTE);
    browser.site().add_page_under("host.html", &host, &policy);
    browser.goto("host.html");
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    let height = browser.eval(&format!("{ELEMENT}.offsetHeight")).as_u64();
    assert!(height.is_some_and(|height| height > 500), "{height:?}");
    browser.script(&format!("{ELEMENT}.next()"), &[]);
    browser.wait_for("noted.some(([name, it]) => name === 'ej-step' && it.step === 'connected')");
    let inside = |browser: &Browser, expression: &str| {
        browser.enter_shadow_frame("email-journey", 0);
        browser.wait_for(expression);
        browser.leave_frame();
    };
    browser.script(&format!("{ELEMENT}.setAttribute('theme', 'dark')"), &[]);
    inside(browser, "document.documentElement.dataset.theme === 'dark'");
    browser.script(&format!("{ELEMENT}.setAttribute('preset', 'mailbox-full')"), &[]);
    browser.wait_for("noted.some(([, it]) => it.preset === 'mailbox-full')");
    browser.script(&format!("{ELEMENT}.goTo('sorting')"), &[]);
    browser
        .wait_for("noted.some(([, it]) => it.preset === 'mailbox-full' && it.stage === 'sorting')");
    assert_eq!(browser.eval("noted.filter(([name]) => name === 'ej-error').length"), 0);
    // Errors are told to the site of the test.
    browser.goto("faq.html");
}

fn an_older_element_has_the_page_of_today(engine: Engine) {
    let browser = engine.visit();
    let today = browser.site().address("");
    for (_folder, older) in &each() {
        check(&browser, &older.address(""), &today);
    }
}

fn an_older_page_has_the_element_of_today(engine: Engine) {
    let browser = engine.visit();
    let today = browser.site().address("");
    for (_folder, older) in &each() {
        check(&browser, &today, &older.address(""));
    }
    // Not kept.
    browser.expect_faults(&["/print-", "/panels-"]);
}
