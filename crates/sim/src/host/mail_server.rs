//! A mail server: takes mail, looks where it must go, hands it on or keeps it in a box.
//!
//! Provider, relays and destination are the same program with other settings. It takes
//! responsibility when it says 250; from then on the message is in its `queue`, and the server is
//! the one who tries again, and who in the end tells the sender (`send_dsn`).
//!
//! ```text
//! MailServer ─▶ policy ───────────────────┐
//!            ─▶ next_hop                  ▼
//!            ─▶ settle ─▶ send_dsn ─▶ spool ─▶ queue ─▶ retry_schedule
//!                                           ─▶ mailboxes
//! ```

mod answers;
mod attempt;
mod mailboxes;
mod next_hop;
mod policy;
mod queue;
mod retry_schedule;
mod send_dsn;
mod settings;
mod settle;
mod spool;

pub(super) use answers::{Clients, PlannedAnswer, Recipients, Senders};
pub(super) use mailboxes::{CATCH_ALL, Mailboxes, Quota};
pub use policy::GREYLIST_DELAY;
pub(crate) use policy::SessionPolicy;
pub use retry_schedule::{GIVE_UP_AFTER, RETRY_GAPS, TELL_DELAY_AFTER};
pub use send_dsn::POSTMASTER;
pub(super) use settings::{Policies, Settings};

use super::context::Context;
use super::machine::{Call, Machine, ServerMachine};
use super::ports::{POP3_PORT, SMTP_PORT, SUBMISSION_PORT};
use crate::dns::Resolver;
use crate::net::stack::Stack;
use crate::pop3::{self, Maildrops};
use crate::random::Random;
use crate::smtp;
use crate::trace::{Cause, EventKind, QueueId, Route};
use attempt::Attempt;
use model::address::{Domain, Mailbox};
use model::cast::HostId;
use model::ids::{ConnectionId, PacketId};
use model::time::Instant;
use next_hop::{Progress, Router};
use queue::Queue;
use spool::Spool;
use std::collections::VecDeque;
use std::net::Ipv4Addr;

/// A mail server and everything it holds.
pub(crate) struct MailServer {
    settings: Settings,
    memory: policy::Memory,
    spool: Spool,
    router: Router,
    calls: Vec<Call>,
}

impl MailServer {
    pub(super) fn new(
        name: Domain,
        settings: Settings,
        mailboxes: Mailboxes,
        resolver: Resolver,
        random: Random,
    ) -> Self {
        Self {
            settings,
            memory: policy::Memory::default(),
            router: Router::new(name.clone(), resolver),
            spool: Spool { name, queue: Queue::new(random), mailboxes },
            calls: Vec::new(),
        }
    }

    /// The first thing this server does.
    pub(super) fn start(&self, context: &mut Context<'_>) {
        self.spool.mailboxes.watch_locks(context);
    }

    /// Takes forgotten locks away.
    pub(super) fn unlock(&mut self, context: &mut Context<'_>) {
        self.spool.mailboxes.unlock(context);
    }

    /// Takes a call on `port`.
    pub(crate) fn answer(&self, port: u16, peer_ip: Ipv4Addr) -> ServerMachine {
        let name = &self.spool.name;
        if port == POP3_PORT {
            return ServerMachine::Pop3(Box::new(pop3::Server::new(name.to_string())));
        }
        ServerMachine::Smtp(Box::new(smtp::Server::new(smtp::ServerConfig {
            name: name.clone(),
            size_limit: self.settings.size_limit,
            submission: port == SUBMISSION_PORT,
            peer_ip,
        })))
    }

    /// The connection stands: lets the machine speak first.
    pub(crate) fn open(
        &mut self,
        connection: ConnectionId,
        machine: &mut ServerMachine,
        context: &mut Context<'_>,
    ) {
        let now = context.now();
        match machine {
            ServerMachine::Smtp(machine) => {
                machine.open(now, &mut self.session_policy(connection, context));
            }
            ServerMachine::Pop3(machine) => machine.open(now),
        }
    }

