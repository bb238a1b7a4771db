//! What a server answers instead of the usual.
//!
//! Simplified: a blocklist is a list in the server's own memory, where real servers ask one in the
//! domain name system; whether a sender is proven, and what spam is, is a list of names, where real
//! servers look up policies (SPF, DKIM, DMARC) and read the content.

use crate::host::times_left::TimesLeft;
use crate::smtp::{Instead, Point};
use model::address::{Domain, Mailbox, ReversePath};
use model::answer::AnswerStage;
use model::cast::HostId;

/// What is answered instead of the usual, at which point, and to whom.
pub(in crate::host) struct PlannedAnswer {
    pub(in crate::host) stage: AnswerStage,
    pub(in crate::host) clients: Clients,
    pub(in crate::host) senders: Senders,
    /// Recipients it is about, at `RCPT`.
    pub(in crate::host) recipients: Recipients,
    pub(in crate::host) answer: Instead,
    pub(in crate::host) left: TimesLeft,
}

/// Which clients are answered so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::host) enum Clients {
    Anybody,
    /// Who brings mail from elsewhere: not the server's own customers.
    Strangers,
    Host(HostId),
}

/// Whose messages are answered so.
#[derive(Clone)]
pub(in crate::host) enum Senders {
    Anybody,
    Domain(Domain),
    Mailbox(Mailbox),
}

/// For whom it is answered.
#[derive(Clone)]
pub(in crate::host) enum Recipients {
    Anybody,
    Domain(Domain),
    Mailbox(Mailbox),
}

/// What the server has to answer.
pub(super) struct Asked<'a> {
    pub(super) point: Point<'a>,
    pub(super) client: HostId,
    /// It is one of its customers, at the port for them.
    pub(super) submission: bool,
    /// The sender of the message, as far as it was named.
    pub(super) sender: ReversePath,
}

impl PlannedAnswer {
    /// The answer to this, if there is one left.
    pub(super) fn to(&mut self, asked: &Asked<'_>) -> Option<Instead> {
        (self.is_for(asked) && self.left.take()).then(|| self.answer.clone())
    }

    fn is_for(&self, asked: &Asked<'_>) -> bool {
        let point = match asked.point {
            Point::Greeting => self.stage == AnswerStage::Greeting,
            Point::Ehlo => self.stage == AnswerStage::Hello,
            // Who does not know EHLO knows HELO.
            Point::Helo => self.stage == AnswerStage::Hello && !self.is_unknown_command(),
            Point::Auth => self.stage == AnswerStage::Auth,
            Point::Mail => self.stage == AnswerStage::Mail,
            Point::Rcpt(mailbox) => {
                self.stage == AnswerStage::Rcpt && self.recipients.include(mailbox)
            }
            Point::Data => self.stage == AnswerStage::Data,
            Point::Message => self.stage == AnswerStage::Message,
        };
        let client = match self.clients {
            Clients::Anybody => true,
            Clients::Strangers => !asked.submission,
            Clients::Host(id) => asked.client == id,
        };
        point && client && self.senders.include(asked.sender.as_ref())
    }

    fn is_unknown_command(&self) -> bool {
        matches!(&self.answer, Instead::Reply(reply) if matches!(reply.code().get(), 500 | 502 | 504))
    }
}

impl Senders {
    fn include(&self, sender: Option<&Mailbox>) -> bool {
        match self {
            Self::Anybody => true,
            Self::Domain(domain) => sender.is_some_and(|sender| sender.domain == *domain),
            Self::Mailbox(mailbox) => sender.is_some_and(|sender| sender.same_box(mailbox)),
        }
    }
}

impl Recipients {
    fn include(&self, recipient: &Mailbox) -> bool {
        match self {
            Self::Anybody => true,
            Self::Domain(domain) => recipient.domain == *domain,
            Self::Mailbox(mailbox) => recipient.same_box(mailbox),
        }
    }
}
