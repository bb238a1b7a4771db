//! A browser, as a test likes to use it: every method does its thing or panics with the line of
//! the test.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::engine::{Engine, Settings};
use crate::session::Session;
use crate::site::{Site, is_page_error};

/// How long a state may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to look away between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// How often a click is repeated that went elsewhere.
const CLICKS: u8 = 3;

/// How long a click may take to arrive.
const CLICK_PATIENCE: Duration = Duration::from_secs(2);

/// What WebDriver calls an element in its answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys without a character, for [`Browser::keys`] and [`Browser::chord`].
#[allow(missing_docs)]
pub mod key {
    pub const BACKSPACE: char = '\u{E003}';
    pub const TAB: char = '\u{E004}';
    pub const ENTER: char = '\u{E007}';
    pub const SHIFT: char = '\u{E008}';
    pub const CONTROL: char = '\u{E009}';
    pub const ALT: char = '\u{E00A}';
    pub const ESCAPE: char = '\u{E00C}';
    pub const SPACE: char = ' ';
    pub const END: char = '\u{E010}';
    pub const HOME: char = '\u{E011}';
    pub const LEFT: char = '\u{E012}';
    pub const UP: char = '\u{E013}';
    pub const RIGHT: char = '\u{E014}';
    pub const DOWN: char = '\u{E015}';
    pub const DELETE: char = '\u{E017}';
}

/// A tab without a history in a headless browser, and a site for it to look at.
pub struct Browser {
    /// Taken out only when the browser is dropped.
    session: Option<Session>,
    site: Arc<Site>,
    settings: Settings,
    /// Parts of the faults that the test is about.
    expected: RefCell<Vec<&'static str>>,
}

impl Engine {
    /// A reader with the usual settings, at a page of 1200 × 900.
    #[track_caller]
    pub fn visit(self) -> Browser {
        self.visit_with(Settings::default())
    }

    /// A reader with these settings.
    #[track_caller]
    pub fn visit_with(self, settings: Settings) -> Browser {
        let site = ok(if self.has_console() { Site::plain() } else { Site::watched() });
        Browser::at(self, settings, Arc::new(site))
    }

    /// A reader with the usual settings, who opens this page of the site.
    #[track_caller]
    pub fn open(self, path: &str) -> Browser {
        let browser = self.visit();
        browser.open(path);
        browser
    }

    /// A reader who wants no motion, and opens this page of the site.
    #[track_caller]
    pub fn open_still(self, path: &str) -> Browser {
        let browser = self.visit_with(Settings { reduced_motion: true, ..Settings::default() });
        browser.open(path);
        browser
    }
}

impl Browser {
    #[track_caller]
    fn at(engine: Engine, settings: Settings, site: Arc<Site>) -> Self {
        let session = Some(ok(Session::take(engine, settings)));
        let browser = Self { session, site, settings, expected: RefCell::default() };
        browser.resize(1200, 900);
        browser
    }

    /// Another reader, who opens the same site.
    #[track_caller]
    #[must_use]
    pub fn another(&self) -> Self {
        Self::at(self.engine(), self.settings, Arc::clone(&self.site))
    }

    /// The engine of this browser.
    pub fn engine(&self) -> Engine {
        self.session().engine
    }

    /// The site that this browser looks at.
    pub fn site(&self) -> &Site {
        &self.site
    }

    pub(crate) fn session(&self) -> &Session {
        self.session.as_ref().expect("there until it is dropped")
    }

    pub(crate) fn command(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, String> {
        self.session().command(method, path, body)
    }

    /// Goes to a path of the site, or to a whole address, and waits until its page is loaded.
    #[track_caller]
    pub fn goto(&self, place: &str) {
        let whole = place.starts_with("http:") || place.starts_with("about:");
        let address = if whole { place.to_owned() } else { self.site.address(place) };
        self.post("/url", &json!({ "url": address }));
    }

    /// Goes to a page of ours and waits until it is ready.
    #[track_caller]
    pub fn open(&self, place: &str) {
        self.goto(place);
        self.wait_ready();
    }

    /// Waits until the page (or the frame we are in) is ready: drawn, and answering.
    #[track_caller]
    pub fn wait_ready(&self) {
        self.wait_for("document.documentElement.hasAttribute('data-ready')");
    }

    /// The address shown.
    #[track_caller]
    pub fn address(&self) -> String {
        text_of(ok(self.command("GET", "/url", None)))
    }

    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        text_of(ok(self.command("GET", "/title", None)))
    }

