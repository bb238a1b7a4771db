//! What is to be simulated, as validated data: a [`Scenario`] that exists can be run.

use super::address::{AddressError, Domain, Mailbox};
use super::owner::Owner;
use crate::limits::scenario::{
    MAX_ATTACHMENT, MAX_ATTACHMENT_NAME, MAX_CONDITIONS, MAX_RECIPIENTS, MAX_RELAYS, MAX_SUBJECT,
    MAX_TEXT,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A complete, runnable "what if".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    parts: Parts,
}

/// The parts of a scenario before they are checked together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Who writes.
    pub sender: Mailbox,
    /// Who is written to, 1 to [`MAX_RECIPIENTS`], no box twice.
    pub recipients: Vec<Mailbox>,
    /// The subject line as typed.
    pub subject: String,
    /// The text as typed.
    pub text: String,
    /// A file that goes along.
    pub attachment: Option<Attachment>,
    /// Servers between the provider's server and that of the first recipient's domain.
    pub relays: u8,
    /// What does not go as usual.
    pub conditions: Vec<Condition>,
    /// Where queue names, port numbers and attachment bytes come from.
    pub seed: u64,
    /// What has names of the page's owner.
    #[serde(default)]
    pub owner: Owner,
}

/// An attachment: its name and size. The bytes come from the seed, never from a reader's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Size in bytes, at most [`MAX_ATTACHMENT`].
    pub size: u64,
}

/// Something that does not go as usual, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// On hop `hop` the server refuses at some point of the conversation.
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
    /// [`Scenario::written_sender`]), so that reports about its messages go nowhere.
    SenderMisspelt,
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
            | Self::BoxLocked { recipient, .. } => Some(recipient),
            Self::PacketLost { .. }
            | Self::PacketsCrossed { .. }
            | Self::PacketDuplicated { .. }
            | Self::Refused { .. }
            | Self::SignInRefused
            | Self::SenderMisspelt => None,
        }
    }

    /// The hop (from 0) this is about, if it is about one.
    pub const fn hop(&self) -> Option<u8> {
        match *self {
            Self::PacketLost { hop, .. }
            | Self::PacketsCrossed { hop, .. }
            | Self::PacketDuplicated { hop, .. }
            | Self::Refused { hop, .. } => Some(hop),
            _ => None,
        }
    }
}

/// What is wrong with a would-be scenario. Names the field and the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioError {
    /// The sender's address is none.
    Sender(AddressError),
    /// Recipient number n (from 1) is no address.
    Recipient(usize, AddressError),
    /// No recipient at all.
    NoRecipients,
    /// More than [`MAX_RECIPIENTS`].
    TooManyRecipients(usize),
    /// The same box twice.
    DoubleRecipient(Mailbox),
    /// A domain that is the name of one of the simulated servers.
    ReservedDomain(String),
    /// A domain so long that its servers' names would be longer than DNS allows.
    DomainTooLong(String),
    /// More than [`MAX_SUBJECT`] characters.
    SubjectTooLong(usize),
    /// More than [`MAX_TEXT`] bytes.
    TextTooLong(usize),
    /// More than [`MAX_ATTACHMENT`] bytes.
    AttachmentTooBig(u64),
    /// Empty, or more than [`MAX_ATTACHMENT_NAME`] characters, or control characters in it.
    BadAttachmentName,
    /// More than [`MAX_RELAYS`].
    TooManyRelays(u8),
    /// More than [`MAX_CONDITIONS`].
    TooManyConditions(usize),
    /// A condition on a recipient or hop that is not there.
    ConditionElsewhere,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sender(error) => write!(f, "sender: {error}"),
            Self::Recipient(n, error) => write!(f, "recipient {n}: {error}"),
            Self::NoRecipients => write!(f, "recipient: an address is missing"),
            Self::TooManyRecipients(n) => {
                write!(f, "recipients: {n} are too many, at most {MAX_RECIPIENTS} fit")
            }
            Self::DoubleRecipient(mailbox) => write!(f, "recipients: {mailbox} stands there twice"),
            Self::ReservedDomain(name) => {
                write!(f, "address: {name} is the name of a server here, not a mail domain")
            }
            Self::DomainTooLong(name) => {
                write!(f, "address: the domain {} is too long", shorten(name))
            }
            Self::SubjectTooLong(n) => {
                write!(f, "subject: {n} characters are too many, at most {MAX_SUBJECT} fit")
            }
            Self::TextTooLong(n) => {
                write!(f, "text: {n} bytes are too many, at most {MAX_TEXT} (100 KB) fit")
            }
            Self::AttachmentTooBig(n) => {
                write!(
                    f,
                    "attachment: {n} bytes are too many, at most {MAX_ATTACHMENT} (25 MB) fit"
                )
            }
            Self::BadAttachmentName => write!(
                f,
                "attachment: its name needs 1 to {MAX_ATTACHMENT_NAME} ordinary characters"
            ),
            Self::TooManyRelays(n) => {
                write!(f, "relays: {n} are too many, at most {MAX_RELAYS} are possible")
            }
            Self::TooManyConditions(n) => {
                write!(f, "conditions: {n} are too many, at most {MAX_CONDITIONS} are possible")
            }
            Self::ConditionElsewhere => {
                write!(f, "conditions: one speaks of a recipient or a hop that is not there")
            }
        }
    }
}

