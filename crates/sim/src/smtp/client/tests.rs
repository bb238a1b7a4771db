//! The client against written-down servers, and against our own server in memory.

use super::*;
use crate::smtp::server::{Policy, Server, ServerConfig, Transaction};
use proptest::prelude::*;
use std::net::Ipv4Addr;

fn config(recipients: &[&str], message: &[u8]) -> ClientConfig {
    ClientConfig {
        helo_name: "bar.example".into(),
        credentials: None,
        reverse_path: Some("smith@bar.example".parse().unwrap()),
        recipients: recipients.iter().map(|r| r.parse().unwrap()).collect(),
        message: message.to_vec().into(),
    }
}

fn with_credentials(password: &str) -> ClientConfig {
    ClientConfig {
        credentials: Some(Credentials { user: "ann".into(), password: password.into() }),
        ..config(&["jones@foo.example"], b"Hi\r\n")
    }
}

/// A result in short: `ok 250`, `later Rcpt 452`, `never Auth -`.
fn short(result: &RecipientResult) -> String {
    let problem = |word: &str, problem: &Problem| {
        let code = problem.reply.as_ref().map(|reply| reply.code().to_string());
        format!("{word} {:?} {}", problem.stage, code.as_deref().unwrap_or("-"))
    };
    match result {
        RecipientResult::Accepted(reply) => format!("ok {}", reply.code()),
        RecipientResult::Transient(p) => problem("later", p),
        RecipientResult::Permanent(p) => problem("never", p),
    }
}

fn shorts(client: &Client) -> Option<Vec<String>> {
    let result = client.result()?;
    Some(result.recipients.iter().map(|(_, result)| short(result)).collect())
}

/// Plays a server that has these replies ready, one for each thing the client says. Checks what the
/// client said, and the results.
#[track_caller]
fn check(config: ClientConfig, dialogue: &[(&str, &str)], results: &[&str]) {
    let mut client = Client::new(config);
    for (reply, expected) in dialogue {
        client.handle_bytes(Instant::ZERO, format!("{reply}\r\n").as_bytes());
        let said = String::from_utf8(client.outbox().take_all()).unwrap();
        assert_eq!(said.trim_end_matches("\r\n"), *expected, "after {reply}");
    }
    assert!(client.wants_close(), "the session is over");
    assert_eq!(shorts(&client).unwrap_or_default(), results);
}

const EHLO: (&str, &str) = ("220 hi", "EHLO bar.example");
const MAIL: (&str, &str) = ("250 foo.example", "MAIL FROM:<smith@bar.example>");
const RCPT: (&str, &str) = ("250 OK", "RCPT TO:<jones@foo.example>");
const DATA: (&str, &str) = ("250 OK", "DATA");
const TEXT: (&str, &str) = ("354 go", "Hi\r\n.");
const BYE: (&str, &str) = ("221 bye", "");

fn simple() -> ClientConfig {
    config(&["jones@foo.example"], b"Hi\r\n")
}

#[test]
fn a_message_is_sent_step_by_step() {
    check(simple(), &[EHLO, MAIL, RCPT, DATA, TEXT, ("250 OK", "QUIT"), BYE], &["ok 250"]);
    check(
        simple(),
        &[
            ("220-hi\r\n220 there", "EHLO bar.example"),
            ("250-foo\r\n250 size", "MAIL FROM:<smith@bar.example> SIZE=4"),
            RCPT,
            ("251 will forward", "DATA"),
            TEXT,
            ("250 OK", "QUIT"),
            ("500 what", ""),
        ],
        &["ok 250"],
    );
}

#[test]
fn an_old_server_is_greeted_the_old_way() {
    for code in ["500", "502", "504"] {
        check(
            simple(),
            &[EHLO, (code, "HELO bar.example"), MAIL, RCPT, DATA, TEXT, ("250", "QUIT"), BYE],
            &["ok 250"],
        );
    }
}

#[test]
fn every_refusal_has_its_stage() {
    check(simple(), &[("554 no", "QUIT"), BYE], &["never Greeting 554"]);
    check(simple(), &[("450 no", "QUIT"), BYE], &["later Greeting 450"]);
    check(simple(), &[("250 no", "QUIT"), BYE], &["later Greeting 250"]);
    check(simple(), &[EHLO, ("550 no", "QUIT"), BYE], &["never Hello 550"]);
    check(
        simple(),
        &[EHLO, ("502", "HELO bar.example"), ("501", "QUIT"), BYE],
        &["never Hello 501"],
    );
    check(simple(), &[EHLO, MAIL, ("552 no", "QUIT"), BYE], &["never Mail 552"]);
    check(simple(), &[EHLO, MAIL, RCPT, ("452 full", "QUIT"), BYE], &["later Rcpt 452"]);
    check(simple(), &[EHLO, MAIL, RCPT, DATA, ("451 no", "QUIT"), BYE], &["later Data 451"]);
    check(simple(), &[EHLO, MAIL, RCPT, DATA, ("250 odd", "QUIT"), BYE], &["later Data 250"]);
    check(
        simple(),
        &[EHLO, MAIL, RCPT, DATA, TEXT, ("554 no", "QUIT"), BYE],
        &["never Message 554"],
    );
}

