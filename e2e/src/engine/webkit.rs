//! WebKitGTK, in its MiniBrowser, and `WebKitWebDriver`. It knows no headless mode, so it gets a
//! screen in memory.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{Driver, Settings, folder, quiet, text};
use crate::process::Group;

/// How long the driver may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long to look away between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Makes the browser's own bar as small as it gets: a window can only be as narrow as its widgets,
/// and a phone is narrower than this bar.
const SMALL_WIDGETS: &str = "\
* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; }
entry { font-size: 1px; }
";

pub(super) fn start(settings: Settings) -> Result<Driver, String> {
    let browser = xtask::browsers::minibrowser()?;
    let mut group = Group::new()?;
    // It asks the desktop whether things may move, and this file is where a desktop says so.
    let gtk = folder(&group, "config/gtk-3.0")?;
    let moves = u8::from(!settings.reduced_motion);
    write(&gtk.join("settings.ini"), &format!("[Settings]\ngtk-enable-animations={moves}\n"))?;
    write(&gtk.join("gtk.css"), SMALL_WIDGETS)?;

    let mut screen = quiet(&xtask::browsers::XVFB.path()?);
    screen.args(["-displayfd", "1", "-screen", "0", "1600x1600x24", "-nolisten", "tcp"]);
    let display: u32 = group.start_and_read(&mut screen, |line| line.trim().parse().ok())?;

    let port = free_port()?;
    let mut driver = quiet(&xtask::browsers::WEBKIT_DRIVER.path()?);
    driver.arg(format!("--port={port}"));
    driver.env("DISPLAY", format!(":{display}")).env("GDK_BACKEND", "x11");
    for (variable, name) in [
        ("HOME", "home"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_RUNTIME_DIR", "run"),
    ] {
        driver.env(variable, folder(&group, name)?);
    }
    // There may be no graphics card.
    driver.env("LIBGL_ALWAYS_SOFTWARE", "1");
    // It would look for a desktop's accessibility service and its files.
    driver.env("NO_AT_BRIDGE", "1").env("GIO_USE_VFS", "local").env("GSETTINGS_BACKEND", "memory");
    driver.env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("GTK_THEME");
    // Compiled WebAssembly does not always survive being interrupted while it is compiled better:
    // docs/decisions/webkit-on-linux.md. So the page waits for its compilers.
    driver.env("JSC_useConcurrentJIT", "0");
    group.start(&mut driver)?;
    wait_for(port)?;

    let mut flags = vec!["--automation"];
    if settings.dark {
        flags.push("--dark-mode");
    }
    let capabilities = json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": { "binary": text(&browser), "args": flags },
    });
    Ok(Driver { group, port, capabilities })
}

fn write(file: &Path, content: &str) -> Result<(), String> {
    std::fs::write(file, content).map_err(|error| format!("{}: {error}", file.display()))
}

/// A port that nobody listens on. The driver takes no 0 for "any", and tells none.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    Ok(address.map_err(|error| format!("no port is free: {error}"))?.port())
}

/// Waits until the driver listens.
fn wait_for(port: u16) -> Result<(), String> {
    let end = Instant::now() + PATIENCE;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if Instant::now() > end {
            return Err("WebKitWebDriver does not listen".to_owned());
        }
        std::thread::sleep(PAUSE);
    }
    Ok(())
}
