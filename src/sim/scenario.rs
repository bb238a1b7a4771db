//! What is to be simulated, as validated data: a [`Scenario`] that exists can be run.

use super::address::{AddressError, Mailbox};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most recipients of one message.
pub const MAX_RECIPIENTS: usize = 20;
/// Longest text, in bytes.
pub const MAX_TEXT: usize = 100 * 1024;
/// Longest subject, in characters.
pub const MAX_SUBJECT: usize = 200;
/// Largest attachment, in bytes, before it is encoded.
pub const MAX_ATTACHMENT: u64 = 25 * 1024 * 1024;
/// Longest name of an attachment, in characters.
pub const MAX_ATTACHMENT_NAME: usize = 100;
/// Most relays between the provider's server and the destination's.
pub const MAX_RELAYS: u8 = 8;
/// Most conditions at once.
pub const MAX_CONDITIONS: usize = 32;

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
            let there = match condition {
                Condition::PacketLost { hop, .. } | Condition::PacketsCrossed { hop, .. } => {
                    *hop <= parts.relays + 1
                }
                Condition::WrongPassword { recipient } => {
                    usize::from(*recipient) < parts.recipients.len()
                }
            };
            if !there {
                return Err(ScenarioError::ConditionElsewhere);
            }
        }
        Ok(Self { parts })
    }

    /// The parts, to look at or to make another scenario from.
    pub fn parts(&self) -> &Parts {
        &self.parts
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
