//! The program that a host runs.

use super::mail_program::MailProgram;
use super::mail_server::MailServer;
use crate::dns::NameServer;
use crate::net::stack::SocketHandle;

/// The program that a host runs.
pub(super) enum Program {
    /// A mail program: sends (the sender's) and collects (everybody's).
    Mail(Box<MailProgram>),
    /// A mail server.
    Server(Box<MailServer>),
    /// An authoritative name server and its socket.
    Names(NameServer, SocketHandle),
}
