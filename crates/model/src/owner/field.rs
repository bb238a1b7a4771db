//! What can have a name of the owner's.

use serde::{Deserialize, Serialize};

/// Something that can have a name of the owner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Field {
    /// What the sender's provider is called.
    Provider,
    /// The domain that is written to.
    Domain,
    /// The name of the server that takes mail in for sending.
    SmtpServer,
    /// The name of the server with the domain's boxes.
    PopServer,
    /// The names on the domain's boxes.
    Mailboxes,
    /// Whom to ask when something went wrong.
    HelpDesk,
    /// How much a box of the domain holds.
    Quota,
    /// The largest message that the domain takes.
    SizeLimit,
}

impl Field {
    /// All of them, in the order in which they are read: whether a server can have a name depends on
    /// the domain. Links hold them by their number: new ones go to the end.
    pub const ALL: [Self; 8] = [
        Self::Provider,
        Self::Domain,
        Self::SmtpServer,
        Self::PopServer,
        Self::Mailboxes,
        Self::HelpDesk,
        Self::Quota,
        Self::SizeLimit,
    ];

    /// Its name as an attribute, in an address and in a file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::SmtpServer => "smtp-server",
            Self::PopServer => "pop-server",
            Self::Domain => "domain",
            Self::Mailboxes => "mailboxes",
            Self::HelpDesk => "help-desk",
            Self::Quota => "quota",
            Self::SizeLimit => "size-limit",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}
