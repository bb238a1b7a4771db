//! A host's TCP/IP stack: smoltcp, with the few calls that hosts need.
//!
//! A TCP socket has 128 KB of buffers, which cost more than all packets of a short conversation.
//! So a port that is listened at has no socket until somebody calls, and [`SpareSockets`] are used
//! again.
//!
//! Simplified: an ended connection is remembered for a second (`TIME_WAIT`).

use super::device::Device;
use crate::trace::parse_tcp;
use model::time::{Duration, Instant};
use smoltcp::iface::{Config, Interface, SocketSet};
use smoltcp::socket::{Socket, tcp, udp};
use smoltcp::wire::{HardwareAddress, IpAddress, IpCidr, IpEndpoint};
use std::collections::VecDeque;
use std::net::Ipv4Addr;

pub use smoltcp::iface::SocketHandle;

/// Bytes a TCP socket can hold in each direction: the largest window without scaling.
const TCP_BUFFER: usize = 65_535;
/// Datagrams, and bytes of them, a UDP socket can hold in each direction. Those of name servers have
/// at most 512 bytes (RFC 1035 section 4.2.1).
const UDP_PACKETS: usize = 2;
const UDP_BUFFER: usize = 512 * UDP_PACKETS;
/// First of the ports that calls go out from (RFC 6335 section 6).
const FIRST_EPHEMERAL_PORT: u16 = 49_152;

/// How long a call may ring before it is given up. RFC 5321 leaves that to TCP, which needs minutes;
/// here it is short, because nothing that answers at all is slow.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// How long the side that hung up first remembers a connection. RFC 9293 section 3.4.2 wants twice
/// as long as a packet can be on its way, and takes two minutes for that; here it is never half a
/// second.
const TIME_WAIT: Duration = Duration::from_secs(1);

/// The stack of one host.
pub struct Stack {
    interface: Interface,
    sockets: SocketSet<'static>,
    sent: VecDeque<Vec<u8>>,
    next_port: u16,
    /// Ports at which calls are taken.
    listening: Vec<u16>,
    /// Calls that are refused: from whom (`None`: anybody), at which ports, how many still (`None`: all).
    refused: Vec<(Option<Ipv4Addr>, &'static [u16], Option<u8>)>,
    /// Calls that nobody has looked at yet: the port here, and the socket.
    calls: VecDeque<(u16, SocketHandle)>,
    /// TCP sockets that nobody needs any more, and since when.
    leaving: Vec<(SocketHandle, Instant)>,
}

/// Closed TCP sockets of all stacks, to be used again by any.
#[derive(Debug, Default)]
pub struct SpareSockets(Vec<tcp::Socket<'static>>);

impl SpareSockets {
    fn take(&mut self) -> tcp::Socket<'static> {
        let mut socket = self.0.pop().unwrap_or_else(|| {
            let buffer = || tcp::SocketBuffer::new(vec![0; TCP_BUFFER]);
            tcp::Socket::new(buffer(), buffer())
        });
        socket.set_nagle_enabled(false);
        socket.set_timeout(None);
        socket
    }
}

/// How a TCP socket is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TcpState {
    /// Calling, or being called: the handshake is under way.
    Opening,
    /// Data can flow, at least one way.
    Open,
    /// The other side has said all and everything it said was read.
    HeardAll,
    /// Over.
    Closed,
}

impl Stack {
    /// A stack with this address. The seed gives the first sequence numbers.
    pub fn new(address: Ipv4Addr, seed: u64) -> Self {
        let mut config = Config::new(HardwareAddress::Ip);
        config.random_seed = seed;
        let mut sent = VecDeque::new();
        let mut device = Device { received: None, sent: &mut sent };
        let mut interface = Interface::new(config, &mut device, smoltcp::time::Instant::ZERO);
        interface.update_ip_addrs(|addresses| {
            // A list of addresses with room for one always has room for the first.
            let _ = addresses.push(IpCidr::new(IpAddress::Ipv4(address), 24));
        });
        // On a wire without a link layer the gateway's address is never used; the route only says
        // that every address can be reached.
        let _ = interface.routes_mut().add_default_ipv4_route(address);
        Self {
            interface,
            sockets: SocketSet::new(Vec::new()),
            sent,
            next_port: FIRST_EPHEMERAL_PORT,
            listening: Vec::new(),
            refused: Vec::new(),
            calls: VecDeque::new(),
            leaving: Vec::new(),
        }
    }

