//! The sessions that RFC 5321 shows in appendices D.1 and D.2, said to the server line by line. It
//! must answer with the codes and the form (one line or several) that the RFC prints; the words are
//! its own.

use model::address::Mailbox;
use model::time::Instant;
use sim::smtp::reply::{Reply, ReplyReader};
use sim::smtp::server::{Policy, Server, ServerConfig, Transaction};
use std::net::Ipv4Addr;

/// What the client says, as printed; what the server answers: code, and whether in several lines.
/// Where the client goes on without waiting, there is no answer.
const APPENDIX_D_1: &[(&str, Option<(u16, bool)>)] = &[
    ("EHLO bar.com", Some((250, true))),
    ("MAIL FROM:<Smith@bar.com>", Some((250, false))),
    ("RCPT TO:<Jones@foo.com>", Some((250, false))),
    ("RCPT TO:<Green@foo.com>", Some((550, false))),
    ("RCPT TO:<Brown@foo.com>", Some((250, false))),
    ("DATA", Some((354, false))),
    ("Blah blah blah...", None),
    ("...etc. etc. etc.", None),
    (".", Some((250, false))),
    ("QUIT", Some((221, false))),
];

/// Appendix D.2: the client gives up after a refused recipient.
const APPENDIX_D_2: &[(&str, Option<(u16, bool)>)] = &[
    ("EHLO bar.com", Some((250, true))),
    ("MAIL FROM:<Smith@bar.com>", Some((250, false))),
    ("RCPT TO:<Jones@foo.com>", Some((250, false))),
    ("RCPT TO:<Green@foo.com>", Some((550, false))),
    ("RSET", Some((250, false))),
    ("QUIT", Some((221, false))),
];

/// Foo.com, where Green is not known.
#[derive(Default)]
struct Foo {
    messages: Vec<Transaction>,
}

impl Policy for Foo {
    fn authenticate(&mut self, _user: &str, _password: &str) -> bool {
        false
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        match mailbox.local_part.as_str() {
            "Green" => Err(Reply::coded::<550, 1, 1>("No such user here")),
            _ => Ok(()),
        }
    }

    fn message(&mut self, _now: Instant, transaction: Transaction) -> Result<String, Reply> {
        self.messages.push(transaction);
        Ok("1".to_owned())
    }
}

#[track_caller]
fn check(session: &[(&str, Option<(u16, bool)>)]) -> Vec<Transaction> {
    let mut host = Foo::default();
    let mut server = Server::new(ServerConfig {
        name: "foo.com".parse().expect("a domain"),
        size_limit: 10_000_000,
        submission: false,
        peer_ip: Ipv4Addr::new(192, 0, 2, 1),
    });
    let mut reader = ReplyReader::default();
    let mut answer = |server: &mut Server| {
        let said = server.outbox().take_all();
        let mut input = said.as_slice();
        let reply = reader.next_reply(&mut input)?.expect("a reply in form");
        assert!(input.is_empty(), "one reply at a time");
        Some((reply.code().get(), reply.lines().len() > 1))
    };
    server.open(Instant::ZERO, &mut host);
    assert_eq!(answer(&mut server), Some((220, false)));
    for (line, expected) in session {
        server.handle_bytes(Instant::ZERO, format!("{line}\r\n").as_bytes(), &mut host);
        assert_eq!(answer(&mut server), *expected, "{line}");
    }
    assert!(server.wants_close());
    host.messages
}

#[test]
fn a_typical_transaction() {
    let messages = check(APPENDIX_D_1);
    let [message] = messages.as_slice() else {
        panic!("one message: {messages:?}");
    };
    let recipients: Vec<_> = message.forward_paths.iter().map(Mailbox::to_string).collect();
    assert_eq!(recipients, ["Jones@foo.com", "Brown@foo.com"]);
    // The RFC prints the text without doubled dots, so one is taken away here.
    assert_eq!(message.body, b"Blah blah blah...\r\n..etc. etc. etc.\r\n");
}

#[test]
fn an_aborted_transaction() {
    assert!(check(APPENDIX_D_2).is_empty());
}
