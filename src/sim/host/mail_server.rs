//! A mail server: takes mail, looks where it must go, hands it on or keeps it in a box.
//!
//! Provider, relays and destination are the same program with other settings. It takes
//! responsibility when it says 250; from then on the message is in its queue.
//!
//! Simplified: what cannot be handed on is given up at once (no retries, no reports yet).

use super::session::Machine;
use super::{Call, POP3_PORT, SMTP_PORT, SUBMISSION_PORT, note};
use crate::sim::address::{Domain, Mailbox, ReversePath};
use crate::sim::cast::HostId;
use crate::sim::dns::{
    Answer, LookupError, LookupId, MailRoute, MxHost, MxVerdict, Question, Resolver, ResolverEvent,
    implicit_route, route_by_mx,
};
use crate::sim::message;
use crate::sim::net::stack::{SocketHandle, Stack};
use crate::sim::pop3::{self, Maildrops};
use crate::sim::random::Random;
use crate::sim::smtp::{self, Reply, Transaction};
use crate::sim::time::{Duration, Instant};
use crate::sim::trace::{ConnectionId, EventKind, PacketId, Route};
use crate::sim::world::{Alarm, CHECK_DELAY, World};
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
    last_question: BTreeMap<LookupId, String>,
    /// Questions that left since the last look, to be joined with their packets.
    asked: VecDeque<EventKind>,
    random: Random,
}

/// What makes a mail server a provider's, a relay or a destination.
pub(super) struct Settings {
    /// Domains whose boxes are here.
    pub(super) local_domains: Vec<Domain>,
    /// Next servers by domain, instead of the registry's word.
    pub(super) route_table: Vec<(Domain, String)>,
    /// Whom it sends for: user name and password.
    pub(super) customers: Vec<(String, String)>,
    /// Who looks for mail when something reaches a box.
    pub(super) owners: Vec<(Mailbox, HostId)>,
    /// Largest message, in bytes.
    pub(super) size_limit: u64,
}

