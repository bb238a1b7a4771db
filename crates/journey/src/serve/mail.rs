//! SMTP and POP3 on sockets, both ends.

use super::listen::{Listener, Reserved};
use super::stream::{Heard, ProtocolMachine, talk};
use super::timed::Timed;
use super::{Clock, Limits};
use model::time::Instant;
use sim::pop3::maildrop::Boxes;
use sim::pop3::{self, Maildrops};
use sim::smtp::{self, Policy, Reply};
use sim::stream::Outbox;
use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Hears every line of every connection, with the peer's address.
pub type Audience = Arc<dyn Fn(SocketAddr, Heard) + Send + Sync>;

/// What one connection's SMTP server asks.
pub type BoxedPolicy = Box<dyn Policy + Send>;

/// What happens to a call.
pub(super) enum Taken {
    /// This machine speaks.
    By(Box<dyn ProtocolMachine>),
    /// Nothing is said, until the caller has enough or was silent for too long.
    Unanswered,
}

/// Listens for calls. `busy` is what is said to one too many.
pub(super) fn listen(
    port: Reserved,
    clock: Clock,
    limits: Limits,
    busy: String,
    take: impl Fn(SocketAddr) -> Taken + Send + Sync + 'static,
    audience: Option<Audience>,
) -> io::Result<Listener> {
    let session = move |stream: &mut TcpStream, peer: SocketAddr| match take(peer) {
        Taken::By(mut machine) => {
            speak(stream, peer, &mut *machine, clock, limits, audience.as_ref());
        }
        Taken::Unanswered => wait_silently(&mut Timed::new(stream, clock, limits)),
    };
    port.listen(limits, busy, Arc::new(session))
}

/// What an SMTP server says to one too many.
pub(super) fn smtp_busy() -> String {
    sayable(&Reply::plain::<421>("Too many connections, try again later"))
}

/// What a POP3 server says to one too many.
pub(super) fn pop3_busy() -> String {
    "-ERR [SYS/TEMP] too many connections, try again later\r\n".to_owned()
}

/// What an SMTP server says to a client that was silent for too long. A POP3 server says nothing
/// (RFC 1939 section 3).
pub(super) fn smtp_farewell() -> String {
    sayable(&Reply::coded::<421, 4, 2>("Silent for too long, closing the connection"))
}

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
    policy: impl Fn(SocketAddr) -> BoxedPolicy + Send + Sync + 'static,
    audience: Option<Audience>,
) -> io::Result<Listener> {
    let template = template.clone();
    let take = move |peer: SocketAddr| {
        let config = smtp::ServerConfig { peer_ip: v4(peer.ip()), ..template.clone() };
        let machine = smtp::Server::new(config);
        Taken::By(Box::new(SmtpServer { machine, policy: policy(peer) }))
    };
    listen(Reserved::bind(bind)?, clock, limits, smtp_busy(), take, audience)
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
    let name = name.to_owned();
    let take = move |_: SocketAddr| {
        let machine = pop3::Server::new(name.clone());
        Taken::By(Box::new(Pop3Server { machine, drops: drops.clone() }))
    };
    listen(Reserved::bind(bind)?, clock, limits, pop3_busy(), take, audience)
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

fn call(server: SocketAddr, clock: Clock, limits: Limits, machine: &mut dyn ProtocolMachine) {
    match TcpStream::connect_timeout(&server, limits.idle) {
        Ok(mut stream) => talk(&mut stream, machine, clock, limits, None),
        Err(_) => machine.handle_closed(clock.now()),
    }
}

fn speak(
    stream: &mut TcpStream,
    peer: SocketAddr,
    machine: &mut dyn ProtocolMachine,
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

/// A machine that is off: whatever comes, nothing goes back.
fn wait_silently(stream: &mut Timed<'_>) {
    let mut ignored = [0; 1_024];
    while stream.read(&mut ignored).is_ok_and(|n| n > 0) {}
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
    policy: BoxedPolicy,
}

impl ProtocolMachine for SmtpServer {
    fn open(&mut self, now: Instant) {
        self.machine.open(now, &mut *self.policy);
    }

    fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        self.machine.handle_bytes(now, bytes, &mut *self.policy);
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
        Some(smtp_farewell())
    }

    fn hears_message(&self) -> bool {
        self.machine.reads_message()
    }
}

struct Pop3Server {
    machine: pop3::Server,
    drops: Arc<Mutex<Maildrops>>,
}

impl Pop3Server {
    fn with_drops(&mut self, act: impl FnOnce(&mut pop3::Server, &mut dyn Boxes)) {
        act(&mut self.machine, &mut *lock(&self.drops));
        // Nobody here wants to know more than the lines tell.
        while self.machine.poll_event().is_some() {}
    }
}

impl ProtocolMachine for Pop3Server {
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

/// Both clients are machines by the same names.
macro_rules! client_is_machine {
    ($client:ty) => {
        impl ProtocolMachine for $client {
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
    };
}

client_is_machine!(smtp::Client);
client_is_machine!(pop3::Client);

/// What threads share, also after a thread that had it came to grief.
pub(super) fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
