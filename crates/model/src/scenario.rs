//! What is to be simulated, as validated data: a [`Scenario`] that exists can be run.

use super::address::{AddressError, Mailbox};
use super::cast::Cast;
use super::host_names::{HostNameError, HostNames};
use super::naming;
use super::server_names::{LONGEST_LABEL, is_server_name};
use crate::answer::{Answer, AnswersTo, ServerAnswer};
use crate::limits::scenario::{
    MAX_ATTACHMENT, MAX_ATTACHMENT_NAME, MAX_CLOCK_OFF, MAX_CONDITIONS, MAX_HELD, MAX_RECIPIENTS,
    MAX_RELAYS, MAX_SUBJECT, MAX_TEXT,
};
use std::fmt;

pub use super::condition::{Condition, RefusalStage};
pub use super::parts::{Attachment, Parts};

/// A complete, runnable "what if".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    parts: Parts,
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
    /// A server keeps a message for more than [`MAX_HELD`] seconds.
    HeldTooLong(u32),
    /// A server's clock is off by more than [`MAX_CLOCK_OFF`] seconds.
    ClockTooWrong(i32),
    /// A name that a server cannot have.
    HostName(HostNameError),
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sender(error) => write!(f, "From: {error}"),
            Self::Recipient(n, error) => write!(f, "To, address {n}: {error}"),
            Self::NoRecipients => write!(f, "To: an address is missing"),
            Self::TooManyRecipients(n) => {
                write!(f, "To: {n} addresses are too many, at most {MAX_RECIPIENTS} fit")
            }
            Self::DoubleRecipient(mailbox) => write!(f, "To: {mailbox} stands there twice"),
            Self::ReservedDomain(name) => {
                write!(f, "{name} is the name of a server here, not a mail domain")
            }
            Self::DomainTooLong(name) => {
                write!(f, "the domain {} is too long", shorten(name))
            }
            Self::SubjectTooLong(n) => {
                write!(f, "Subject: {n} characters are too many, at most {MAX_SUBJECT} fit")
            }
            Self::TextTooLong(n) => {
                write!(f, "Message: {n} bytes are too many, at most {MAX_TEXT} (100 KB) fit")
            }
            Self::AttachmentTooBig(n) => {
                write!(
                    f,
                    "Attachment: {n} bytes are too many, at most {MAX_ATTACHMENT} (25 MB) fit"
                )
            }
            Self::BadAttachmentName => write!(
                f,
                "Attachment: its name needs 1 to {MAX_ATTACHMENT_NAME} ordinary characters"
            ),
            Self::TooManyRelays(n) => {
                write!(
                    f,
                    "Other mail servers on the way: {n} are too many, at most {MAX_RELAYS} are possible"
                )
            }
            Self::TooManyConditions(n) => {
                write!(f, "conditions: {n} are too many, at most {MAX_CONDITIONS} are possible")
            }
            Self::ConditionElsewhere => {
                write!(f, "conditions: one speaks of a recipient or a hop that is not there")
            }
            Self::HeldTooLong(n) => {
                write!(
                    f,
                    "conditions: {n} seconds are too many, at most {MAX_HELD} (5 days) are possible"
                )
            }
            Self::ClockTooWrong(n) => {
                write!(
                    f,
                    "conditions: a clock cannot be {n} seconds off, at most {MAX_CLOCK_OFF} (10 years) are possible"
                )
            }
            Self::HostName(error) => write!(f, "{error}"),
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
            // Nobody asks for the name of whoever is called by a table, or by the program's settings.
            let names_there = !matches!(
                condition,
                Condition::Answers(ServerAnswer {
                    to: AnswersTo::Hop(_),
                    answer: Answer::SilentNames,
                    ..
                })
            );
            if !hop_there || !recipient_there || !names_there {
                return Err(ScenarioError::ConditionElsewhere);
            }
            match condition {
                Condition::Held { seconds, .. } if *seconds > MAX_HELD => {
                    return Err(ScenarioError::HeldTooLong(*seconds));
                }
                Condition::ClockOff { seconds, .. } if seconds.unsigned_abs() > MAX_CLOCK_OFF => {
                    return Err(ScenarioError::ClockTooWrong(*seconds));
                }
                _ => {}
            }
        }
        check_servers(&parts)?;
        check_host_names(&parts)?;
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
        if domain.child(LONGEST_LABEL).is_err() {
            return Err(ScenarioError::DomainTooLong(domain.to_string()));
        }
        if is_server_name(domain, domains()) {
            return Err(ScenarioError::ReservedDomain(domain.to_string()));
        }
    }
    Ok(())
}

/// The owner can give servers other names than [`check_domains`] knows of, so that others move.
fn check_servers(parts: &Parts) -> Result<(), ScenarioError> {
    let owner = &parts.owner;
    if owner.smtp_server().or(owner.pop_server()).is_none() {
        return Ok(());
    }
    let hosts = Cast::with_names(parts, &HostNames::default()).hosts;
    let written = std::iter::once(&parts.sender).chain(&parts.recipients);
    for domain in written.map(|mailbox| mailbox.domain.as_str()) {
        if hosts.iter().any(|host| host.name == domain) {
            return Err(ScenarioError::ReservedDomain(domain.to_owned()));
        }
    }
    Ok(())
}

