//! A browser, as a test likes to use it: every method does its thing or panics with the line of
//! the test.

use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};
use xtask::serve::Server;

use crate::driver::{Options, Session};

/// How long a state may take to come.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to look away between two looks.
const PAUSE: Duration = Duration::from_millis(20);

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

/// A headless browser with one tab and an empty profile of its own.
pub struct Browser {
    session: Session,
}

impl Browser {
    /// Starts one with a window of 1200 × 900.
    #[track_caller]
    pub fn start() -> Self {
        Self::start_with(&Options::default())
    }

    /// Starts one in this way.
    #[track_caller]
    pub fn start_with(options: &Options) -> Self {
        Self { session: ok(Session::start(options)) }
    }

    /// Goes to an address and waits until its page is loaded.
    #[track_caller]
    pub fn goto(&self, address: &str) {
        ok(self.session.command("POST", "/url", Some(&json!({ "url": address }))));
    }

    /// Goes to a page of ours and waits until it is ready.
    #[track_caller]
    pub fn open(&self, address: &str) {
        self.goto(address);
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
        text_of(ok(self.session.command("GET", "/url", None)))
    }

    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        text_of(ok(self.session.command("GET", "/title", None)))
    }

    /// One step back in the history.
    #[track_caller]
    pub fn back(&self) {
        self.post("/back", &json!({}));
    }

    /// One step forward in the history.
    #[track_caller]
    pub fn forward(&self) {
        self.post("/forward", &json!({}));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.post("/refresh", &json!({}));
    }

    /// Runs the body of a function in the page and returns what it returns; its arguments are
    /// `arguments[0]` and so on. A promise is waited for.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        ok(self.try_script(body, arguments))
    }

    fn try_script(&self, body: &str, arguments: &[Value]) -> Result<Value, String> {
        let body = json!({ "script": body, "args": arguments });
        self.session.command("POST", "/execute/sync", Some(&body))
    }

    /// The value of a JavaScript expression.
    #[track_caller]
    pub fn eval(&self, expression: &str) -> Value {
        self.script(&format!("return ({expression});"), &[])
    }

    /// Waits until a JavaScript expression is true, for at most ten seconds. An exception counts
    /// as "not yet".
    #[track_caller]
    pub fn wait_for(&self, condition: &str) {
        self.wait_at_most(PATIENCE, condition);
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
        self.wait_for(&format!("document.querySelector({}) !== null", Value::from(css)));
        let body = json!({ "using": "css selector", "value": css });
        self.element(&ok(self.session.command("POST", "/element", Some(&body))))
    }

    /// All elements that match now.
    #[track_caller]
    pub fn find_all(&self, css: &str) -> Vec<Element<'_>> {
        let body = json!({ "using": "css selector", "value": css });
        let found = ok(self.session.command("POST", "/elements", Some(&body)));
        found.as_array().into_iter().flatten().map(|value| self.element(value)).collect()
    }

    /// Whether an element matches now.
    #[track_caller]
    pub fn exists(&self, css: &str) -> bool {
        !self.find_all(css).is_empty()
    }

    /// The element that has the focus.
    #[track_caller]
    pub fn focused(&self) -> Element<'_> {
        self.element(&ok(self.session.command("GET", "/element/active", None)))
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
        self.press(&keys.into_iter().flat_map(press).collect::<Vec<_>>());
    }

    /// Presses a key while another one is held, such as Shift and Tab.
    #[track_caller]
    pub fn chord(&self, held: char, key: char) {
        let step = |kind: &str, key: char| json!({ "type": kind, "value": key.to_string() });
        self.press(&[
            step("keyDown", held),
            step("keyDown", key),
            step("keyUp", key),
            step("keyUp", held),
        ]);
    }

    #[track_caller]
    fn press(&self, steps: &[Value]) {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": steps });
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// Goes into the frame that matches, waiting until there is one. Everything then happens there.
    #[track_caller]
    pub fn enter_frame(&self, css: &str) {
        let frame = json!({ ELEMENT: self.find(css).id });
        self.post("/frame", &json!({ "id": frame }));
    }

    /// Goes back to the page itself.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.post("/frame", &json!({ "id": null }));
    }

    /// A command of Chromium's own protocol, such as `Emulation.setCPUThrottlingRate`.
    #[track_caller]
    pub fn cdp(&self, command: &str, parameters: &Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        ok(self.session.command("POST", "/goog/cdp/execute", Some(&body)))
    }

    /// Gives the page exactly this many CSS pixels; narrow ones make it a phone.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Sets media features, such as `("prefers-color-scheme", "dark")`.
    #[track_caller]
    pub fn emulate_media(&self, features: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
        let features: Vec<Value> = features.iter().map(feature).collect();
        self.cdp("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Writes a picture of the whole page, also of what is out of sight, as PNG.
    #[track_caller]
    pub fn screenshot(&self, file: &Path) {
        ok(self.try_screenshot(file));
    }

    fn try_screenshot(&self, file: &Path) -> Result<(), String> {
        let parameters = json!({ "format": "png", "captureBeyondViewport": true });
        let body = json!({ "cmd": "Page.captureScreenshot", "params": parameters });
        let answer = self.session.command("POST", "/goog/cdp/execute", Some(&body))?;
        let data = answer["data"].as_str().unwrap_or_default();
        let image = base64::engine::general_purpose::STANDARD.decode(data);
        let image = image.map_err(|error| error.to_string())?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        std::fs::write(file, image).map_err(|error| error.to_string())
    }

    /// The errors in the console since the last call; violations of the policy are among them.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        ok(self.try_console_errors())
    }

    fn try_console_errors(&self) -> Result<Vec<String>, String> {
        let log = self.session.command("POST", "/se/log", Some(&json!({ "type": "browser" })))?;
        let entries = log.as_array().into_iter().flatten();
        let errors = entries.filter(|entry| entry["level"] == "SEVERE");
        Ok(errors.map(|entry| text_of(entry["message"].clone())).collect())
    }

    /// Fails when the policy refused something or the console has an error.
    #[track_caller]
    pub fn assert_clean(&self, site: &Server) {
        let errors = self.console_errors();
        assert!(errors.is_empty(), "the console has errors: {errors:#?}");
        let reports = site.reports();
        assert!(reports.is_empty(), "the policy refused something: {reports:#?}");
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        ok(self.session.command("POST", path, Some(body)))
    }
}

impl Drop for Browser {
    /// When a test fails, leaves a picture and the console's errors behind.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        let file = xtask::run::root().join("shots/failures").join(format!("{name}.png"));
        if self.try_screenshot(&file).is_ok() {
            eprintln!("What the browser showed: {}", file.display());
        }
        for error in self.try_console_errors().unwrap_or_default() {
            eprintln!("In its console: {error}");
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
    #[track_caller]
    pub fn click(&self) {
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

    fn command(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let path = format!("/element/{}{path}", self.id);
        self.browser.session.command(method, &path, body)
    }
}

/// The value, or a panic at the test's line with what the driver said.
#[track_caller]
fn ok<T>(result: Result<T, String>) -> T {
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
