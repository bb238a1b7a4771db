//! The Simple Mail Transfer Protocol (RFC 5321), with enhanced status codes (RFC 2034, RFC 3463),
//! message size declaration (RFC 1870) and sign-in (RFC 4954).
//!
//! One session, as the server sees it. After `EHLO` every state also answers `RSET`, `NOOP`, `VRFY`
//! and `HELP`; a command that is out of order is refused with `503` and changes nothing.
//!
//! ```text
//!              connection
//!                  │ 220
//!                  ▼
//!              ┌───────┐ EHLO/HELO ┌───────┐ MAIL FROM ┌──────┐ RCPT TO ┌──────┐──┐ RCPT TO
//!              │ start │──────────▶│ ready │──────────▶│ mail │────────▶│ rcpt │◀─┘ (250 each)
//!              └───────┘    250    └───────┘    250    └──────┘   250   └──────┘
//!                                   │ ▲ ▲ ▲               │                │  │ DATA
//!                     AUTH 235/535  └─┘ │ └──── RSET ─────┘◀──── RSET ─────┘  │ 354
//!                                       │                                     ▼
//!                                       │           lines, then "."        ┌──────┐
//!                                       └──────────────────────────────────│ data │
//!                                             250: responsible from now on └──────┘
//!
//!              QUIT in any state: 221, then the connection is closed. 421 at any time: likewise.
//! ```
//!
//! Simplified: nothing is encrypted (no `STARTTLS`), `AUTH` knows only `PLAIN`, there are no
//! delivery status parameters (RFC 3461), and time limits (RFC 5321 section 4.5.3.2) are the
//! business of whoever owns the connection.

pub mod client;
pub mod command;
pub mod reply;
pub mod server;

pub use client::{Client, ClientConfig, ClientResult, Credentials, Problem, RecipientResult};
pub use reply::Reply;
pub use server::{Policy, Server, ServerConfig, Transaction};
