//! Finds the next server for a domain, by what the registry says.

use crate::dns::{
    Answer, LookupError, LookupId, MailRoute, MxVerdict, Question, Resolver, ResolverEvent,
    implicit_route, route_by_mx,
};
use crate::host::context::Context;
use crate::host::ports::DNS_PORT;
use crate::net::stack::{SocketHandle, Stack};
use crate::trace::{Cause, EventKind, QueueId};
use model::address::Domain;
use model::cast::HostId;
use model::ids::PacketId;
use model::sorted_map::SortedMap;
use model::time::Instant;
use std::collections::VecDeque;
use std::net::Ipv4Addr;

/// The resolver of a server, and what it is asked for.
pub(super) struct Router {
    /// The server's name.
    name: Domain,
    resolver: Resolver,
    /// The resolver's sockets by local port.
    sockets: SortedMap<u16, SocketHandle>,
    lookups: SortedMap<LookupId, Pending>,
    /// The last question sent out for each look-up.
    last_question: SortedMap<LookupId, Question>,
    /// Questions that left since the last look, to be joined with their packets.
    asked: VecDeque<EventKind>,
}

/// What a look-up is for.
struct Pending {
    number: u32,
    queue_id: QueueId,
    question: Question,
    purpose: Purpose,
}

#[derive(Clone)]
enum Purpose {
    /// Which hosts take mail for the domain?
    Exchangers(Domain),
    /// The domain names none: has it an address itself (RFC 5321 section 5.1)?
    OwnAddress(Domain),
    /// What is the address of this host? The others are tried when it has none.
    Address { server: Domain, others: VecDeque<Domain> },
}

/// What an answer has led to.
pub(super) enum Progress {
    /// There is more to be asked.
    Asks,
    /// There is no server for this message.
    NoServer { queue_id: QueueId, cause: Cause },
    /// The next server for this message, where it is, and which others there are.
    Server {
        queue_id: QueueId,
        server: Domain,
        address: Result<(Ipv4Addr, HostId), Cause>,
        others: VecDeque<Domain>,
    },
}

impl Router {
    /// Finds servers for the server of this name.
    pub(super) fn new(name: Domain, resolver: Resolver) -> Self {
        Self {
            name,
            resolver,
            sockets: SortedMap::default(),
            lookups: SortedMap::default(),
            last_question: SortedMap::default(),
            asked: VecDeque::new(),
        }
    }

    /// Looks for the servers of a domain.
    pub(super) fn find_exchangers(&mut self, queue_id: QueueId, domain: Domain, now: Instant) {
        let question = Question::mx(domain.clone());
        self.look_up(queue_id, question, Purpose::Exchangers(domain), now);
    }

    /// Looks for the address of a server. The others are those left to try.
    pub(super) fn find_address(
        &mut self,
        queue_id: QueueId,
        server: Domain,
        others: VecDeque<Domain>,
        now: Instant,
    ) {
        let question = Question::a(server.clone());
        self.look_up(queue_id, question, Purpose::Address { server, others }, now);
    }

    fn look_up(&mut self, queue_id: QueueId, question: Question, purpose: Purpose, now: Instant) {
        let number = u32::try_from(self.lookups.len()).unwrap_or(u32::MAX);
        let id = self.resolver.lookup(now, question.clone());
        self.lookups.insert(id, Pending { number, queue_id, question, purpose });
    }

    /// Reads what name servers have said, and asks what is to be asked. True when anything moved.
    pub(super) fn pump(
        &mut self,
        stack: &mut Stack,
        context: &mut Context<'_>,
        arrived: Option<PacketId>,
    ) -> bool {
        let mut busy = false;
        for (port, socket) in self.sockets.iter() {
            while let Some((from, DNS_PORT, reply)) = stack.udp_receive(*socket) {
                self.resolver.handle_datagram(context.now(), from, *port, &reply);
                busy = true;
            }
        }
        self.note(context, arrived);
        while let Some(query) = self.resolver.poll_transmit() {
            let port = query.local_port;
            let socket = *self.sockets.get_or_insert_with(port, || stack.udp_bind(port).0);
            stack.udp_send(socket, (query.to, DNS_PORT), &query.bytes);
            context.poll(stack, None);
            let last = context.flush(stack);
            self.note_asked(context, last);
            busy = true;
        }
        busy
    }

