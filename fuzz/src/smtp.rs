//! A stranger on a connection to the SMTP server.

use crate::dialogue::{lines, pieces, unstuffed};
use model::address::{Mailbox, ReversePath};
use model::limits::smtp::{MAX_RECIPIENTS, MAX_REPLY_LINE};
use model::time::Instant;
use sim::message::{DataReader, Received, dot_stuff, received_line};
use sim::smtp::{Policy, Reply, Server, ServerConfig, Transaction};
use std::net::Ipv4Addr;

/// Small, so that it is easily exceeded.
const SIZE_LIMIT: u64 = 200;

/// A host with the boxes `jones` and `postmaster` and the user `ann` with the password `key`, which
/// refuses this and that.
#[derive(Default)]
struct TestPolicy {
    unfriendly: bool,
    taken: Vec<Transaction>,
    offered: usize,
}

impl Policy for TestPolicy {
    fn greeting(&mut self) -> Result<(), Reply> {
        if self.unfriendly { Err(Reply::coded::<554, 7, 1>("No service for you")) } else { Ok(()) }
    }

    fn hello(&mut self, name: &str) -> Result<(), Reply> {
        match name {
            "bad.example" => Err(Reply::coded::<550, 7, 1>(&format!("Not you, {name}"))),
            "busy.example" => Err(Reply::coded::<421, 3, 2>("Too busy")),
            _ => Ok(()),
        }
    }

    fn authenticate(&mut self, user: &str, password: &str) -> bool {
        (user, password) == ("ann", "key")
    }

    fn mail(&mut self, path: &ReversePath, size: Option<u64>) -> Result<(), Reply> {
        assert!(size.is_none_or(|size| size <= SIZE_LIMIT), "a declared size beyond the limit");
        match path {
            Some(mailbox) if mailbox.local_part.as_str() == "spam" => {
                Err(Reply::coded::<550, 7, 1>("Not from you"))
            }
            _ => Ok(()),
        }
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        match mailbox.local_part.as_str() {
            "jones" | "postmaster" => Ok(()),
            "full" => Err(Reply::coded::<452, 2, 2>(&format!("{mailbox} is full"))),
            _ => Err(Reply::coded::<550, 1, 1>(&format!("No {mailbox} here"))),
        }
    }

    fn message(&mut self, _now: Instant, transaction: Transaction) -> Result<String, Reply> {
        self.offered += 1;
        if transaction.body.starts_with(b"spam") {
            return Err(Reply::coded::<554, 7, 1>("Not that"));
        }
        self.taken.push(transaction);
        Ok(format!("{:04X}", self.taken.len()))
    }
}

/// What a session comes to.
#[derive(Debug, PartialEq, Eq)]
struct End {
    said: Vec<u8>,
    taken: Vec<Transaction>,
    closed: bool,
}

/// The bytes a client sends: every reply is well formed and answers one whole line or message; what
/// is taken is what was sent; nothing depends on how the bytes were cut. The first byte says what
/// kind of server it is.
pub fn smtp(data: &[u8]) {
    let Some((&kind, input)) = data.split_first() else { return };
    let watched = watch(kind, input);
    for (way, pieces) in [("whole", vec![input]), ("in pieces", pieces(input))] {
        assert_eq!(run(kind, &pieces), watched, "it makes a difference that input came {way}");
    }
    for transaction in &watched.taken {
        check_transaction(kind, transaction);
    }
}

fn server(kind: u8) -> (Server, TestPolicy) {
    let server = Server::new(ServerConfig {
        name: "foo.example".parse().expect("a domain"),
        size_limit: SIZE_LIMIT,
        submission: kind & 1 != 0,
        peer_ip: Ipv4Addr::new(192, 0, 2, 7),
    });
    (server, TestPolicy { unfriendly: kind & 2 != 0, ..TestPolicy::default() })
}

fn run(kind: u8, pieces: &[&[u8]]) -> End {
    let (mut server, mut policy) = server(kind);
    server.open(Instant::ZERO, &mut policy);
    let mut said = server.outbox().take_all();
    for piece in pieces {
        server.handle_bytes(Instant::ZERO, piece, &mut policy);
        said.extend(server.outbox().take_all());
    }
    End { said, taken: policy.taken, closed: server.wants_close() }
}

