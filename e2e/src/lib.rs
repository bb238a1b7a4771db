//! Tests of the built page in real browsers, and ([`peers`]) of the protocol machines against real
//! mail software.
//!
//! ```no_run
//! fn the_second_stage_is_a_click_away(engine: e2e::Engine) {
//!     let browser = engine.open("index.html");    // a new tab; dist/, under the strict policy
//!     browser.press("stage-sorting");
//!     browser.wait_for_state("stage", "sorting");
//! }                                               // and no policy was violated, and no error logged
//!
//! // chromium, firefox and webkit
//! e2e::in_each_engine!(the_second_stage_is_a_click_away);
//! ```
//!
//! Conventions:
//!
//! - A test is written once and runs in each [`Engine`]:
//!   `cargo test -p e2e --test journey firefox` runs those of one.
//! - A test waits for a state, with a limit, and never for a time. [`Browser::wait_for`] and
//!   [`Browser::find`] do.
//! - Whatever goes wrong panics with the line of the test, and leaves a picture of the page in
//!   `shots/failures/`.
//! - Every test has a site and a tab of its own, and ends with [`Browser::assert_clean`] by itself. A test
//!   of what goes wrong says so with [`Browser::expect_faults`].
//! - A page is ready when its `<html>` has the attribute `data-ready`.
//! - The tests take hold of the page where it promises to stay the same: `data-ej`, `data-step` and
//!   the like, roles, names.
//!
//! The site is the one in `dist/`, so `cargo xtask dist` comes first; `cargo xtask test` does both.

mod axe;
mod browser;
mod chromium_only;
mod embedder;
mod engine;
mod fake_clock;
mod frames;
mod growing;
mod paper;
pub mod peers;
mod process;
mod scripts;
mod session;
mod site;
mod speech;
mod webdriver;
mod widget;

pub use browser::{Browser, Element, key};
pub use chromium_only::{Node, Stopped};
pub use engine::{Engine, Settings};
pub use fake_clock::Gone;
pub use paper::{Paper, Place};
pub use site::Site;
pub use widget::state;
pub use xtask::serve::SUB_FOLDER;

/// Makes a test for each engine out of each of these functions, which take an [`Engine`].
#[macro_export]
macro_rules! in_each_engine {
    ($($check:ident),+ $(,)?) => {$(
        mod $check {
            #[test]
            fn chromium() {
                super::$check($crate::Engine::Chromium);
            }

            #[test]
            fn firefox() {
                super::$check($crate::Engine::Firefox);
            }

            #[test]
            fn webkit() {
                super::$check($crate::Engine::WebKit);
            }
        }
    )+};
}

/// The same for Chromium and Firefox only; says why in the list of what is run in WebKitGTK.
#[macro_export]
macro_rules! not_in_webkit {
    ($why:literal, $($check:ident),+ $(,)?) => {$(
        mod $check {
            #[test]
            fn chromium() {
                super::$check($crate::Engine::Chromium);
            }

            #[test]
            fn firefox() {
                super::$check($crate::Engine::Firefox);
            }

            #[test]
            #[ignore = $why]
            fn webkit() {
                super::$check($crate::Engine::WebKit);
            }
        }
    )+};
}

/// Makes a test in one engine out of each of these functions, and says why in the list of what is
/// run in the others:
///
/// ```no_run
/// # fn nothing_shifts_while_the_page_loads(engine: e2e::Engine) {}
/// e2e::only_in!(chromium, "no other engine tells of shifts", nothing_shifts_while_the_page_loads);
/// ```
#[macro_export]
macro_rules! only_in {
    ($engine:ident, $why:literal, $($check:ident),+ $(,)?) => {$(
        mod $check {
            $crate::only_in!(@ $engine, $why, $check, chromium, Chromium);
            $crate::only_in!(@ $engine, $why, $check, firefox, Firefox);
            $crate::only_in!(@ $engine, $why, $check, webkit, WebKit);
        }
    )+};
    (@ chromium, $why:literal, $check:ident, chromium, Chromium) => {
        $crate::only_in!(@run $check, chromium, Chromium);
    };
    (@ firefox, $why:literal, $check:ident, firefox, Firefox) => {
        $crate::only_in!(@run $check, firefox, Firefox);
    };
    (@ webkit, $why:literal, $check:ident, webkit, WebKit) => {
        $crate::only_in!(@run $check, webkit, WebKit);
    };
    (@ $engine:ident, $why:literal, $check:ident, $name:ident, $other:ident) => {
        #[test]
        #[ignore = $why]
        fn $name() {
            super::$check($crate::Engine::$other);
        }
    };
    (@run $check:ident, $name:ident, $engine:ident) => {
        #[test]
        fn $name() {
            super::$check($crate::Engine::$engine);
        }
    };
}