impl std::error::Error for ScenarioError {}

fn shorten(text: &str) -> String {
    if text.len() <= 40 { text.to_owned() } else { format!("{}…", &text[..40]) }
}

impl Scenario {
    /// Checks the parts together.
    ///
    /// # Errors
    /// The first thing that is wrong, in the order of the fields.
    pub fn new(parts: Parts) -> Result<Self, ScenarioError> {
        check_recipients(&parts.recipients)?;
        check_domains(&parts)?;
        let subject = parts.subject.chars().count();
        if subject > MAX_SUBJECT {
            return Err(ScenarioError::SubjectTooLong(subject));
        }
        if parts.text.len() > MAX_TEXT {
            return Err(ScenarioError::TextTooLong(parts.text.len()));
        }
        if let Some(attachment) = &parts.attachment {
            if attachment.size > MAX_ATTACHMENT {
                return Err(ScenarioError::AttachmentTooBig(attachment.size));
            }
            let length = attachment.name.chars().count();
            if !(1..=MAX_ATTACHMENT_NAME).contains(&length)
                || attachment.name.chars().any(char::is_control)
            {
                return Err(ScenarioError::BadAttachmentName);
            }
        }
        if parts.relays > MAX_RELAYS {
            return Err(ScenarioError::TooManyRelays(parts.relays));
        }
        if parts.conditions.len() > MAX_CONDITIONS {
            return Err(ScenarioError::TooManyConditions(parts.conditions.len()));
        }
        for condition in &parts.conditions {
            let hop_there = condition.hop().is_none_or(|hop| hop <= parts.relays + 1);
            let recipient_there =
                condition.recipient().is_none_or(|n| usize::from(n) < parts.recipients.len());
            if !hop_there || !recipient_there {
                return Err(ScenarioError::ConditionElsewhere);
            }
        }
        let scenario = Self { parts };
        scenario.check_servers()?;
        Ok(scenario)
    }

    /// The owner can give servers other names than [`check_domains`] knows of, so that others move.
    fn check_servers(&self) -> Result<(), ScenarioError> {
        let owner = &self.parts.owner;
        if owner.smtp_server().or(owner.pop_server()).is_none() {
            return Ok(());
        }
        let hosts = super::cast::Cast::new(self).hosts;
        let written = std::iter::once(&self.parts.sender).chain(&self.parts.recipients);
        for domain in written.map(|mailbox| mailbox.domain.as_str()) {
            if hosts.iter().any(|host| host.name == domain) {
                return Err(ScenarioError::ReservedDomain(domain.to_owned()));
            }
        }
        Ok(())
    }