/// A message in the queue, for recipients in one domain.
struct Entry {
    queue_id: String,
    reverse_path: ReversePath,
    recipients: Vec<Mailbox>,
    message: Arc<[u8]>,
    state: EntryState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryState {
    /// Nobody has looked at it yet.
    New,
    /// It is being looked up or handed on.
    Busy,
}

/// What a look-up is for.
struct Pending {
    number: u32,
    queue_id: String,
    question: String,
    purpose: Purpose,
}

enum Purpose {
    /// Which hosts take mail for the domain?
    Exchangers(Domain),
    /// The domain names none: has it an address itself (RFC 5321 section 5.1)?
    OwnAddress(Domain),
    /// What is the address of this host? The others are tried when it has none.
    Address { server: Domain, others: VecDeque<Domain> },
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
        }
    }

    /// Takes a call on `port`.
    pub(super) fn answer(&self, port: u16, peer_ip: Ipv4Addr) -> Machine {
        if port == POP3_PORT {
            return Machine::Pop3(Box::new(pop3::Server::new(self.name.to_string())));
        }
        Machine::Smtp(Box::new(smtp::Server::new(smtp::ServerConfig {
            name: self.name.clone(),
            size_limit: self.settings.size_limit,
            submission: port == SUBMISSION_PORT,
            peer_ip,
        })))
    }

    /// The desk at which one SMTP session decides.
    pub(super) fn desk<'a>(
        &'a mut self,
        host: HostId,
        connection: ConnectionId,
        world: &'a mut World,
    ) -> Desk<'a> {
        Desk { server: self, host, connection, world }
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
                pop3::ServerEvent::Unlocked { box_name } => {
                    EventKind::Unlocked { connection, box_name }
                }
                pop3::ServerEvent::RefusedPassword { user } => {
                    EventKind::KeyRefused { connection, user }
                }
                pop3::ServerEvent::Deleted { box_name, uids } => {
                    EventKind::Deleted { connection, box_name, count: uids.len() }
                }
                _ => continue,
            };
            note(host, world, kind);
        }
    }

    /// Looks at what is new in the queue, one domain at a time.
    pub(super) fn run_queue(&mut self, host: HostId, world: &mut World) {
        while let Some(entry) = self.queue.iter_mut().find(|e| e.state == EntryState::New) {
            entry.state = EntryState::Busy;
            let (queue_id, recipients) = (entry.queue_id.clone(), entry.recipients.clone());
            let Some(domain) = recipients.first().map(|mailbox| mailbox.domain.clone()) else {
                continue;
            };
            let table = self.settings.route_table.iter().find(|(name, _)| *name == domain);
            let route = if self.settings.local_domains.contains(&domain) {
                Route::Here
            } else if let Some((_, next)) = table {
                Route::Table(next.clone())
            } else {
                Route::Registry
            };
            let kind =
                EventKind::Sorted { queue_id: queue_id.clone(), recipients, route: route.clone() };
            note(host, world, kind);
            match route {
                Route::Here => self.deliver(host, &queue_id, world),
                Route::Table(next) => match next.parse() {
                    Ok(server) => self.look_up_address(queue_id, server, VecDeque::new(), world),
                    Err(_) => self.give_up(host, &queue_id, "bad route table", world),
                },
                Route::Registry => {
                    let question = Question::mx(domain.clone());
                    self.look_up(queue_id, question, Purpose::Exchangers(domain), world);
                }
            }
        }
    }

    /// Puts a message into the boxes of its recipients.
    fn deliver(&mut self, host: HostId, queue_id: &str, world: &mut World) {
        let Some(entry) = self.take(queue_id) else {
            return;
        };
        let header = message::return_path_line(&entry.reverse_path);
        let stored: Arc<[u8]> = message::prepend(&header, &entry.message).into();
        let id = world.keep(stored.clone());
        for mailbox in entry.recipients {
            let Some(maildrop) = self.maildrops.get_mut(&mailbox.local_part.box_name()) else {
                continue;
            };
            maildrop.store(stored.clone());
            let owner = self.settings.owners.iter().find(|(owner, _)| owner.same_box(&mailbox));
            if let Some((_, computer)) = owner {
                world.alarm_in(*computer, CHECK_DELAY, Alarm::CheckMail);
            }
            let kind = EventKind::Stored {
                mailbox,
                message: id,
                added: header.len(),
                reverse_path: entry.reverse_path.clone(),
            };
            note(host, world, kind);
        }
    }

    fn look_up(
        &mut self,
        queue_id: String,
        question: Question,
        purpose: Purpose,
        world: &mut World,
    ) {
        let text = question.to_string();
        let number = u32::try_from(self.lookups.len()).unwrap_or(u32::MAX);
        let id = self.resolver.lookup(world.now, question);
        self.lookups.insert(id, Pending { number, queue_id, question: text, purpose });
    }

    fn look_up_address(
        &mut self,
        queue_id: String,
        server: Domain,
        others: VecDeque<Domain>,
        world: &mut World,
    ) {
        let question = Question::a(server.clone());
        self.look_up(queue_id, question, Purpose::Address { server, others }, world);
    }

    /// The socket for queries from this port.
    pub(super) fn socket_for(&mut self, port: u16, stack: &mut Stack) -> SocketHandle {
        *self.sockets.entry(port).or_insert_with(|| stack.udp_bind(port).0)
    }

    /// Writes down what the resolver did.
    pub(super) fn note_resolver(
        &mut self,
        host: HostId,
        world: &mut World,
        arrived: Option<PacketId>,
    ) {
        while let Some(event) = self.resolver.poll_event() {
            let number = |lookup: LookupId| self.lookups.get(&lookup).map_or(0, |p| p.number);
            let by_address = |address| world.trace.cast.by_address(address).map(|host| host.id);
            let kind = match event {
                ResolverEvent::Asked { lookup, server, question, .. } => {
                    let Some(server) = by_address(server) else {
                        continue;
                    };
                    let question = question.to_string();
                    let number = number(lookup);
                    self.last_question.insert(lookup, question.clone());
                    let packet = PacketId(0);
                    self.asked.push_back(EventKind::Asked {
                        lookup: number,
                        packet,
                        server,
                        question,
                    });
                    continue;
                }
                ResolverEvent::Referred { lookup, server, .. }
                | ResolverEvent::Alias { lookup, server, .. }
                | ResolverEvent::Answered { lookup, server, .. } => {
                    let (Some(server), Some(packet)) = (by_address(server), arrived) else {
                        continue;
                    };
                    EventKind::Answered {
                        lookup: number(lookup),
                        packet,
                        server,
                        question: self.last_question.get(&lookup).cloned().unwrap_or_default(),
                        referral: matches!(event, ResolverEvent::Referred { .. }),
                    }
                }
                ResolverEvent::FromCache { lookup, question, .. } => {
                    EventKind::Remembered { lookup: number(lookup), question: question.to_string() }
                }
                _ => continue,
            };
            note(host, world, kind);
        }
    }

    /// A query has left in this packet.
    pub(super) fn note_asked(&mut self, host: HostId, world: &mut World, sent: Option<PacketId>) {
        self.note_resolver(host, world, None);
        if let (Some(mut kind), Some(id)) = (self.asked.pop_front(), sent) {
            if let EventKind::Asked { packet, .. } = &mut kind {
                *packet = id;
            }
            note(host, world, kind);
        }
    }

    /// Goes on with what the resolver has found.
    pub(super) fn act_on_answers(&mut self, host: HostId, world: &mut World) -> bool {
        let mut busy = false;
        while let Some((id, answer)) = self.resolver.poll_answer() {
            self.note_resolver(host, world, None);
            let Some(pending) = self.lookups.get(&id) else {
                continue;
            };
            busy = true;
            let result = match &answer {
                Ok(answer) => Ok(in_words(answer)),
                Err(error) => Err(error.to_string()),
            };
            let kind = EventKind::LookedUp {
                lookup: pending.number,
                question: pending.question.clone(),
                result,
            };
            note(host, world, kind);
            let queue_id = pending.queue_id.clone();
            match &pending.purpose {
                Purpose::Exchangers(domain) => match route_by_mx(&answer) {
                    MxVerdict::Route(route) => self.take_route(host, queue_id, route, world),
                    MxVerdict::AskForAddress => {
                        let domain = domain.clone();
                        let question = Question::a(domain.clone());
                        self.look_up(queue_id, question, Purpose::OwnAddress(domain), world);
                    }
                },
                Purpose::OwnAddress(domain) => {
                    let route = implicit_route(domain, &answer);
                    self.take_route(host, queue_id, route, world);
                }
                Purpose::Address { server, others } => {
                    let (server, others) = (server.clone(), others.clone());
                    self.found_address(host, queue_id, &server, others, answer, world);
                }
            }
        }
        busy
    }

    fn take_route(&mut self, host: HostId, queue_id: String, route: MailRoute, world: &mut World) {
        let reason = match route {
            MailRoute::Exchangers(hosts) => {
                let mut hosts: VecDeque<Domain> = hosts.into_iter().map(|(_, host)| host).collect();
                match hosts.pop_front() {
                    Some(first) => return self.look_up_address(queue_id, first, hosts, world),
                    None => "the domain names no usable server",
                }
            }
            MailRoute::Implicit(domain) => {
                return self.look_up_address(queue_id, domain, VecDeque::new(), world);
            }
            MailRoute::NoUsableExchanger => "the domain names no usable server",
            MailRoute::NullMx => "the domain takes no mail",
            MailRoute::NoSuchDomain => "there is no such domain",
            MailRoute::TemporaryFailure => "the registry does not answer",
        };
        self.give_up(host, &queue_id, reason, world);
    }

    fn found_address(
        &mut self,
        host: HostId,
        queue_id: String,
        server: &Domain,
        mut others: VecDeque<Domain>,
        answer: Result<Answer, LookupError>,
        world: &mut World,
    ) {
        let address = match answer {
            Ok(Answer::A(addresses, _)) => addresses.first().copied(),
            _ => None,
        };
        let to = address.and_then(|address| world.trace.cast.by_address(address));
        let (Some(address), Some(to)) = (address, to.map(|host| host.id)) else {
            match others.pop_front() {
                Some(next) => self.look_up_address(queue_id, next, others, world),
                None => self.give_up(host, &queue_id, "the next server has no address", world),
            }
            return;
        };
        let server = server.to_string();
        note(host, world, EventKind::Routed { queue_id: queue_id.clone(), server, address });
        let Some(entry) = self.queue.iter().find(|entry| entry.queue_id == queue_id) else {
            return;
        };
        let client = Box::new(smtp::Client::new(smtp::ClientConfig {
            helo_name: self.name.to_string(),
            credentials: None,
            reverse_path: entry.reverse_path.clone(),
            recipients: entry.recipients.clone(),
            message: entry.message.clone(),
        }));
        let machine = Machine::SmtpCall { client, queue_id, told: false };
        self.calls.push(Call { to, port: SMTP_PORT, machine });
    }

    /// Calls to be made now.
    pub(super) fn take_calls(&mut self) -> Vec<Call> {
        std::mem::take(&mut self.calls)
    }

    /// A transaction has come to something: the message leaves the queue.
    pub(super) fn finished(&mut self, queue_id: &str) {
        self.take(queue_id);
    }

    fn give_up(&mut self, host: HostId, queue_id: &str, reason: &str, world: &mut World) {
        let Some(entry) = self.take(queue_id) else {
            return;
        };
        let kind = EventKind::NotHandedOn {
            queue_id: entry.queue_id,
            recipients: entry.recipients,
            reason: reason.to_owned(),
            transient: false,
        };
        note(host, world, kind);
    }

    fn take(&mut self, queue_id: &str) -> Option<Entry> {
        let at = self.queue.iter().position(|entry| entry.queue_id == queue_id)?;
        Some(self.queue.remove(at))
    }
}

