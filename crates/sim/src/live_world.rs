//! A world with real people in it: real programs call its servers from outside, and what they do
//! there the servers treat like everything else.
//!
//! Nobody inside sends, and nobody collects, except an owner who [makes
//! room](Condition::BoxFull) in a box that is too full. The world's clock is set from
//! outside ([`LiveWorld::advance`]).
//!
//! Simplified: calls from outside come in above TCP, so nothing happens to their packets. Who calls
//! the destination is taken for the provider's server, who calls the provider for the sender's
//! computer: the conditions are about those. One POP3 port opens the boxes of all servers. A domain
//! that takes no mail has nobody who takes calls for it.

use super::dns::DnsName;
use super::host::mail_server::{MailServer, SessionPolicy};
use super::host::setup::{People, apex};
use super::host::{Context, POP3_PORT, RunningHost, SMTP_PORT, SUBMISSION_PORT, ServerMachine};
use super::pop3::Maildrops;
use super::pop3::maildrop::{Boxes, OpenError, Snapshot};
use super::simulation::Simulation;
use super::smtp::{Instead, Point, Policy, Reply, Transaction};
use super::stream::Outbox;
use super::trace::Trace;
use super::world::{Alarm, Planned};
use model::address::{Mailbox, ReversePath};
use model::cast::HostId;
use model::condition::Condition;
use model::ids::{ConnectionId, EventId};
use model::limits::sockets::MOST_HELD_BYTES;
use model::scenario::Scenario;
use model::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// The ports that can be called from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// Where the provider takes its customers' mail.
    Submission,
    /// Where the first destination takes mail from other servers.
    Smtp,
    /// Where boxes are opened.
    Pop3,
}

impl Port {
    const fn number(self) -> u16 {
        match self {
            Self::Submission => SUBMISSION_PORT,
            Self::Smtp => SMTP_PORT,
            Self::Pop3 => POP3_PORT,
        }
    }
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortState {
    /// It is taken.
    Open,
    /// Nobody listens: it is refused at once.
    Refuses,
    /// The machine is off: nothing comes back.
    Silent,
}

/// The world, and the connections from outside.
pub struct LiveWorld {
    simulation: Simulation,
    provider: HostId,
    /// The first recipient's server, if there is one.
    destination: Option<HostId>,
    /// The first recipient's domain says that it takes no mail.
    takes_no_mail: bool,
    /// The servers with boxes, in the order in which a box is looked for.
    with_boxes: Vec<HostId>,
    /// Connections that guests have open.
    open: BTreeSet<ConnectionId>,
    /// Places of connections in the record that nobody needs any more.
    free: Vec<ConnectionId>,
    /// How many events were given to whoever wants to know.
    told: EventId,
    /// How many bytes of mail may lie in queues and boxes.
    room: u64,
    /// How many bytes of messages have come in so far that are not complete.
    arriving: BTreeMap<ConnectionId, u64>,
}

impl LiveWorld {
    /// The world at its beginning.
    pub fn new(scenario: &Scenario) -> Self {
        let simulation = Simulation::new(scenario, People::Real);
        let cast = &simulation.world.trace.cast;
        let first = &scenario.parts().recipients[0].domain;
        let known = |(domain, id): &(_, HostId)| (domain == first).then_some(*id);
        let local = (*first == scenario.parts().sender.domain).then_some(cast.provider);
        let destination = cast.destinations.iter().find_map(known).or(local);
        let others = cast.destinations.iter().map(|(_, id)| *id);
        let mut with_boxes: Vec<HostId> = Vec::new();
        for id in destination.into_iter().chain([cast.provider]).chain(others) {
            if !with_boxes.contains(&id) {
                with_boxes.push(id);
            }
        }
        let provider = cast.provider;
        let null = |condition: &Condition| matches!(condition, Condition::NullMx { .. });
        let takes_no_mail =
            destination != Some(provider) && scenario.parts().conditions_of_domain(first).any(null);
        Self {
            simulation,
            provider,
            destination,
            takes_no_mail,
            with_boxes,
            open: BTreeSet::new(),
            free: Vec::new(),
            told: EventId(0),
            room: MOST_HELD_BYTES,
            arriving: BTreeMap::new(),
        }
    }

    /// Gives every box another password. The world's own mail programs write and collect nothing here.
    pub fn change_passwords(&mut self, mut new: impl FnMut() -> String) {
        let servers = self.simulation.hosts.iter_mut().filter_map(RunningHost::mail_server_mut);
        servers.for_each(|server| server.change_passwords(&mut new));
    }

    /// What time it is in there.
    pub fn now(&self) -> Instant {
        self.simulation.world.now
    }

    /// The record.
    pub fn trace(&self) -> &Trace {
        &self.simulation.world.trace
    }

