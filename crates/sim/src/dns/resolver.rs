//! An iterative, caching resolver (RFC 1034 section 5.3.3) without I/O: it says which datagrams to
//! send and when to wake it, and is told what arrives. Any number of look-ups run at once.
//!
//! Simplified: no EDNS in its questions, so that their bytes stay easy to read; UDP over IPv4 only;
//! servers are asked in the order they are named, not the fastest first; no DNSSEC; equal look-ups
//! at the same time each ask for themselves.

use super::cache::{Cache, Delegation, Fact};
use super::event::ResolverEvent;
use super::ids::Ids;
use super::name::DnsName;
use super::question::{Answer, LookupError, LookupId, Question, RecordType, on_wire};
use super::response::{self, ResponseContent};
use domain::base::{Message, MessageBuilder, StaticCompressor};
use model::address::Domain;
use model::limits::dns::{MAX_ALIASES, MAX_DEPTH, MAX_QUESTIONS, MAX_UDP};
use model::sorted_map::SortedMap;
use model::time::{Duration, Instant};
use std::collections::VecDeque;
use std::net::Ipv4Addr;

/// How often a silent server is asked, unless told otherwise.
pub const TRIES_PER_SERVER: u8 = 2;

/// How a resolver works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolverConfig {
    /// Addresses of the root's servers, the first one asked first.
    pub roots: Vec<Ipv4Addr>,
    /// Where query ids and source ports come from.
    pub seed: u64,
    /// How long to wait for a server's first answer; twice as long each time it is asked again.
    pub timeout: Duration,
    /// How often one server is asked before the next one; at least once.
    pub tries_per_server: u8,
}

impl ResolverConfig {
    /// Two seconds, and two tries for each server.
    pub const fn new(roots: Vec<Ipv4Addr>, seed: u64) -> Self {
        Self { roots, seed, timeout: Duration::from_secs(2), tries_per_server: TRIES_PER_SERVER }
    }
}

/// A question on its way to a name server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmit {
    /// To port 53 of this address.
    pub to: Ipv4Addr,
    /// From this port, which is open until the answer or the timeout
    /// ([`Resolver::open_ports`]).
    pub local_port: u16,
    /// The message, at most 512 octets.
    pub bytes: Vec<u8>,
}

/// The resolver. After every `lookup` and `handle_…`, ask all the `poll_…`.
#[derive(Clone, Debug)]
pub struct Resolver {
    config: ResolverConfig,
    ids: Ids,
    cache: Cache,
    tasks: SortedMap<LookupId, Task>,
    next_id: u64,
    // Tasks that can do a step without waiting.
    ready: VecDeque<LookupId>,
    transmits: VecDeque<Transmit>,
    answers: VecDeque<(LookupId, Result<Answer, LookupError>)>,
    events: VecDeque<ResolverEvent>,
}

// One look-up: from outside, or for the address of a name server.
#[derive(Clone, Debug)]
struct Task {
    top: LookupId,
    parent: Option<LookupId>,
    depth: u8,
    question: Question,
    // What is asked now: the question's name, or where aliases have led.
    name: Domain,
    aliases: u8,
    // The smallest TTL on the way so far.
    ttl: u32,
    asked: bool,
    // Questions that may still be sent; counted where `top` is this task itself.
    budget: u16,
    attempt: Attempt,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    // Look into the cache, then at the closest known zone.
    Begin,
    // Ask a server of the zone at hand.
    Choose,
    // Wait for its answer.
    Asked(Sent),
    // Wait until another task has found a server's address.
    Address,
}

// The servers of the zone at hand that have not failed yet.
#[derive(Clone, Debug, Default)]
struct Attempt {
    zone: Option<DnsName>,
    servers: VecDeque<Ipv4Addr>,
    hosts: VecDeque<Domain>,
    tries: u8,
    silent: bool,
    faulty: bool,
}

#[derive(Clone, Copy, Debug)]
struct Sent {
    server: Ipv4Addr,
    id: u16,
    port: u16,
    deadline: Instant,
}

