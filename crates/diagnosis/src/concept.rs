//! What words mean, whatever the language.

/// Something that words of answers stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Concept {
    // Whom and what it is about.
    User,
    Account,
    Mailbox,
    Recipient,
    Address,
    /// An address as it stands: `anna@example.org`.
    AddressItself,
    Sender,
    From,
    Domain,
    Host,
    Server,
    Client,
    Ip,
    /// An IP address as it stands.
    IpItself,
    Network,
    Mx,
    Message,
    Header,
    Content,
    Attachment,
    File,
    Link,
    Group,
    Member,
    // What is said of them.
    Not,
    There,
    Valid,
    Here,
    Our,
    Have,
    Unknown,
    Unavailable,
    Available,
    Off,
    Active,
    Longer,
    Moved,
    Full,
    Exceed,
    Quota,
    Limit,
    Size,
    Too,
    Many,
    Rate,
    Throttled,
    Sending,
    Connection,
    Reject,
    Block,
    Access,
    Allow,
    Accept,
    Require,
    Policy,
    Security,
    Restricted,
    // Trust.
    Blocklist,
    Listed,
    Reputation,
    Reverse,
    Ptr,
    Lookup,
    Dns,
    Dynamic,
    Helo,
    Spf,
    Dkim,
    Dmarc,
    Authentication,
    Unauthenticated,
    Fail,
    Pass,
    Check,
    Level,
    Spoof,
    Relay,
    SignIn,
    Tls,
    // What the message is like.
    Spam,
    Virus,
    Bare,
    Rfc,
    Syntax,
    Line,
    // Time and ways.
    Loop,
    Hop,
    Greylist,
    Temporary,
    Again,
    Busy,
    Timeout,
    Expired,
    Unreachable,
    Answer,
    Lost,
    Queue,
    Null,
    Delivery,
    Delayed,
    Route,
    Out,
    Error,
    Only,
    Isp,
    Program,
    GivingUp,
    Nxdomain,
    Unroutable,
    // Any of several.
    /// Whoever a message is for.
    Who,
    /// Whatever keeps somebody's mail.
    Box,
    /// A machine that mail comes from.
    Origin,
    /// What a check of SPF, DKIM or DMARC came to.
    Verdict,
    /// That it is not taken.
    Refusal,
}

use Concept as C;

impl Concept {
    /// The concepts that it stands for: itself, or those of a group.
    pub(crate) const fn members(self) -> Concepts {
        match self {
            C::Who => Concepts::all(&[
                C::User,
                C::Account,
                C::Mailbox,
                C::Recipient,
                C::Address,
                C::AddressItself,
            ]),
            C::Box => Concepts::all(&[C::User, C::Account, C::Mailbox, C::Recipient, C::Address]),
            C::Origin => Concepts::all(&[C::Ip, C::Client, C::Network]),
            C::Verdict => Concepts::all(&[
                C::Fail,
                C::Not,
                C::Policy,
                C::Pass,
                C::Reject,
                C::Check,
                C::Unknown,
                C::Block,
                C::Require,
            ]),
            C::Refusal => Concepts::all(&[C::Reject, C::Block, C::Not, C::Policy, C::Restricted]),
            other => Concepts::of(other),
        }
    }
}

/// A set of concepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Concepts(u128);

impl Concepts {
    /// One alone.
    pub(crate) const fn of(concept: Concept) -> Self {
        Self(1 << concept as u8)
    }

    const fn all(concepts: &[Concept]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < concepts.len() {
            bits |= 1 << concepts[at] as u8;
            at += 1;
        }
        Self(bits)
    }

    /// Adds one.
    pub(crate) fn add(&mut self, concept: Concept) {
        self.0 |= Self::of(concept).0;
    }

    /// Whether they have any of these.
    pub(crate) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}
