//! A browser that a driver steers. Starting one takes seconds, so it is kept when a test is done
//! with it, and the next test gets a new tab in it.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::engine::{Engine, Settings};
use crate::process::Group;
use crate::webdriver::Driver;

/// Browsers that no test is using.
static IDLE: Mutex<Vec<Session>> = Mutex::new(Vec::new());

/// A running browser. It ends when this is dropped, or with the program.
pub(crate) struct Session {
    pub engine: Engine,
    settings: Settings,
    driver: Driver,
    id: String,
    pub group: Group,
}

impl Session {
    /// A browser with one empty tab without a history.
    pub(crate) fn take(engine: Engine, settings: Settings) -> Result<Self, String> {
        let idle = {
            let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
            let fits = |one: &Self| one.engine == engine && one.settings == settings;
            idle.iter().position(fits).map(|at| idle.swap_remove(at))
        };
        // One that does not answer any more is no test's fault.
        if let Some(session) = idle
            && session.renew().is_ok()
        {
            return Ok(session);
        }
        Self::start(engine, settings)
    }

    /// Keeps it for the next test.
    pub(crate) fn give_back(self) {
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }

    fn start(engine: Engine, settings: Settings) -> Result<Self, String> {
        let started = engine.start(settings)?;
        let driver = Driver::new(started.port);
        let mut wanted = started.capabilities;
        wanted["timeouts"] = json!({ "script": 20_000, "pageLoad": 30_000, "implicit": 0 });
        let body = json!({ "capabilities": { "alwaysMatch": wanted } });
        let answer = driver.command("POST", "/session", Some(&body))?;
        let id = answer["sessionId"].as_str().ok_or("the driver named no session")?.to_owned();
        Ok(Self { engine, settings, driver, id, group: started.group })
    }

    /// A new tab in place of the old one.
    fn renew(&self) -> Result<(), String> {
        // A new tab of WebKitGTK stays behind the one in front; a window does not.
        let kind = if self.engine == Engine::WebKit { "window" } else { "tab" };
        let new = self.command("POST", "/window/new", Some(&json!({ "type": kind })))?;
        for old in self.command("GET", "/window/handles", None)?.as_array().into_iter().flatten() {
            if *old != new["handle"] {
                self.command("POST", "/window", Some(&json!({ "handle": old })))?;
                self.command("DELETE", "/window", None)?;
            }
        }
        self.command("POST", "/window", Some(&json!({ "handle": new["handle"] }))).map(drop)
    }

    /// Sends a command of this session; `path` is what follows the session's own path.
    pub(crate) fn command(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, String> {
        let path = format!("/session/{}{path}", self.id);
        self.driver.command(method, &path, body)
    }

    /// A command of Chromium's own protocol.
    pub(crate) fn cdp(&self, command: &str, parameters: &Value) -> Result<Value, String> {
        let body = json!({ "cmd": command, "params": parameters });
        self.command("POST", "/goog/cdp/execute", Some(&body))
    }

    /// Runs a function's body in Firefox's own window, outside of the page.
    pub(crate) fn in_firefox(&self, body: &str, arguments: &[Value]) -> Result<Value, String> {
        let go = |context: &str| {
            self.command("POST", "/moz/context", Some(&json!({ "context": context })))
        };
        go("chrome")?;
        let body = json!({ "script": body, "args": arguments });
        let answer = self.command("POST", "/execute/sync", Some(&body));
        go("content")?;
        answer
    }
}
