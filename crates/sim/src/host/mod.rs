//! Hosts: a TCP/IP stack, the sessions that run over it, and the program that owns them.
//!
//! The protocol machines know nothing of sockets, and the stack knows nothing of mail. Here they
//! are put together: what arrives is given to the machine of its session, what the machine says is
//! given to the stack, and what a session has come to is told to the host's `Program`.
//!
//! ```text
//! setup ─▶ RunningHost ─▶ Session ─▶ Program ─▶ MailProgram, MailServer ─▶ Context ─▶ World
//! ```

mod context;
mod machine;
mod mail_program;
pub mod mail_server;
mod outage;
mod ports;
mod program;
mod running_host;
mod session;
pub mod setup;

pub(super) use context::Context;
pub(super) use machine::ServerMachine;
pub use ports::{DNS_PORT, POP3_PORT, SMTP_PORT, SUBMISSION_PORT};
pub(super) use running_host::RunningHost;