#[test]
fn refused_recipients_do_not_stop_the_others() {
    let three = config(&["jones@foo.example", "green@foo.example", "brown@foo.example"], b"Hi\r\n");
    let to_green = ("250 OK", "RCPT TO:<green@foo.example>");
    let to_brown = ("550 no", "RCPT TO:<brown@foo.example>");
    check(
        three.clone(),
        &[EHLO, MAIL, RCPT, to_green, to_brown, DATA, TEXT, ("250", "QUIT"), BYE],
        &["ok 250", "never Rcpt 550", "ok 250"],
    );
    check(
        three,
        &[EHLO, MAIL, RCPT, to_green, to_brown, ("421 bye", "")],
        &["later Rcpt 421", "never Rcpt 550", "later Rcpt 421"],
    );
    check(config(&[], b""), &[EHLO, MAIL, ("250", "QUIT"), BYE], &[]);
}

#[test]
fn after_421_or_nonsense_the_client_hangs_up() {
    check(simple(), &[("421 busy", "")], &["later Greeting 421"]);
    check(simple(), &[EHLO, MAIL, ("421 bye", "")], &["later Mail 421"]);
    check(simple(), &[("HTTP/1.1 400", "")], &["later Greeting -"]);
    check(simple(), &[EHLO, ("250-a\r\n251 b", "")], &["later Hello -"]);
}

#[test]
fn a_client_signs_in_where_it_can() {
    const AUTH: (&str, &str) = ("250-foo\r\n250 AUTH LOGIN plain", "AUTH PLAIN AGFubgBrZXk=");
    let mail = ("235 ok", MAIL.1);
    let goodbye = [RCPT, DATA, TEXT, ("250 OK", "QUIT"), BYE];
    let good = [&[EHLO, AUTH, mail], goodbye.as_slice()].concat();
    check(with_credentials("key"), &good, &["ok 250"]);
    let asked_again = ("334 ", "AGFubgBrZXk=");
    let good = [&[EHLO, AUTH, asked_again, mail], goodbye.as_slice()].concat();
    check(with_credentials("key"), &good, &["ok 250"]);
    check(
        with_credentials("key"),
        &[EHLO, AUTH, ("535 5.7.8 no", "QUIT"), BYE],
        &["never Auth 535"],
    );
    check(
        with_credentials("key"),
        &[EHLO, AUTH, asked_again, ("334 ", "QUIT"), BYE],
        &["later Auth 334"],
    );
    check(with_credentials("key"), &[EHLO, ("250 foo", "QUIT"), BYE], &["never Auth -"]);
}

#[test]
fn a_lost_connection_decides_what_is_undecided() {
    let mut client = Client::new(simple());
    client.handle_closed(Instant::ZERO);
    assert_eq!(shorts(&client).unwrap(), ["later Connection -"]);
    assert!(client.wants_close());

    let mut client = Client::new(simple());
    let all = b"220 hi\r\n250 a\r\n250 b\r\n250 c\r\n354 d\r\n250 e\r\n";
    client.handle_bytes(Instant::ZERO, all);
    client.handle_closed(Instant::ZERO);
    assert_eq!(shorts(&client).unwrap(), ["ok 250"]);
}

/// Client and server in one memory.
struct Pair {
    client: Client,
    server: Server,
    policy: TestPolicy,
    /// How many bytes are carried at a time.
    piece: usize,
}

/// Has boxes for all but `green`.
#[derive(Default)]
struct TestPolicy {
    messages: Vec<Transaction>,
}

impl Policy for TestPolicy {
    fn authenticate(&mut self, user: &str, password: &str) -> bool {
        (user, password) == ("ann", "key")
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        if mailbox.local_part.as_str() == "green" {
            Err(Reply::coded::<550, 1, 1>("No such user here"))
        } else {
            Ok(())
        }
    }

    fn message(&mut self, _now: Instant, transaction: Transaction) -> Result<String, Reply> {
        self.messages.push(transaction);
        Ok("1".into())
    }
}

