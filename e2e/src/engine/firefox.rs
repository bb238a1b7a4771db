//! Firefox and its `geckodriver`.

use serde_json::{Value, json};

use super::{Driver, Settings, folder, quiet, text};
use crate::process::Group;

/// Larger than every page that we look at: the page's own size is set within this.
const WINDOW: (&str, &str) = ("1400", "1400");

pub(super) fn start(settings: Settings) -> Result<Driver, String> {
    let browser = xtask::browsers::FIREFOX.path()?;
    let mut group = Group::new()?;
    let profiles = folder(&group, "profiles")?;
    let mut driver = quiet(&xtask::browsers::geckodriver()?);
    driver.args(["--port", "0", "--profile-root"]).arg(profiles);
    // The page's size is set from the browser's own window, which is only for those who ask.
    driver.arg("--allow-system-access");
    driver.env("MOZ_HEADLESS_WIDTH", WINDOW.0).env("MOZ_HEADLESS_HEIGHT", WINDOW.1);
    let port = group.start_and_read(&mut driver, |line| {
        line.split_once("Listening on 127.0.0.1:")?.1.trim().parse().ok()
    })?;
    let capabilities = json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": text(&browser),
            "args": ["-headless"],
            "prefs": preferences(settings),
        },
    });
    Ok(Driver { group, port, capabilities })
}

/// The driver has its own list of what is to be quiet; these come on top of it.
fn preferences(settings: Settings) -> Value {
    json!({
        "ui.prefersReducedMotion": u8::from(settings.reduced_motion),
        // 0 is dark and 1 is light.
        "layout.css.prefers-color-scheme.content-override": u8::from(!settings.dark),
        "ui.systemUsesDarkTheme": u8::from(settings.dark),
        "intl.accept_languages": "en",
        // Cures for other people's sites take a second to get ready.
        "extensions.webcompat.perform_injections": false,
        "extensions.webcompat.enable_shims": false,
        "browser.newtabpage.enabled": false,
        "browser.newtabpage.activity-stream.feeds.system.topsites": false,
        "browser.startup.page": 0,
        "browser.topsites.contile.enabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "services.settings.server": "data:,",
    })
}