    /// When something is to happen by itself.
    pub fn next_at(&self) -> Option<Instant> {
        self.simulation.world.next_planned().map(|(at, _)| at)
    }

    /// Lets happen what is to happen until then. Time that goes back stands still.
    pub fn advance(&mut self, now: Instant) {
        while let Some((at, planned)) = self.simulation.world.next_planned()
            && at <= now
        {
            match *planned {
                Planned::Alarm(computer, Alarm::CheckMail) if !self.needs_room(computer) => {
                    self.simulation.world.skip();
                }
                _ => self.simulation.step(),
            }
        }
        let world = &mut self.simulation.world;
        world.now = world.now.max(now);
    }

    /// Whether the box of this computer's owner is too full. Otherwise the owner leaves it to the
    /// real program that may be there.
    fn needs_room(&self, computer: HostId) -> bool {
        let program = self.simulation.hosts[computer.index()].mail_program();
        program.is_some_and(|program| {
            self.server(program.server()).is_some_and(|server| server.is_full(program.mailbox()))
        })
    }

    /// What has happened since the last time somebody asked: numbers of events in the record.
    pub fn news(&mut self) -> impl Iterator<Item = EventId> + use<> {
        let end = self.trace().events.len();
        let first = std::mem::replace(&mut self.told, EventId(end)).0;
        (first..end).map(EventId)
    }

    /// Forgets the record if nobody can need it any more. True if so.
    pub fn forget(&mut self) -> bool {
        let Simulation { world, hosts } = &mut self.simulation;
        let quiet = self.told.0 == world.trace.events.len()
            && hosts.iter().all(RunningHost::is_idle)
            && !world.packets_travel();
        if quiet {
            let connections = self.open.last().map_or(0, |last| last.0 + 1);
            world.forget(connections);
            self.free =
                (0..connections).map(ConnectionId).filter(|id| !self.open.contains(id)).collect();
            for host in hosts {
                if let Some(server) = host.mail_server_mut() {
                    server.forget();
                }
            }
            self.told = EventId(0);
        }
        quiet
    }

    /// Which server is behind a port; the destination's port has none if nobody has registered its
    /// domain.
    fn server_at(&self, port: Port) -> Option<HostId> {
        match port {
            Port::Submission => Some(self.provider),
            Port::Smtp => self.destination,
            Port::Pop3 => self.with_boxes.first().copied(),
        }
    }

    /// The name of the server behind a port.
    pub fn name_at(&self, port: Port) -> Option<&str> {
        self.server_at(port).map(|id| self.trace().cast.host(id).name.as_str())
    }

    /// What would happen to a call now.
    pub fn port_state(&self, port: Port) -> PortState {
        let Some(id) = self.server_at(port) else { return PortState::Refuses };
        if port == Port::Smtp && self.takes_no_mail {
            return PortState::Refuses;
        }
        let host = &self.simulation.hosts[id.index()];
        if host.is_off() {
            PortState::Silent
        } else if host.is_closed(port.number()) {
            PortState::Refuses
        } else {
            PortState::Open
        }
    }

    /// Whether the name servers of the zone with this apex are off.
    pub fn is_silent(&self, zone: &DnsName) -> bool {
        let mut servers = self.trace().cast.name_servers.iter();
        let off = |id: HostId| self.simulation.hosts[id.index()].is_off();
        servers.any(|(level, id)| apex(level) == *zone && off(*id))
    }

    /// Somebody calls. `None`: the call is not taken ([`LiveWorld::port_state`]).
    pub fn call(&mut self, port: Port) -> Option<ExternalConnection> {
        if self.port_state(port) != PortState::Open {
            return None;
        }
        let host = self.server_at(port)?;
        let Simulation { world, hosts } = &mut self.simulation;
        let caller = match port {
            Port::Smtp => self.provider,
            Port::Submission | Port::Pop3 => world.trace.cast.sender,
        };
        let connection = world.external_connection(self.free.pop(), caller, host, port.number());
        let address = world.trace.cast.host(caller).address;
        let server = hosts[host.index()].mail_server_mut()?;
        let mut machine = server.answer(port.number(), address);
        server.open(connection, &mut machine, &mut Context::new(host, world));
        self.open.insert(connection);
        Some(ExternalConnection { host, connection, machine, opened: None })
    }

    /// Every box: its user name, and its password.
    pub fn boxes(&self) -> Vec<(String, String)> {
        let mut boxes = Vec::new();
        for id in &self.with_boxes {
            for maildrop in
                self.server(*id).into_iter().flat_map(|server| server.maildrops().iter())
            {
                let name = self.user_name(*id, maildrop.name());
                boxes.push((name, maildrop.password().to_owned()));
            }
        }
        boxes
    }

