//! A host: a TCP/IP stack, the sessions that run over it, and the program that owns them.
//!
//! The protocol machines know nothing of sockets, and the stack knows nothing of mail. Here they
//! are put together: what arrives is given to the machine of its session, what the machine says is
//! given to the stack, and what a session has come to is told to the host's `Program`.

pub mod live_world;
mod mail_program;
pub mod mail_server;
mod session;
pub mod setup;

use super::dns::NameServer;
use super::net::stack::{SocketHandle, Stack};
use super::trace::{ConnectionId, EventKind, PacketId};
use super::world::{Alarm, World};
use mail_program::MailProgram;
use mail_server::MailServer;
use model::cast::HostId;
use model::time::{Duration, Instant};
use session::{Session, SessionMachine};

/// The port of name servers (RFC 1035 section 4.2).
pub const DNS_PORT: u16 = 53;
/// The port of mail servers (RFC 5321 section 4.5.4.2).
pub const SMTP_PORT: u16 = 25;
/// The port on which a provider takes its own customers' mail (RFC 6409).
pub const SUBMISSION_PORT: u16 = 587;
/// The port of POP3 servers (RFC 1939 section 3).
pub const POP3_PORT: u16 = 110;

/// A host that runs: its network stack, its sessions and its program.
pub struct RunningHost {
    id: HostId,
    stack: Stack,
    sessions: Vec<Session>,
    program: Program,
    /// When this host is to be woken next. Wakes planned for another moment are stale: timers move
    /// on with every acknowledgement, and old plans are not taken back.
    wake_at: Option<Instant>,
    outage: Outage,
}

/// A time at the beginning during which a host does not work as it should.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Outage {
    /// The machine is off until then.
    off_until: Option<Instant>,
    /// Nobody listens at these ports until then.
    closed: Option<(Vec<u16>, Instant)>,
}

/// What a host runs.
enum Program {
    /// A mail program: sends (the sender's) and collects (everybody's).
    Mail(Box<MailProgram>),
    /// A mail server.
    Server(Box<MailServer>),
    /// An authoritative name server and its socket.
    Names(NameServer, SocketHandle),
}

impl RunningHost {
    /// The first thing this host does.
    pub fn start(&mut self, world: &mut World) {
        match &mut self.program {
            Program::Mail(program) => program.start(self.id, world),
            Program::Server(server) => server.start(self.id, world),
            Program::Names(..) => {}
        }
        if let Some(until) = self.outage.off_until {
            world.switch_off(self.id, until);
        }
        let closed = self.outage.closed.as_ref().map(|(_, until)| *until);
        for until in [self.outage.off_until, closed].into_iter().flatten() {
            world.alarm_in(self.id, until.since(world.now), Alarm::Open);
        }
    }

    /// What was down is back.
    fn open(&mut self, world: &mut World) {
        if self.outage == Outage::default() {
            return;
        }
        let now = world.now;
        if let Some((ports, _)) = self.outage.closed.take_if(|(_, until)| *until <= now) {
            for port in ports {
                self.stack.listen(port);
            }
        }
        self.outage.off_until.take_if(|until| *until <= now);
        if self.outage == Outage::default() {
            world.record(self.id, EventKind::BackAgain);
        }
    }

    /// A packet has arrived.
    pub fn receive(&mut self, world: &mut World, id: PacketId) {
        self.work(world, Some(id));
    }

    /// Time has passed for the stack or the resolver.
    pub fn wake(&mut self, world: &mut World) {
        if self.wake_at != Some(world.now) {
            return;
        }
        self.wake_at = None;
        if let Program::Server(server) = &mut self.program {
            server.resolver.handle_timeout(world.now);
        }
        self.work(world, None);
    }

    /// Something this host asked to be told.
    pub fn alarm(&mut self, world: &mut World, alarm: Alarm) {
        match (&mut self.program, alarm) {
            (_, Alarm::Open) => self.open(world),
            (Program::Server(server), Alarm::Unlock) => server.unlock(self.id, world),
            (Program::Mail(program), Alarm::Send) => {
                let call = program.send(world);
                self.sessions.push(Session::call(self.id, &mut self.stack, world, call));
            }
            (Program::Mail(program), Alarm::CheckMail) => {
                if let Some(call) = program.check_mail(self.id, world) {
                    self.sessions.push(Session::call(self.id, &mut self.stack, world, call));
                }
            }
            (Program::Server(server), Alarm::Queue) => server.run_queue(self.id, world),
            _ => {}
        }
        self.work(world, None);
    }

