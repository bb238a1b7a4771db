//! What does not go as usual in a scenario.

use crate::answer::{AnswersTo, ServerAnswer};
use serde::{Deserialize, Serialize};

/// Something that does not go as usual, and where.
///
/// Links hold a condition by its number: a new one goes to the end, and none is ever taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// On hop `hop` (0 is from the sender's computer to the provider), the `packet`-th packet that
    /// carries a piece of the message (from 1) is lost once.
    PacketLost {
        /// Which hop.
        hop: u8,
        /// Which piece.
        packet: u16,
    },
    /// On hop `hop`, the `packet`-th piece of the message is overtaken by the next two.
    PacketsCrossed {
        /// Which hop.
        hop: u8,
        /// Which piece.
        packet: u16,
    },
    /// The program of recipient `recipient` (from 0) has a wrong password at first.
    WrongPassword {
        /// Which recipient.
        recipient: u8,
    },
    /// The sender's program has a wrong password for sending (535 5.7.8, RFC 4954 section 6).
    SignInRefused,
    /// The domain of this recipient is not registered: its top-level domain answers NXDOMAIN.
    NoSuchDomain {
        /// Which recipient.
        recipient: u8,
    },
    /// There is no box of this name (550 5.1.1).
    NoSuchPerson {
        /// Which recipient.
        recipient: u8,
    },
    /// The box is over its quota with old mail (452 4.2.2) until its owner collects it.
    BoxFull {
        /// Which recipient.
        recipient: u8,
        /// When its owner collects the old mail, in hours from the beginning; `None`: never.
        hours: Option<u16>,
    },
    /// The server that holds this recipient's box is down from the beginning.
    ServerDown {
        /// Which recipient.
        recipient: u8,
        /// For how long; `None`: for good.
        minutes: Option<u16>,
        /// Whether the machine is off, so that nothing at all comes back. Otherwise it is on, but
        /// nobody listens at the ports for mail: calls are refused.
        silent: bool,
    },
    /// The domain has two mail servers, and the preferred one (MX 10) refuses calls from the
    /// beginning. The other one (MX 20) takes the mail and hands it on once the first is back.
    PreferredServerDown {
        /// Which recipient's domain.
        recipient: u8,
        /// For how long; `None`: for good.
        minutes: Option<u16>,
    },
    /// The domain's first server asks strangers to come back later (451 4.7.1, RFC 6647).
    Greylisted {
        /// Which recipient's domain.
        recipient: u8,
    },
    /// The server with the boxes takes the sender's messages for spam (554 5.7.1 after `DATA`).
    RefusedAsSpam {
        /// Which recipient's domain.
        recipient: u8,
    },
    /// The domain's first server cannot verify that the message comes from the sender's domain
    /// (550 5.7.26 after `DATA`, RFC 7372).
    SenderNotProven {
        /// Which recipient's domain.
        recipient: u8,
    },
    /// The provider's server is on the blocklist that the domain's first server uses (554 5.7.1 to
    /// `RCPT`).
    SenderBlocked {
        /// Which recipient's domain.
        recipient: u8,
    },
    /// The server with the boxes takes small messages only (552 5.3.4, RFC 1870).
    SizeLimit {
        /// Which recipient's domain.
        recipient: u8,
        /// The limit, in units of 1,024 bytes.
        kilobytes: u16,
    },
    /// The domain states that it takes no mail: `MX 0 .` (RFC 7505).
    NullMx {
        /// Which recipient's domain.
        recipient: u8,
    },
    /// The domain has two name servers, and both are silent from the beginning.
    NameServersSilent {
        /// Which recipient's domain.
        recipient: u8,
        /// For how long; `None`: for good.
        minutes: Option<u16>,
    },
    /// Two of the domain's servers take each other for the one with the boxes.
    MailLoop {
        /// Which recipient's domain.
        recipient: u8,
    },
    /// A session that was cut off still holds the lock of the box (`-ERR [IN-USE]`, RFC 2449
    /// section 8.1.2).
    BoxLocked {
        /// Which recipient.
        recipient: u8,
        /// For how long, from the beginning.
        minutes: u16,
    },
    /// On hop `hop` the server refuses at some point of the conversation, in words of its own choice.
    /// [`Self::Answers`] can say that, too, and in any words.
    Refused {
        /// Which hop.
        hop: u8,
        /// At which point.
        stage: RefusalStage,
        /// 5yz (never) or 4yz (not now).
        permanent: bool,
        /// How often it does so; `None`: always.
        times: Option<u8>,
    },
    /// On hop `hop`, the `packet`-th piece of the message arrives twice.
    PacketDuplicated {
        /// Which hop.
        hop: u8,
        /// Which piece.
        packet: u16,
    },
    /// The sender's program is set to a misspelt address of its user (see
    /// [`Parts::written_sender`](super::parts::Parts::written_sender)), so that reports about its
    /// messages go nowhere.
    SenderMisspelt,
    /// A server answers something else than it usually would.
    Answers(ServerAnswer),
    /// The server at the end of hop `hop` keeps messages for so long before it passes them on, or puts them into
    /// boxes. Reports are not kept.
    Held {
        /// Which hop.
        hop: u8,
        /// For how many seconds, at most [`MAX_HELD`](crate::limits::scenario::MAX_HELD).
        seconds: u32,
    },
    /// The clock of the server at the end of hop `hop` is wrong, and so are the times that it stamps into messages
    /// (RFC 5321 section 4.4). Simplified: it does everything else in time.
    ClockOff {
        /// Which hop.
        hop: u8,
        /// How many seconds it is ahead; behind, where negative. At most
        /// [`MAX_CLOCK_OFF`](crate::limits::scenario::MAX_CLOCK_OFF) either way.
        seconds: i32,
    },
    /// The sender's program does not sign in before it sends (530 5.7.0, RFC 4954 section 6).
    NotSignedIn,
    /// The sender's provider takes no more messages from the sender for so long (450 4.2.1). The sender's program
    /// keeps what it could not send in its outbox, and tries again.
    SendingLimit {
        /// For how long, from the beginning.
        minutes: u16,
    },
    /// The server with the boxes sorts what strangers send to this recipient into a folder for spam, which POP3 does
    /// not show.
    SpamFolder {
        /// Which recipient.
        recipient: u8,
    },
    /// The domain belongs to somebody else than the sender thinks. Its server takes mail for any name, and puts what
    /// it has no box for into one that is the owner's (a catch-all).
    LookAlikeDomain {
        /// Which recipient's domain.
        recipient: u8,
    },
}

