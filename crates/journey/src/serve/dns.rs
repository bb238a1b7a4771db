//! The domain name system on sockets, both ends.

use super::backoff::Backoff;
use super::listen::{Listener, Reserved, reachable};
use super::timed::Timed;
use super::{Clock, Limits};
use model::limits::sockets::MAX_DATAGRAM;
use sim::dns::{Answer, LookupError, NameServer, Question, Resolver, Transmit, Transport};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Ports that are tried where any will do: the same number must be free for both transports.
const PORT_TRIES: u8 = 16;

/// A name server's port, for datagrams and connections. Dropping it ends it.
pub struct DnsService {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    _connections: Listener,
}

/// Answers questions: who asks, how, and what. `None`: with silence.
pub(super) type Answering =
    dyn Fn(SocketAddr, Transport, &[u8]) -> Option<Vec<u8>> + Send + Sync + 'static;

/// Answers questions over UDP and TCP. `audience` hears each question and answer as they were on
/// the wire, without the length that goes before them over TCP.
///
/// # Errors
/// The port cannot be had.
pub fn serve_dns(
    bind: SocketAddr,
    server: NameServer,
    audience: impl Fn(SocketAddr, &[u8], &[u8]) + Send + Sync + 'static,
) -> io::Result<DnsService> {
    let answering = move |peer: SocketAddr, transport, question: &[u8]| {
        let answer = server.answer_over(transport, question)?;
        audience(peer, question, &answer);
        Some(answer)
    };
    DnsService::start(bind, Limits::default(), Arc::new(answering))
}

impl DnsService {
    pub(super) fn start(
        bind: SocketAddr,
        limits: Limits,
        answering: Arc<Answering>,
    ) -> io::Result<Self> {
        let (socket, connections) = both(bind, limits, &answering)?;
        let address = socket.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let of_thread = stopping.clone();
        let thread = std::thread::Builder::new().name("dns".to_owned()).spawn(move || {
            let mut buffer = [0; MAX_DATAGRAM];
            let mut backoff = Backoff::default();
            loop {
                let received = socket.recv_from(&mut buffer);
                if of_thread.load(Ordering::SeqCst) {
                    return;
                }
                // An earlier answer that could not be delivered is told here; it is no reason to
                // stop.
                let Ok((length, peer)) = received else {
                    std::thread::sleep(backoff.failed());
                    continue;
                };
                backoff.succeeded();
                if let Some(answer) = answering(peer, Transport::Udp, &buffer[..length]) {
                    let _ = socket.send_to(&answer, peer);
                }
            }
        })?;
        Ok(Self { address, stopping, thread: Some(thread), _connections: connections })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for DnsService {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        let to = reachable(self.address);
        // A datagram of our own wakes the thread that waits for one.
        let local = if to.is_ipv4() { "127.0.0.1:0" } else { "[::1]:0" };
        let woken = UdpSocket::bind(local).and_then(|socket| socket.send_to(&[], to)).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            let _ = thread.join();
        }
    }
}

/// The same port for datagrams and connections.
fn both(
    bind: SocketAddr,
    limits: Limits,
    answering: &Arc<Answering>,
) -> io::Result<(UdpSocket, Listener)> {
    let mut tries = 0;
    loop {
        let socket = UdpSocket::bind(bind)?;
        let answering = answering.clone();
        let session = move |stream: &mut TcpStream, peer: SocketAddr| {
            // Who breaks off in the middle of a question has none.
            let _ = answer_connection(stream, peer, limits, &*answering);
        };
        let same = socket.local_addr()?;
        tries += 1;
        match Reserved::bind(same) {
            Ok(port) => {
                let connections = port.listen(limits, String::new(), Arc::new(session))?;
                return Ok((socket, connections));
            }
            Err(_) if bind.port() == 0 && tries < PORT_TRIES => {}
            Err(error) => return Err(error),
        }
    }
}

/// Questions and answers one after the other, each behind its length (RFC 7766 section 8).
fn answer_connection(
    stream: &mut TcpStream,
    peer: SocketAddr,
    limits: Limits,
    answering: &Answering,
) -> io::Result<()> {
    let mut stream = Timed::new(stream, Clock::start(), limits);
    loop {
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut question)?;
        if let Some(answer) = answering(peer, Transport::Tcp, &question)
            && let Ok(length) = u16::try_from(answer.len())
        {
            stream.write_all(&[&length.to_be_bytes(), answer.as_slice()].concat())?;
        }
    }
}

/// Looks something up. `find` says where the server with that address really is: the machine
/// speaks of port 53, which only the superuser can open.
///
/// # Errors
/// There is no answer, as far as the resolver can say; a question that cannot be sent counts as
/// one that nobody answers.
pub fn resolve(
    resolver: &mut Resolver,
    clock: Clock,
    question: Question,
    find: impl Fn(Ipv4Addr) -> SocketAddr,
) -> Result<Answer, LookupError> {
    let wanted = resolver.lookup(clock.now(), question);
    let mut open: BTreeMap<u16, Asked> = BTreeMap::new();
    loop {
        while let Some(transmit) = resolver.poll_transmit() {
            let to = find(transmit.to);
            if let Ok(asked) = Asked::new(&transmit, to) {
                open.insert(transmit.local_port, asked);
            }
        }
        while resolver.poll_event().is_some() {}
        while let Some((id, result)) = resolver.poll_answer() {
            if id == wanted {
                return result;
            }
        }
        let ports: Vec<u16> = resolver.open_ports().collect();
        open.retain(|port, _| ports.contains(port));
        let Some(deadline) = resolver.poll_timeout() else {
            return Err(LookupError::ServerFailure);
        };
        let left = deadline.since(clock.now());
        if left.micros() == 0 {
            resolver.handle_timeout(clock.now());
            continue;
        }
        let left = Duration::from_micros(left.micros());
        // One look-up asks one question at a time.
        let Some((port, asked)) = open.first_key_value() else {
            std::thread::park_timeout(left);
            continue;
        };
        if let Some(bytes) = asked.wait(left) {
            resolver.handle_datagram(clock.now(), asked.server, *port, &bytes);
        }
    }
}

/// A question on its way.
struct Asked {
    socket: UdpSocket,
    /// As the resolver knows it.
    server: Ipv4Addr,
    /// Where it is.
    to: SocketAddr,
}

impl Asked {
    fn new(transmit: &Transmit, to: SocketAddr) -> io::Result<Self> {
        let any = if to.is_ipv4() { "0.0.0.0" } else { "::" };
        // Another program may have the port. Any other one is as hard to guess.
        let socket =
            UdpSocket::bind((any, transmit.local_port)).or_else(|_| UdpSocket::bind((any, 0)))?;
        socket.send_to(&transmit.bytes, to)?;
        Ok(Self { socket, server: transmit.to, to })
    }

    /// The next datagram from the server that was asked; `None` when the time is over, or when it
    /// came from somebody else.
    fn wait(&self, limit: Duration) -> Option<Vec<u8>> {
        let mut buffer = [0; MAX_DATAGRAM];
        self.socket.set_read_timeout(Some(limit)).ok()?;
        let (length, from) = self.socket.recv_from(&mut buffer).ok()?;
        (from == self.to).then(|| buffer[..length].to_vec())
    }
}
