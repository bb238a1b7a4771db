//! What the single things are called that can be switched on in any journey.

/// A single thing that can go wrong, to be switched on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchId {
    /// Nobody has this mailbox.
    NoSuchPerson,
    /// Nobody has registered this domain.
    NoSuchDomain,
    /// The quota is used up for a day.
    BoxFull,
    /// The quota stays used up.
    BoxFullForGood,
    /// The server is down for a while.
    ServerDown,
    /// The server never answers.
    ServerSilent,
    /// The preferred server is down.
    FirstServerDown,
    /// The server asks to come back later.
    Greylisted,
    /// The content is refused.
    RefusedAsSpam,
    /// The sender is not authenticated.
    SenderNotProven,
    /// The provider's server is on a blocklist.
    SenderBlocked,
    /// The server takes only small messages.
    SizeLimit,
    /// The domain has a null MX.
    NullMx,
    /// The domain's name servers are silent for a while.
    RegistrySilent,
    /// Two servers forward to each other.
    MailLoop,
    /// The recipient's program has the wrong password.
    WrongPassword,
    /// An older session holds the maildrop.
    BoxLocked,
    /// The provider refuses the sender's password.
    SignInRefused,
    /// The sender's address is misspelt.
    SenderMisspelt,
    /// A packet is lost.
    PacketLost,
    /// A packet is overtaken.
    PacketsCrossed,
    /// A packet arrives twice.
    PacketDuplicated,
    /// The provider's server keeps the message for hours.
    Held,
    /// The provider's clock is wrong.
    ClockOff,
    /// The sender's program does not sign in.
    NotSignedIn,
    /// The provider takes no more from the sender for a while.
    SendingLimit,
    /// The message is sorted into a folder for spam.
    SpamFolder,
    /// The domain is somebody else's.
    LookAlikeDomain,
}

impl SwitchId {
    /// All of them: what happens often first.
    pub const ALL: [Self; 28] = [
        Self::NoSuchPerson,
        Self::NoSuchDomain,
        Self::BoxFull,
        Self::BoxFullForGood,
        Self::ServerDown,
        Self::ServerSilent,
        Self::FirstServerDown,
        Self::Greylisted,
        Self::RefusedAsSpam,
        Self::SenderNotProven,
        Self::SenderBlocked,
        Self::SizeLimit,
        Self::NullMx,
        Self::RegistrySilent,
        Self::MailLoop,
        Self::WrongPassword,
        Self::BoxLocked,
        Self::SignInRefused,
        Self::SenderMisspelt,
        Self::PacketLost,
        Self::PacketsCrossed,
        Self::PacketDuplicated,
        Self::Held,
        Self::ClockOff,
        Self::NotSignedIn,
        Self::SendingLimit,
        Self::SpamFolder,
        Self::LookAlikeDomain,
    ];

    /// Its name for programs.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NoSuchPerson => "no-such-person",
            Self::NoSuchDomain => "no-such-domain",
            Self::BoxFull => "box-full",
            Self::BoxFullForGood => "box-full-for-good",
            Self::ServerDown => "server-down",
            Self::ServerSilent => "server-silent",
            Self::FirstServerDown => "first-server-down",
            Self::Greylisted => "greylisted",
            Self::RefusedAsSpam => "refused-as-spam",
            Self::SenderNotProven => "sender-not-proven",
            Self::SenderBlocked => "sender-blocked",
            Self::SizeLimit => "size-limit",
            Self::NullMx => "null-mx",
            Self::RegistrySilent => "registry-silent",
            Self::MailLoop => "mail-loop",
            Self::WrongPassword => "wrong-password",
            Self::BoxLocked => "box-locked",
            Self::SignInRefused => "sign-in-refused",
            Self::SenderMisspelt => "sender-misspelt",
            Self::PacketLost => "packet-lost",
            Self::PacketsCrossed => "packets-crossed",
            Self::PacketDuplicated => "packet-duplicated",
            Self::Held => "held",
            Self::ClockOff => "clock-off",
            Self::NotSignedIn => "not-signed-in",
            Self::SendingLimit => "sending-limit",
            Self::SpamFolder => "spam-folder",
            Self::LookAlikeDomain => "look-alike-domain",
        }
    }
}
