//! The page loads and works under the strict policy, wherever it is put.

use e2e::{Browser, SUB_FOLDER};

#[test]
fn the_page_is_drawn_under_the_strict_policy() {
    let site = e2e::site();
    let browser = Browser::start();
    browser.open(&site.address("index.html"));
    assert!(!browser.find("#app").text().is_empty());
    assert_eq!(browser.title(), "How does email work?");
    assert!(!browser.find("#start-failed").is_displayed());
    browser.assert_clean(&site);
}

#[test]
fn the_page_works_in_a_sub_folder_and_asks_for_nothing_outside_of_it() {
    let site = e2e::site();
    let browser = Browser::start();
    browser.open(&site.address(SUB_FOLDER));
    assert!(!browser.find("#app").text().is_empty());
    browser.assert_clean(&site);
    let outside: Vec<String> =
        site.requests().into_iter().filter(|request| !request.contains(SUB_FOLDER)).collect();
    assert_eq!(outside, Vec::<String>::new());
}

#[test]
fn the_embed_works_in_a_frame() {
    let site = e2e::site();
    site.add_page(
        "/host.html",
        "<!doctype html><title>Host</title><link rel=icon href=favicon.svg>\
         <iframe src=embed.html title=Journey></iframe>",
    );
    let browser = Browser::start();
    browser.goto(&site.address("host.html"));
    browser.enter_frame("iframe");
    browser.wait_ready();
    assert_eq!(browser.find("body").attr("data-view").as_deref(), Some("embed"));
    assert!(!browser.find("#app").text().is_empty());
    browser.leave_frame();
    assert_eq!(browser.title(), "Host");
    browser.assert_clean(&site);
}

/// The check itself must see what it is there for.
#[test]
fn a_violation_of_the_policy_is_seen() {
    let site = e2e::site();
    site.add_page("/bad.html", "<!doctype html><title>Bad</title><p style='color: red'>Red</p>");
    let browser = Browser::start();
    browser.goto(&site.address("bad.html"));
    let errors = browser.console_errors();
    assert!(errors.iter().any(|error| error.contains("Content Security Policy")), "{errors:?}");
    // The report itself comes a little later: ask the server until it is there.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while site.reports().is_empty() {
        assert!(std::time::Instant::now() < end, "no report came");
        std::thread::yield_now();
    }
    assert!(site.reports()[0].contains("style-src"), "{:?}", site.reports());
}