    /// The parts, to look at or to make another scenario from.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The conditions that are about a recipient in this domain.
    pub fn conditions_of_domain<'a>(
        &'a self,
        domain: &'a Domain,
    ) -> impl Iterator<Item = &'a Condition> {
        self.parts.conditions.iter().filter(move |condition| {
            let recipient = condition.recipient().map(usize::from);
            let mailbox = recipient.and_then(|n| self.parts.recipients.get(n));
            mailbox.is_some_and(|mailbox| mailbox.domain == *domain)
        })
    }

    /// The conditions that are about this recipient (from 0).
    pub fn conditions_of_recipient(&self, recipient: u8) -> impl Iterator<Item = &Condition> {
        self.parts.conditions.iter().filter(move |c| c.recipient() == Some(recipient))
    }

    /// Whether anybody has registered this domain.
    pub fn is_registered(&self, domain: &Domain) -> bool {
        let nobody = |condition: &Condition| matches!(condition, Condition::NoSuchDomain { .. });
        !self.conditions_of_domain(domain).any(nobody)
    }

    /// The sender's address as her program writes it: with a letter of the domain missing under
    /// [`Condition::SenderMisspelt`].
    pub fn written_sender(&self) -> Mailbox {
        let parts = &self.parts;
        if !parts.conditions.contains(&Condition::SenderMisspelt) {
            return parts.sender.clone();
        }
        let exists = |domain: &Domain| {
            std::iter::once(&parts.sender).chain(&parts.recipients).any(|m| m.domain == *domain)
        };
        let text = parts.sender.domain.as_str();
        let shorter = parts.sender.domain.misspellings();
        let longer = ["x", "xx", "y", "yy"].iter().filter_map(|more| {
            let kept = text.get(2..).filter(|_| text.len() > 200).unwrap_or(text);
            [more, kept].concat().parse().ok()
        });
        let domain = shorter.chain(longer).find(|domain: &Domain| {
            !exists(domain)
                && domain.as_str().split('.').count() > 1
                && *domain != parts.sender.domain
        });
        Mailbox {
            local_part: parts.sender.local_part.clone(),
            domain: domain.unwrap_or_else(|| parts.sender.domain.clone()),
        }
    }
}

fn check_recipients(recipients: &[Mailbox]) -> Result<(), ScenarioError> {
    if recipients.is_empty() {
        return Err(ScenarioError::NoRecipients);
    }
    if recipients.len() > MAX_RECIPIENTS {
        return Err(ScenarioError::TooManyRecipients(recipients.len()));
    }
    for (n, mailbox) in recipients.iter().enumerate() {
        if recipients[..n].iter().any(|earlier| earlier.same_box(mailbox)) {
            return Err(ScenarioError::DoubleRecipient(mailbox.clone()));
        }
    }
    Ok(())
}