/// One byte after the other, with a look at what each one brings about.
fn watch(kind: u8, input: &[u8]) -> End {
    let (mut server, mut policy) = server(kind);
    server.open(Instant::ZERO, &mut policy);
    let mut said = server.outbox().take_all();
    assert_eq!(check_reply(&said), if policy.unfriendly { 554 } else { 220 });
    // The message so far, as it is on the wire.
    let mut content: Option<Vec<u8>> = None;
    for &byte in input {
        let was_closed = server.wants_close();
        let offered = policy.offered;
        server.handle_bytes(Instant::ZERO, &[byte], &mut policy);
        let reply = server.outbox().take_all();
        said.extend(&reply);
        if was_closed {
            assert!(reply.is_empty(), "words after the last word");
        } else if let Some(wire) = &mut content {
            wire.push(byte);
            let plain = unstuffed(wire);
            assert_eq!(plain.is_some(), !reply.is_empty(), "only the final dot is answered");
            if let Some(plain) = plain {
                check_answer(&plain, check_reply(&reply), &policy, offered);
                content = None;
            }
        } else {
            assert_eq!(byte == b'\n', !reply.is_empty(), "every line is answered, and no half one");
            if !reply.is_empty() && check_reply(&reply) == 354 {
                content = Some(Vec::new());
            }
            assert_eq!(policy.offered, offered, "a message outside of DATA");
        }
    }
    End { said, taken: policy.taken, closed: server.wants_close() }
}

/// The answer to a message.
fn check_answer(plain: &[u8], code: u16, policy: &TestPolicy, offered: usize) {
    let fits = plain.len() as u64 <= SIZE_LIMIT;
    assert_eq!(policy.offered - offered, usize::from(fits), "only what fits is offered");
    match code {
        250 => {
            let taken = policy.taken.last().expect("what is answered with 250 was taken");
            assert!(fits && taken.body == plain, "what is taken is what was sent");
        }
        554 => assert!(fits && plain.starts_with(b"spam")),
        552 => assert!(!fits),
        other => panic!("{other} in answer to a message"),
    }
}

/// One reply, of one line or several: its code.
fn check_reply(said: &[u8]) -> u16 {
    let lines = lines(said, MAX_REPLY_LINE);
    let code = |line: &str| {
        let digits = line.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let code: u16 = digits.and_then(|digits| digits.parse().ok()).expect("a reply code");
        assert!((200..600).contains(&code) && code / 10 % 10 <= 5, "{line}");
        code
    };
    let first = code(lines[0]);
    for (n, line) in lines.iter().enumerate() {
        assert_eq!(code(line), first, "one reply has one code");
        let mark = if n + 1 == lines.len() { b' ' } else { b'-' };
        assert_eq!(line.as_bytes().get(3), Some(&mark), "{line}");
    }
    first
}

fn check_transaction(kind: u8, transaction: &Transaction) {
    assert!((1..=MAX_RECIPIENTS).contains(&transaction.forward_paths.len()));
    let boxes = ["jones", "postmaster"];
    for mailbox in &transaction.forward_paths {
        assert!(boxes.contains(&mailbox.local_part.as_str()), "{mailbox} was refused");
    }
    if kind & 1 != 0 {
        assert_eq!(transaction.authenticated.as_deref(), Some("ann"), "a message from nobody");
    }
    // Through another connection it comes out the same.
    let mut reader = DataReader::new(SIZE_LIMIT + 2);
    let stuffed = dot_stuff(&transaction.body);
    assert!(reader.read(&mut stuffed.as_slice()), "a stuffed message ends");
    assert_eq!(reader.finish(), transaction.body, "dots on the wire");
    // Whatever the client called itself, the line on top is one header line.
    let line = received_line(
        &Received {
            helo: &transaction.helo,
            reverse_name: None,
            ip: transaction.peer_ip,
            by: "foo.example",
            esmtp: transaction.esmtp,
            authenticated: transaction.authenticated.is_some(),
            id: "1",
            recipients: &transaction.forward_paths,
        },
        Instant::ZERO,
        0,
    );
    assert!(line.starts_with("Received: from "));
    let line = line.strip_suffix("\r\n").expect("a header line ends with CR LF");
    for (n, part) in line.split("\r\n").enumerate() {
        assert!(n == 0 || part.starts_with('\t'), "a header line that ends early: {line:?}");
        assert!(part.len() <= 998 && part.bytes().all(|b| b == b'\t' || (32..127).contains(&b)));
    }
}
