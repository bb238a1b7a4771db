//! The machines on real sockets keep their limits and end when they are told to.

#![cfg(not(target_arch = "wasm32"))]

use journey::serve::{self, Clock, Heard, Limits, Listener};
use model::address::Mailbox;
use model::time::Instant;
use sim::dns::{DnsName, DnsSummary, NameServer, Zone, describe};
use sim::pop3::{self, Maildrops};
use sim::smtp::{self, Policy, Reply, ServerConfig, Transaction};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Lays everything into the box of the first recipient.
struct TestPolicy(Arc<Mutex<Maildrops>>);

impl Policy for TestPolicy {
    fn authenticate(&mut self, _user: &str, _password: &str) -> bool {
        false
    }

    fn rcpt(&mut self, _mailbox: &Mailbox) -> Result<(), Reply> {
        Ok(())
    }

    fn message(&mut self, _now: Instant, transaction: Transaction) -> Result<String, Reply> {
        let name = transaction.forward_paths[0].local_part.box_name();
        let mut drops = self.0.lock().expect("nobody came to grief");
        drops.get_mut(&name).expect("a box").store(transaction.body.into());
        Ok("1".to_owned())
    }
}

fn drops() -> Arc<Mutex<Maildrops>> {
    let mut drops = Maildrops::new(["peer.example".parse().expect("a domain")]);
    drops.add("kim", "key");
    Arc::new(Mutex::new(drops))
}

fn smtp_server(
    limits: Limits,
    drops: &Arc<Mutex<Maildrops>>,
    audience: Option<serve::Audience>,
) -> Listener {
    let template = ServerConfig {
        name: "mx.peer.example".parse().expect("a name"),
        size_limit: 10_000,
        submission: false,
        peer_ip: Ipv4Addr::LOCALHOST,
    };
    let drops = drops.clone();
    let policy = move |_| -> serve::BoxedPolicy { Box::new(TestPolicy(drops.clone())) };
    serve::serve_smtp(ANY, Clock::start(), limits, &template, policy, audience)
        .expect("a free port")
}

fn limits(connections: usize, idle: Duration) -> Limits {
    Limits { connections, idle, life: LONG }
}

const LONG: Duration = Duration::from_secs(30);

fn call(address: SocketAddr) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(address).expect("somebody answers");
    stream.set_read_timeout(Some(LONG)).expect("a limit");
    BufReader::new(stream)
}

fn line(stream: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    stream.read_line(&mut line).expect("a line in time");
    line
}

#[test]
fn mail_goes_in_and_comes_out_and_every_line_is_heard() {
    let drops = drops();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = heard.clone();
    let audience: serve::Audience = Arc::new(move |_, line| ears.lock().unwrap().push(line));
    let smtp = smtp_server(Limits::default(), &drops, Some(audience));
    let message = b"Subject: dots\r\n\r\n.\r\n..\r\nend\r\n".to_vec();
    let config = smtp::ClientConfig {
        helo_name: "client.example".to_owned(),
        credentials: None,
        reverse_path: None,
        recipients: vec!["kim@peer.example".parse().unwrap()],
        message: message.clone().into(),
    };
    let result = serve::deliver(smtp.address(), Clock::start(), Limits::default(), config);
    assert!(matches!(result.recipients[0].1, smtp::RecipientResult::Accepted(_)), "{result:?}");
    // Waits for the session's thread.
    drop(smtp);
    let heard = heard.lock().unwrap();
    let position = |wanted: &Heard| heard.iter().position(|said| said == wanted).unwrap();
    let data = position(&Heard::Theirs("DATA".to_owned()));
    assert!(matches!(&heard[data + 1], Heard::Ours(line) if line.starts_with("354")));
    // Two dots in front of which one more was put, and the one that ends the message.
    assert_eq!(heard[data + 2], Heard::TheirMessage(message.len() + 2 + 3));
    assert!(matches!(&heard[data + 3], Heard::Ours(line) if line.starts_with("250")));
    assert_eq!(heard[data + 4], Heard::Theirs("QUIT".to_owned()));

    let clock = Clock::start();
    let pop3 = serve::serve_pop3(ANY, clock, Limits::default(), "mx.peer.example", drops, None);
    let config = pop3::ClientConfig {
        user: "kim".to_owned(),
        password: "key".to_owned(),
        after_wrong: None,
        leave_on_server: false,
    };
    let address = pop3.as_ref().unwrap().address();
    let result = serve::collect(address, Clock::start(), Limits::default(), config);
    assert_eq!(result.problem, None);
    assert_eq!(result.messages, [Arc::new(message)]);
}

