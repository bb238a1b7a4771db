//! SMTP and POP3 on sockets, both ends.

use super::listen::Listener;
use super::stream::{Heard, Machine, talk};
use super::{Clock, Limits};
use crate::sim::pop3::{self, Maildrops};
use crate::sim::smtp::{self, Policy, Reply};
use crate::sim::stream::Outbox;
use crate::sim::time::Instant;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Hears every line of every connection, with the peer's address.
pub type Audience = Arc<dyn Fn(SocketAddr, Heard) + Send + Sync>;

/// What one connection's SMTP server asks.
pub type Desk = Box<dyn Policy + Send>;

/// Serves SMTP. Every connection gets a policy of its own; `template` is completed with the peer's
/// address.
///
/// # Errors
/// The port cannot be had.
pub fn serve_smtp(
    bind: SocketAddr,
    clock: Clock,
    limits: Limits,
    template: &smtp::ServerConfig,
    policy: impl Fn(SocketAddr) -> Desk + Send + Sync + 'static,
    audience: Option<Audience>,
) -> io::Result<Listener> {
    let busy = sayable(&Reply::coded::<421, 3, 2>("Too many connections, try again later"));
    let template = template.clone();
    let session = move |stream: &mut TcpStream, peer: SocketAddr| {
        let mut config = template.clone();
        config.peer_ip = v4(peer.ip());
        let machine = smtp::Server::new(config);
        let mut machine = SmtpServer { machine, policy: policy(peer), in_message: false };
        speak(stream, peer, &mut machine, clock, limits, audience.as_ref());
    };
    Listener::start(bind, limits, busy, Arc::new(session))
}

/// Serves POP3 on these boxes.
///
/// # Errors
/// The port cannot be had.
pub fn serve_pop3(
    bind: SocketAddr,
    clock: Clock,
    limits: Limits,
    name: &str,
    drops: Arc<Mutex<Maildrops>>,
    audience: Option<Audience>,
) -> io::Result<Listener> {
    let busy = "-ERR [SYS/TEMP] too many connections, try again later\r\n".to_owned();
    let name = name.to_owned();
    let session = move |stream: &mut TcpStream, peer: SocketAddr| {
        let machine = pop3::Server::new(name.clone());
        let mut machine = Pop3Server { machine, drops: drops.clone() };
        speak(stream, peer, &mut machine, clock, limits, audience.as_ref());
    };
    Listener::start(bind, limits, busy, Arc::new(session))
}

/// Hands one message on to a server, and returns what became of it for each recipient.
pub fn deliver(
    server: SocketAddr,
    clock: Clock,
    limits: Limits,
    config: smtp::ClientConfig,
) -> smtp::ClientResult {
    let mut machine = smtp::Client::new(config);
    call(server, clock, limits, &mut machine);
    // The machine always has a result once its connection is gone.
    machine.result().cloned().unwrap_or(smtp::ClientResult { recipients: Vec::new() })
}

/// Collects what lies in a box.
pub fn collect(
    server: SocketAddr,
    clock: Clock,
    limits: Limits,
    config: pop3::ClientConfig,
) -> pop3::ClientResult {
    let mut machine = pop3::Client::new(config);
    call(server, clock, limits, &mut machine);
    machine.result().cloned().unwrap_or_default()
}

fn call(server: SocketAddr, clock: Clock, limits: Limits, machine: &mut dyn Machine) {
    match TcpStream::connect_timeout(&server, limits.idle) {
        Ok(mut stream) => talk(&mut stream, machine, clock, limits, None),
        Err(_) => machine.handle_closed(clock.now()),
    }
}

fn speak(
    stream: &mut TcpStream,
    peer: SocketAddr,
    machine: &mut dyn Machine,
    clock: Clock,
    limits: Limits,
    audience: Option<&Audience>,
) {
    match audience {
        None => talk(stream, machine, clock, limits, None),
        Some(audience) => {
            talk(stream, machine, clock, limits, Some(&mut |heard| audience(peer, heard)));
        }
    }
}

/// The address that an SMTP server is told. The machines know IPv4 only; a real IPv6 peer is
/// written down as nobody in particular.
fn v4(address: IpAddr) -> Ipv4Addr {
    match address.to_canonical() {
        IpAddr::V4(address) => address,
        IpAddr::V6(address) if address.is_loopback() => Ipv4Addr::LOCALHOST,
        IpAddr::V6(_) => Ipv4Addr::UNSPECIFIED,
    }
}

fn sayable(reply: &Reply) -> String {
    reply.wire_lines().map(|line| line + "\r\n").collect()
}

struct SmtpServer {
    machine: smtp::Server,
    policy: Desk,
    /// Between our 354 and our next word. Right as long as somebody listens in.
    in_message: bool,
}

impl Machine for SmtpServer {
    fn open(&mut self, now: Instant) {
        self.machine.open(now, &mut *self.policy);
    }

    fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        self.machine.handle_bytes(now, bytes, &mut *self.policy);
        // Whoever listens in gives line after line, so that at most one reply waits.
        let said = self.machine.outbox().pending();
        if !said.is_empty() {
            self.in_message = said.starts_with(b"354");
        }
    }

    // The client may come back; what it had not finished is forgotten with the machine.
    fn handle_closed(&mut self, _now: Instant) {}

    fn outbox(&mut self) -> &mut Outbox {
        self.machine.outbox()
    }

    fn wants_close(&self) -> bool {
        self.machine.wants_close()
    }

    fn farewell(&self) -> Option<String> {
        Some(sayable(&Reply::coded::<421, 4, 2>("Silent for too long, closing the connection")))
    }

    fn hears_message(&self) -> bool {
        self.in_message
    }
}

struct Pop3Server {
    machine: pop3::Server,
    drops: Arc<Mutex<Maildrops>>,
}

impl Pop3Server {
    fn with_drops(&mut self, act: impl FnOnce(&mut pop3::Server, &mut Maildrops)) {
        act(&mut self.machine, &mut lock(&self.drops));
        // Nobody here wants to know more than the lines tell.
        while self.machine.poll_event().is_some() {}
    }
}

impl Machine for Pop3Server {
    fn open(&mut self, now: Instant) {
        self.machine.open(now);
    }

    fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        self.with_drops(|machine, drops| machine.handle_bytes(now, bytes, drops));
    }

    fn handle_closed(&mut self, _now: Instant) {
        self.with_drops(pop3::Server::handle_closed);
    }

    fn outbox(&mut self) -> &mut Outbox {
        self.machine.outbox()
    }

    fn wants_close(&self) -> bool {
        self.machine.wants_close()
    }
}

impl Machine for smtp::Client {
    fn open(&mut self, _now: Instant) {}

    fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        Self::handle_bytes(self, now, bytes);
    }

    fn handle_closed(&mut self, now: Instant) {
        Self::handle_closed(self, now);
    }

    fn outbox(&mut self) -> &mut Outbox {
        Self::outbox(self)
    }

    fn wants_close(&self) -> bool {
        Self::wants_close(self)
    }
}

impl Machine for pop3::Client {
    fn open(&mut self, _now: Instant) {}

    fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        Self::handle_bytes(self, now, bytes);
    }

    fn handle_closed(&mut self, now: Instant) {
        Self::handle_closed(self, now);
    }

    fn outbox(&mut self) -> &mut Outbox {
        Self::outbox(self)
    }

    fn wants_close(&self) -> bool {
        Self::wants_close(self)
    }
}

/// The boxes, also after a thread that had them came to grief.
pub(super) fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
