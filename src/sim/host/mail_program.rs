//! A mail program on a person's computer.
//!
//! Simplified: it knows its provider's server by address, as if it had asked before; it looks for
//! mail a moment after something has reached the box (a person or a timer did it), instead of
//! asking every few minutes.

use super::session::Machine;
use super::{Call, POP3_PORT, SUBMISSION_PORT};
use crate::sim::address::Mailbox;
use crate::sim::cast::HostId;
use crate::sim::message::{self, Draft};
use crate::sim::time::Duration;
use crate::sim::trace::EventKind;
use crate::sim::world::{Alarm, World};
use crate::sim::{pop3, smtp};
use std::sync::Arc;

/// From the press on *Send* until the program calls its provider.
const SEND_DELAY: Duration = Duration::from_millis(20);

/// A mail program and its settings.
pub(super) struct MailProgram {
    /// Its user's address, which is the user name too.
    pub(super) mailbox: Mailbox,
    /// Its user's password, for sending and collecting.
    pub(super) password: String,
    /// What it tries first when it collects, if that is not the password.
    pub(super) wrong_password: Option<String>,
    /// Name of the computer.
    pub(super) name: String,
    /// Its provider's mail server.
    pub(super) server: HostId,
    /// What it is to send.
    pub(super) draft: Option<Draft>,
    pub(super) outgoing: Option<Arc<[u8]>>,
}

impl MailProgram {
    /// *Send* was pressed, if there is anything to send.
    pub(super) fn start(&mut self, host: HostId, world: &mut World) {
        let Some(draft) = &self.draft else { return };
        let id = world.random.fork("message-id").next_u64();
        let message_id = format!("{id:016x}@{}", self.name);
        let composed: Arc<[u8]> = message::compose(draft, world.now, &message_id).into();
        let message = world.keep(composed.clone());
        self.outgoing = Some(composed);
        world.record(host, EventKind::Composed { message });
        world.alarm_in(host, SEND_DELAY, Alarm::Send);
    }

    /// The call to the provider with the message.
    pub(super) fn send(&mut self, _world: &World) -> Call {
        let recipients = self.draft.as_ref().map(|draft| draft.to.clone()).unwrap_or_default();
        let client = smtp::Client::new(smtp::ClientConfig {
            helo_name: self.name.clone(),
            credentials: Some(smtp::Credentials {
                user: self.mailbox.to_string(),
                password: self.password.clone(),
            }),
            reverse_path: Some(self.mailbox.clone()),
            recipients,
            message: self.outgoing.take().unwrap_or_else(|| Arc::from([])),
        });
        let client = Box::new(client);
        let machine = Machine::SmtpCall { client, queue_id: String::new(), told: false };
        Call { to: self.server, port: SUBMISSION_PORT, machine }
    }

    /// The call to the box.
    pub(super) fn check_mail(&mut self, host: HostId, world: &mut World) -> Call {
        world.record(host, EventKind::ChecksMail { mailbox: self.mailbox.clone() });
        let (password, after_wrong) = match self.wrong_password.take() {
            Some(wrong) => (wrong, Some(self.password.clone())),
            None => (self.password.clone(), None),
        };
        let client = pop3::Client::new(pop3::ClientConfig {
            user: self.mailbox.local_part.box_name(),
            password,
            after_wrong,
            leave_on_server: false,
        });
        let machine = Machine::Pop3Call { client: Box::new(client), mailbox: self.mailbox.clone() };
        Call { to: self.server, port: POP3_PORT, machine }
    }
}