#[test]
fn one_connection_too_many_is_sent_away_and_the_next_place_is_free() {
    let drops = drops();
    let smtp = smtp_server(limits(1, LONG), &drops, None);
    let mut first = call(smtp.address());
    assert!(line(&mut first).starts_with("220 "));
    let mut second = call(smtp.address());
    assert!(line(&mut second).starts_with("421 Too many "));
    assert_eq!(line(&mut second), "");
    first.get_mut().write_all(b"QUIT\r\n").unwrap();
    assert!(line(&mut first).starts_with("221 "));
    assert_eq!(line(&mut first), "");
    drop(first);
    // The place is free as soon as the server's thread has ended.
    while !line(&mut call(smtp.address())).starts_with("220 ") {}

    let pop3 =
        serve::serve_pop3(ANY, Clock::start(), limits(0, LONG), "mx.peer.example", drops, None);
    let pop3 = pop3.expect("a free port");
    let mut nobody = call(pop3.address());
    assert_eq!(line(&mut nobody), "-ERR [SYS/TEMP] too many connections, try again later\r\n");
}

#[test]
fn who_is_silent_for_too_long_is_let_go() {
    let drops = drops();
    let short = limits(4, Duration::from_millis(50));
    let smtp = smtp_server(short, &drops, None);
    let mut peer = call(smtp.address());
    assert!(line(&mut peer).starts_with("220 "));
    assert!(line(&mut peer).starts_with("421 4.4.2 "));
    assert_eq!(line(&mut peer), "");

    // Without a word (RFC 1939 section 3), and the box is free again.
    let shared = drops.clone();
    let pop3 = serve::serve_pop3(ANY, Clock::start(), short, "mx.peer.example", shared, None);
    let mut peer = call(pop3.as_ref().unwrap().address());
    peer.get_mut().write_all(b"USER kim\r\nPASS key\r\n").unwrap();
    let mut said = String::new();
    peer.read_to_string(&mut said).unwrap();
    assert_eq!(said.lines().count(), 3, "{said}");
    drop(pop3);
    assert!(!drops.lock().unwrap().get("kim").unwrap().is_locked());
}

/// Whoever goes on talking is let go in the end, and so is who sends one byte after the other of a line.
#[test]
fn no_connection_lasts_for_ever() {
    let short = Limits { life: Duration::from_millis(200), ..limits(4, LONG) };
    let smtp = smtp_server(short, &drops(), None);
    let mut talker = call(smtp.address());
    assert!(line(&mut talker).starts_with("220 "));
    let mut said = String::new();
    while !said.starts_with("421 4.4.2 ") {
        talker.get_mut().write_all(b"NOOP\r\n").expect("nobody has hung up yet");
        said = line(&mut talker);
        assert!(said.starts_with("250 ") || said.starts_with("421 "), "{said}");
    }
    let mut dawdler = call(smtp.address());
    assert!(line(&mut dawdler).starts_with("220 "));
    dawdler.get_mut().write_all(b"N").unwrap();
    assert!(line(&mut dawdler).starts_with("421 4.4.2 "));
}

/// RFC 1939 section 3.
#[test]
fn pop3_waits_for_ten_minutes() {
    assert!(Limits::pop3().idle >= Duration::from_mins(10));
    assert!(Limits::pop3().life > Limits::pop3().idle);
}

