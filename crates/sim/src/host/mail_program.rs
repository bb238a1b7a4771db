//! A mail program on a person's computer.
//!
//! Simplified: it knows its provider's server by address, as if it had asked before; it looks for
//! mail a moment after something has reached the box (a person or a timer did it), instead of
//! asking every few minutes. What it cannot send it tells its user, and does not try to send again,
//! unless it [has an outbox](Settings::outbox).

use super::context::Context;
use super::machine::{Call, Machine};
use super::ports::{POP3_PORT, SUBMISSION_PORT};
use super::setup::WRONG_PASSWORD;
use crate::message::{self, Draft};
use crate::pop3::client::ProblemKind;
use crate::trace::{Cause, EventKind};
use crate::world::Alarm;
use crate::{pop3, smtp};
use model::address::Mailbox;
use model::cast::HostId;
use model::ids::ConnectionId;
use model::time::Duration;
use std::sync::Arc;

/// From the press on *Send* until the program calls its provider.
const SEND_DELAY: Duration = Duration::from_millis(20);
/// How long the program waits when the box was in use or the server not there; twice as long each
/// time, up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_mins(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(4 * 60);

/// How long a message stays in the outbox before it is tried again, and how often it is tried in all.
const OUTBOX_PAUSE: Duration = Duration::from_mins(30);
const OUTBOX_TRIES: u32 = 8;

/// A mail program.
pub(crate) struct MailProgram {
    settings: Settings,
    outgoing: Option<Arc<Vec<u8>>>,
    /// How often it has been tried to send that.
    tries: u32,
    checking: Checking,
}

/// What a mail program is set to.
pub(super) struct Settings {
    /// Its user's address. What stands before the @ is the user name, for sending and collecting.
    pub(super) mailbox: Mailbox,
    /// Its user's password, for sending and collecting.
    pub(super) password: String,
    /// What it tries first when it collects, if that is not the password.
    pub(super) wrong_password: Option<String>,
    /// How it signs in to send.
    pub(super) sign_in: SignIn,
    /// Whether it keeps what the provider does not take for now, and tries again by itself.
    pub(super) outbox: bool,
    /// Name of the computer.
    pub(super) name: String,
    /// Its provider's mail server.
    pub(super) server: HostId,
    /// What it is to send.
    pub(super) draft: Option<Draft>,
    /// When its user looks for mail, whatever comes.
    pub(super) looks_after: Vec<Duration>,
}

/// How a program signs in to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignIn {
    /// With its user's password.
    Right,
    /// With a password that is nobody's.
    WrongPassword,
    /// It does not.
    Never,
}

/// How the look for mail is going.
#[derive(Default)]
struct Checking {
    /// A session is under way.
    busy: bool,
    /// Somebody wanted to look meanwhile.
    again: bool,
    /// Failures in a row.
    failures: u32,
}

