//! A mail server: takes mail, looks where it must go, hands it on or keeps it in a box.
//!
//! Provider, relays and destination are the same program with other settings. It takes
//! responsibility when it says 250; from then on the message is in its `queue`, and the server is
//! the one who tries again, and who in the end tells the sender (`report`).

mod dsn;
mod policy;
mod queue;
mod route;

pub use dsn::POSTMASTER;
pub use policy::GREYLIST_DELAY;
pub(super) use policy::{Policies, Refusal, SessionPolicy};
pub use queue::{GIVE_UP_AFTER, RETRY_GAPS, TELL_DELAY_AFTER};

use super::session::SessionMachine;
use super::{Call, POP3_PORT, SUBMISSION_PORT, note};
use crate::dns::{LookupId, Question, Resolver};
use crate::message;
use crate::net::stack::SocketHandle;
use crate::pop3::maildrop::{Boxes, Maildrop, Snapshot};
use crate::pop3::{self, Maildrops};
use crate::random::Random;
use crate::smtp;
use crate::trace::{Cause, ConnectionId, EventKind, QueueId};
use crate::world::{Alarm, CHECK_DELAY, World};
use model::address::{Domain, Mailbox};
use model::cast::HostId;
use model::time::{Duration, Instant};
use queue::{Entry, Failure};
use route::Pending;
use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;
use std::sync::Arc;

/// From the acceptance of a message until the queue is looked at.
const QUEUE_DELAY: Duration = Duration::from_millis(100);

/// A mail server and everything it holds.
pub(super) struct MailServer {
    name: Domain,
    settings: Settings,
    pub(super) maildrops: Maildrops,
    pub(super) resolver: Resolver,
    /// The resolver's sockets by local port.
    pub(super) sockets: BTreeMap<u16, SocketHandle>,
    queue: Vec<Entry>,
    calls: Vec<Call>,
    lookups: BTreeMap<LookupId, Pending>,
    /// The last question sent out for each look-up.
    last_question: BTreeMap<LookupId, Question>,
    /// Questions that left since the last look, to be joined with their packets.
    asked: VecDeque<EventKind>,
    random: Random,
    memory: policy::Memory,
    /// Locks that cut-off sessions left behind, and when they are taken away.
    locks: Vec<(Instant, Snapshot)>,
}

/// What makes a mail server a provider's, a relay or a destination.
pub(super) struct Settings {
    /// Domains whose boxes are here.
    pub(super) local_domains: Vec<Domain>,
    /// Next servers by domain, instead of the registry's word.
    pub(super) route_table: Vec<(Domain, String)>,
    /// Domains whose mail it takes to hand it on where the registry says.
    pub(super) relay_domains: Vec<Domain>,
    /// Whom it sends for: their address, which is the user name too, and password.
    pub(super) customers: Vec<(Mailbox, String)>,
    /// Addresses that its customers may write from.
    pub(super) senders: Vec<Mailbox>,
    /// Who looks for mail when something reaches a box.
    pub(super) owners: Vec<(Mailbox, HostId)>,
    /// Largest message, in bytes.
    pub(super) size_limit: u64,
    /// How many bytes a box should hold at most, by box name; boxes not named hold any number.
    pub(super) quotas: Vec<(String, Quota)>,
    /// What it refuses.
    pub(super) policies: Policies,
}

/// How much a box holds.
#[derive(Clone, Copy)]
pub(super) struct Quota {
    /// Bytes.
    pub(super) octets: u64,
    /// So many of them are used up by mail in folders that POP3 knows nothing of.
    pub(super) elsewhere: u64,
    /// Whether the server says how much that is.
    pub(super) told: bool,
}

impl MailServer {
    pub(super) fn new(
        name: Domain,
        settings: Settings,
        maildrops: Maildrops,
        resolver: Resolver,
        random: Random,
    ) -> Self {
        Self {
            name,
            settings,
            maildrops,
            resolver,
            sockets: BTreeMap::new(),
            queue: Vec::new(),
            calls: Vec::new(),
            lookups: BTreeMap::new(),
            last_question: BTreeMap::new(),
            asked: VecDeque::new(),
            random,
            memory: policy::Memory::default(),
            locks: Vec::new(),
        }
    }

    /// A session that was cut off still holds the lock of this box until then.
    pub(super) fn lock(&mut self, name: &str, password: &str, until: Instant) {
        if let Ok(snapshot) = self.maildrops.open(name, password) {
            self.locks.push((until, snapshot));
        }
    }

    /// The first thing this server does.
    pub(super) fn start(&self, host: HostId, world: &mut World) {
        for (until, _) in &self.locks {
            world.alarm_in(host, until.since(world.now), Alarm::Unlock);
        }
    }

    /// Takes forgotten locks away (RFC 1939 section 3: a server may log idle sessions out).
    pub(super) fn unlock(&mut self, host: HostId, world: &mut World) {
        let now = world.now;
        let (over, held) =
            std::mem::take(&mut self.locks).into_iter().partition(|(until, _)| *until <= now);
        self.locks = held;
        let over: Vec<(Instant, Snapshot)> = over;
        for (_, snapshot) in over {
            let box_name = snapshot.box_name().to_owned();
            self.maildrops.release(snapshot);
            note(host, world, EventKind::LockReleased { box_name });
        }
    }