fn check_host_names(parts: &Parts) -> Result<(), ScenarioError> {
    let names = parts.host_names.iter().map(|(server, name)| (server, name.as_str()));
    let (_, refused) = naming::usable(parts, names);
    refused.into_iter().next().map_or(Ok(()), |error| Err(ScenarioError::HostName(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::AnswerStage;
    use crate::owner::Owner;
    use crate::refusal::Refusal;

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
            host_names: HostNames::default(),
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
        check(
            |p| p.recipients = mailboxes(21),
            Err("To: 21 addresses are too many, at most 20 fit"),
        );
        check(|p| p.recipients.clear(), Err("To: an address is missing"));
        check(
            |p| p.recipients.push("FeedBack@AllBusiness.com".parse().unwrap()),
            Err("To: FeedBack@allbusiness.com stands there twice"),
        );
        check(|p| p.text = "x".repeat(MAX_TEXT), Ok(()));
        check(
            |p| p.text = "x".repeat(MAX_TEXT + 1),
            Err("Message: 102401 bytes are too many, at most 102400 (100 KB) fit"),
        );
        check(
            |p| p.subject = "é".repeat(201),
            Err("Subject: 201 characters are too many, at most 200 fit"),
        );
        check(|p| p.relays = 8, Ok(()));
        check(
            |p| p.relays = 9,
            Err("Other mail servers on the way: 9 are too many, at most 8 are possible"),
        );
        check(
            |p| p.attachment = Some(Attachment { name: String::new(), size: 1 }),
            Err("Attachment: its name needs 1 to 100 ordinary characters"),
        );
        check(
            |p| p.attachment = Some(Attachment { name: "a.bin".into(), size: MAX_ATTACHMENT + 1 }),
            Err("Attachment: 26214401 bytes are too many, at most 26214400 (25 MB) fit"),
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
        place(Condition::Held { hop: 2, seconds: MAX_HELD }, Ok(()));
        place(Condition::Held { hop: 3, seconds: 1 }, ELSEWHERE);
        place(
            Condition::Held { hop: 0, seconds: MAX_HELD + 1 },
            Err("conditions: 432001 seconds are too many, at most 432000 (5 days) are possible"),
        );
        place(Condition::ClockOff { hop: 2, seconds: -315_360_000 }, Ok(()));
        place(
            Condition::ClockOff { hop: 2, seconds: i32::MIN },
            Err(
                "conditions: a clock cannot be -2147483648 seconds off, at most 315360000 (10 years) are possible",
            ),
        );
        let answers = |to| {
            Condition::Answers(ServerAnswer { to, answer: Answer::RefusedCall, times: Some(1) })
        };
        place(answers(AnswersTo::Hop(2)), Ok(()));
        place(answers(AnswersTo::Hop(3)), ELSEWHERE);
        place(answers(AnswersTo::Domain(0)), Ok(()));
        place(answers(AnswersTo::Recipient(1)), ELSEWHERE);
    }

    #[test]
    fn conditions_keep_their_numbers() {
        for (number, condition) in [
            (0, Condition::PacketLost { hop: 0, packet: 1 }),
            (2, Condition::WrongPassword { recipient: 0 }),
            (3, Condition::SignInRefused),
            (16, Condition::MailLoop { recipient: 0 }),
            (20, Condition::SenderMisspelt),
            (22, Condition::Held { hop: 0, seconds: 1 }),
            (23, Condition::ClockOff { hop: 0, seconds: 1 }),
        ] {
            let written = postcard::to_allocvec(&condition).unwrap()[0];
            assert_eq!(
                written, number,
                "{condition:?}: links hold its number, new ones go to the end"
            );
        }
        let answer = |answer| {
            let to = AnswersTo::Recipient(0);
            let answer = ServerAnswer { to, answer, times: None };
            postcard::to_allocvec(&Condition::Answers(answer)).unwrap()
        };
        let stage = AnswerStage::Message;
        let reply = Refusal::read("550 No").unwrap();
        assert_eq!(answer(Answer::Reply { stage, reply }), b"\x15\x02\0\0\x06\x06550 No\0");
        assert_eq!(answer(Answer::HangUp { stage }), [21, 2, 0, 2, 6, 0]);
        assert_eq!(answer(Answer::SilentNames), [21, 2, 0, 4, 0]);
    }

    #[test]
    fn names_of_servers_are_no_mail_domains() {
        for name in ["mail.allbusiness.com", "ns.riverside.example", "nic.com", "ns.nic.com"] {
            check(
                |p| p.recipients.push(format!("bob@{name}").parse().unwrap()),
                Err(&format!("{name} is the name of a server here, not a mail domain")),
            );
        }
        // Nobody's server in this scenario.
        check(|p| p.recipients.push("bob@mail.example.org".parse().unwrap()), Ok(()));
    }
}
