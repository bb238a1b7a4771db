//! Chromium and its `chromedriver`.

use serde_json::json;

use super::{Driver, Settings, quiet, text};
use crate::process::Group;

const FLAGS: [&str; 9] = [
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
];

pub(super) fn start(settings: Settings) -> Result<Driver, String> {
    let browser = xtask::browsers::CHROMIUM.path()?;
    let mut group = Group::new()?;
    let mut driver = quiet(&xtask::browsers::CHROMEDRIVER.path()?);
    settings.set_fonts(&group, &mut driver)?;
    let port = group.start_and_read(driver.arg("--port=0"), |line| {
        line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
    })?;
    let mut flags: Vec<String> = FLAGS.map(str::to_owned).into();
    flags.push("--lang=en".to_owned());
    flags.push(format!("--user-data-dir={}", text(&group.folder().join("profile"))));
    if settings.reduced_motion {
        flags.push("--force-prefers-reduced-motion".to_owned());
    }
    if settings.dark {
        flags.push("--force-dark-mode".to_owned());
    }
    if xtask::run::read(xtask::run::command("id").arg("-u")).is_ok_and(|id| id == "0") {
        // The sandbox refuses to start for root.
        flags.push("--no-sandbox".to_owned());
    }
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": text(&browser), "args": flags },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    Ok(Driver { group, port, capabilities })
}
