//! Where a message goes next: by the server's own table, or by what the registry says.

use super::MailServer;
use super::queue::EntryState;
use crate::dns::{
    Answer, LookupError, LookupId, MailRoute, MxVerdict, Question, ResolverEvent, implicit_route,
    route_by_mx,
};
use crate::host::session::SessionMachine;
use crate::host::{Call, SMTP_PORT, note};
use crate::net::stack::{SocketHandle, Stack};
use crate::smtp;
use crate::trace::{Cause, EventKind, PacketId, QueueId, Route};
use crate::world::World;
use model::address::Domain;
use model::cast::HostId;
use std::collections::VecDeque;

/// What a look-up is for.
pub(super) struct Pending {
    number: u32,
    queue_id: QueueId,
    question: Question,
    purpose: Purpose,
}

pub(super) enum Purpose {
    /// Which hosts take mail for the domain?
    Exchangers(Domain),
    /// The domain names none: has it an address itself (RFC 5321 section 5.1)?
    OwnAddress(Domain),
    /// What is the address of this host? The others are tried when it has none.
    Address { server: Domain, others: VecDeque<Domain> },
}

impl MailServer {
    /// Looks at what is due in the queue, one domain at a time.
    pub(in crate::host) fn run_queue(&mut self, host: HostId, world: &mut World) {
        let now = world.now;
        while let Some(entry) = self.queue.iter_mut().find(|entry| entry.is_due(now)) {
            entry.state = EntryState::Busy;
            entry.attempts += 1;
            let (queue_id, recipients) = (entry.queue_id, entry.recipients.clone());
            let attempt = entry.attempts;
            let Some(domain) = recipients.first().map(|mailbox| mailbox.domain.clone()) else {
                continue;
            };
            let table = self.settings.route_table.iter().find(|(name, _)| *name == domain);
            let route = if self.settings.local_domains.contains(&domain) {
                Route::Here
            } else if let Some((_, next)) = table {
                Route::Table(next.clone())
            } else {
                Route::MxLookup
            };
            let kind = if attempt == 1 {
                EventKind::RouteChosen { queue_id, recipients, route: route.clone() }
            } else {
                EventKind::TriesAgain { queue_id, recipients, attempt }
            };
            note(host, world, kind);
            match route {
                Route::Here => self.deliver(host, queue_id, world),
                Route::Table(next) => match next.parse() {
                    Ok(server) => self.look_up_address(queue_id, server, VecDeque::new(), world),
                    Err(_) => self.fail_all(host, queue_id, None, &Cause::NoUsableServer, world),
                },
                Route::MxLookup => {
                    let question = Question::mx(domain.clone());
                    self.look_up(queue_id, question, Purpose::Exchangers(domain), world);
                }
            }
        }
    }

    fn look_up(
        &mut self,
        queue_id: QueueId,
        question: Question,
        purpose: Purpose,
        world: &mut World,
    ) {
        let number = u32::try_from(self.lookups.len()).unwrap_or(u32::MAX);
        let id = self.resolver.lookup(world.now, question.clone());
        self.lookups.insert(id, Pending { number, queue_id, question, purpose });
    }

    fn look_up_address(
        &mut self,
        queue_id: QueueId,
        server: Domain,
        others: VecDeque<Domain>,
        world: &mut World,
    ) {
        let question = Question::a(server.clone());
        self.look_up(queue_id, question, Purpose::Address { server, others }, world);
    }

    /// The socket for queries from this port.
    pub(in crate::host) fn socket_for(&mut self, port: u16, stack: &mut Stack) -> SocketHandle {
        *self.sockets.entry(port).or_insert_with(|| stack.udp_bind(port).0)
    }

    /// Closes the sockets at which nothing is awaited any more.
    pub(in crate::host) fn close_sockets(&mut self, stack: &mut Stack) {
        if self.sockets.is_empty() {
            return;
        }
        let open: Vec<u16> = self.resolver.open_ports().collect();
        self.sockets.retain(|port, socket| {
            let keep = open.contains(port);
            if !keep {
                stack.udp_close(*socket);
            }
            keep
        });
    }

