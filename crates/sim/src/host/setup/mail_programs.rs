//! Mail programs: the sender's and the recipients'.

use super::passwords::{WRONG_PASSWORD, password};
use super::people::People;
use crate::host::mail_program::{MailProgram, Settings, SignIn};
use crate::message::{self, Draft};
use model::address::Mailbox;
use model::cast::{Cast, HostId};
use model::condition::Condition;
use model::parts::Parts;
use model::time::Duration;

/// The sender's program.
pub(super) fn of_sender(parts: &Parts, cast: &Cast, people: People) -> MailProgram {
    let has = |wanted: fn(&Condition) -> bool| parts.conditions.iter().any(wanted);
    let sign_in = if has(|it| *it == Condition::NotSignedIn) {
        SignIn::Never
    } else if has(|it| *it == Condition::SignInRefused) {
        SignIn::WrongPassword
    } else {
        SignIn::Right
    };
    let draft = Draft {
        from: parts.written_sender(),
        to: parts.recipients.clone(),
        subject: parts.subject.clone(),
        text: parts.text.clone(),
        attachment: parts
            .attachment
            .as_ref()
            .map(|file| message::Attachment { name: file.name.clone(), size: file.size }),
        seed: parts.seed,
    };
    MailProgram::new(Settings {
        sign_in,
        outbox: has(|it| matches!(it, Condition::SendingLimit { .. })),
        draft: (people == People::Simulated).then_some(draft),
        ..settings(cast, cast.sender, cast.provider, parts.sender.clone())
    })
}

/// The program of recipient `n`.
pub(super) fn of_recipient(parts: &Parts, cast: &Cast, id: HostId, n: u8) -> MailProgram {
    let mailbox = parts.recipients[usize::from(n)].clone();
    let wrong = parts.conditions.contains(&Condition::WrongPassword { recipient: n });
    let nobody = |c: &Condition| matches!(c, Condition::NoSuchPerson { .. });
    let exists = !parts.conditions_of_recipient(n).any(nobody)
        && parts.is_registered(&mailbox.domain)
        && !parts.is_look_alike(&mailbox.domain);
    let hours = parts.conditions_of_recipient(n).filter_map(|c| match c {
        Condition::BoxFull { hours, .. } if exists => *hours,
        _ => None,
    });
    MailProgram::new(Settings {
        wrong_password: wrong.then(|| WRONG_PASSWORD.to_owned()),
        looks_after: hours.map(|h| Duration::from_mins(u64::from(h) * 60)).collect(),
        ..settings(cast, id, cast.home_of(&mailbox.domain), mailbox)
    })
}

/// Without any message or trouble.
fn settings(cast: &Cast, computer: HostId, server: HostId, mailbox: Mailbox) -> Settings {
    Settings {
        password: password(&mailbox),
        mailbox,
        wrong_password: None,
        sign_in: SignIn::Right,
        outbox: false,
        name: cast.host(computer).name.clone(),
        server,
        draft: None,
        looks_after: Vec::new(),
    }
}