    /// The user name that opens a box: bare at the first server, with the domain at others.
    pub fn user_name_of(&self, mailbox: &Mailbox) -> String {
        let name = mailbox.local_part.box_name();
        self.user_name(self.trace().cast.home_of(&mailbox.domain), &name)
    }

    /// The same for the box of this name at this server.
    pub fn user_name(&self, server: HostId, name: &str) -> String {
        let domains = self.server(server).map_or(&[][..], |server| server.maildrops().domains());
        match domains.first() {
            Some(domain) if self.with_boxes.first() != Some(&server) => format!("{name}@{domain}"),
            _ => name.to_owned(),
        }
    }

    /// Bytes of mail in all queues and boxes, and of what is just coming in.
    fn held_bytes(&self) -> u64 {
        let servers = self.simulation.hosts.iter().filter_map(RunningHost::mail_server);
        servers.map(MailServer::held_bytes).sum::<u64>() + self.arriving.values().sum::<u64>()
    }

    fn server(&self, id: HostId) -> Option<&MailServer> {
        self.simulation.hosts[id.index()].mail_server()
    }
}

/// A connection from outside, as the world sees it.
pub struct ExternalConnection {
    host: HostId,
    connection: ConnectionId,
    machine: ServerMachine,
    /// The server whose box is open.
    opened: Option<HostId>,
}

impl ExternalConnection {
    /// The client said this.
    pub fn handle_bytes(&mut self, live: &mut LiveWorld, bytes: &[u8]) {
        let reads_message = self.reads_message();
        let full = !reads_message && live.held_bytes() >= live.room;
        if reads_message {
            *live.arriving.entry(self.connection).or_default() += bytes.len() as u64;
        }
        let Simulation { world, hosts } = &mut live.simulation;
        let context = &mut Context::new(self.host, world);
        let now = context.now();
        match &mut self.machine {
            ServerMachine::Smtp(machine) => {
                if let Some(server) = hosts[self.host.index()].mail_server_mut() {
                    let policy = server.session_policy(self.connection, context);
                    machine.handle_bytes(now, bytes, &mut Counter { policy, full });
                }
            }
            ServerMachine::Pop3(machine) => {
                let servers = &live.with_boxes;
                let mut boxes = AllBoxes { hosts, servers, opened: &mut self.opened };
                machine.handle_bytes(now, bytes, &mut boxes);
                MailServer::note_pop3(self.connection, machine, context);
            }
        }
        if !self.reads_message() {
            live.arriving.remove(&self.connection);
        }
    }

    /// The connection is gone.
    pub fn handle_closed(&mut self, live: &mut LiveWorld) {
        if let ServerMachine::Pop3(machine) = &mut self.machine {
            let (hosts, servers) = (&mut live.simulation.hosts, &live.with_boxes);
            machine.handle_closed(&mut AllBoxes { hosts, servers, opened: &mut self.opened });
        }
        live.arriving.remove(&self.connection);
        live.open.remove(&self.connection);
    }

    /// What the server wants to say.
    pub fn outbox(&mut self) -> &mut Outbox {
        self.machine.outbox()
    }

    /// Whether the server has said its last word.
    pub fn wants_close(&self) -> bool {
        self.machine.wants_close()
    }

    /// Whether the client's next bytes are a message, not lines.
    pub fn reads_message(&self) -> bool {
        matches!(&self.machine, ServerMachine::Smtp(machine) if machine.reads_message())
    }
}

/// A policy that takes nothing more while too much lies here already.
struct Counter<'a, 'w> {
    policy: SessionPolicy<'a, 'w>,
    full: bool,
}

impl Policy for Counter<'_, '_> {
    fn instead(&mut self, point: Point<'_>) -> Result<(), Instead> {
        self.policy.instead(point)
    }

    fn greeting(&mut self) -> Result<(), Reply> {
        self.policy.greeting()
    }

    fn hello(&mut self, name: &str) -> Result<(), Reply> {
        self.policy.hello(name)
    }

    fn authenticate(&mut self, user: &str, password: &str) -> bool {
        self.policy.authenticate(user, password)
    }

    fn mail(&mut self, reverse_path: &ReversePath, size: Option<u64>) -> Result<(), Reply> {
        if self.full {
            return Err(Reply::coded::<452, 3, 1>("No room left here, please collect some mail"));
        }
        self.policy.mail(reverse_path, size)
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        self.policy.rcpt(mailbox)
    }

    fn data(&mut self) -> Result<(), Reply> {
        self.policy.data()
    }

    fn message(&mut self, now: Instant, transaction: Transaction) -> Result<String, Reply> {
        self.policy.message(now, transaction)
    }
}

/// The boxes of all servers.
struct AllBoxes<'a> {
    hosts: &'a mut [RunningHost],
    servers: &'a [HostId],
    opened: &'a mut Option<HostId>,
}

