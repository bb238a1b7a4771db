//! The protocol machines that speak on connections.

use crate::stream::Outbox;
use crate::trace::QueueId;
use crate::{pop3, smtp};
use model::address::Mailbox;
use model::cast::HostId;

/// A protocol machine.
pub(super) enum Machine {
    /// Takes mail, or opens boxes.
    Server(ServerMachine),
    /// Hands mail on: the message `queue_id` of this host's queue; a mail program has no queue.
    SmtpClient { client: Box<smtp::Client>, queue_id: Option<QueueId>, told: bool },
    /// Collects mail from a box.
    Pop3Client { client: Box<pop3::Client>, mailbox: Mailbox },
}

/// The machine of a mail server.
pub(crate) enum ServerMachine {
    /// Takes mail.
    Smtp(Box<smtp::Server>),
    /// Opens boxes.
    Pop3(Box<pop3::Server>),
}

/// A call to be made.
pub(super) struct Call {
    /// Whom.
    pub(super) to: HostId,
    /// On which port.
    pub(super) port: u16,
    /// With what to say.
    pub(super) machine: Machine,
}

impl Machine {
    /// What it wants to say.
    pub(super) fn outbox(&mut self) -> &mut Outbox {
        match self {
            Self::Server(server) => server.outbox(),
            Self::SmtpClient { client, .. } => client.outbox(),
            Self::Pop3Client { client, .. } => client.outbox(),
        }
    }

    /// Whether it is the one who calls.
    pub(super) const fn calls(&self) -> bool {
        matches!(self, Self::SmtpClient { .. } | Self::Pop3Client { .. })
    }

    /// Whether it has said its last word.
    pub(super) fn wants_close(&self) -> bool {
        match self {
            Self::Server(server) => server.wants_close(),
            Self::SmtpClient { client, .. } => client.wants_close(),
            Self::Pop3Client { client, .. } => client.wants_close(),
        }
    }
}

impl ServerMachine {
    /// What it wants to say.
    pub(crate) fn outbox(&mut self) -> &mut Outbox {
        match self {
            Self::Smtp(server) => server.outbox(),
            Self::Pop3(server) => server.outbox(),
        }
    }

    /// Whether it has said its last word.
    pub(crate) fn wants_close(&self) -> bool {
        match self {
            Self::Smtp(server) => server.wants_close(),
            Self::Pop3(server) => server.wants_close(),
        }
    }
}
