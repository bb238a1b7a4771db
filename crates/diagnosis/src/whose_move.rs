//! Who can do something about it.

use crate::{Cause, Finality};

/// Whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhoseMove {
    /// Nobody's: it is tried again.
    Nobody,
    /// Who wrote the message: check the address, change the message, sign in, ask another way.
    Sender,
    /// Who runs the sending server or the sender's domain.
    SendersProvider,
    /// Who was written to.
    Recipient,
    /// Who runs the receiving server or the recipient's domain.
    RecipientsProvider,
}

impl WhoseMove {
    /// Whose move it most often is.
    pub const fn after(cause: Cause, finality: Finality) -> Self {
        use Cause::{
            Content, Later, Loop, MailboxFull, MailboxOff, NoAnswer, NoMailHere, NoSuchDomain,
            NoSuchPerson, NotProven, NotSignedIn, NotTrusted, Other, SenderRefused, Spam, TooBig,
            TooMuch,
        };
        match (cause, finality) {
            (MailboxFull, _) | (MailboxOff, Finality::Temporary) => Self::Recipient,
            // Trying again changes nothing about these.
            (NotTrusted | NotProven, _) => Self::SendersProvider,
            (NotSignedIn | SenderRefused | TooBig | Spam | Content | NoMailHere, _)
            | (NoSuchPerson | MailboxOff | NoSuchDomain | Later | TooMuch, Finality::Final) => {
                Self::Sender
            }
            (Loop, _) | (NoAnswer | Other, Finality::Final) => Self::RecipientsProvider,
            (
                NoSuchPerson | NoSuchDomain | Later | TooMuch | NoAnswer | Other,
                Finality::Temporary,
            ) => Self::Nobody,
        }
    }
}