impl Resolver {
    /// A resolver that knows nothing but the root's servers.
    pub fn new(config: ResolverConfig) -> Self {
        Self {
            ids: Ids::new(config.seed),
            config,
            cache: Cache::default(),
            tasks: SortedMap::default(),
            next_id: 0,
            ready: VecDeque::new(),
            transmits: VecDeque::new(),
            answers: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// Starts a look-up. Its answer comes from [`Resolver::poll_answer`], at once if it is cached.
    pub fn lookup(&mut self, now: Instant, question: Question) -> LookupId {
        let id = self.spawn(question, None);
        self.run(now);
        id
    }

    /// Takes in a datagram that arrived at `local_port` from port 53 of `from`. What does not
    /// belong to an open question is ignored.
    pub fn handle_datagram(&mut self, now: Instant, from: Ipv4Addr, local_port: u16, bytes: &[u8]) {
        let Ok(message) = Message::from_slice(bytes) else {
            return;
        };
        let awaited = self.tasks.iter().find_map(|(id, task)| {
            let sent = task.sent()?;
            let belongs = sent.port == local_port
                && sent.server == from
                && response::belongs_to(message, sent.id, &task.wire_name(), task.question.rtype);
            belongs.then_some(*id)
        });
        if let Some(id) = awaited {
            self.take_response(now, id, from, message);
            self.run(now);
        }
    }

    /// The next datagram to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.transmits.pop_front()
    }

    /// When to call [`Resolver::handle_timeout`], if nothing happens before.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.open_questions().map(|sent| sent.deadline).min()
    }

    /// Tells that it is `now`: what has been silent for too long is asked again, or the next one.
    pub fn handle_timeout(&mut self, now: Instant) {
        for (id, task) in self.tasks.iter_mut() {
            let Some(sent) = task.sent().filter(|sent| sent.deadline <= now) else {
                continue;
            };
            self.events.push_back(ResolverEvent::TimedOut {
                lookup: task.top,
                server: sent.server,
                question: task.asked_question(),
                try_number: task.attempt.tries,
            });
            task.attempt.silent = true;
            task.state = State::Choose;
            self.ready.push_back(*id);
        }
        self.run(now);
    }

    /// The next finished look-up. Each is given once.
    pub fn poll_answer(&mut self) -> Option<(LookupId, Result<Answer, LookupError>)> {
        self.answers.pop_front()
    }

    /// The next thing to put into the trace.
    pub fn poll_event(&mut self) -> Option<ResolverEvent> {
        self.events.pop_front()
    }

    /// The local ports at which an answer is awaited now; all others can be closed.
    pub fn open_ports(&self) -> impl Iterator<Item = u16> {
        self.open_questions().map(|sent| sent.port)
    }

    fn open_questions(&self) -> impl Iterator<Item = Sent> {
        self.tasks.values().filter_map(Task::sent)
    }

    fn run(&mut self, now: Instant) {
        while let Some(id) = self.ready.pop_front() {
            match self.tasks.get(&id).map(|task| &task.state) {
                Some(State::Begin) => self.begin(now, id),
                Some(State::Choose) => self.choose(now, id),
                Some(State::Asked(_) | State::Address) | None => {}
            }
        }
    }

    fn spawn(&mut self, question: Question, parent: Option<(LookupId, &Task)>) -> LookupId {
        let id = LookupId(self.next_id);
        self.next_id += 1;
        let task = Task {
            top: parent.map_or(id, |(_, task)| task.top),
            parent: parent.map(|(id, _)| id),
            depth: parent.map_or(0, |(_, task)| task.depth + 1),
            name: question.name.clone(),
            question,
            aliases: 0,
            ttl: u32::MAX,
            asked: false,
            budget: MAX_QUESTIONS,
            attempt: Attempt::default(),
            state: State::Begin,
        };
        self.tasks.insert(id, task);
        self.ready.push_back(id);
        id
    }

    fn begin(&mut self, now: Instant, id: LookupId) {
        let Some(mut task) = self.tasks.remove(&id) else {
            return;
        };
        while let Some((fact, ttl)) = self.cache.fact(&task.wire_name(), task.question.rtype, now) {
            let Some(result) = task.learn(fact, ttl) else {
                continue;
            };
            if let Err(error) = &result
                && error.is_temporary()
            {
                return self.give_up(id, &task, *error);
            }
            let question = if task.asked { task.asked_question() } else { task.question.clone() };
            self.events.push_back(ResolverEvent::FromCache {
                lookup: task.top,
                question,
                result: result.clone(),
                remaining: task.ttl,
            });
            return self.finish(id, task.parent, result);
        }
        task.attempt = self.cache.closest_delegation(&task.wire_name(), now).map_or_else(
            || Attempt::at_root(&self.config.roots),
            |delegation| Attempt::at(&delegation, &self.cache, now),
        );
        task.state = State::Choose;
        self.tasks.insert(id, task);
        self.ready.push_back(id);
    }

