//! The projects of `examples/`: each is built with the package that is handed out, and driven in a browser.

use e2e::{Engine, in_each_engine, only_in};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;
use xtask::serve::Server;

/// The package, of the site in `dist/`.
static PACKAGE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = TempDir::with_prefix("email-journey-npm-").expect("a folder");
    let package = xtask::release::npm_package(folder.path()).expect("a package");
    (folder, package)
});

/// What the project's own page may do: frameworks compile and write markup. The frame keeps the site's policy.
const POLICY: &str =
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'";

fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).current_dir(folder).output();
    let done = done.unwrap_or_else(|error| panic!("{program} cannot be started: {error}"));
    let said = [done.stdout, done.stderr].concat();
    assert!(done.status.success(), "{program} {arguments:?}:\n{}", String::from_utf8_lossy(&said));
}

const NPM: [&str; 4] = ["install", "--no-audit", "--no-fund", "--loglevel=error"];

/// An example in a folder of its own, as it is served; `built`: npm builds it.
fn make(name: &str, built: bool) -> (TempDir, PathBuf) {
    let folder = TempDir::with_prefix("email-journey-example-").expect("a folder");
    let root = folder.path();
    // Whoever tried it by hand has left these there.
    let made =
        |file: &Path| ["node_modules", "dist", "public"].iter().any(|it| file.starts_with(it));
    let example = xtask::run::root().join("examples").join(name);
    xtask::run::copy_folder(&example, root, |file| !made(file)).expect("an example");
    let package = PACKAGE.1.to_string_lossy().into_owned();
    if built {
        run(root, "npm", &NPM);
    }
    run(root, "npm", &[&NPM[..], &["--no-save", &package]].concat());
    let site = if built { "public/email-journey" } else { "email-journey" };
    run(root, "npx", &["email-journey", "copy", site]);
    if built {
        run(root, "npm", &["run", "--silent", "build"]);
    }
    let served = if built { root.join("dist") } else { root.to_owned() };
    (folder, served)
}

/// The widget comes, takes a property, tells of its steps, and does as it is told.
#[track_caller]
fn check(engine: Engine, name: &str, built: bool) {
    let (_folder, site) = make(name, built);
    let server = Server::start(&site, 0).expect("a server");
    let page = xtask::run::read_file(&site.join("index.html")).expect("a page");
    server.add_page_under("index.html", &page, POLICY);
    let browser = engine.visit();
    browser.goto(&server.address("index.html"));
    browser.wait_for("document.querySelector('email-journey')?.shadowRoot?.querySelector('.here')");
    browser.wait_for("document.querySelector('#step').textContent === 'pressed-send'");
    browser.find("#next").click();
    browser.wait_for("document.querySelector('#step').textContent === 'connected'");
    browser.enter_shadow_frame("email-journey", 0);
    browser.wait_for(
        "document.querySelector('.ej-caption').textContent.includes('Lantern Broadband')",
    );
    browser.leave_frame();
    // Errors are told to the site of the test.
    browser.expect_faults(&["favicon.ico"]);
    browser.goto("faq.html");
}

fn react_with_vite(engine: Engine) {
    check(engine, "react", true);
}

fn plain_html(engine: Engine) {
    check(engine, "html", false);
}

fn vue(engine: Engine) {
    check(engine, "vue", true);
}

fn svelte(engine: Engine) {
    check(engine, "svelte", true);
}

fn angular(engine: Engine) {
    check(engine, "angular", true);
}

in_each_engine!(react_with_vite);
only_in!(chromium, "one engine tells whether a project is right", plain_html, vue, svelte, angular);