impl Pair {
    fn run(config: ClientConfig, submission: bool, piece: usize) -> Self {
        let mut pair = Self {
            client: Client::new(config),
            server: Server::new(ServerConfig {
                name: "foo.example".parse().unwrap(),
                size_limit: 1_000_000,
                submission,
                peer_ip: Ipv4Addr::new(192, 0, 2, 10),
            }),
            policy: TestPolicy::default(),
            piece,
        };
        pair.server.open(Instant::ZERO, &mut pair.policy);
        while pair.carry() {}
        assert!(pair.client.wants_close() && pair.server.wants_close());
        pair
    }

    /// Carries one piece each way; `false` when nothing moved.
    fn carry(&mut self) -> bool {
        let Self { client, server, policy, piece } = self;
        let down = next_piece(server.outbox(), *piece);
        client.handle_bytes(Instant::ZERO, &down);
        let up = next_piece(client.outbox(), *piece);
        server.handle_bytes(Instant::ZERO, &up, policy);
        !(down.is_empty() && up.is_empty())
    }
}

fn next_piece(outbox: &mut Outbox, max: usize) -> Vec<u8> {
    let pending = outbox.pending();
    let piece = pending[..pending.len().min(max)].to_vec();
    outbox.consume(piece.len());
    piece
}

#[track_caller]
fn check_pair(config: ClientConfig, submission: bool, results: &[&str]) -> Vec<Transaction> {
    for piece in [1, 7] {
        let pair = Pair::run(config.clone(), submission, piece);
        assert_eq!(shorts(&pair.client).unwrap(), results);
    }
    let pair = Pair::run(config, submission, 1_460);
    assert_eq!(shorts(&pair.client).unwrap(), results);
    pair.policy.messages
}

#[test]
fn client_and_server_understand_each_other() {
    let taken = check_pair(simple(), false, &["ok 250"]);
    assert_eq!(taken[0].helo, "bar.example");
    assert!(taken[0].esmtp && taken[0].authenticated.is_none());

    let two = config(&["green@foo.example", "jones@foo.example"], b"Hi\r\n");
    let taken = check_pair(two, false, &["never Rcpt 550", "ok 250"]);
    assert_eq!(taken[0].forward_paths, ["jones@foo.example".parse().unwrap()]);

    let nobody = config(&["green@foo.example"], b"Hi\r\n");
    assert!(check_pair(nobody, false, &["never Rcpt 550"]).is_empty());

    let taken = check_pair(with_credentials("key"), true, &["ok 250"]);
    assert_eq!(taken[0].authenticated.as_deref(), Some("ann"));
    assert!(check_pair(with_credentials("lock"), true, &["never Auth 535"]).is_empty());
    assert!(check_pair(with_credentials("key"), false, &["never Auth -"]).is_empty());
    assert!(check_pair(simple(), true, &["never Mail 530"]).is_empty());

    let large = config(&["jones@foo.example"], &vec![b'x'; 1_000_001]);
    assert!(check_pair(large, false, &["never Mail 552"]).is_empty());
}

#[test]
fn messages_arrive_as_they_were_sent() {
    let long_line = format!("{}\r\n", "x".repeat(10_000));
    for message in [
        "",
        "\r\n",
        ".\r\n",
        "..\r\n.\r\n\r\n.\r\n",
        "a\r\n.b\r\n",
        "Grüße\r\n",
        "QUIT\r\n",
        "a\n.\nb\r\n",
        long_line.as_str(),
    ] {
        let config = config(&["jones@foo.example"], message.as_bytes());
        let taken = check_pair(config, false, &["ok 250"]);
        assert_eq!(taken[0].body, message.as_bytes(), "{message:?}");
    }
}

proptest! {
    #[test]
    fn no_server_disturbs_the_client(
        replies in proptest::collection::vec(
            prop_oneof![
                4 => "[2-5][0-5][0-9]([ -][ -~]{0,12})?\r\n".prop_map(String::into_bytes),
                8 => proptest::sample::select(vec!["220 a\r\n", "250 a\r\n", "354 a\r\n"])
                    .prop_map(|line| line.as_bytes().to_vec()),
                1 => proptest::collection::vec(any::<u8>(), 0..20),
            ],
            0..20),
        piece in 1_usize..30,
    ) {
        let input = replies.concat();
        let mut whole = Client::new(simple());
        whole.handle_bytes(Instant::ZERO, &input);
        let mut cut = Client::new(simple());
        for piece in input.chunks(piece) {
            cut.handle_bytes(Instant::ZERO, piece);
        }
        prop_assert_eq!(whole.outbox().take_all(), cut.outbox().take_all());
        prop_assert_eq!(whole.result(), cut.result());
        whole.handle_closed(Instant::ZERO);
        prop_assert_eq!(whole.result().map(|r| r.recipients.len()), Some(1));
        prop_assert!(whole.wants_close());
    }
}