    /// Lets the stack work: read the packet that arrived, if one did, and send what waits.
    pub fn poll(&mut self, now: Instant, packet: Option<&[u8]>, spare: &mut SpareSockets) {
        let call = packet.and_then(|packet| Some((self.called_port(packet)?, packet)));
        if let Some((port, _)) = call.filter(|(port, packet)| !self.refuses(*port, packet)) {
            let mut socket = spare.take();
            // Refused only for port 0 and for a socket that is in use.
            let _ = socket.listen(port);
            self.calls.push_back((port, self.sockets.add(socket)));
        }
        let mut device = Device { received: packet, sent: &mut self.sent };
        self.interface.poll(stack_time(now), &mut device, &mut self.sockets);
        let sockets = &mut self.sockets;
        self.leaving.retain(|(handle, since)| {
            let socket = sockets.get_mut::<tcp::Socket>(*handle);
            let over = match socket.state() {
                // A closed socket that still knows its peer has a last word to say.
                tcp::State::Closed => socket.remote_endpoint().is_none(),
                tcp::State::TimeWait => now.since(*since) >= TIME_WAIT,
                _ => false,
            };
            if over {
                socket.abort();
                if let Socket::Tcp(socket) = sockets.remove(*handle) {
                    spare.0.push(socket);
                }
            }
            !over
        });
    }

    /// The port that this packet calls, if it is one that is listened at.
    fn called_port(&self, packet: &[u8]) -> Option<u16> {
        let tcp = parse_tcp(packet)?;
        let calls = tcp.flags.syn() && tcp.acknowledgement.is_none();
        (calls && self.listening.contains(&tcp.destination_port)).then_some(tcp.destination_port)
    }

    /// Whether this call to `port` is refused, which makes one less to be refused.
    fn refuses(&mut self, port: u16, packet: &[u8]) -> bool {
        let source = packet.get(12..16).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        let found = self.refused.iter_mut().find(|(from, ports, left)| {
            from.is_none_or(|from| source == Some(from.octets()))
                && ports.contains(&port)
                && *left != Some(0)
        });
        let Some((.., left)) = found else { return false };
        *left = left.map(|left| left - 1);
        true
    }

    /// Nobody needs this TCP socket any more: it goes once it has said its last word.
    pub fn tcp_leave(&mut self, handle: SocketHandle, now: Instant) {
        self.leaving.push((handle, now));
    }

    /// When the stack next wants to be polled, if nothing arrives before.
    pub fn poll_at(&mut self, now: Instant) -> Option<Instant> {
        let at = self.interface.poll_at(stack_time(now), &self.sockets)?;
        Some(Instant::from_micros(u64::try_from(at.total_micros()).unwrap_or(0)))
    }

    /// The next packet to put on the wire.
    pub fn take_sent(&mut self) -> Option<Vec<u8>> {
        self.sent.pop_front()
    }

    /// From now on calls on `port` are taken.
    pub fn listen(&mut self, port: u16) {
        self.listening.push(port);
    }

    /// So many calls at these ports are refused (`None`: all), from one address or from anybody.
    pub fn refuse(&mut self, from: Option<Ipv4Addr>, ports: &'static [u16], times: Option<u8>) {
        self.refused.push((from, ports, times));
    }

    /// The next call that came in: the port here, and the socket.
    pub fn take_call(&mut self) -> Option<(u16, SocketHandle)> {
        self.calls.pop_front()
    }

    /// Calls `to`. The local port is the next one free.
    pub fn connect(
        &mut self,
        to: (Ipv4Addr, u16),
        spare: &mut SpareSockets,
    ) -> (SocketHandle, u16) {
        let port = self.ephemeral_port();
        let handle = self.sockets.add(spare.take());
        let socket = self.sockets.get_mut::<tcp::Socket>(handle);
        // Refused only for a zero port or address and for a socket that is in use; the socket then
        // is closed, and its owner sees a call that failed.
        let _ = socket.connect(self.interface.context(), to, port);
        let timeout = CONNECT_TIMEOUT.micros();
        socket.set_timeout(Some(smoltcp::time::Duration::from_micros(timeout)));
        (handle, port)
    }