    /// Writes down what the resolver did.
    pub(in crate::host) fn note_resolver(
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
                    let question = self.last_question.get(&lookup).cloned();
                    let (Some(server), Some(packet), Some(question)) =
                        (by_address(server), arrived, question)
                    else {
                        continue;
                    };
                    EventKind::Answered {
                        lookup: number(lookup),
                        packet,
                        server,
                        question,
                        referral: matches!(event, ResolverEvent::Referred { .. }),
                    }
                }
                ResolverEvent::TimedOut { lookup, server, question, try_number } => {
                    let Some(server) = by_address(server) else {
                        continue;
                    };
                    let lookup = number(lookup);
                    EventKind::NoAnswer { lookup, server, question, tries: try_number }
                }
                ResolverEvent::FromCache { lookup, question, .. } => {
                    EventKind::Remembered { lookup: number(lookup), question }
                }
                _ => continue,
            };
            note(host, world, kind);
        }
    }

    /// A query has left in this packet.
    pub(in crate::host) fn note_asked(
        &mut self,
        host: HostId,
        world: &mut World,
        sent: Option<PacketId>,
    ) {
        self.note_resolver(host, world, None);
        if let (Some(mut kind), Some(id)) = (self.asked.pop_front(), sent) {
            if let EventKind::Asked { packet, .. } = &mut kind {
                *packet = id;
            }
            note(host, world, kind);
        }
    }

    /// Goes on with what the resolver has found.
    pub(in crate::host) fn act_on_answers(&mut self, host: HostId, world: &mut World) -> bool {
        let mut busy = false;
        while let Some((id, answer)) = self.resolver.poll_answer() {
            self.note_resolver(host, world, None);
            let Some(pending) = self.lookups.get(&id) else {
                continue;
            };
            busy = true;
            let kind = EventKind::LookedUp {
                lookup: pending.number,
                question: pending.question.clone(),
                result: answer.clone(),
            };
            note(host, world, kind);
            let queue_id = pending.queue_id;
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

    fn take_route(&mut self, host: HostId, queue_id: QueueId, route: MailRoute, world: &mut World) {
        let cause = match route {
            MailRoute::Exchangers(hosts) => {
                // A server that finds itself in the list leaves itself out, and all that are not
                // preferred to it: otherwise mail would go in circles (RFC 5321 section 5.1).
                let own = hosts.iter().find(|(_, host)| *host == self.name);
                let own = own.map(|(preference, _)| *preference);
                let better = |preference: u16| own.is_none_or(|own| preference < own);
                let hosts = hosts.into_iter().filter(|(preference, _)| better(*preference));
                let mut hosts: VecDeque<Domain> = hosts.map(|(_, host)| host).collect();
                match hosts.pop_front() {
                    Some(first) => return self.look_up_address(queue_id, first, hosts, world),
                    None => Cause::LoopsBack,
                }
            }
            MailRoute::Implicit(domain) => {
                return self.look_up_address(queue_id, domain, VecDeque::new(), world);
            }
            MailRoute::NoUsableExchanger => Cause::NoUsableServer,
            MailRoute::NullMx => Cause::NullMx,
            MailRoute::NoSuchDomain => Cause::NoSuchDomain,
            MailRoute::TemporaryFailure => Cause::DnsTimeout,
        };
        self.fail_all(host, queue_id, None, &cause, world);
    }

    fn found_address(
        &mut self,
        host: HostId,
        queue_id: QueueId,
        server: &Domain,
        others: VecDeque<Domain>,
        answer: Result<Answer, LookupError>,
        world: &mut World,
    ) {
        let (address, cause) = match answer {
            Ok(Answer::A(addresses, _)) => (addresses.first().copied(), Cause::NoUsableServer),
            Err(error) if error.is_temporary() => (None, Cause::DnsTimeout),
            _ => (None, Cause::NoUsableServer),
        };
        let to = address.and_then(|address| world.trace.cast.by_address(address));
        let to = to.map(|host| host.id);
        let Some(entry) = self.queue.iter_mut().find(|entry| entry.queue_id == queue_id) else {
            return;
        };
        entry.others = others;
        let (Some(address), Some(to)) = (address, to) else {
            return self.try_next(host, queue_id, server.as_str(), &cause, world);
        };
        let client = Box::new(smtp::Client::new(smtp::ClientConfig {
            helo_name: self.name.to_string(),
            credentials: None,
            reverse_path: entry.reverse_path.clone(),
            recipients: entry.recipients.clone(),
            message: entry.message.clone(),
        }));
        let server = server.to_string();
        note(host, world, EventKind::Routed { queue_id, server, address });
        let machine = SessionMachine::SmtpCall { client, queue_id: Some(queue_id), told: false };
        self.calls.push(Call { to, port: SMTP_PORT, machine });
    }

    /// One of the domain's servers was of no use: tries the next one, if there is any.
    pub(super) fn try_next(
        &mut self,
        host: HostId,
        queue_id: QueueId,
        server: &str,
        cause: &Cause,
        world: &mut World,
    ) {
        let entry = self.queue.iter_mut().find(|entry| entry.queue_id == queue_id);
        let mut others = entry.map(|entry| std::mem::take(&mut entry.others)).unwrap_or_default();
        let Some(next) = others.pop_front() else {
            return self.fail_all(host, queue_id, Some(server), cause, world);
        };
        let kind = EventKind::TriedAndFailed {
            queue_id,
            server: server.to_owned(),
            cause: cause.clone(),
            next: next.to_string(),
        };
        note(host, world, kind);
        self.look_up_address(queue_id, next, others, world);
    }
}
