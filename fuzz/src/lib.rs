//! What must hold for any input at all.
//!
//! Each function here is a door of the program with somebody behind it who means harm, or has
//! damaged a file: it takes any bytes and panics when something that was promised does not hold. The
//! targets in `fuzz_targets/` let libFuzzer look for such bytes (`cargo xtask fuzz`); the tests in
//! `tests/` try [`mutate`]d seeds on every toolchain. `seeds/` has what they begin with: real
//! sessions, messages, links, scenarios and bounces, and whatever was once found to break a promise.

mod diagnosis;
mod dialogue;
mod dns;
mod link;
pub mod mutate;
mod pop3;
mod reader;
mod scenario;
pub mod seeds;
mod smtp;

pub use diagnosis::diagnosis;
pub use dns::dns;
pub use link::link;
pub use pop3::pop3;
pub use reader::reader;
pub use scenario::scenario;
pub use smtp::smtp;

/// A door: its name, and what is behind it.
pub type Door = (&'static str, fn(&[u8]));

/// All doors by name.
pub const DOORS: [Door; 7] = [
    ("diagnosis", diagnosis),
    ("dns", dns),
    ("link", link),
    ("pop3", pop3),
    ("reader", reader),
    ("scenario", scenario),
    ("smtp", smtp),
];
