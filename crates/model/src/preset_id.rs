//! What the presets are called. Whoever needs no more than this does not have to know how to make a scenario.

use serde::{Deserialize, Serialize};

/// A preset. They are in the order of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PresetId {
    /// A message from Send to the recipient's screen.
    #[default]
    EverythingWorks,
    /// Two recipients at one domain.
    TwoBoxes,
    /// Sender and recipient have the same provider.
    SameProvider,
    /// Four relays on the way.
    LongWayRound,
    /// A file of 1 MB.
    BigAttachment,
    /// A packet is lost and sent again.
    LostPacket,
    /// A packet is overtaken.
    CrossedPackets,
    /// Collecting fails at first.
    WrongPassword,
    /// The provider refuses the sender's password.
    SignInRefused,
    /// The provider takes no ordinary password from programs.
    AppPassword,
    /// The program does not sign in before it sends.
    NotSignedIn,
    /// The address in the message is not the one that signed in.
    NotYourAddress,
    /// The provider takes no more messages from the sender for a while.
    SendingLimit,
    /// Nobody has registered the recipient's domain.
    MisspeltDomain,
    /// The misspelt domain is somebody else's, who takes the mail.
    TypoDomain,
    /// The recipient's server knows no such mailbox.
    NoSuchPerson,
    /// A rule of the server hides that there is no such mailbox.
    AccessDenied,
    /// Only members may write to the address.
    ClosedGroup,
    /// The recipient's quota is used up for a day.
    MailboxFull,
    /// The recipient's quota stays used up.
    MailboxFullForGood,
    /// The recipient's quota is used up, and the server does not wait.
    MailboxFullRefused,
    /// The only server is down for a while.
    ServerDown,
    /// Nothing ever comes back from the only server.
    NoAnswer,
    /// The preferred server is down, another one is not.
    BackupServer,
    /// The server asks unknown senders to come back.
    Greylisted,
    /// The content is refused.
    RefusedAsSpam,
    /// The message is sorted into a folder that the recipient does not see.
    SpamFolder,
    /// The sender is not authenticated.
    SenderNotProven,
    /// The provider's server is on a blocklist.
    SenderBlocked,
    /// The network of the provider's server is on the recipient's provider's own list.
    NetworkBlocked,
    /// The message is larger than the server takes.
    TooBig,
    /// The kind of file is not let in.
    AttachmentBlocked,
    /// Two servers forward to each other.
    MailLoop,
    /// The domain has a null MX.
    NoMailHere,
    /// The domain's name servers are silent for a while.
    LookupFails,
    /// Three recipients with three outcomes.
    SeveralRecipients,
    /// The report cannot be delivered either.
    VanishedBounce,
}

impl PresetId {
    /// All of them.
    pub const ALL: [Self; 37] = [
        Self::EverythingWorks,
        Self::TwoBoxes,
        Self::SameProvider,
        Self::LongWayRound,
        Self::BigAttachment,
        Self::LostPacket,
        Self::CrossedPackets,
        Self::WrongPassword,
        Self::SignInRefused,
        Self::AppPassword,
        Self::NotSignedIn,
        Self::NotYourAddress,
        Self::SendingLimit,
        Self::MisspeltDomain,
        Self::TypoDomain,
        Self::NoSuchPerson,
        Self::AccessDenied,
        Self::ClosedGroup,
        Self::MailboxFull,
        Self::MailboxFullForGood,
        Self::MailboxFullRefused,
        Self::ServerDown,
        Self::NoAnswer,
        Self::BackupServer,
        Self::Greylisted,
        Self::RefusedAsSpam,
        Self::SpamFolder,
        Self::SenderNotProven,
        Self::SenderBlocked,
        Self::NetworkBlocked,
        Self::TooBig,
        Self::AttachmentBlocked,
        Self::MailLoop,
        Self::NoMailHere,
        Self::LookupFails,
        Self::SeveralRecipients,
        Self::VanishedBounce,
    ];

    /// Its name in links: public and permanent.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::EverythingWorks => "everything-works",
            Self::TwoBoxes => "two-boxes",
            Self::SameProvider => "same-provider",
            Self::LongWayRound => "long-way-round",
            Self::BigAttachment => "big-attachment",
            Self::LostPacket => "lost-packet",
            Self::CrossedPackets => "crossed-packets",
            Self::WrongPassword => "wrong-password",
            Self::SignInRefused => "sign-in-refused",
            Self::AppPassword => "app-password",
            Self::NotSignedIn => "not-signed-in",
            Self::NotYourAddress => "not-your-address",
            Self::SendingLimit => "sending-limit",
            Self::MisspeltDomain => "misspelt-domain",
            Self::TypoDomain => "typo-domain",
            Self::NoSuchPerson => "no-such-person",
            Self::AccessDenied => "access-denied",
            Self::ClosedGroup => "closed-group",
            Self::MailboxFull => "mailbox-full",
            Self::MailboxFullForGood => "mailbox-full-for-good",
            Self::MailboxFullRefused => "mailbox-full-refused",
            Self::ServerDown => "server-down",
            Self::NoAnswer => "no-answer",
            Self::BackupServer => "backup-server",
            Self::Greylisted => "greylisted",
            Self::RefusedAsSpam => "refused-as-spam",
            Self::SpamFolder => "spam-folder",
            Self::SenderNotProven => "sender-not-proven",
            Self::SenderBlocked => "sender-blocked",
            Self::NetworkBlocked => "network-blocked",
            Self::TooBig => "too-big",
            Self::AttachmentBlocked => "attachment-blocked",
            Self::MailLoop => "mail-loop",
            Self::NoMailHere => "no-mail-here",
            Self::LookupFails => "lookup-fails",
            Self::SeveralRecipients => "several-recipients",
            Self::VanishedBounce => "vanished-bounce",
        }
    }

    /// The preset that links call by this name.
    pub fn find(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.slug() == slug)
    }
}