    /// The client has said this.
    pub(super) fn handle_bytes(
        &mut self,
        connection: ConnectionId,
        machine: &mut ServerMachine,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) {
        let now = context.now();
        match machine {
            ServerMachine::Smtp(machine) => {
                machine.handle_bytes(now, bytes, &mut self.session_policy(connection, context));
            }
            ServerMachine::Pop3(machine) => {
                machine.handle_bytes(now, bytes, self.maildrops_mut());
                Self::note_pop3(connection, machine, context);
            }
        }
    }

    /// The connection is gone.
    pub(super) fn handle_closed(&mut self, machine: &mut ServerMachine) {
        if let ServerMachine::Pop3(machine) = machine {
            machine.handle_closed(self.maildrops_mut());
        }
    }

    /// What one SMTP session may do is decided here.
    pub(crate) fn session_policy<'a, 'w>(
        &'a mut self,
        connection: ConnectionId,
        context: &'a mut Context<'w>,
    ) -> SessionPolicy<'a, 'w> {
        SessionPolicy {
            settings: &mut self.settings,
            spool: &mut self.spool,
            memory: &mut self.memory,
            connection,
            context,
        }
    }

    /// Writes down what a POP3 session has come to.
    pub(crate) fn note_pop3(
        connection: ConnectionId,
        session: &mut pop3::Server,
        context: &mut Context<'_>,
    ) {
        while let Some(event) = session.poll_event() {
            context.record(match event {
                pop3::ServerEvent::Opened { box_name } => {
                    EventKind::MaildropOpened { connection, box_name }
                }
                pop3::ServerEvent::RefusedPassword { user } => {
                    EventKind::AuthFailed { connection, user }
                }
                pop3::ServerEvent::Locked => EventKind::MaildropLocked { connection },
                pop3::ServerEvent::Deleted { box_name, uids } => {
                    EventKind::Deleted { connection, box_name, count: uids.len() }
                }
                pop3::ServerEvent::Retrieved { .. } => continue,
            });
        }
    }

    /// Looks at what is due in the queue, one domain at a time.
    pub(super) fn run_queue(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        while let Some(entry) = self.spool.queue.begin_next(now) {
            let (queue_id, recipients) = (entry.queue_id, entry.recipients.clone());
            let attempt = entry.attempts;
            let Some(domain) = recipients.first().map(|mailbox| mailbox.domain.clone()) else {
                continue;
            };
            let route = self.settings.route(&domain);
            context.record(if attempt == 1 {
                EventKind::RouteChosen { queue_id, recipients, route: route.clone() }
            } else {
                EventKind::TriesAgain { queue_id, recipients, attempt }
            });
            match route {
                Route::Here => self.spool.deliver(queue_id, context),
                Route::Table(next) => match next.parse() {
                    Ok(next) => self.router.find_address(queue_id, next, VecDeque::new(), now),
                    Err(_) => self.spool.fail_all(queue_id, None, &Cause::NoUsableServer, context),
                },
                Route::MxLookup => self.router.find_exchangers(queue_id, domain, now),
            }
        }
    }

    /// Lets the resolver read and ask, and acts on what it found. True when anything moved.
    pub(super) fn resolve(
        &mut self,
        stack: &mut Stack,
        context: &mut Context<'_>,
        arrived: Option<PacketId>,
    ) -> bool {
        let mut busy = self.router.pump(stack, context, arrived);
        while let Some(progress) = self.router.poll(context) {
            match progress {
                Progress::Asks => {}
                Progress::NoServer { queue_id, cause } => {
                    self.spool.fail_all(queue_id, None, &cause, context);
                }
                Progress::Server { queue_id, server, address, others } => {
                    self.hand_on(queue_id, &server, address, others, context);
                }
            }
            busy = true;
        }
        self.router.close_sockets(stack);
        busy
    }

