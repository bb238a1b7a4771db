//! `check/`, the page for owners, on real web servers: with the documented configuration all is well, and what is
//! broken on purpose is named.

use e2e::peers::{Served, WebServer};
use e2e::{Browser, Engine};

/// Opens `check/`, with the name of a site that is to show the picture.
fn look(browser: &Browser, served: &Served, host: &str) {
    browser.goto(&served.address("check/index.html"));
    browser.wait_for("document.body.dataset.done");
    if !host.is_empty() {
        browser.find("#host").type_text(host);
        browser.find("button").click();
        browser.wait_for("document.body.dataset.done");
    }
}

/// What is found, without what is well: name and state of each line.
fn found(browser: &Browser) -> Vec<String> {
    let lines = browser.eval(
        "[...document.querySelectorAll('[data-check]:not([data-state=ok])')].map((it) => it.dataset.check + ' ' + it.dataset.state)",
    );
    let lines = lines.as_array().expect("a list").iter();
    lines.map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

/// Leaves for the site of the test, to which errors are told.
fn leave(browser: &Browser) {
    browser.expect_faults(&["127.0.0.1", "MIME", "Content Security Policy", "404"]);
    browser.goto("faq.html");
}

#[track_caller]
fn check_well(which: WebServer) {
    let served = Served::start(which, |config| config);
    let browser = Engine::Chromium.visit();
    look(&browser, &served, "www.help.example");
    let said = browser.find("#sum").text();
    assert_eq!(found(&browser), [""; 0], "{said}\n{}", browser.find("#list").text());
    assert_eq!(said, "All is well.");
    // And it is not only said.
    browser.open(&served.address("embed.html#everything-works"));
    browser.open(&served.address("p/mailbox-full/"));
    leave(&browser);
}

#[test]
fn nginx_as_documented() {
    check_well(WebServer::Nginx);
}

#[test]
fn nginx_as_in_the_container() {
    check_well(WebServer::Container);
}

#[test]
fn apache_as_documented() {
    check_well(WebServer::Apache);
}

#[test]
fn caddy_as_documented() {
    check_well(WebServer::Caddy);
}

#[test]
fn python_works_without_headers() {
    let served = Served::start(WebServer::Python, |config| config);
    let browser = Engine::Chromium.visit();
    look(&browser, &served, "");
    let expected =
        ["compression hint", "cache-hashed hint", "policy hint", "sniffing hint", "sandbox hint"];
    assert_eq!(found(&browser), expected, "{}", browser.find("#list").text());
    assert!(browser.find("#sum").text().starts_with("It works. 5 things"));
    browser.open(&served.address("embed.html#everything-works"));
    leave(&browser);
}

/// Whether the page that shows a help page with widgets has them all, and those pages that lead on.
#[track_caller]
fn works(browser: &Browser, served: &Served) {
    for page in ["index.html", "embed.html#everything-works", "p/mailbox-full/index.html"] {
        browser.open(&served.address(page));
    }
    browser.goto(&served.address("faq.html"));
    let here = "[...document.querySelectorAll('email-journey')].filter((it) => it.shadowRoot?.querySelector('.here')).length";
    for n in 0..3 {
        let script = format!("document.querySelectorAll('email-journey')[{n}].scrollIntoView()");
        browser.script(&script, &[]);
        browser.wait_for(&format!("{here} > {n}"));
    }
}

#[test]
fn servers_without_directory_index_and_without_compression_do() {
    let browser = Engine::Chromium.visit();
    let served = Served::start(WebServer::Nginx, |config| {
        let config = config.replacen("index index.html;", "index nothing.html;", 1);
        config.replacen("gzip_static on;", "", 1)
    });
    works(&browser, &served);
    leave(&browser);
}

/// A line of nginx's configuration, what stands there instead, and what is said of it.
const BROKEN: [(&str, &str, &str, &[&str]); 12] = [
    ("application/wasm wasm;", "application/x-thing wasm;", "", &["wasm-type wrong"]),
    ("text/css css;", "text/plain css;", "", &["style-type wrong"]),
    ("gzip_static on;", "", "", &["compression hint"]),
    ("$journey_cache;", "\"no-cache\";", "", &["cache-hashed hint"]),
    ("$journey_cache;", "\"public, max-age=86400\";", "", &["cache-pages wrong"]),
    (" 'wasm-unsafe-eval'", "", "", &["policy wrong", "webassembly wrong"]),
    ("add_header Content-Security-Policy", "add_header X-Other", "", &["policy hint"]),
    ("nosniff", "other", "", &["sniffing hint"]),
    ("Access-Control-Allow-Origin", "X-Other", "", &["sandbox hint"]),
    ("nosniff;", "nosniff; add_header X-Frame-Options DENY;", "", &["framing wrong"]),
    (
        "default-src 'none'",
        "frame-ancestors 'self' https://*.other.example; default-src 'none'",
        "https://www.help.example/faq",
        &["framing wrong"],
    ),
    ("index index.html;", "index nothing.html;", "", &["index hint"]),
];

#[test]
fn what_is_broken_on_purpose_is_named() {
    let browser = Engine::Chromium.visit();
    for (line, instead, host, expected) in BROKEN {
        let served = Served::start(WebServer::Nginx, |config| {
            assert!(config.contains(line), "{line}");
            config.replacen(line, instead, 1)
        });
        look(&browser, &served, host);
        assert_eq!(found(&browser), expected, "{instead}\n{}", browser.find("#list").text());
    }
    // What was not uploaded.
    let served = Served::start(WebServer::Nginx, |config| config);
    for name in ["embed.css", "embed.css.gz", "embed.css.br"] {
        std::fs::remove_file(served.files().join(name)).expect("it was there");
    }
    look(&browser, &served, "");
    assert_eq!(found(&browser), ["all-there wrong"]);
    let said = browser.find("#list").text();
    assert!(
        said.contains("Upload these again, and all that lies beside them: embed.css."),
        "{said}"
    );
    leave(&browser);
}

/// Where scripts have the wrong type, nothing of ours can say so: the page does.
#[test]
fn a_wrong_type_of_scripts_is_said_without_scripts() {
    let browser = Engine::Chromium.visit();
    let served = Served::start(WebServer::Nginx, |config| {
        config.replacen("text/javascript js mjs;", "text/plain js mjs;", 1)
    });
    browser.goto(&served.address("check/index.html"));
    assert!(browser.find("#sum").text().contains("is .js served as text/javascript?"));
    leave(&browser);
}
