//! A listening socket with a thread for each connection.

use super::Limits;
use super::backoff::Backoff;
use model::limits::sockets::MAX_WAITING_CALLS;
use socket2::{Domain, Protocol, Socket, Type};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What a connection's thread does, with the peer's address.
pub(super) type Session = dyn Fn(&mut TcpStream, SocketAddr) + Send + Sync;

/// A port that is served. Dropping it ends its connections and waits for their threads.
pub struct Listener {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    stopping: AtomicBool,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    /// Both ends of the thread: to hang up for it, and to wait for it.
    connections: BTreeMap<u64, (TcpStream, Option<JoinHandle<()>>)>,
}

/// A port that is ours, while nobody listens there: calls are refused.
pub(super) struct Reserved {
    socket: Socket,
    address: SocketAddr,
}

impl Reserved {
    /// Takes a port.
    pub(super) fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        // With the option, somebody else who has it could take the same port before anybody listens there. A port that
        // was free just now does not need it.
        if address.port() != 0 {
            reuse(&socket)?;
        }
        socket.bind(&address.into())?;
        let bound = socket.local_addr()?.as_socket();
        let address = bound.ok_or(io::ErrorKind::AddrNotAvailable)?;
        Ok(Self { socket, address })
    }

    /// Which port it is.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Starts to listen. `busy` is what is said to one too many.
    pub(super) fn listen(
        self,
        limits: Limits,
        busy: String,
        session: Arc<Session>,
    ) -> io::Result<Listener> {
        let Self { socket, address } = self;
        reuse(&socket)?;
        socket.listen(MAX_WAITING_CALLS)?;
        Listener::start(socket.into(), address, limits, busy, session)
    }
}

/// As the standard library does: calls that have just ended do not keep the port taken. On Windows the same option
/// lets two programs have one port.
fn reuse(socket: &Socket) -> io::Result<()> {
    if cfg!(unix) { socket.set_reuse_address(true) } else { Ok(()) }
}

impl Listener {
    fn start(
        socket: TcpListener,
        address: SocketAddr,
        limits: Limits,
        busy: String,
        session: Arc<Session>,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            stopping: AtomicBool::new(false),
            open: Mutex::new(Open::default()),
        });
        let of_thread = shared.clone();
        let thread = std::thread::Builder::new().name("listener".to_owned()).spawn(move || {
            accept(&socket, &of_thread, limits, &busy, &session);
        })?;
        Ok(Self { address, shared, thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // A call of our own wakes the thread that waits for calls.
        let woken = TcpStream::connect(reachable(self.address)).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            let _ = thread.join();
        }
        let connections = std::mem::take(&mut self.shared.lock().connections);
        for (stream, thread) in connections.into_values() {
            let _ = stream.shutdown(Shutdown::Both);
            if let Some(thread) = thread {
                let _ = thread.join();
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where to call a socket that is bound to this address.
pub(super) fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

fn accept(
    socket: &TcpListener,
    shared: &Arc<Shared>,
    limits: Limits,
    busy: &str,
    session: &Arc<Session>,
) {
    let mut backoff = Backoff::default();
    loop {
        let accepted = socket.accept();
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        // A call that was given up before it was taken is no reason to stop.
        let Ok((mut stream, peer)) = accepted else {
            std::thread::sleep(backoff.failed());
            continue;
        };
        backoff.succeeded();
        if shared.lock().connections.len() >= limits.connections {
            let _ = stream.set_write_timeout(Some(limits.idle));
            let _ = stream.write_all(busy.as_bytes());
            continue;
        }
        // Without a thread the call ends here.
        let _ = spawn(stream, peer, shared, session);
    }
}

fn spawn(
    mut stream: TcpStream,
    peer: SocketAddr,
    shared: &Arc<Shared>,
    session: &Arc<Session>,
) -> io::Result<()> {
    let other_end = stream.try_clone()?;
    let mut open = shared.lock();
    let number = open.next;
    open.next += 1;
    let (of_thread, session) = (shared.clone(), session.clone());
    // The thread cannot strike itself off the list before it stands there: the list is locked.
    let thread = std::thread::Builder::new().name("connection".to_owned()).spawn(move || {
        let _strike_off = StrikeOff(of_thread, number);
        session(&mut stream, peer);
    })?;
    open.connections.insert(number, (other_end, Some(thread)));
    Ok(())
}

/// Takes a connection off the list, however its thread ends.
struct StrikeOff(Arc<Shared>, u64);

impl Drop for StrikeOff {
    fn drop(&mut self) {
        self.0.lock().connections.remove(&self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name servers ask for the port for connections that they have for datagrams.
    #[test]
    fn a_port_that_is_reserved_is_nobody_elses() {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let reserved = Reserved::bind(any).expect("a port");
        let address = reserved.address();
        assert!(Reserved::bind(address).is_err(), "it was given away");
        let session = Arc::new(|_: &mut TcpStream, _: SocketAddr| {});
        let listener = reserved.listen(Limits::default(), String::new(), session);
        let call = TcpStream::connect(address).expect("somebody listens");
        drop(listener.expect("it is ours"));
        drop(call);
        Reserved::bind(address).expect("it is free again");
    }
}