/// Where one SMTP session asks what to do.
pub(super) struct Desk<'a> {
    server: &'a mut MailServer,
    host: HostId,
    connection: ConnectionId,
    world: &'a mut World,
}

impl smtp::Policy for Desk<'_> {
    fn authenticate(&mut self, user: &str, password: &str) -> bool {
        let known = self.server.settings.customers.iter().any(|(u, p)| u == user && p == password);
        if known {
            let (connection, user) = (self.connection, user.to_owned());
            note(self.host, self.world, EventKind::Authenticated { connection, user });
        }
        known
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        let settings = &self.server.settings;
        if settings.local_domains.contains(&mailbox.domain) {
            let box_name = mailbox.local_part.box_name();
            return match self.server.maildrops.get(&box_name) {
                Some(_) => Ok(()),
                None => Err(Reply::coded::<550, 1, 1>("No such mailbox here")),
            };
        }
        // On the submission port nobody gets this far without having signed in.
        let submission = self.world.trace.connections[self.connection].server.1 == SUBMISSION_PORT;
        let relays = settings.route_table.iter().any(|(domain, _)| *domain == mailbox.domain);
        if submission || relays {
            Ok(())
        } else {
            Err(Reply::coded::<550, 7, 1>("This server does not relay for you"))
        }
    }

    fn message(&mut self, now: Instant, transaction: Transaction) -> Result<String, Reply> {
        let id = self.server.random.next_u64() >> 16;
        let queue_id = format!("{id:012X}");
        let peer = self.world.trace.connections[self.connection].client.0;
        let header = message::received_line(
            &message::Received {
                helo: &transaction.helo,
                reverse_name: Some(&self.world.trace.cast.host(peer).name),
                ip: transaction.peer_ip,
                by: self.server.name.as_str(),
                esmtp: transaction.esmtp,
                authenticated: transaction.authenticated.is_some(),
                id: &queue_id,
                recipients: &transaction.forward_paths,
            },
            now,
        );
        let mut body = transaction.body;
        body.splice(0..0, header.bytes());
        let stored: Arc<[u8]> = body.into();
        let message = self.world.keep(stored.clone());
        note(
            self.host,
            self.world,
            EventKind::Accepted {
                connection: self.connection,
                queue_id: queue_id.clone(),
                message,
                added: header.len(),
                recipients: transaction.forward_paths.clone(),
            },
        );
        for (n, recipients) in by_domain(transaction.forward_paths).into_iter().enumerate() {
            // Every group is an entry of its own, so that one can be done while another waits.
            let queue_id = if n == 0 { queue_id.clone() } else { format!("{queue_id}-{n}") };
            self.server.queue.push(Entry {
                queue_id,
                reverse_path: transaction.reverse_path.clone(),
                recipients,
                message: stored.clone(),
                state: EntryState::New,
            });
        }
        self.world.alarm_in(self.host, QUEUE_DELAY, Alarm::Queue);
        Ok(queue_id)
    }
}

/// Recipients grouped by domain, in order of appearance.
fn by_domain(recipients: Vec<Mailbox>) -> Vec<Vec<Mailbox>> {
    let mut groups: Vec<Vec<Mailbox>> = Vec::new();
    for mailbox in recipients {
        match groups.iter_mut().find(|group| group[0].domain == mailbox.domain) {
            Some(group) => group.push(mailbox),
            None => groups.push(vec![mailbox]),
        }
    }
    groups
}

/// An answer as people write it: `10 mx.allbusiness.com`, `198.51.100.26`.
fn in_words(answer: &Answer) -> String {
    let items: Vec<String> = match answer {
        Answer::Mx(exchangers, _) => exchangers
            .iter()
            .map(|(preference, host)| match host {
                MxHost::Host(name) => format!("{preference} {name}"),
                MxHost::Null => format!("{preference} ."),
            })
            .collect(),
        Answer::A(addresses, _) => addresses.iter().map(ToString::to_string).collect(),
        Answer::NoData => return "nothing".to_owned(),
    };
    items.join(", ")
}
