//! POP3, the post office protocol (RFC 1939): how a mail program empties a maildrop.
//!
//! A session goes through three states (RFC 1939 section 3):
//!
//! ```text
//!  connection opened, greeting
//!            |
//!            v
//!   +-----------------+   USER, PASS good    +-----------------+
//!   |  AUTHORIZATION  |  and box not locked  |   TRANSACTION   |
//!   |                 |--------------------->|  the maildrop   |
//!   |  who are you?   |                      |  is locked      |
//!   +-----------------+                      +-----------------+
//!      |          |                             |           |
//!      | QUIT     | third wrong password   QUIT |           | connection lost
//!      |          |                             v           |
//!      |          |               +------------------+      |
//!      |          |               |      UPDATE      |      |
//!      |          |               | marked messages  |      |
//!      |          |               | are removed, the |      |
//!      |          |               | lock is released |      |
//!      |          |               +------------------+      |
//!      v          v                             v           v
//!     +------------------------------------------------------+
//!     |  connection closed (lost: lock released, all kept)   |
//!     +------------------------------------------------------+
//! ```
//!
//! Simplified: no TLS (RFC 2595) and no SASL (RFC 5034), so that a reader can read the dialogue; no
//! APOP; no autologout timer (RFC 1939 section 3): who carries the bytes decides when a silent
//! connection is lost. Response codes (RFC 2449 section 8) are `[IN-USE]` and, from RFC 3206,
//! `[AUTH]`.

pub mod client;
pub mod command;
pub mod maildrop;
pub mod reply;
pub mod server;

pub use client::{Client, ClientConfig, ClientEvent, ClientResult};
pub use maildrop::Maildrops;
pub use server::{Server, ServerEvent};
