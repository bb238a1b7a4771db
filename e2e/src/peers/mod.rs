//! Real mail software as the other end of our protocol machines.
//!
//! Servers are started by a test with a configuration in a temporary folder, on loopback addresses
//! and high ports, and are ended with it. A test waits until a port answers, never for a time.
//! Where software is missing the test fails and names Debian's package; `cargo xtask test` installs
//! it, and `cargo xtask test --no-peers` leaves these tests out.

mod bind;
mod dovecot;
mod postfix;
mod process;
mod test_server;
mod web;

pub use bind::Bind;
pub use dovecot::Dovecot;
pub use postfix::Postfix;
pub use process::{Daemon, Said, folder, free_port, run, wait_until};
pub use test_server::{Accepted, TestServer};
pub use web::{Served, WebServer};

use journey::serve::Limits;
use std::time::Duration;

/// Short, so that a mistake ends a test soon.
pub const LIMITS: Limits =
    Limits { connections: 32, idle: Duration::from_secs(20), life: Duration::from_mins(5) };

/// Who owns the mail on the disk: Debian's `nobody` and `nogroup`.
const NOBODY: u32 = 65_534;
