//! The driver process, and the browser session in it. Both end when the [`Session`] is dropped.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::webdriver;

/// How to start the browser.
#[derive(Clone, Debug)]
pub struct Options {
    /// The window's width in CSS pixels.
    pub width: u32,
    /// The window's height in CSS pixels.
    pub height: u32,
    /// More flags for Chromium, such as `--force-prefers-reduced-motion`.
    pub flags: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { width: 1200, height: 900, flags: Vec::new() }
    }
}

/// A running browser.
pub(crate) struct Session {
    driver: Child,
    port: u16,
    id: String,
    profile: PathBuf,
}

impl Session {
    /// Starts driver and browser.
    pub(crate) fn start(options: &Options) -> Result<Self, String> {
        let (driver, port) = start_driver()?;
        let profile = new_profile()?;
        // From here on, dropping it cleans up.
        let mut session = Self { driver, port, id: String::new(), profile };
        let capabilities = capabilities(options, &session.profile)?;
        let answer = webdriver::command(port, "POST", "/session", Some(&capabilities))?;
        answer["sessionId"]
            .as_str()
            .ok_or("the driver named no session")?
            .clone_into(&mut session.id);
        Ok(session)
    }

    /// Sends a command of this session; `path` is what follows the session's own path.
    pub(crate) fn command(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, String> {
        let path = format!("/session/{}{path}", self.id);
        webdriver::command(self.port, method, &path, body)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Ends the browser first: it would outlive a driver that is killed.
        let _ = if self.id.is_empty() {
            webdriver::command(self.port, "GET", "/shutdown", None)
        } else {
            self.command("DELETE", "", None)
        };
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// The named program, the one in the variable first.
fn program(variable: &str, names: &[&str]) -> Result<PathBuf, String> {
    let chosen = std::env::var_os(variable).map(PathBuf::from);
    chosen.or_else(|| xtask::run::find(names)).ok_or_else(|| {
        format!("{} is missing; `cargo xtask test` installs it", names.first().unwrap_or(&variable))
    })
}

/// Starts the driver on a free port, which it tells itself.
fn start_driver() -> Result<(Child, u16), String> {
    let mut driver = Command::new(program("CHROMEDRIVER", &["chromedriver"])?)
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("chromedriver could not be started: {error}"))?;
    let mut lines = BufReader::new(driver.stdout.take().expect("piped above")).lines();
    let port = loop {
        let Some(Ok(line)) = lines.next() else {
            let _ = driver.kill();
            let _ = driver.wait();
            return Err("chromedriver ended without naming its port".to_owned());
        };
        if let Some((_, port)) = line.split_once("successfully on port ")
            && let Ok(port) = port.trim_end_matches('.').parse()
        {
            break port;
        }
    };
    // Keeps the pipe empty until the driver ends.
    std::thread::spawn(move || lines.count());
    Ok((driver, port))
}

/// A new, empty folder for the browser's profile.
fn new_profile() -> Result<PathBuf, String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("email-journey-e2e-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

fn capabilities(options: &Options, profile: &std::path::Path) -> Result<Value, String> {
    let browser = program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?;
    let mut flags: Vec<String> = [
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // The small shared memory of a container would make tabs crash.
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=en",
    ]
    .map(str::to_owned)
    .into();
    flags.push(format!("--user-data-dir={}", profile.display()));
    flags.push(format!("--window-size={},{}", options.width, options.height));
    if xtask::run::read(xtask::run::command("id").arg("-u")).is_ok_and(|id| id == "0") {
        // The sandbox refuses to start for root.
        flags.push("--no-sandbox".to_owned());
    }
    flags.extend(options.flags.iter().cloned());
    Ok(json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": browser, "args": flags },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": 20_000, "pageLoad": 30_000, "implicit": 0 },
    } } }))
}
