//! Whose move it is: one table for the card, for the panel that reads a report, and for `journey explain`.

use super::cause;
use diagnosis::{Answer, Cause, Stage};
use model::why::Why;
use text::verdict::fixers as words;

/// Who can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fixer {
    /// Who wrote the message.
    Sender,
    /// Who runs the server it was handed in at.
    SendersProvider,
    /// Who owns the domain in the sender's address.
    SendersDomain,
    /// Who it was written to.
    Recipient,
    /// Who runs the server with the boxes, or the one before it.
    RecipientsProvider,
    /// Nobody need do anything: it is mended already, or tried again.
    Nobody,
}

impl Fixer {
    /// In a word or two.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sender => words::SENDER,
            Self::SendersProvider => words::SENDERS_PROVIDER,
            Self::SendersDomain => words::SENDERS_DOMAIN,
            Self::Recipient => words::RECIPIENT,
            Self::RecipientsProvider => words::RECIPIENTS_PROVIDER,
            Self::Nobody => words::NOBODY,
        }
    }
}

/// The table; `own`: the server in question is the sender's provider's.
pub(super) const fn of(why: Why, own: bool) -> &'static [Fixer] {
    use Fixer::{Recipient, RecipientsProvider, Sender, SendersDomain, SendersProvider};
    match why {
        Why::NoSuchDomain
        | Why::NullMx
        | Why::NoSuchBox
        | Why::TooBig
        | Why::Attachment
        | Why::NotYourAddress
        | Why::SignIn
        | Why::AppPassword
        | Why::CatchAll
        | Why::CutShort => &[Sender],
        Why::SpamFolder | Why::BoxFull | Why::WrongKey | Why::InUse => &[Recipient],
        Why::SenderUnknown => &[Sender, SendersDomain],
        Why::NotProven => &[SendersProvider, SendersDomain],
        Why::NetworkBlocked => &[SendersProvider],
        _ if own => match why {
            Why::NotSignedIn | Why::NoRelay | Why::TooMuch => &[Sender],
            Why::BoxOff | Why::ClosedGroup => &[Recipient, SendersProvider],
            Why::NoAccess => &[Sender, Recipient, SendersProvider],
            Why::Spam
            | Why::Content
            | Why::SenderRefused
            // Perhaps it is her own line.
            | Why::NoAnswer
            | Why::Lost
            | Why::Silent
            | Why::Blocked
            | Why::NotTrusted => &[Sender, SendersProvider],
            _ => &[SendersProvider],
        },
        Why::BoxOff | Why::ClosedGroup => &[Recipient, RecipientsProvider],
        Why::NoAccess => &[Sender, Recipient, RecipientsProvider],
        // How its server is known decides as often as the words.
        Why::Spam => &[Sender, SendersProvider, RecipientsProvider],
        Why::Content | Why::SenderRefused => &[Sender, RecipientsProvider],
        Why::TooMuch => &[Sender, SendersProvider],
        Why::Blocked | Why::NotTrusted => &[SendersProvider],
        // From afar nobody can tell on which side it is.
        Why::NoAnswer | Why::Lost | Why::Silent | Why::NotSignedIn | Why::Policy | Why::Other => {
            &[SendersProvider, RecipientsProvider]
        }
        Why::Greylisted
        | Why::NoServer
        | Why::Circle
        | Why::DnsTimeout
        | Why::NoCalls
        | Why::NoRelay
        | Why::TooManyHops
        | Why::BoxBusy
        | Why::ListUnread
        | Why::Held
        | Why::Busy => &[RecipientsProvider],
    }
}

/// What stands in the way of a message, and whose move it is, as an answer and its cause tell; whether it is tried
/// again.
pub fn told(answer: &Answer<'_>, cause: Cause, is_waiting: bool) -> (Why, &'static [Fixer]) {
    let why = cause::why_told(answer, cause);
    // These often pass by themselves.
    let passes = matches!(
        why,
        Why::Greylisted
            | Why::TooMuch
            | Why::NoSuchDomain
            | Why::NoSuchBox
            | Why::NoAccess
            | Why::NoAnswer
            | Why::BoxBusy
            | Why::Busy
            | Why::Other
    );
    let own = answer.stage == Some(Stage::Auth);
    (why, if passes && is_waiting { &[Fixer::Nobody] } else { of(why, own) })
}