    // Asks the server at hand again, or the next one, or for the next one's address; or gives up.
    fn choose(&mut self, now: Instant, id: LookupId) {
        let Some(mut task) = self.tasks.remove(&id) else {
            return;
        };
        if task.attempt.tries >= self.config.tries_per_server.max(1) {
            task.attempt.next_server();
        }
        let way_left = !task.attempt.servers.is_empty() || !task.attempt.hosts.is_empty();
        if !way_left {
            let error = if task.attempt.silent && !task.attempt.faulty {
                LookupError::Timeout
            } else {
                LookupError::ServerFailure
            };
            return self.give_up(id, &task, error);
        }
        if !self.spend(&mut task, id) {
            return self.give_up(id, &task, LookupError::ServerFailure);
        }
        if let Some(server) = task.attempt.servers.front().copied() {
            self.ask(now, id, task, server);
        } else if let Some(host) = task.attempt.hosts.pop_front() {
            if task.depth < MAX_DEPTH {
                task.state = State::Address;
                self.spawn(Question::a(host), Some((id, &task)));
            } else {
                task.attempt.faulty = true;
                self.ready.push_back(id);
            }
            self.tasks.insert(id, task);
        }
    }

    // Every step counts against the look-up from outside, so that no peer can keep it busy.
    fn spend(&mut self, task: &mut Task, id: LookupId) -> bool {
        let budget = if task.top == id {
            Some(&mut task.budget)
        } else {
            self.tasks.get_mut(&task.top).map(|top| &mut top.budget)
        };
        match budget.and_then(|left| Some((left.checked_sub(1)?, left))) {
            Some((rest, left)) => {
                *left = rest;
                true
            }
            None => false,
        }
    }

    fn ask(&mut self, now: Instant, id: LookupId, mut task: Task, server: Ipv4Addr) {
        let open: Vec<u16> = self.open_ports().collect();
        let query_id = self.ids.query_id();
        let port = self.ids.port(|port| open.contains(&port));
        let bytes = write_query(query_id, &task.wire_name(), task.question.rtype);
        let (Some(port), Some(bytes)) = (port, bytes) else {
            return self.give_up(id, &task, LookupError::ServerFailure);
        };
        let wait = self.config.timeout.micros();
        let wait = wait.saturating_mul(1 << task.attempt.tries.min(16));
        task.attempt.tries = task.attempt.tries.saturating_add(1);
        task.asked = true;
        task.state = State::Asked(Sent {
            server,
            id: query_id,
            port,
            deadline: now + Duration::from_micros(wait),
        });
        self.events.push_back(ResolverEvent::Asked {
            lookup: task.top,
            server,
            zone: task.attempt.zone(),
            question: task.asked_question(),
            try_number: task.attempt.tries,
            id: query_id,
        });
        self.transmits.push_back(Transmit { to: server, local_port: port, bytes });
        self.tasks.insert(id, task);
    }

    fn take_response(
        &mut self,
        now: Instant,
        id: LookupId,
        server: Ipv4Addr,
        message: &Message<[u8]>,
    ) {
        let Some(mut task) = self.tasks.remove(&id) else {
            return;
        };
        let lookup = task.top;
        let zone = task.attempt.zone();
        match response::read(message, &zone, &task.wire_name(), task.question.rtype) {
            Ok(ResponseContent::Facts(facts)) => {
                return self.take_facts(now, id, task, server, facts);
            }
            Ok(ResponseContent::Referral(delegation, ttl)) => {
                self.events.push_back(ResolverEvent::Referred {
                    lookup,
                    server,
                    zone: delegation.zone.clone(),
                    servers: delegation.servers.iter().map(|(host, _)| host.clone()).collect(),
                });
                task.attempt = Attempt::at(&delegation, &self.cache, now);
                self.cache.learn_delegation(delegation, ttl, now);
            }
            Err(fault) => {
                self.events.push_back(ResolverEvent::ServerFailed { lookup, server, fault });
                task.attempt.faulty = true;
                task.attempt.next_server();
            }
        }
        task.state = State::Choose;
        self.tasks.insert(id, task);
        self.ready.push_back(id);
    }