    /// Presses the browser's button that goes back.
    #[track_caller]
    pub fn back(&self) {
        self.post("/back", &json!({}));
    }

    /// Runs the body of a function in the page and returns what it returns; its arguments are
    /// `arguments[0]` and so on. A promise is waited for.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        ok(self.try_script(body, arguments))
    }

    fn try_script(&self, body: &str, arguments: &[Value]) -> Result<Value, String> {
        let body = json!({ "script": body, "args": arguments });
        self.command("POST", "/execute/sync", Some(&body))
    }

    /// The value of a JavaScript expression.
    #[track_caller]
    pub fn eval(&self, expression: &str) -> Value {
        self.script(&format!("return ({expression});"), &[])
    }

    /// Waits until a JavaScript expression is true, for at most half a minute. An exception counts
    /// as "not yet".
    #[track_caller]
    pub fn wait_for(&self, condition: &str) {
        self.wait_at_most(PATIENCE, condition);
    }

    /// Whether a JavaScript expression is true within this time.
    fn comes_true(&self, limit: Duration, condition: &str) -> bool {
        let script = format!("return Boolean({condition});");
        let end = Instant::now() + limit;
        while self.try_script(&script, &[]) == Ok(Value::Bool(false)) {
            if Instant::now() > end {
                return false;
            }
            std::thread::sleep(PAUSE);
        }
        true
    }

    /// Waits until a JavaScript expression is true, for at most this long.
    #[track_caller]
    pub fn wait_at_most(&self, limit: Duration, condition: &str) {
        let script = format!("return Boolean({condition});");
        let end = Instant::now() + limit;
        loop {
            let answer = self.try_script(&script, &[]);
            if answer == Ok(Value::Bool(true)) {
                return;
            }
            assert!(
                Instant::now() < end,
                "waited {limit:?} for {condition}, and the last answer was {answer:?}"
            );
            std::thread::sleep(PAUSE);
        }
    }

    /// The first element that matches, waiting until there is one.
    #[track_caller]
    pub fn find(&self, css: &str) -> Element<'_> {
        let body = json!({ "using": "css selector", "value": css });
        let end = Instant::now() + PATIENCE;
        loop {
            match self.command("POST", "/element", Some(&body)) {
                Ok(element) => return self.element(&element),
                Err(error) => assert!(Instant::now() < end, "waited {PATIENCE:?}: {error}"),
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// All elements that match now.
    #[track_caller]
    pub fn find_all(&self, css: &str) -> Vec<Element<'_>> {
        let body = json!({ "using": "css selector", "value": css });
        let found = ok(self.command("POST", "/elements", Some(&body)));
        found.as_array().into_iter().flatten().map(|value| self.element(value)).collect()
    }

    /// Whether an element matches now.
    #[track_caller]
    pub fn exists(&self, css: &str) -> bool {
        self.script("return document.querySelector(arguments[0]) !== null", &[css.into()]) == true
    }

    /// The element that has the focus.
    #[track_caller]
    pub fn focused(&self) -> Element<'_> {
        self.element(&ok(self.command("GET", "/element/active", None)))
    }

    fn element(&self, value: &Value) -> Element<'_> {
        let id = value[ELEMENT].as_str().expect("the driver names the element");
        Element { browser: self, id: id.to_owned() }
    }

    /// Presses keys one after the other, wherever the focus is.
    #[track_caller]
    pub fn keys(&self, keys: impl IntoIterator<Item = char>) {
        let press = |key: char| {
            let value = key.to_string();
            [
                json!({ "type": "keyDown", "value": value }),
                json!({ "type": "keyUp", "value": value }),
            ]
        };
        self.type_keys(&keys.into_iter().flat_map(press).collect::<Vec<_>>());
    }

    /// Presses a key while another one is held, such as Shift and Tab.
    #[track_caller]
    pub fn chord(&self, held: char, key: char) {
        let step = |kind: &str, key: char| json!({ "type": kind, "value": key.to_string() });
        self.type_keys(&[
            step("keyDown", held),
            step("keyDown", key),
            step("keyUp", key),
            step("keyUp", held),
        ]);
    }

    #[track_caller]
    fn type_keys(&self, steps: &[Value]) {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": steps });
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// Goes into the frame that matches, waiting until there is one. Everything then happens there.
    #[track_caller]
    pub fn enter_frame(&self, css: &str) {
        let frame = json!({ ELEMENT: self.find(css).id });
        self.post("/frame", &json!({ "id": frame }));
    }

    /// Goes into the frame in the shadow of the `n`-th element that matches (from 0), waiting until
    /// there is one.
    #[track_caller]
    pub fn enter_shadow_frame(&self, css: &str, n: usize) {
        let frame =
            format!("document.querySelectorAll('{css}')[{n}]?.shadowRoot?.querySelector('iframe')");
        self.wait_for(&format!("{frame} != null"));
        let frame = self.eval(&frame);
        self.post("/frame", &json!({ "id": frame }));
    }

    /// Goes back to the page itself.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.post("/frame", &json!({ "id": null }));
    }

    /// Gives the page exactly this many CSS pixels. In Chromium, narrow ones make it a phone.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        match self.engine() {
            Engine::Chromium => {
                let metrics = json!({
                    "width": width, "height": height, "deviceScaleFactor": 1,
                    "mobile": width < 600,
                });
                ok(self.session().cdp("Emulation.setDeviceMetricsOverride", &metrics));
                // It is so at once. An empty page on a phone would call itself wider.
                return;
            }
            Engine::Firefox => {
                let script = "const { style } = gBrowser.selectedBrowser; \
                     style.width = arguments[0] + 'px'; style.height = arguments[1] + 'px';";
                ok(self.session().in_firefox(script, &[width.into(), height.into()]));
            }
            Engine::WebKit => {
                let bar = self.eval("outerHeight - innerHeight").as_u64().unwrap_or_default();
                let height = u64::from(height) + bar;
                self.post("/window/rect", &json!({ "width": width, "height": height }));
            }
        }
        self.wait_for(&format!("innerWidth === {width} && innerHeight === {height}"));
    }

    /// Puts the window out of sight, and waits until the page knows.
    #[track_caller]
    pub fn hide(&self) {
        self.post("/window/minimize", &json!({}));
        self.wait_for("document.hidden");
    }

    /// Brings the window back, and waits until the page knows.
    #[track_caller]
    pub fn show(&self) {
        let rect = ok(self.command("GET", "/window/rect", None));
        self.post("/window/rect", &json!({ "width": rect["width"], "height": rect["height"] }));
        self.wait_for("!document.hidden");
    }

    /// Writes a picture of the page as PNG; in Chromium and Firefox also of what is out of sight.
    #[track_caller]
    pub fn screenshot(&self, file: &Path) {
        ok(self.try_screenshot(file));
    }

    fn try_screenshot(&self, file: &Path) -> Result<(), String> {
        let data = match self.engine() {
            Engine::Chromium => {
                let parameters = json!({ "format": "png", "captureBeyondViewport": true });
                self.session().cdp("Page.captureScreenshot", &parameters)?["data"].take()
            }
            Engine::Firefox => self.command("GET", "/moz/screenshot/full", None)?,
            Engine::WebKit => self.command("GET", "/screenshot", None)?,
        };
        let data = data.as_str().unwrap_or_default();
        let image = base64::engine::general_purpose::STANDARD.decode(data);
        let image = image.map_err(|error| error.to_string())?;
        write_file(file, &image)
    }

    /// Everything that went wrong in the pages of the site so far: errors that were thrown, logged
    /// or not handled, what the policy refused, and requests without an answer.
    ///
    /// To be sure that it has all arrived, this does something wrong itself and waits until that
    /// has arrived.
    #[track_caller]
    pub fn faults(&self) -> Vec<String> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let mark = format!("mark-{}.invalid", NEXT.fetch_add(1, Ordering::Relaxed));
        let ours = |what: &String| what.contains("//mark-") && what.contains(".invalid");
        let script = "console.error(arguments[0]); new Image().src = arguments[0];";
        self.script(script, &[format!("http://{mark}/").into()]);
        let mut console = Vec::new();
        let end = Instant::now() + PATIENCE;
        loop {
            console.extend(ok(self.try_console_errors()));
            let reports = self.site.reports();
            let arrived = |page_error: bool| {
                let is_mark = |report: &&String| report.contains(&mark);
                let mut marks = reports.iter().filter(is_mark);
                marks.any(|report| is_page_error(report) == page_error)
            };
            let told = if self.engine().has_console() {
                console.iter().any(|error| error.contains(&mark))
            } else {
                arrived(true)
            };
            if arrived(false) && told {
                let failed = |request: &String| request.contains(" 4") || request.contains(" 5");
                let requests = self.site.requests().into_iter().filter(failed);
                let all = console.into_iter().chain(reports).chain(requests);
                return all.filter(|what| !ours(what)).collect();
            }
            assert!(Instant::now() < end, "the browser does not tell its errors: {reports:?}");
            std::thread::sleep(PAUSE);
        }
    }

    fn try_console_errors(&self) -> Result<Vec<String>, String> {
        self.try_console(&["SEVERE"])
    }

    fn try_console(&self, levels: &[&str]) -> Result<Vec<String>, String> {
        if !self.engine().has_console() {
            return Ok(Vec::new());
        }
        let log = self.command("POST", "/se/log", Some(&json!({ "type": "browser" })))?;
        let entries = log.as_array().into_iter().flatten();
        let told = entries.filter(|entry| levels.iter().any(|level| entry["level"] == *level));
        Ok(told.map(|entry| text_of(entry["message"].clone())).collect())
    }

    /// Warnings and errors that the console has said since it was asked last; nothing where a driver
    /// does not tell.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        ok(self.try_console(&["SEVERE", "WARNING"]))
    }

    /// From now on, no fault that has one of these texts in it fails the test: it is about them.
    pub fn expect_faults(&self, parts: &[&'static str]) {
        self.expected.borrow_mut().extend(parts);
    }

    /// Fails when anything went wrong that a reader may not even see, and that is not expected: see
    /// [`Browser::faults`]. Every test ends with this by itself.
    #[track_caller]
    pub fn assert_clean(&self) {
        let mut faults = self.faults();
        let expected = self.expected.borrow();
        faults.retain(|fault| !expected.iter().any(|part| fault.contains(part)));
        assert!(faults.is_empty(), "{faults:#?}");
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        ok(self.command("POST", path, Some(body)))
    }
}