impl AllBoxes<'_> {
    fn boxes_of(&mut self, id: HostId) -> Option<&mut Maildrops> {
        self.hosts[id.index()].mail_server_mut().map(MailServer::maildrops_mut)
    }
}

impl Boxes for AllBoxes<'_> {
    fn open(&mut self, user: &str, password: &str) -> Result<Snapshot, OpenError> {
        let servers = self.servers;
        for id in servers {
            let Some(boxes) = self.boxes_of(*id) else { continue };
            if boxes.find(user).is_some() {
                let snapshot = boxes.open(user, password)?;
                *self.opened = Some(*id);
                return Ok(snapshot);
            }
        }
        Err(OpenError::BadCredentials)
    }

    fn commit(&mut self, session: Snapshot, deleted: &[String]) -> usize {
        let opened = self.opened.take().and_then(|id| self.boxes_of(id));
        opened.map_or(0, |boxes| boxes.commit(session, deleted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::host_names::HostNames;
    use model::owner::Owner;
    use model::parts::Parts;
    use model::time::Duration;

    const LETTER: &str = "EHLO a.example\r\nMAIL FROM:<eve@a.example>\r\n\
                          RCPT TO:<feedback@allbusiness.com>\r\nDATA\r\nSubject: hi\r\n\r\nHello\r\n.\r\n";

    fn live() -> LiveWorld {
        let parts = Parts {
            sender: "ann@riverside.example".parse().expect("an address"),
            recipients: vec!["feedback@allbusiness.com".parse().expect("an address")],
            subject: String::new(),
            text: String::new(),
            attachment: None,
            relays: 0,
            conditions: Vec::new(),
            seed: 1,
            owner: Owner::default(),
            host_names: HostNames::default(),
        };
        LiveWorld::new(&Scenario::new(parts).expect("a valid scenario"))
    }

    fn said(connection: &mut ExternalConnection) -> String {
        let outbox = connection.outbox();
        let text = String::from_utf8_lossy(outbox.pending()).into_owned();
        let n = outbox.pending().len();
        outbox.consume(n);
        text
    }

    /// A visit with these words, and the last line in answer to them.
    fn visit(live: &mut LiveWorld, words: &str) -> String {
        let mut connection = live.call(Port::Smtp).expect("the port is open");
        for line in words.split_inclusive('\n') {
            connection.handle_bytes(live, line.as_bytes());
        }
        connection.handle_closed(live);
        said(&mut connection).lines().last().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_record_does_not_grow_with_the_visits() {
        let mut live = live();
        // Somebody who stays.
        let resident = live.call(Port::Pop3).expect("the port is open");
        let mut longest = [0; 4];
        for n in 1..=40 {
            assert!(visit(&mut live, LETTER).starts_with("250 "));
            let now = live.now() + Duration::from_secs(10);
            live.advance(now);
            let _ = live.news();
            assert!(live.forget(), "visit {n}");
            let trace = live.trace();
            let lengths = [
                trace.events.len(),
                trace.packets.len(),
                trace.connections.len(),
                trace.messages.len(),
            ];
            longest = std::array::from_fn(|i| longest[i].max(lengths[i]));
        }
        assert_eq!(longest, [0, 0, 1, 0]);
        drop(resident);
    }

    /// What is just coming in counts, until it is complete or given up.
    #[test]
    fn what_is_arriving_takes_room_too() {
        let mut live = LiveWorld { room: 1_000, ..live() };
        let mail = &LETTER[..LETTER.find("RCPT").expect("a recipient")];
        let start = &LETTER[..LETTER.find("DATA").expect("a message")];
        let mut sender = live.call(Port::Smtp).expect("the port is open");
        for line in start.split_inclusive('\n').chain(["DATA\r\n"]) {
            sender.handle_bytes(&mut live, line.as_bytes());
        }
        assert!(visit(&mut live, mail).starts_with("250 "));
        sender.handle_bytes(&mut live, &[b"x".repeat(998), b"\r\n".to_vec()].concat());
        assert!(visit(&mut live, mail).starts_with("452 4.3.1 "));
        sender.handle_closed(&mut live);
        assert!(visit(&mut live, mail).starts_with("250 "));
    }

    #[test]
    fn no_more_is_taken_than_there_is_room_for() {
        let mut live = LiveWorld { room: 1_000, ..live() };
        let full = |said: &str| said.starts_with("452 4.3.1 ");
        let mail = &LETTER[..LETTER.find("RCPT").expect("a recipient")];
        let mut letters = 0;
        while !full(&visit(&mut live, mail)) {
            assert!(visit(&mut live, LETTER).starts_with("250 "));
            let now = live.now() + Duration::from_secs(10);
            live.advance(now);
            letters += 1;
        }
        // Each has a few lines on top.
        assert!((2..10).contains(&letters), "{letters}");
    }
}