    /// Goes on with what the resolver has found.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Option<Progress> {
        loop {
            let (id, answer) = self.resolver.poll_answer()?;
            self.note(context, None);
            let Some(pending) = self.lookups.get(&id) else { continue };
            context.record(EventKind::LookedUp {
                lookup: pending.number,
                question: pending.question.clone(),
                result: answer.clone(),
            });
            let (queue_id, purpose) = (pending.queue_id, pending.purpose.clone());
            return Some(self.progress(queue_id, purpose, answer, context));
        }
    }

    fn progress(
        &mut self,
        queue_id: QueueId,
        purpose: Purpose,
        answer: Result<Answer, LookupError>,
        context: &Context<'_>,
    ) -> Progress {
        let now = context.now();
        match purpose {
            Purpose::Exchangers(domain) => match route_by_mx(&answer) {
                MxVerdict::Route(route) => self.take_route(queue_id, route, now),
                MxVerdict::AskForAddress => {
                    let question = Question::a(domain.clone());
                    self.look_up(queue_id, question, Purpose::OwnAddress(domain), now);
                    Progress::Asks
                }
            },
            Purpose::OwnAddress(domain) => {
                self.take_route(queue_id, implicit_route(&domain, &answer), now)
            }
            Purpose::Address { server, others } => {
                let host =
                    |address: &Ipv4Addr| Some((*address, context.cast().by_address(*address)?.id));
                let address = match answer {
                    Ok(Answer::A(addresses, _)) => {
                        addresses.first().and_then(host).ok_or(Cause::NoUsableServer)
                    }
                    Err(error) if error.is_temporary() => Err(Cause::DnsTimeout),
                    _ => Err(Cause::NoUsableServer),
                };
                Progress::Server { queue_id, server, address, others }
            }
        }
    }

    fn take_route(&mut self, queue_id: QueueId, route: MailRoute, now: Instant) -> Progress {
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
                    Some(first) => {
                        self.find_address(queue_id, first, hosts, now);
                        return Progress::Asks;
                    }
                    None => Cause::LoopsBack,
                }
            }
            MailRoute::Implicit(domain) => {
                self.find_address(queue_id, domain, VecDeque::new(), now);
                return Progress::Asks;
            }
            MailRoute::NoUsableExchanger => Cause::NoUsableServer,
            MailRoute::NullMx => Cause::NullMx,
            MailRoute::NoSuchDomain => Cause::NoSuchDomain,
            MailRoute::TemporaryFailure => Cause::DnsTimeout,
        };
        Progress::NoServer { queue_id, cause }
    }

    /// Closes the sockets at which nothing is awaited any more.
    pub(super) fn close_sockets(&mut self, stack: &mut Stack) {
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
    fn note(&mut self, context: &mut Context<'_>, arrived: Option<PacketId>) {
        while let Some(event) = self.resolver.poll_event() {
            let number = |lookup: LookupId| self.lookups.get(&lookup).map_or(0, |p| p.number);
            let by_address = |address| context.cast().by_address(address).map(|host| host.id);
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
            context.record(kind);
        }
    }

    /// A query has left in this packet.
    fn note_asked(&mut self, context: &mut Context<'_>, sent: Option<PacketId>) {
        self.note(context, None);
        if let (Some(mut kind), Some(id)) = (self.asked.pop_front(), sent) {
            if let EventKind::Asked { packet, .. } = &mut kind {
                *packet = id;
            }
            context.record(kind);
        }
    }

    /// Time has passed.
    pub(super) fn handle_timeout(&mut self, now: Instant) {
        self.resolver.handle_timeout(now);
    }

    /// When time is to be told to it.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.resolver.poll_timeout()
    }

    /// Forgets what it only remembers for the record.
    pub(super) fn forget(&mut self) {
        if self.resolver.open_ports().next().is_none() {
            self.lookups.clear();
            self.last_question.clear();
        }
    }
}
