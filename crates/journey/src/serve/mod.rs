//! The protocol machines of the simulation on real sockets. Native only.
//!
//! The machines know neither sockets nor clocks: bytes and time go in, bytes come out. Here is the
//! little that joins them to the operating system, with one thread for each connection, so that
//! real mail software can be put on the other end: in tests, and by people (`journey serve`).
//!
//! What a stranger could exhaust is limited by [`Limits`]; the length of lines, the number of
//! recipients and the size of messages are limited by the machines themselves.

mod backoff;
mod clock;
mod conditions;
mod dns;
mod listen;
mod log;
mod mail;
mod passwords;
mod servers;
mod stream;
mod tell;
mod timed;

pub use clock::Clock;
pub use dns::{DnsService, resolve, serve_dns};
pub use listen::Listener;
pub use mail::{Audience, BoxedPolicy, collect, deliver, serve_pop3, serve_smtp};
pub use servers::{Servers, Settings};
pub use stream::{Heard, Observer};
pub use tell::{Tell, Teller};

use model::limits::sockets::{MAX_CONNECTIONS, MAX_IDLE, MAX_IDLE_POP3, MAX_LIFE};
use std::time::Duration;

/// What one listener allows.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at the same time. One more is sent away with a sentence.
    pub connections: usize,
    /// How long a peer may be silent, or refuse to read.
    pub idle: Duration,
    /// How long a connection may last in all.
    pub life: Duration,
}

impl Limits {
    /// Those of a POP3 server.
    #[must_use]
    pub fn pop3() -> Self {
        Self { idle: real(MAX_IDLE_POP3), ..Self::default() }
    }
}

impl Default for Limits {
    /// What [`model::limits::sockets`] says.
    fn default() -> Self {
        Self { connections: MAX_CONNECTIONS, idle: real(MAX_IDLE), life: real(MAX_LIFE) }
    }
}

/// Simulated and real time count alike.
const fn real(duration: model::time::Duration) -> Duration {
    Duration::from_micros(duration.micros())
}