    /// Calls the server that was found, or tries the next one.
    fn hand_on(
        &mut self,
        queue_id: QueueId,
        server: &Domain,
        address: Result<(Ipv4Addr, HostId), Cause>,
        others: VecDeque<Domain>,
        context: &mut Context<'_>,
    ) {
        let Some(entry) = self.spool.queue.get_mut(queue_id) else { return };
        entry.others = others;
        let (address, to) = match address {
            Ok(found) => found,
            Err(cause) => return self.try_next(queue_id, server.as_str(), &cause, context),
        };
        let client = Box::new(smtp::Client::new(smtp::ClientConfig {
            helo_name: self.spool.name.to_string(),
            credentials: None,
            reverse_path: entry.reverse_path.clone(),
            recipients: entry.recipients.clone(),
            message: entry.message.clone(),
        }));
        context.record(EventKind::Routed { queue_id, server: server.to_string(), address });
        let machine = Machine::SmtpClient { client, queue_id: Some(queue_id), told: false };
        self.calls.push(Call { to, port: SMTP_PORT, machine });
    }

    /// Calls to be made now.
    pub(super) fn take_calls(&mut self) -> Vec<Call> {
        std::mem::take(&mut self.calls)
    }

    /// A transaction with the next server has come to something, or there was no connection
    /// (`unreached`).
    pub(super) fn finished(
        &mut self,
        connection: ConnectionId,
        queue_id: QueueId,
        result: &smtp::ClientResult,
        unreached: Option<&Cause>,
        context: &mut Context<'_>,
    ) {
        let server = context.connection(connection).server.0;
        let server = context.cast().host(server).name.clone();
        let attempt = Attempt::of(queue_id, server.clone(), result, unreached);
        if let Some(cause) = attempt.asks_for_next_server() {
            return self.try_next(queue_id, &server, cause, context);
        }
        if !attempt.done.is_empty() {
            let (queue_id, recipients) = (Some(queue_id), attempt.done.clone());
            context.record(EventKind::Relayed { connection, queue_id, recipients });
        }
        self.spool.settle(attempt, context);
    }

    /// One of the domain's servers was of no use: tries the next one, if there is any.
    fn try_next(
        &mut self,
        queue_id: QueueId,
        server: &str,
        cause: &Cause,
        context: &mut Context<'_>,
    ) {
        let entry = self.spool.queue.get_mut(queue_id);
        let mut others = entry.map(|entry| std::mem::take(&mut entry.others)).unwrap_or_default();
        let Some(next) = others.pop_front() else {
            return self.spool.fail_all(queue_id, Some(server), cause, context);
        };
        context.record(EventKind::TriedAndFailed {
            queue_id,
            server: server.to_owned(),
            cause: cause.clone(),
            next: next.to_string(),
        });
        self.router.find_address(queue_id, next, others, context.now());
    }

    /// Time has passed for the resolver.
    pub(super) fn handle_timeout(&mut self, now: Instant) {
        self.router.handle_timeout(now);
    }

    /// When the resolver is to be told of time.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.router.poll_timeout()
    }

    /// Its boxes.
    pub(crate) const fn maildrops(&self) -> &Maildrops {
        &self.spool.mailboxes.maildrops
    }

    /// The same, to be opened.
    pub(crate) const fn maildrops_mut(&mut self) -> &mut Maildrops {
        &mut self.spool.mailboxes.maildrops
    }

    /// Whether a box is here, and full.
    pub(crate) fn is_full(&self, mailbox: &Mailbox) -> bool {
        self.spool.mailboxes.is_full(mailbox)
    }

    /// Gives each box another password, with which its owner also signs in to send.
    pub(crate) fn change_passwords(&mut self, new: &mut dyn FnMut() -> String) {
        let maildrops = &mut self.spool.mailboxes.maildrops;
        maildrops.change_passwords(new);
        for (customer, password) in &mut self.settings.customers {
            let own = maildrops.get(&customer.local_part.box_name());
            *password = own.map_or_else(&mut *new, |own| own.password().to_owned());
        }
    }

    /// Bytes of mail that it holds.
    pub(crate) fn held_bytes(&self) -> u64 {
        self.spool.octets()
    }

    /// Forgets what it only remembers for the record.
    pub(crate) fn forget(&mut self) {
        self.router.forget();
    }
}