    /// Takes a call on `port`.
    pub(super) fn answer(&self, port: u16, peer_ip: Ipv4Addr) -> SessionMachine {
        if port == POP3_PORT {
            return SessionMachine::Pop3(Box::new(self.take_pop3_call()));
        }
        SessionMachine::Smtp(Box::new(self.take_smtp_call(port, peer_ip)))
    }

    pub(super) fn take_pop3_call(&self) -> pop3::Server {
        pop3::Server::new(self.name.to_string())
    }

    pub(super) fn take_smtp_call(&self, port: u16, peer_ip: Ipv4Addr) -> smtp::Server {
        smtp::Server::new(smtp::ServerConfig {
            name: self.name.clone(),
            size_limit: self.settings.size_limit,
            submission: port == SUBMISSION_PORT,
            peer_ip,
        })
    }

    /// What one SMTP session may do is decided here.
    pub(super) fn session_policy<'a>(
        &'a mut self,
        host: HostId,
        connection: ConnectionId,
        world: &'a mut World,
    ) -> SessionPolicy<'a> {
        SessionPolicy { server: self, host, connection, world }
    }

    /// Writes down what a POP3 session has come to.
    pub(super) fn note_pop3(
        host: HostId,
        connection: ConnectionId,
        session: &mut pop3::Server,
        world: &mut World,
    ) {
        while let Some(event) = session.poll_event() {
            let kind = match event {
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
            };
            note(host, world, kind);
        }
    }

    /// Puts a message into the boxes of its recipients.
    fn deliver(&mut self, host: HostId, queue_id: QueueId, world: &mut World) {
        let Some(entry) = self.queue.iter().find(|entry| entry.queue_id == queue_id) else {
            return;
        };
        let reverse_path = entry.reverse_path.clone();
        let recipients = entry.recipients.clone();
        let header = message::return_path_line(&reverse_path);
        let stored: Arc<Vec<u8>> = message::prepend(&header, &entry.message).into();
        let mut id = None;
        let (mut done, mut failures): (Vec<Mailbox>, Vec<Failure>) = (Vec::new(), Vec::new());
        for mailbox in recipients {
            let name = mailbox.local_part.box_name();
            let Some(octets) = self.maildrops.get(&name).map(Maildrop::octets) else {
                failures.push((mailbox, Cause::NoSuchBox));
                continue;
            };
            if let Some(full) = self.fullness(&mailbox, octets) {
                note(host, world, full);
                failures.push((mailbox, Cause::BoxFull));
                continue;
            }
            if let Some(maildrop) = self.maildrops.get_mut(&name) {
                maildrop.store(stored.clone());
            }
            let id = *id.get_or_insert_with(|| world.keep(stored.clone()));
            let owner = self.settings.owners.iter().find(|(owner, _)| owner.same_box(&mailbox));
            if let Some((_, computer)) = owner {
                world.alarm_in(*computer, CHECK_DELAY, Alarm::CheckMail);
            }
            let kind = EventKind::Stored {
                mailbox: mailbox.clone(),
                message: id,
                added: header.len(),
                reverse_path: reverse_path.clone(),
            };
            note(host, world, kind);
            done.push(mailbox);
        }
        self.settle(host, queue_id, None, &done, failures, world);
    }

    /// Bytes of mail that it holds.
    pub(super) fn held_bytes(&self) -> u64 {
        let waiting = self.queue.iter().map(|entry| entry.message.len() as u64);
        waiting.sum::<u64>() + self.maildrops.iter().map(Maildrop::octets).sum::<u64>()
    }

    /// Forgets what it only remembers for the record.
    pub(super) fn forget(&mut self) {
        if self.resolver.open_ports().next().is_none() {
            self.lookups.clear();
            self.last_question.clear();
        }
    }

    /// The event to write down if a box that holds so many bytes is full.
    pub(super) fn fullness(&self, mailbox: &Mailbox, octets: u64) -> Option<EventKind> {
        let Quota { octets: quota, elsewhere, .. } = self.quota(mailbox)?;
        let (mailbox, octets) = (mailbox.clone(), octets + elsewhere);
        (octets >= quota).then_some(EventKind::BoxFull { mailbox, octets, quota })
    }

    /// How much a box holds, if it has a limit.
    pub(super) fn quota(&self, mailbox: &Mailbox) -> Option<Quota> {
        let name = mailbox.local_part.box_name();
        let mut quotas = self.settings.quotas.iter();
        quotas.find(|(full, _)| *full == name).map(|(_, quota)| *quota)
    }

    /// Calls to be made now.
    pub(super) fn take_calls(&mut self) -> Vec<Call> {
        std::mem::take(&mut self.calls)
    }

    fn next_queue_id(&mut self) -> QueueId {
        QueueId::new(self.random.next_u64() >> 16)
    }
}
