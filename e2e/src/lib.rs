//! Tests of the built page in a real browser, and ([`peers`]) of the protocol machines against real
//! mail software.
//!
//! ```no_run
//! let site = e2e::site();                     // dist/, served under the strict policy
//! let browser = e2e::Browser::start();        // headless, with a profile of its own
//! browser.open(&site.address("index.html"));  // goes there and waits until it is ready
//! browser.find("#app button").click();
//! browser.wait_for("document.querySelector('.playing') !== null");
//! browser.assert_clean(&site);                // no policy violation, no error in the console
//! ```
//!
//! Conventions:
//!
//! - A test waits for a state, with a limit, and never for a time. [`Browser::wait_for`] and
//!   [`Browser::find`] do.
//! - Whatever goes wrong panics with the line of the test, and leaves a picture of the page in
//!   `shots/failures/`.
//! - Every test starts its own site and browser, and ends with [`Browser::assert_clean`].
//! - A page is ready when its `<html>` has the attribute `data-ready`.
//!
//! The site is the one in `dist/`, so `cargo xtask dist` comes first; `cargo xtask test` does both.

mod browser;
mod driver;
pub mod peers;
mod webdriver;

pub use browser::{Browser, Element, key};
pub use driver::Options;
pub use xtask::serve::{POLICY, SUB_FOLDER, Server};

/// The built site, served under the strict policy on a free port.
///
/// # Panics
///
/// When it has not been built.
#[track_caller]
pub fn site() -> Server {
    let dist = xtask::dist::folder();
    assert!(dist.join("index.html").is_file(), "there is no site yet: run `cargo xtask dist`");
    Server::start(&dist, 0).expect("a free port on this machine")
}