#[test]
fn a_line_without_end_is_refused_and_not_kept() {
    let smtp = smtp_server(limits(4, LONG), &drops(), None);
    let mut peer = call(smtp.address());
    line(&mut peer);
    for _ in 0..64 {
        peer.get_mut().write_all(&[b'x'; 16 * 1024]).unwrap();
    }
    peer.get_mut().write_all(b"\r\nNOOP\r\n").unwrap();
    assert!(line(&mut peer).starts_with("500 5.5.2 "));
    assert!(line(&mut peer).starts_with("250 "));
}

#[test]
fn ending_hangs_up_and_frees_the_port() {
    let smtp = smtp_server(limits(4, LONG), &drops(), None);
    let address = smtp.address();
    let mut peer = call(address);
    assert!(line(&mut peer).starts_with("220 "));
    drop(smtp);
    let mut rest = Vec::new();
    // Reset or closed: over.
    let _ = peer.read_to_end(&mut rest);
    assert!(rest.is_empty());
    assert!(TcpStream::connect(address).is_err());

    let names = name_server();
    let address = names.address();
    let mut peer = call(address);
    // It is in the middle of a question.
    peer.get_mut().write_all(&[0]).unwrap();
    drop(names);
    assert!(peer.read_to_end(&mut rest).is_err() || rest.is_empty());
    assert!(UdpSocket::bind(address).is_ok());
    assert!(TcpStream::connect(address).is_err());
}

fn name(text: &str) -> DnsName {
    text.parse().expect("a name")
}

/// Its `many.peer.example` has more addresses than fit into a datagram.
fn name_server() -> serve::DnsService {
    let mut zone = Zone::new(name("peer.example"), name("ns.peer.example"));
    for last in 0..60 {
        zone = zone.a(name("many.peer.example"), 60, Ipv4Addr::new(203, 0, 113, last));
    }
    serve::serve_dns(ANY, NameServer::new(vec![zone]), |_, _, _| {}).expect("a free port")
}

/// A question for the addresses of `many.peer.example`, with this id.
fn question(id: u8) -> Vec<u8> {
    let mut question = vec![0, id, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    question.extend(b"\x04many\x04peer\x07example\0\0\x01\0\x01");
    question
}

fn understand(answer: &[u8], id: u8) -> DnsSummary {
    assert_eq!(answer[..2], [0, id]);
    describe(answer).expect("an answer")
}

#[test]
fn what_does_not_fit_into_a_datagram_comes_over_a_connection() {
    let names = name_server();
    let socket = UdpSocket::bind(ANY).unwrap();
    socket.set_read_timeout(Some(LONG)).unwrap();
    socket.send_to(&question(1), names.address()).unwrap();
    let mut answer = [0; 1_024];
    let length = socket.recv(&mut answer).unwrap();
    assert!(length <= 512 && understand(&answer[..length], 1).truncated);

    // Two questions in one piece, and a third one, of which the last byte is late.
    let behind_length = |question: Vec<u8>| {
        let length = u16::try_from(question.len()).unwrap();
        [&length.to_be_bytes()[..], &question].concat()
    };
    let mut peer = call(names.address());
    let third = behind_length(question(4));
    let (first, last) = third.split_at(third.len() - 1);
    let all = [&behind_length(question(2))[..], &behind_length(question(3)), first].concat();
    peer.get_mut().write_all(&all).unwrap();
    let mut hear = |id| {
        let mut length = [0; 2];
        peer.read_exact(&mut length).unwrap();
        let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
        peer.read_exact(&mut answer).unwrap();
        let summary = understand(&answer, id);
        assert_eq!((summary.answers.len(), summary.truncated), (60, false));
        if id == 3 {
            peer.get_mut().write_all(last).unwrap();
        }
    };
    (2..=4).for_each(&mut hear);
}
