//! Why a server did not take a message.

/// What is wrong, as far as a server's answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// There is no such person at that domain, or a rule hides whether there is.
    NoSuchPerson,
    /// The mailbox is disabled, suspended, moved or no longer in use.
    MailboxOff,
    /// The mailbox, or the disk that it is on, has no room.
    MailboxFull,
    /// There is no such domain.
    NoSuchDomain,
    /// The domain or its server takes no mail at all.
    NoMailHere,
    /// Nobody answered: refused calls, timeouts, a message that grew old in the queue.
    NoAnswer,
    /// The message went in circles.
    Loop,
    /// Not now: greylisting, a busy server, a fault that passes.
    Later,
    /// Too much at once: connections, messages, recipients.
    TooMuch,
    /// The sending server's address, name or network is not trusted.
    NotTrusted,
    /// This message looks like spam.
    Spam,
    /// Something in the message is forbidden or malformed.
    Content,
    /// SPF, DKIM or DMARC do not prove that the message is the sender's.
    NotProven,
    /// The sender's address is refused or does not exist, or may not write to this recipient.
    SenderRefused,
    /// Signing in, encryption, or the right to relay is missing.
    NotSignedIn,
    /// The message is too big.
    TooBig,
    /// Refused, for a reason that is none of these, or that is not said.
    Other,
}

impl Cause {
    /// All causes.
    pub const ALL: [Cause; 17] = [
        Cause::NoSuchPerson,
        Cause::MailboxOff,
        Cause::MailboxFull,
        Cause::NoSuchDomain,
        Cause::NoMailHere,
        Cause::NoAnswer,
        Cause::Loop,
        Cause::Later,
        Cause::TooMuch,
        Cause::NotTrusted,
        Cause::Spam,
        Cause::Content,
        Cause::NotProven,
        Cause::SenderRefused,
        Cause::NotSignedIn,
        Cause::TooBig,
        Cause::Other,
    ];

    /// Its public name, which stays.
    pub const fn slug(self) -> &'static str {
        match self {
            Cause::NoSuchPerson => "no-such-person",
            Cause::MailboxOff => "mailbox-off",
            Cause::MailboxFull => "mailbox-full",
            Cause::NoSuchDomain => "no-such-domain",
            Cause::NoMailHere => "no-mail-here",
            Cause::NoAnswer => "no-answer",
            Cause::Loop => "loop",
            Cause::Later => "later",
            Cause::TooMuch => "too-much",
            Cause::NotTrusted => "not-trusted",
            Cause::Spam => "spam",
            Cause::Content => "content",
            Cause::NotProven => "not-proven",
            Cause::SenderRefused => "sender-refused",
            Cause::NotSignedIn => "not-signed-in",
            Cause::TooBig => "too-big",
            Cause::Other => "other",
        }
    }

    /// The cause of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.slug() == slug)
    }
}
