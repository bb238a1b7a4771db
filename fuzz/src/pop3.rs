//! A stranger on a connection to the POP3 server.

use crate::dialogue::{lines, pieces, unstuffed};
use model::limits::pop3::{MAX_REPLY_LINE, MAX_WRONG_PASSWORDS};
use model::time::Instant;
use sim::pop3::maildrop::Boxes;
use sim::pop3::{Maildrops, Server, ServerEvent};

const MESSAGES: [&str; 4] = [
    "Subject: one\r\n\r\nHello\r\n.\r\n..\r\nbye\r\n",
    "Subject: two\r\n\r\nno end of line",
    "",
    ".\r\n\r\n.\r\n",
];

/// What a session comes to.
#[derive(Debug, PartialEq, Eq)]
struct End {
    said: Vec<u8>,
    events: Vec<ServerEvent>,
    left: Vec<String>,
    closed: bool,
}

/// The bytes a client sends: every line gets one well-formed answer, messages come out as they lie
/// there, only what was marked before `QUIT` goes, and no lock stays; nothing depends on how the
/// bytes were cut. The first byte says how many messages there are.
pub fn pop3(data: &[u8]) {
    let Some((&kind, input)) = data.split_first() else { return };
    let watched = watch(kind, input);
    for (way, pieces) in [("whole", vec![input]), ("in pieces", pieces(input))] {
        assert_eq!(run(kind, &pieces), watched, "it makes a difference that input came {way}");
    }
}

fn boxes(kind: u8) -> Maildrops {
    let mut drops = Maildrops::new(["foo.example".parse().expect("a domain")]);
    drops.add("ann", "key");
    drops.add("bob", "key 2");
    let messages = MESSAGES.iter().take(usize::from(kind % 8));
    for (drop, message) in messages.flat_map(|m| [("ann", m), ("bob", m)]) {
        let maildrop = drops.get_mut(drop).expect("it was put up");
        maildrop.store(message.as_bytes().to_vec().into());
    }
    drops
}

fn ids(drops: &Maildrops) -> Vec<String> {
    let of = |name: &str| drops.get(name).expect("it was put up").messages().iter();
    of("ann").chain(of("bob")).map(|message| message.uid.clone()).collect()
}

fn end(mut server: Server, mut drops: Maildrops, said: Vec<u8>) -> End {
    let closed = server.wants_close();
    server.handle_closed(&mut drops);
    assert!(drops.iter().all(|drop| !drop.is_locked()), "a lock that nobody holds");
    let events = std::iter::from_fn(|| server.poll_event()).collect();
    End { said, events, left: ids(&drops), closed }
}

fn run(kind: u8, pieces: &[&[u8]]) -> End {
    let mut drops = boxes(kind);
    // Somebody else is in Bob's box.
    let other = drops.open("bob", "key 2").expect("nobody is in there yet");
    let mut server = Server::new("pop.foo.example".to_owned());
    server.open(Instant::ZERO);
    let mut said = server.outbox().take_all();
    for piece in pieces {
        server.handle_bytes(Instant::ZERO, piece, &mut drops);
        said.extend(server.outbox().take_all());
    }
    drops.release(other);
    end(server, drops, said)
}

/// One byte after the other, with a look at what each one brings about.
fn watch(kind: u8, input: &[u8]) -> End {
    let mut drops = boxes(kind);
    let before = ids(&drops);
    let other = drops.open("bob", "key 2").expect("nobody is in there yet");
    let mut server = Server::new("pop.foo.example".to_owned());
    server.open(Instant::ZERO);
    let mut said = server.outbox().take_all();
    assert!(said.starts_with(b"+OK"), "the greeting");
    let mut line = Vec::new();
    for &byte in input {
        let was_closed = server.wants_close();
        server.handle_bytes(Instant::ZERO, &[byte], &mut drops);
        line.push(byte);
        let reply = server.outbox().take_all();
        said.extend(&reply);
        if was_closed {
            assert!(reply.is_empty(), "words after the last word");
            continue;
        }
        assert_eq!(byte == b'\n', !reply.is_empty(), "every line is answered, and no half one");
        if !reply.is_empty() {
            check_reply(&std::mem::take(&mut line), &reply);
        }
    }
    drops.release(other);
    let end = end(server, drops, said);
    check_events(&end, &before);
    end
}

/// A status line, and after some commands a block.
fn check_reply(command: &[u8], reply: &[u8]) {
    let status_end = reply.windows(2).position(|pair| pair == b"\r\n").expect("a status line") + 2;
    let (status, block) = reply.split_at(status_end);
    let status = lines(status, MAX_REPLY_LINE)[0];
    let good = status == "+OK" || status.starts_with("+OK ");
    assert!(good || status == "-ERR" || status.starts_with("-ERR "), "{status}");
    if block.is_empty() {
        return;
    }
    assert!(good, "a block after a refusal");
    let content = unstuffed(block).expect("a block ends with a dot");
    let inner = &block[..block.len() - 3];
    let lone =
        |wire: &[u8]| wire.starts_with(b".\r\n") || wire.windows(5).any(|w| w == b"\r\n.\r\n");
    assert!(!lone(inner), "a block that ends early");
    let keyword: Vec<u8> = command.iter().take(4).map(u8::to_ascii_uppercase).collect();
    if keyword == b"RETR" {
        let whole = |m: &&str| m.is_empty() || m.ends_with("\r\n");
        let same = |m: &&str| {
            let end = if whole(m) { "" } else { "\r\n" };
            content == [m, end].concat().as_bytes()
        };
        assert!(MESSAGES.iter().any(same), "a message that nobody stored: {content:?}");
    } else if keyword != b"TOP " {
        assert!(content.is_empty() || !lines(&content, MAX_REPLY_LINE).is_empty());
    }
}

fn check_events(end: &End, before: &[String]) {
    let mut deleted = Vec::new();
    let mut wrong = 0;
    for event in &end.events {
        match event {
            ServerEvent::Deleted { box_name, uids } => {
                assert_eq!(box_name, "ann");
                deleted.extend(uids.clone());
            }
            ServerEvent::RefusedPassword { .. } => wrong += 1,
            ServerEvent::Opened { box_name } | ServerEvent::Retrieved { box_name, .. } => {
                assert_eq!(box_name, "ann", "Bob's box is taken");
            }
            ServerEvent::Locked => {}
        }
    }
    assert!(wrong <= usize::from(MAX_WRONG_PASSWORDS));
    assert!(end.closed || deleted.is_empty(), "deleted without QUIT");
    let ann = before.len() / 2;
    let kept = before.iter().enumerate().filter(|(n, id)| *n >= ann || !deleted.contains(id));
    let kept: Vec<String> = kept.map(|(_, id)| id.clone()).collect();
    assert_eq!(end.left, kept, "what was not marked stays, in its order");
}