    /// The call was taken: from now on silence is no reason to hang up.
    pub fn tcp_connected(&mut self, handle: SocketHandle) {
        self.sockets.get_mut::<tcp::Socket>(handle).set_timeout(None);
    }

    /// How a TCP socket is doing.
    pub fn tcp_state(&self, handle: SocketHandle) -> TcpState {
        let socket = self.sockets.get::<tcp::Socket>(handle);
        match socket.state() {
            tcp::State::Listen | tcp::State::SynSent | tcp::State::SynReceived => TcpState::Opening,
            tcp::State::Closed | tcp::State::TimeWait => TcpState::Closed,
            _ if socket.may_recv() => TcpState::Open,
            _ => TcpState::HeardAll,
        }
    }

    /// Who is at the other end, once somebody is: address and port there.
    pub fn peer(&self, handle: SocketHandle) -> Option<(Ipv4Addr, u16)> {
        let remote = self.sockets.get::<tcp::Socket>(handle).remote_endpoint()?;
        let IpAddress::Ipv4(address) = remote.addr;
        Some((address, remote.port))
    }

    /// Gives what has arrived, in order, to `read`; false when there was nothing.
    pub fn tcp_read(&mut self, handle: SocketHandle, mut read: impl FnMut(&[u8])) -> bool {
        let socket = self.sockets.get_mut::<tcp::Socket>(handle);
        let mut any = false;
        while socket.can_recv() {
            let took = socket.recv(|bytes| {
                read(bytes);
                (bytes.len(), bytes.len())
            });
            if !took.is_ok_and(|n| n > 0) {
                break;
            }
            any = true;
        }
        any
    }

    /// Puts bytes into the send buffer; returns how many fitted.
    pub fn tcp_write(&mut self, handle: SocketHandle, bytes: &[u8]) -> usize {
        let socket = self.sockets.get_mut::<tcp::Socket>(handle);
        if socket.can_send() { socket.send_slice(bytes).unwrap_or(0) } else { 0 }
    }

    /// Says that this side has said all.
    pub fn tcp_close(&mut self, handle: SocketHandle) {
        self.sockets.get_mut::<tcp::Socket>(handle).close();
    }

    /// A UDP socket on `port`, or on the next free one for port 0. Returns the port.
    pub fn udp_bind(&mut self, port: u16) -> (SocketHandle, u16) {
        let port = if port == 0 { self.ephemeral_port() } else { port };
        let buffer = || {
            udp::PacketBuffer::new(
                vec![udp::PacketMetadata::EMPTY; UDP_PACKETS],
                vec![0; UDP_BUFFER],
            )
        };
        let mut socket = udp::Socket::new(buffer(), buffer());
        let _ = socket.bind(port);
        (self.sockets.add(socket), port)
    }

    /// Closes a UDP socket.
    pub fn udp_close(&mut self, handle: SocketHandle) {
        self.sockets.remove(handle);
    }

    /// Sends a datagram; one that does not fit is lost, as datagrams are.
    pub fn udp_send(&mut self, handle: SocketHandle, to: (Ipv4Addr, u16), bytes: &[u8]) {
        let socket = self.sockets.get_mut::<udp::Socket>(handle);
        let _ = socket.send_slice(bytes, IpEndpoint::from(to));
    }

    /// The next datagram that arrived, with its sender.
    pub fn udp_receive(&mut self, handle: SocketHandle) -> Option<(Ipv4Addr, u16, Vec<u8>)> {
        let socket = self.sockets.get_mut::<udp::Socket>(handle);
        let (bytes, metadata) = socket.recv().ok()?;
        let IpAddress::Ipv4(address) = metadata.endpoint.addr;
        Some((address, metadata.endpoint.port, bytes.to_vec()))
    }

    fn ephemeral_port(&mut self) -> u16 {
        let port = self.next_port;
        self.next_port = port.checked_add(1).unwrap_or(FIRST_EPHEMERAL_PORT);
        port
    }
}

fn stack_time(now: Instant) -> smoltcp::time::Instant {
    smoltcp::time::Instant::from_micros(i64::try_from(now.micros()).unwrap_or(i64::MAX))
}