/// A point of the conversation at which a server can refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RefusalStage {
    /// Instead of the greeting.
    Greeting,
    /// In answer to `EHLO`.
    Hello,
    /// In answer to `MAIL`.
    Mail,
    /// In answer to `RCPT`.
    Rcpt,
    /// In answer to `DATA`.
    Data,
    /// In answer to the message.
    Message,
}

impl Condition {
    /// The recipient (from 0) this is about, if it is about one or about one's domain.
    pub const fn recipient(&self) -> Option<u8> {
        match *self {
            Self::WrongPassword { recipient }
            | Self::NoSuchDomain { recipient }
            | Self::NoSuchPerson { recipient }
            | Self::BoxFull { recipient, .. }
            | Self::ServerDown { recipient, .. }
            | Self::PreferredServerDown { recipient, .. }
            | Self::Greylisted { recipient }
            | Self::RefusedAsSpam { recipient }
            | Self::SenderNotProven { recipient }
            | Self::SenderBlocked { recipient }
            | Self::SizeLimit { recipient, .. }
            | Self::NullMx { recipient }
            | Self::NameServersSilent { recipient, .. }
            | Self::MailLoop { recipient }
            | Self::BoxLocked { recipient, .. }
            | Self::SpamFolder { recipient }
            | Self::LookAlikeDomain { recipient }
            | Self::Answers(ServerAnswer {
                to: AnswersTo::Domain(recipient) | AnswersTo::Recipient(recipient),
                ..
            }) => Some(recipient),
            Self::PacketLost { .. }
            | Self::PacketsCrossed { .. }
            | Self::PacketDuplicated { .. }
            | Self::Refused { .. }
            | Self::Held { .. }
            | Self::ClockOff { .. }
            | Self::Answers(_)
            | Self::SignInRefused
            | Self::NotSignedIn
            | Self::SendingLimit { .. }
            | Self::SenderMisspelt => None,
        }
    }

    /// The hop (from 0) this is about, if it is about one.
    pub const fn hop(&self) -> Option<u8> {
        match *self {
            Self::PacketLost { hop, .. }
            | Self::PacketsCrossed { hop, .. }
            | Self::PacketDuplicated { hop, .. }
            | Self::Refused { hop, .. }
            | Self::Held { hop, .. }
            | Self::ClockOff { hop, .. }
            | Self::Answers(ServerAnswer { to: AnswersTo::Hop(hop), .. }) => Some(hop),
            Self::WrongPassword { .. }
            | Self::NoSuchDomain { .. }
            | Self::NoSuchPerson { .. }
            | Self::BoxFull { .. }
            | Self::ServerDown { .. }
            | Self::PreferredServerDown { .. }
            | Self::Greylisted { .. }
            | Self::RefusedAsSpam { .. }
            | Self::SenderNotProven { .. }
            | Self::SenderBlocked { .. }
            | Self::SizeLimit { .. }
            | Self::NullMx { .. }
            | Self::NameServersSilent { .. }
            | Self::MailLoop { .. }
            | Self::BoxLocked { .. }
            | Self::SpamFolder { .. }
            | Self::LookAlikeDomain { .. }
            | Self::Answers(_)
            | Self::SignInRefused
            | Self::NotSignedIn
            | Self::SendingLimit { .. }
            | Self::SenderMisspelt => None,
        }
    }
}