fn check_domains(parts: &Parts) -> Result<(), ScenarioError> {
    let domains = || std::iter::once(&parts.sender).chain(&parts.recipients).map(|m| &m.domain);
    for domain in domains() {
        if domain.child(super::cast::LONGEST_LABEL).is_err() {
            return Err(ScenarioError::DomainTooLong(domain.to_string()));
        }
        if super::cast::is_server_name(domain, domains()) {
            return Err(ScenarioError::ReservedDomain(domain.to_string()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        Parts {
            sender: "ann@riverside.example".parse().unwrap(),
            recipients: vec!["feedback@allbusiness.com".parse().unwrap()],
            subject: "Hello".to_owned(),
            text: "Hi".to_owned(),
            attachment: None,
            relays: 1,
            conditions: Vec::new(),
            seed: 1,
            owner: Owner::default(),
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Parts), expected: Result<(), &str>) {
        let mut parts = parts();
        change(&mut parts);
        let result = Scenario::new(parts).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(result, expected.map_err(str::to_owned));
    }

    fn mailboxes(n: usize) -> Vec<Mailbox> {
        (0..n).map(|i| format!("box{i}@allbusiness.com").parse().unwrap()).collect()
    }

    #[test]
    fn what_exceeds_a_limit_names_the_field_and_the_limit() {
        check(|_| {}, Ok(()));
        check(|p| p.recipients = mailboxes(20), Ok(()));
        check(|p| p.recipients = mailboxes(21), Err("recipients: 21 are too many, at most 20 fit"));
        check(|p| p.recipients.clear(), Err("recipient: an address is missing"));
        check(
            |p| p.recipients.push("FeedBack@AllBusiness.com".parse().unwrap()),
            Err("recipients: FeedBack@allbusiness.com stands there twice"),
        );
        check(|p| p.text = "x".repeat(MAX_TEXT), Ok(()));
        check(
            |p| p.text = "x".repeat(MAX_TEXT + 1),
            Err("text: 102401 bytes are too many, at most 102400 (100 KB) fit"),
        );
        check(
            |p| p.subject = "é".repeat(201),
            Err("subject: 201 characters are too many, at most 200 fit"),
        );
        check(|p| p.relays = 8, Ok(()));
        check(|p| p.relays = 9, Err("relays: 9 are too many, at most 8 are possible"));
        check(
            |p| p.attachment = Some(Attachment { name: String::new(), size: 1 }),
            Err("attachment: its name needs 1 to 100 ordinary characters"),
        );
        check(
            |p| p.attachment = Some(Attachment { name: "a.bin".into(), size: MAX_ATTACHMENT + 1 }),
            Err("attachment: 26214401 bytes are too many, at most 26214400 (25 MB) fit"),
        );
        check(
            |p| p.conditions.push(Condition::WrongPassword { recipient: 1 }),
            Err("conditions: one speaks of a recipient or a hop that is not there"),
        );
    }

    #[test]
    fn conditions_name_a_place_that_is_there() {
        const ELSEWHERE: Result<(), &str> =
            Err("conditions: one speaks of a recipient or a hop that is not there");
        let place = |condition: Condition, expected| {
            check(|p| p.conditions.push(condition), expected);
        };
        place(Condition::SignInRefused, Ok(()));
        place(Condition::NullMx { recipient: 0 }, Ok(()));
        place(Condition::NullMx { recipient: 1 }, ELSEWHERE);
        place(Condition::BoxFull { recipient: 1, hours: None }, ELSEWHERE);
        let refused = |hop| {
            let stage = RefusalStage::Data;
            Condition::Refused { hop, stage, permanent: true, times: None }
        };
        place(refused(2), Ok(()));
        place(refused(3), ELSEWHERE);
        place(Condition::PacketDuplicated { hop: 3, packet: 1 }, ELSEWHERE);
    }

    /// Links hold conditions by their number: new ones go to the end.
    #[test]
    fn conditions_keep_their_numbers() {
        let number = |condition: Condition| postcard::to_allocvec(&condition).unwrap()[0];
        assert_eq!(number(Condition::PacketLost { hop: 0, packet: 1 }), 0);
        assert_eq!(number(Condition::WrongPassword { recipient: 0 }), 2);
        assert_eq!(number(Condition::SignInRefused), 3);
        assert_eq!(number(Condition::MailLoop { recipient: 0 }), 16);
        assert_eq!(number(Condition::SenderMisspelt), 20);
    }

    #[test]
    fn a_misspelt_domain_is_nobodys() {
        #[track_caller]
        fn check(sender: &str, recipient: &str, expected: &str) {
            let mut parts = parts();
            parts.sender = sender.parse().unwrap();
            parts.recipients = vec![recipient.parse().unwrap()];
            assert_eq!(Scenario::new(parts.clone()).unwrap().written_sender(), parts.sender);
            parts.conditions.push(Condition::SenderMisspelt);
            let written = Scenario::new(parts).unwrap().written_sender();
            assert_eq!(written.to_string(), expected);
        }
        check("ann@riverside.example", "bob@b.example", "ann@riversde.example");
        check("ann@riverside.example", "bob@riversde.example", "ann@riversie.example");
        check("ann@a.example", "bob@b.example", "ann@xa.example");
        check("ann@a.example", "bob@xa.example", "ann@xxa.example");
        check("ann@a-b.example", "bob@b.example", "ann@ab.example");
    }

    #[test]
    fn names_of_servers_are_no_mail_domains() {
        for name in ["mail.allbusiness.com", "ns.riverside.example", "nic.com", "ns.nic.com"] {
            check(
                |p| p.recipients.push(format!("bob@{name}").parse().unwrap()),
                Err(&format!("address: {name} is the name of a server here, not a mail domain")),
            );
        }
        // Nobody's server in this scenario.
        check(|p| p.recipients.push("bob@mail.example.org".parse().unwrap()), Ok(()));
    }
}