impl Drop for Browser {
    /// Fails when anything has gone wrong, and leaves the browser to the next test; when this one has
    /// failed, leaves a picture instead, and says what went wrong in the page.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.tell_of_failure();
            return;
        }
        self.assert_clean();
        if let Some(session) = self.session.take() {
            session.give_back();
        }
    }
}

impl Browser {
    fn tell_of_failure(&self) {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        let file = xtask::run::root().join("shots/failures").join(format!("{name}.png"));
        if self.try_screenshot(&file).is_ok() {
            eprintln!("What the browser showed: {}", file.display());
        }
        for error in self.try_console_errors().unwrap_or_default() {
            eprintln!("In its console: {error}");
        }
        for report in self.site.reports() {
            eprintln!("The page reported: {report}");
        }
    }
}

/// An element of the page.
pub struct Element<'b> {
    browser: &'b Browser,
    id: String,
}

impl Element<'_> {
    /// Scrolls it into view and clicks its middle; fails when something else is in front of it.
    ///
    /// Drivers look where an element is and click there a little later. What has just opened may be
    /// scrolled into view in between, and a picture that was made narrower grows: the click comes once the
    /// element stays where it is. `WebKitGTK` does not tell when a click went elsewhere: it is repeated.
    #[track_caller]
    pub fn click(&self) {
        self.wait_for_rest();
        if self.browser.engine() != Engine::WebKit {
            return self.click_now();
        }
        for _ in 0..CLICKS {
            self.script(
                "window.e2eReached = false; \
                 addEventListener('click', event => { \
                     window.e2eReached = event.composedPath().includes(arguments[0]); \
                 }, { capture: true, once: true });",
            );
            self.click_now();
            // Where the click led to another page, it is not known there.
            if self.browser.comes_true(CLICK_PATIENCE, "window.e2eReached !== false") {
                return;
            }
            self.wait_for_rest();
        }
    }

    #[track_caller]
    fn click_now(&self) {
        ok(self.command("POST", "/click", Some(&json!({}))));
    }

    /// Types into it.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        ok(self.command("POST", "/value", Some(&json!({ "text": text }))));
    }

    /// Empties a field.
    #[track_caller]
    pub fn clear(&self) {
        ok(self.command("POST", "/clear", Some(&json!({}))));
    }

    /// The text that a reader sees.
    #[track_caller]
    pub fn text(&self) -> String {
        text_of(ok(self.command("GET", "/text", None)))
    }

    /// An attribute, if it has that.
    #[track_caller]
    pub fn attr(&self, name: &str) -> Option<String> {
        let body = format!("return arguments[0].getAttribute({});", Value::from(name));
        self.script(&body).as_str().map(str::to_owned)
    }

    /// A property, such as `value`, `checked` or `disabled`.
    #[track_caller]
    pub fn property(&self, name: &str) -> Value {
        ok(self.command("GET", &format!("/property/{name}"), None))
    }

    /// The computed value of a CSS property.
    #[track_caller]
    pub fn css(&self, name: &str) -> String {
        text_of(ok(self.command("GET", &format!("/css/{name}"), None)))
    }

    /// The name that assistive technology tells.
    #[track_caller]
    pub fn accessible_name(&self) -> String {
        text_of(ok(self.command("GET", "/computedlabel", None)))
    }

    /// The role that assistive technology tells.
    #[track_caller]
    pub fn role(&self) -> String {
        text_of(ok(self.command("GET", "/computedrole", None)))
    }

    /// Whether a reader can see it.
    #[track_caller]
    pub fn is_displayed(&self) -> bool {
        ok(self.command("GET", "/displayed", None)) == Value::Bool(true)
    }

    /// Runs the body of a function with this element as `arguments[0]`.
    #[track_caller]
    pub fn script(&self, body: &str) -> Value {
        self.browser.script(body, &[json!({ ELEMENT: self.id })])
    }

    /// Waits until it has been at the same place in three frames; where no frames are drawn, a moment.
    #[track_caller]
    fn wait_for_rest(&self) {
        self.script(
            "return new Promise(done => { \
                 const patience = setTimeout(done, 500); \
                 let last = null, same = 0; \
                 const look = () => { \
                     const { top, left } = arguments[0].getBoundingClientRect(); \
                     const now = [top, left].join(); \
                     same = now === last ? same + 1 : 0; \
                     last = now; \
                     if (same < 2) return requestAnimationFrame(look); \
                     clearTimeout(patience); \
                     done(); \
                 }; \
                 look(); })",
        );
    }

    fn command(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let path = format!("/element/{}{path}", self.id);
        self.browser.command(method, &path, body)
    }
}

/// Writes a file, and its folder where that is missing.
pub(crate) fn write_file(file: &Path, content: &[u8]) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("{}: {error}", file.display());
    file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(fail)?;
    std::fs::write(file, content).map_err(fail)
}

/// The value, or a panic at the test's line with what the driver said.
#[track_caller]
pub(crate) fn ok<T>(result: Result<T, String>) -> T {
    match result {
        Ok(value) => value,
        Err(message) => panic!("{message}"),
    }
}

fn text_of(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
