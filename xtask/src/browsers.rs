//! The browsers that the page is tested in, and what steers them.
//!
//! | Engine | Browser | Steered by |
//! |---|---|---|
//! | Blink | Chromium | `chromedriver`, which comes with it |
//! | Gecko | Firefox | `geckodriver`, which cargo installs |
//! | WebKit | `MiniBrowser` of `WebKitGTK` | `WebKitWebDriver`; both need a screen, which Xvfb gives |

use std::path::PathBuf;
use std::process::Command;

use crate::apt::{self, Need};
use crate::{Result, peers, run, tools};

/// `$CHROMIUM` may name another one.
pub const CHROMIUM: Need = Need::named(
    &["chromium", "chromium-browser", "google-chrome"],
    "CHROMIUM",
    "chromium",
    "chromium-browser",
);

/// Its version must be the browser's. `$CHROMEDRIVER` may name another one.
pub const CHROMEDRIVER: Need =
    Need::named(&["chromedriver"], "CHROMEDRIVER", "chromium-driver", "chromium-chromedriver");

/// `$FIREFOX` may name another one.
pub const FIREFOX: Need =
    Need::named(&["firefox-esr", "firefox"], "FIREFOX", "firefox-esr", "firefox");

/// `$WEBKITWEBDRIVER` may name another one.
pub const WEBKIT_DRIVER: Need =
    Need::named(&["WebKitWebDriver"], "WEBKITWEBDRIVER", "webkit2gtk-driver", "webkit2gtk-driver");

/// A screen in memory.
pub const XVFB: Need = Need::new(&["Xvfb"], "xvfb");

/// Reads what was printed: this, and `pdftoppm` beside it.
pub const PDFTOTEXT: Need = Need::new(&["pdftotext"], "poppler-utils");

/// What the tests in browsers need of the system.
pub const NEEDS: [&Need; 6] =
    [&CHROMIUM, &CHROMEDRIVER, &FIREFOX, &WEBKIT_DRIVER, &XVFB, &PDFTOTEXT];

/// Everything that the tests in browsers need.
pub fn ensure(yes: bool) -> Result {
    apt::ensure(&NEEDS, yes)?;
    minibrowser()?;
    tools::GECKODRIVER.ensure()?;
    tools::ensure_modules()
}

/// What every browser test has at the end of its name (`e2e::in_each_engine`), and what we call
/// those tests.
pub const ENGINES: [(&str, &str); 3] = [
    ("::chromium", "tests in Chromium"),
    ("::firefox", "tests in Firefox"),
    ("::webkit", "tests in WebKitGTK"),
];

/// These tests wait for pictures most of the time: more of them than there are processors are run at once.
const PATIENT: &str = "letters";

/// How many of [`PATIENT`].
const AT_ONCE: &str = "4";

/// Runs the browser tests in one of [`ENGINES`]. Those that are not for it are listed as ignored,
/// with the reason.
pub fn test(engine: &str, full: bool) -> Result {
    let (patient, others): (Vec<_>, Vec<_>) =
        peers::other_tests()?.into_iter().partition(|name| name == PATIENT);
    let run = |names: &[String], options: &[&str]| {
        let mut test = tests(names);
        if full {
            // The tests of letters and of memory look for these.
            test.env("EJ_FULL", "1").env("EJ_LOADS", "200");
        }
        run::run(test.args(["--", engine]).args(options))
    };
    // Whatever fails in the first, the second is run, too.
    let first = run(&others, &[]);
    run(&patient, &["--test-threads", AT_ONCE]).and(first)
}

/// Runs what is left: the tests of the harness itself.
pub fn test_harness() -> Result {
    let mut test = tests(&peers::other_tests()?);
    test.args(["--lib", "--"]);
    run::run(test.args(ENGINES.iter().flat_map(|(name, _)| ["--skip", name])))
}

fn tests(names: &[String]) -> Command {
    let mut test = run::cargo();
    test.args(["test", "--package", "e2e", "--no-fail-fast"]).args(peers::test_arguments(names));
    test
}

/// Everything that one browser for pictures needs.
pub fn ensure_chromium(yes: bool) -> Result {
    apt::ensure(&[&CHROMIUM, &CHROMEDRIVER], yes)
}

/// Where `geckodriver` is. `$GECKODRIVER` may name another one.
pub fn geckodriver() -> Result<PathBuf> {
    match std::env::var_os("GECKODRIVER") {
        Some(path) => Ok(path.into()),
        None => Ok(tools::GECKODRIVER.bin()?.join("geckodriver")),
    }
}

/// Where the browser of `WebKitGTK` is; it is never on the search path. `$MINIBROWSER` may name
/// another one.
pub fn minibrowser() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("MINIBROWSER") {
        return Ok(path.into());
    }
    let mut folders = vec![PathBuf::from("/usr/libexec"), PathBuf::from("/usr/lib")];
    // Debian has a folder for each processor.
    let lib = std::fs::read_dir("/usr/lib").into_iter().flatten();
    folders.extend(lib.filter_map(|entry| Some(entry.ok()?.path())));
    let inside = ["webkit2gtk-4.1/MiniBrowser", "webkitgtk-6.0/MiniBrowser"];
    let all = inside.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|path| path.is_file()).ok_or_else(|| {
        "MiniBrowser of WebKitGTK is missing: Debian has it in the package \
         libwebkit2gtk-4.1-0, other systems beside the library; $MINIBROWSER may name it"
            .to_owned()
    })
}

/// A script of the tests' own Node.js modules, such as `axe-core/axe.min.js`.
pub fn module(script: &str) -> Result<String> {
    run::read_file(&tools::modules()?.join(script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_are_run_by_themselves_are_there() {
        assert!(peers::other_tests().unwrap().iter().any(|name| name == PATIENT));
    }
}