    fn take_facts(
        &mut self,
        now: Instant,
        id: LookupId,
        mut task: Task,
        server: Ipv4Addr,
        facts: Vec<(DnsName, Fact, u32)>,
    ) {
        for (owner, fact, ttl) in facts {
            let rtype = task.question.rtype;
            self.cache.learn(owner, rtype, fact.clone(), ttl, now);
            if let Fact::Alias(target) = &fact {
                self.events.push_back(ResolverEvent::Alias {
                    lookup: task.top,
                    server,
                    name: task.name.clone(),
                    target: target.clone(),
                });
            }
            let Some(result) = task.learn(fact, ttl) else {
                continue;
            };
            if let Err(error) = &result
                && error.is_temporary()
            {
                return self.give_up(id, &task, *error);
            }
            self.events.push_back(ResolverEvent::Answered {
                lookup: task.top,
                server,
                question: task.asked_question(),
                result: result.clone(),
                ttl: task.ttl,
            });
            return self.finish(id, task.parent, result);
        }
        task.state = State::Begin;
        self.tasks.insert(id, task);
        self.ready.push_back(id);
    }

    fn give_up(&mut self, id: LookupId, task: &Task, error: LookupError) {
        if task.parent.is_none() {
            self.events.push_back(ResolverEvent::Failed {
                lookup: id,
                question: task.question.clone(),
                error,
            });
        }
        self.finish(id, task.parent, Err(error));
    }

    // The task has already been taken out of the table.
    fn finish(
        &mut self,
        id: LookupId,
        parent: Option<LookupId>,
        result: Result<Answer, LookupError>,
    ) {
        let Some(parent_id) = parent else {
            self.answers.push_back((id, result));
            return;
        };
        let Some(parent) = self.tasks.get_mut(&parent_id) else {
            return;
        };
        match result {
            Ok(Answer::A(addresses, _)) => parent.attempt.servers.extend(addresses),
            Err(LookupError::Timeout) => parent.attempt.silent = true,
            _ => parent.attempt.faulty = true,
        }
        parent.state = State::Choose;
        self.ready.push_back(parent_id);
    }
}

impl Task {
    fn wire_name(&self) -> DnsName {
        DnsName::from(&self.name)
    }

    fn asked_question(&self) -> Question {
        Question { name: self.name.clone(), rtype: self.question.rtype }
    }

    fn sent(&self) -> Option<Sent> {
        match self.state {
            State::Asked(sent) => Some(sent),
            _ => None,
        }
    }

    // Takes in a fact about the name at hand. `None`: an alias; the look-up goes on.
    fn learn(&mut self, fact: Fact, ttl: u32) -> Option<Result<Answer, LookupError>> {
        self.ttl = self.ttl.min(ttl);
        match fact {
            Fact::Alias(target) => {
                self.aliases += 1;
                self.name = target;
                (self.aliases > MAX_ALIASES).then_some(Err(LookupError::ServerFailure))
            }
            Fact::Mx(hosts) => Some(Ok(Answer::Mx(hosts, self.ttl))),
            Fact::A(addresses) => Some(Ok(Answer::A(addresses, self.ttl))),
            Fact::NoData => Some(Ok(Answer::NoData)),
            Fact::NxDomain => Some(Err(LookupError::NxDomain)),
        }
    }
}

impl Attempt {
    fn at_root(roots: &[Ipv4Addr]) -> Self {
        Self { servers: roots.iter().copied().collect(), ..Self::default() }
    }

    fn at(delegation: &Delegation, cache: &Cache, now: Instant) -> Self {
        let mut attempt = Self { zone: Some(delegation.zone.clone()), ..Self::default() };
        for (host, glue) in &delegation.servers {
            let known = match cache.fact(host, RecordType::A, now) {
                _ if !glue.is_empty() => glue.clone(),
                Some((Fact::A(addresses), _)) => addresses,
                _ => Vec::new(),
            };
            // A server within its own zone cannot be found without glue.
            let findable = known.is_empty() && !host.is_within(&delegation.zone);
            attempt.hosts.extend(host.to_domain().filter(|_| findable));
            for address in known {
                if !attempt.servers.contains(&address) {
                    attempt.servers.push_back(address);
                }
            }
        }
        attempt
    }

    fn zone(&self) -> DnsName {
        self.zone.clone().unwrap_or_else(DnsName::root)
    }

    fn next_server(&mut self) {
        self.servers.pop_front();
        self.tries = 0;
    }
}

// A plain question without the wish for recursion (RD).
fn write_query(id: u16, name: &DnsName, rtype: RecordType) -> Option<Vec<u8>> {
    let mut message =
        MessageBuilder::from_target(StaticCompressor::new(Vec::with_capacity(MAX_UDP))).ok()?;
    message.header_mut().set_id(id);
    let mut message = message.question();
    message.push((name.as_wire(), on_wire(rtype))).ok()?;
    Some(message.finish().into_target())
}