    /// Works until nothing changes any more, then lets go of what there is to send.
    fn work(&mut self, world: &mut World, arrived: Option<PacketId>) {
        let packet = arrived.map(|id| &*world.trace.packets[id.index()].bytes);
        self.stack.poll(world.now, packet, &mut world.spare_sockets);
        loop {
            flush(self.id, &mut self.stack, world);
            let mut busy = self.accept(world);
            for session in &mut self.sessions {
                busy |= session.pump(self.id, &mut self.stack, &mut self.program, world);
            }
            self.sessions.retain(|session| !session.is_over());
            busy |= self.serve_dns();
            busy |= self.resolve(world, arrived);
            if !busy {
                break;
            }
            self.stack.poll(world.now, None, &mut world.spare_sockets);
        }
        let resolver = match &self.program {
            Program::Server(server) => server.resolver.poll_timeout(),
            _ => None,
        };
        let stack = self.stack.poll_at(world.now);
        let Some(at) = [resolver, stack].into_iter().flatten().min() else { return };
        let at = at.max(world.now + Duration::from_micros(1));
        if self.wake_at.is_none_or(|planned| at < planned) {
            self.wake_at = Some(at);
            world.wake_at(self.id, at);
        }
    }

    /// Takes calls.
    fn accept(&mut self, world: &mut World) -> bool {
        let mut busy = false;
        while let Some((port, called)) = self.stack.take_call() {
            let Some(peer) = self.stack.peer(called) else { continue };
            let Some(connection) = world.connection(self.id, port, peer) else { continue };
            if let Program::Server(server) = &mut self.program {
                let machine = server.answer(port, peer.0);
                self.sessions.push(Session::answer(connection, called, machine));
                busy = true;
            }
        }
        busy
    }

    /// Answers what was asked.
    fn serve_dns(&mut self) -> bool {
        let Program::Names(server, socket) = &self.program else {
            return false;
        };
        let mut busy = false;
        while let Some((from, port, query)) = self.stack.udp_receive(*socket) {
            if let Some(reply) = server.answer(&query) {
                self.stack.udp_send(*socket, (from, port), &reply);
            }
            busy = true;
        }
        busy
    }

    /// Lets the resolver of a mail server read and ask, and acts on what it found.
    fn resolve(&mut self, world: &mut World, arrived: Option<PacketId>) -> bool {
        let Program::Server(server) = &mut self.program else {
            return false;
        };
        let mut busy = false;
        for (port, socket) in &server.sockets {
            while let Some((from, DNS_PORT, reply)) = self.stack.udp_receive(*socket) {
                server.resolver.handle_datagram(world.now, from, *port, &reply);
                busy = true;
            }
        }
        server.note_resolver(self.id, world, arrived);
        while let Some(query) = server.resolver.poll_transmit() {
            let socket = server.socket_for(query.local_port, &mut self.stack);
            self.stack.udp_send(socket, (query.to, DNS_PORT), &query.bytes);
            self.stack.poll(world.now, None, &mut world.spare_sockets);
            let last = flush(self.id, &mut self.stack, world);
            server.note_asked(self.id, world, last);
            busy = true;
        }
        busy |= server.act_on_answers(self.id, world);
        server.close_sockets(&mut self.stack);
        for call in server.take_calls() {
            self.sessions.push(Session::call(self.id, &mut self.stack, world, call));
            busy = true;
        }
        busy
    }
}

/// Lets go of what the stack has sent; the last packet is returned.
fn flush(host: HostId, stack: &mut Stack, world: &mut World) -> Option<PacketId> {
    let mut last = None;
    while let Some(packet) = stack.take_sent() {
        last = world.send(host, packet);
    }
    last
}

/// A call to be made.
struct Call {
    /// Whom.
    to: HostId,
    /// On which port.
    port: u16,
    /// With what to say.
    machine: SessionMachine,
}

/// Writes down what a session says.
fn note_said(
    host: HostId,
    connection: ConnectionId,
    outbox: &mut super::stream::Outbox,
    world: &mut World,
) {
    while let Some(utterance) = outbox.poll_utterance() {
        world.said(host, connection, utterance);
    }
}

/// Writes down that something happened in a session.
fn note(host: HostId, world: &mut World, kind: EventKind) {
    world.record(host, kind);
}