impl MailProgram {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings, outgoing: None, tries: 0, checking: Checking::default() }
    }

    /// Its user's address.
    pub(crate) const fn mailbox(&self) -> &Mailbox {
        &self.settings.mailbox
    }

    /// Its provider's mail server.
    pub(crate) const fn server(&self) -> HostId {
        self.settings.server
    }

    /// *Send* was pressed, if there is anything to send.
    pub(super) fn start(&mut self, context: &mut Context<'_>) {
        for after in &self.settings.looks_after {
            context.alarm_in(*after, Alarm::CheckMail);
        }
        let Some(draft) = &self.settings.draft else { return };
        let id = context.world.random.fork("message-id").next_u64();
        let message_id = format!("{id:016x}@{}", self.settings.name);
        let composed: Arc<Vec<u8>> = message::compose(draft, context.now(), &message_id).into();
        let message = context.keep(composed.clone());
        self.outgoing = Some(composed);
        context.record(EventKind::Composed { message });
        context.alarm_in(SEND_DELAY, Alarm::Send);
    }

    /// The call to the provider with the message.
    pub(super) fn send(&mut self) -> Call {
        let recipients =
            self.settings.draft.as_ref().map(|draft| draft.to.clone()).unwrap_or_default();
        let from = self.settings.draft.as_ref().map_or(&self.settings.mailbox, |draft| &draft.from);
        let password = match self.settings.sign_in {
            SignIn::Right => Some(self.settings.password.as_str()),
            SignIn::WrongPassword => Some(WRONG_PASSWORD),
            SignIn::Never => None,
        };
        self.tries += 1;
        let client = smtp::Client::new(smtp::ClientConfig {
            helo_name: self.settings.name.clone(),
            credentials: password.map(|password| smtp::Credentials {
                user: self.settings.mailbox.local_part.box_name(),
                password: password.to_owned(),
            }),
            reverse_path: Some(from.clone()),
            recipients,
            message: self.outgoing.clone().unwrap_or_default(),
        });
        let client = Box::new(client);
        let machine = Machine::SmtpClient { client, queue_id: None, told: false };
        Call { to: self.settings.server, port: SUBMISSION_PORT, machine }
    }

    /// The provider has said what becomes of the message. What it did not take, the user is told
    /// at once, in one sentence for each reason. Where all of it is only a matter of time, it may stay in the outbox.
    pub(super) fn sent(
        &mut self,
        connection: ConnectionId,
        result: &smtp::ClientResult,
        unreached: Option<&Cause>,
        context: &mut Context<'_>,
    ) {
        let mut taken = Vec::new();
        let mut failed: Vec<(Vec<Mailbox>, Cause)> = Vec::new();
        for (mailbox, outcome) in &result.recipients {
            let cause = match outcome {
                smtp::RecipientResult::Accepted(_) => {
                    taken.push(mailbox.clone());
                    continue;
                }
                smtp::RecipientResult::Transient(problem)
                | smtp::RecipientResult::Permanent(problem) => {
                    unreached.cloned().unwrap_or_else(|| Cause::of(problem))
                }
            };
            match failed.iter_mut().find(|(_, known)| *known == cause) {
                Some((recipients, _)) => recipients.push(mailbox.clone()),
                None => failed.push((vec![mailbox.clone()], cause)),
            }
        }
        let keeps = self.settings.outbox && taken.is_empty() && self.tries < OUTBOX_TRIES;
        if keeps && failed.iter().all(|(_, cause)| cause.is_transient()) {
            let until = context.now() + OUTBOX_PAUSE;
            for (recipients, cause) in failed {
                context.record(EventKind::KeptInOutbox { connection, recipients, cause, until });
            }
            context.alarm_in(OUTBOX_PAUSE, Alarm::Send);
            return;
        }
        self.outgoing = None;
        for (recipients, cause) in failed {
            context.record(EventKind::SubmissionFailed { connection, recipients, cause });
        }
        if !taken.is_empty() {
            let relayed = EventKind::Relayed { connection, queue_id: None, recipients: taken };
            context.record(relayed);
        }
    }

    /// The call to the box, unless one is under way.
    pub(super) fn check_mail(&mut self, context: &mut Context<'_>) -> Option<Call> {
        if self.checking.busy {
            self.checking.again = true;
            return None;
        }
        self.checking.busy = true;
        context.record(EventKind::ChecksMail { mailbox: self.settings.mailbox.clone() });
        let (password, after_wrong) = match self.settings.wrong_password.take() {
            Some(wrong) => (wrong, Some(self.settings.password.clone())),
            None => (self.settings.password.clone(), None),
        };
        let client = pop3::Client::new(pop3::ClientConfig {
            user: self.settings.mailbox.local_part.box_name(),
            password,
            after_wrong,
            leave_on_server: false,
        });
        let machine = Machine::Pop3Client {
            client: Box::new(client),
            mailbox: self.settings.mailbox.clone(),
        };
        Some(Call { to: self.settings.server, port: POP3_PORT, machine })
    }

    /// The session with the box is over.
    pub(super) fn checked(&mut self, problem: Option<ProblemKind>, context: &mut Context<'_>) {
        self.checking.busy = false;
        let again = std::mem::take(&mut self.checking.again);
        match problem {
            Some(ProblemKind::Locked | ProblemKind::ConnectionLost) => {
                let pause = PAUSE.micros() << self.checking.failures.min(16);
                let pause = Duration::from_micros(pause).min(LONGEST_PAUSE);
                self.checking.failures += 1;
                context.alarm_in(pause, Alarm::CheckMail);
            }
            Some(_) => {}
            None => {
                self.checking.failures = 0;
                if again {
                    context.check_mail_soon(context.host);
                }
            }
        }
    }
}
