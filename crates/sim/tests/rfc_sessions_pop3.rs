//! POP3 sessions: the example of RFC 1939 section 10, whole sessions between our client and our
//! server, and properties that hold whatever a peer says.

use model::time::Instant;
use proptest::prelude::*;
use sim::pop3::client::{Client, ClientConfig, ClientEvent, ClientResult, ProblemKind, Stage};
use sim::pop3::command::Command;
use sim::pop3::maildrop::{Boxes, Maildrop, Maildrops, StoredMessage};
use sim::pop3::reply::{ReplyForm, ReplyReader};
use sim::pop3::server::{Server, ServerEvent};

/// TCP's usual payload in one packet.
const SEGMENT: usize = 1460;

fn drops_with(messages: &[&[u8]]) -> Maildrops {
    let mut drops = Maildrops::new(["dbc.mtview.example".parse().expect("a domain")]);
    drops.add("mrose", "tanstaaf");
    let mrose = drops.get_mut("mrose").expect("just added");
    for &message in messages {
        mrose.store(message.to_vec().into());
    }
    drops
}

fn config(password: &str, after_wrong: Option<&str>) -> ClientConfig {
    ClientConfig {
        user: "mrose@dbc.mtview.example".to_owned(),
        password: password.to_owned(),
        after_wrong: after_wrong.map(str::to_owned),
        leave_on_server: false,
    }
}

/// A message of exactly `octets` octets.
fn message_of(octets: usize) -> Vec<u8> {
    let mut message = b"Subject: test\r\n\r\n".to_vec();
    message.resize(octets - 2, b'x');
    message.extend_from_slice(b"\r\n");
    message
}

// ------------------------------------------------------------------- RFC 1939 section 10

#[test]
fn the_example_of_rfc_1939_section_10() {
    let (first, second) = (message_of(120), message_of(200));
    let mut drops = drops_with(&[&first, &second]);
    let block = |message: &[u8]| format!("{}.\r\n", String::from_utf8_lossy(message));
    let mut server = Server::new("dewey".to_owned());
    server.open(Instant::ZERO);
    assert_eq!(server.outbox().take_all(), b"+OK POP3 server ready\r\n");
    let dialogue = [
        (
            "APOP mrose c4c9334bac560ecc979e58001b3e22fb",
            "-ERR APOP is not offered, send USER and PASS\r\n".to_owned(),
        ),
        ("USER mrose", "+OK send PASS\r\n".to_owned()),
        ("PASS tanstaaf", "+OK mrose's maildrop has 2 messages (320 octets)\r\n".to_owned()),
        ("STAT", "+OK 2 320\r\n".to_owned()),
        ("LIST", "+OK 2 messages (320 octets)\r\n1 120\r\n2 200\r\n.\r\n".to_owned()),
        ("RETR 1", format!("+OK 120 octets\r\n{}", block(&first))),
        ("DELE 1", "+OK message 1 deleted\r\n".to_owned()),
        ("RETR 2", format!("+OK 200 octets\r\n{}", block(&second))),
        ("DELE 2", "+OK message 2 deleted\r\n".to_owned()),
        ("QUIT", "+OK dewey POP3 server signing off (maildrop empty)\r\n".to_owned()),
    ];
    for (command, expected) in dialogue {
        assert!(!server.wants_close());
        server.handle_bytes(Instant::ZERO, format!("{command}\r\n").as_bytes(), &mut drops);
        let reply = String::from_utf8_lossy(&server.outbox().take_all()).into_owned();
        assert_eq!(reply, expected, "{command}");
    }
    assert!(server.wants_close());
    assert!(drops.get("mrose").is_some_and(|m| m.messages().is_empty()));
}

// ------------------------------------------------------------- our client and our server

/// Lets the two talk, in pieces of at most `piece` bytes, until one wants to close, or until
/// `max_bytes` have come from the server, then the connection is gone.
fn talk(
    config: ClientConfig,
    drops: &mut Maildrops,
    piece: usize,
    max_bytes: usize,
) -> (Client, Server) {
    let mut client = Client::new(config);
    let mut server = Server::new("pop.dbc.mtview.example".to_owned());
    server.open(Instant::ZERO);
    let mut sent = 0;
    loop {
        let down = server.outbox().pending();
        let n = down.len().min(piece).min(max_bytes - sent);
        client.handle_bytes(Instant::ZERO, &down[..n]);
        server.outbox().consume(n);
        sent += n;
        let up = client.outbox().take_all();
        server.handle_bytes(Instant::ZERO, &up, drops);
        if n == 0 && up.is_empty() {
            break;
        }
    }
    client.handle_closed(Instant::ZERO);
    server.handle_closed(drops);
    (client, server)
}

fn result(client: &Client) -> &ClientResult {
    client.result().expect("the session is over")
}

#[track_caller]
fn check_collected(messages: &[&[u8]], piece: usize) {
    let mut drops = drops_with(messages);
    let (client, _) = talk(config("tanstaaf", None), &mut drops, piece, usize::MAX);
    let result = result(&client);
    assert_eq!(result.problem, None);
    let collected: Vec<&[u8]> = result.messages.iter().map(|message| message.as_slice()).collect();
    assert!(collected == messages, "every byte as it was stored");
    assert!(drops.get("mrose").is_some_and(|m| m.messages().is_empty() && !m.is_locked()));
}

#[test]
fn an_empty_box_is_left_at_once() {
    let mut drops = drops_with(&[]);
    let (mut client, mut server) = talk(config("tanstaaf", None), &mut drops, 1, usize::MAX);
    assert_eq!(*result(&client), ClientResult::default());
    let said: Vec<_> = std::iter::from_fn(|| client.outbox().poll_utterance())
        .map(|utterance| utterance.text)
        .collect();
    assert_eq!(said, ["USER mrose@dbc.mtview.example", "PASS tanstaaf", "STAT", "QUIT"]);
    let box_name = "mrose".to_owned();
    assert_eq!(server.poll_event(), Some(ServerEvent::Opened { box_name }));
    assert_eq!(server.poll_event(), None);
}

#[test]
fn messages_arrive_byte_for_byte() {
    let dots: &[u8] = b"Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\nend.\r\n.\r\n";
    let bytes: &[u8] = b"Subject: \xff\xfe\r\n\r\n\0\x80\xe9 a\nb\r.\r\n\n.\n\r\n";
    let long = [b"\r\n".as_slice(), &[b'.'; 10_000], b"\r\n", &[b'x'; 10_000], b"\r\n"].concat();
    for piece in [1, 2, 7, 64, SEGMENT, 1 << 20] {
        check_collected(&[dots, bytes], piece);
        check_collected(&[&long, b"", b"\r\n"], piece);
    }
}

#[test]
fn a_message_without_its_last_line_end_gets_one() {
    let mut drops = drops_with(&[b"Subject: cut\r\n\r\n."]);
    let (client, _) = talk(config("tanstaaf", None), &mut drops, SEGMENT, usize::MAX);
    assert_eq!(result(&client).messages[0].as_ref(), b"Subject: cut\r\n\r\n.\r\n");
}

/// Five million octets in small pieces: in quadratic time, this would not end within the hour.
#[test]
fn a_big_message_is_collected_in_linear_time() {
    let line = [b".".as_slice(), &[b'A'; 76], b"\r\n"].concat();
    let lines = line.repeat(5_000_000 / line.len());
    let one_line = [vec![b'\n'; 5_000_000], b"\r\n".to_vec()].concat();
    check_collected(&[&lines, &one_line], SEGMENT);
}

#[test]
fn a_wrong_password_is_corrected_on_the_same_connection() {
    let mut drops = drops_with(&[b"hi\r\n"]);
    let config = config("wrong", Some("tanstaaf"));
    let (mut client, mut server) = talk(config, &mut drops, SEGMENT, usize::MAX);
    assert_eq!(result(&client).problem, None);
    let bytes = b"hi\r\n".to_vec().into();
    let events: Vec<_> = std::iter::from_fn(|| client.poll_event()).collect();
    assert_eq!(
        events,
        [
            ClientEvent::Refused { text: "wrong user name or password".to_owned() },
            ClientEvent::SignedIn,
            ClientEvent::Collected { bytes },
            ClientEvent::Finished,
        ]
    );
    let box_name = "mrose".to_owned();
    let uid = "0000000000000001".to_owned();
    let events: Vec<_> = std::iter::from_fn(|| server.poll_event()).collect();
    assert_eq!(
        events,
        [
            ServerEvent::RefusedPassword { user: "mrose@dbc.mtview.example".to_owned() },
            ServerEvent::Opened { box_name: box_name.clone() },
            ServerEvent::Retrieved { box_name: box_name.clone(), uid: uid.clone() },
            ServerEvent::Deleted { box_name, uids: vec![uid] },
        ]
    );
}

#[track_caller]
fn check_refused(config: ClientConfig, drops: &mut Maildrops, kind: ProblemKind) {
    let (client, _) = talk(config, drops, SEGMENT, usize::MAX);
    let result = result(&client);
    assert!(result.messages.is_empty());
    let problem = result.problem.as_ref().map(|p| (p.stage, p.kind));
    assert_eq!(problem, Some((Stage::SigningIn, kind)));
    assert!(drops.get("mrose").is_some_and(|m| m.messages().len() == 1));
}

#[test]
fn without_the_key_the_mail_stays() {
    let mut drops = drops_with(&[b"hi\r\n"]);
    check_refused(config("wrong", None), &mut drops, ProblemKind::Refused);
    let twice = config("wrong", Some("wrong again"));
    check_refused(twice, &mut drops, ProblemKind::Refused);
    assert!(drops.get("mrose").is_some_and(|m| !m.is_locked()));
}

#[test]
fn a_locked_box_is_left_alone() {
    let mut drops = drops_with(&[b"hi\r\n"]);
    let other = drops.open("mrose", "tanstaaf").expect("free");
    let impatient = config("tanstaaf", Some("tanstaaf"));
    check_refused(impatient, &mut drops, ProblemKind::Locked);
    assert!(drops.get("mrose").is_some_and(Maildrop::is_locked));
    drops.release(other);
    let (client, _) = talk(config("tanstaaf", None), &mut drops, SEGMENT, usize::MAX);
    assert_eq!(result(&client).messages.len(), 1);
}

#[test]
fn mail_left_on_the_server_is_there_for_the_next_session() {
    let mut drops = drops_with(&[b"hi\r\n", b"ho\r\n"]);
    let leave = ClientConfig { leave_on_server: true, ..config("tanstaaf", None) };
    for _ in 0..2 {
        let (client, _) = talk(leave.clone(), &mut drops, SEGMENT, usize::MAX);
        assert_eq!(result(&client).messages.len(), 2);
        assert_eq!(result(&client).problem, None);
    }
}

#[test]
fn a_connection_lost_midway_deletes_nothing() {
    let full = [message_of(400), message_of(300)];
    let full: Vec<&[u8]> = full.iter().map(AsRef::as_ref).collect();
    let mut finished = 0;
    for max_bytes in 0..1200 {
        let mut drops = drops_with(&full);
        let (client, mut server) = talk(config("tanstaaf", None), &mut drops, SEGMENT, max_bytes);
        let mrose = drops.get("mrose").expect("there");
        assert!(!mrose.is_locked());
        let deleted = std::iter::from_fn(|| server.poll_event())
            .any(|event| matches!(event, ServerEvent::Deleted { .. }));
        // The client loses nothing: what it has not got whole is still there.
        assert!(mrose.messages().len() + result(&client).messages.len() >= 2);
        assert_eq!(mrose.messages().len(), if deleted { 0 } else { 2 });
        match &result(&client).problem {
            None => finished += 1,
            Some(problem) => assert_eq!(problem.kind, ProblemKind::ConnectionLost),
        }
    }
    assert!(finished > 0, "some sessions were long enough to end well");
}

// ---------------------------------------------------------------------------- properties

fn any_command() -> impl Strategy<Value = Command> {
    let number = 0..5_u32;
    prop_oneof![
        prop_oneof![Just("mrose"), Just("mrose@dbc.mtview.example"), Just("x")]
            .prop_map(|user| Command::User(user.to_owned())),
        prop_oneof![3 => Just("tanstaaf"), 1 => Just("no")]
            .prop_map(|key| Command::Pass(key.to_owned())),
        Just(Command::Apop),
        Just(Command::Stat),
        proptest::option::of(number.clone()).prop_map(Command::List),
        number.clone().prop_map(Command::Retr),
        number.clone().prop_map(Command::Dele),
        Just(Command::Rset),
        Just(Command::Noop),
        Just(Command::Capa),
        (number.clone(), number.clone()).prop_map(|(number, lines)| Command::Top { number, lines }),
        proptest::option::of(number).prop_map(Command::Uidl),
    ]
}

/// Some commands, mostly after a good sign-in.
fn any_session() -> impl Strategy<Value = Vec<Command>> {
    (any::<bool>(), proptest::collection::vec(any_command(), 0..30)).prop_map(|(sign_in, rest)| {
        let hello = [Command::User("mrose".to_owned()), Command::Pass("tanstaaf".to_owned())];
        hello.into_iter().filter(|_| sign_in).chain(rest).collect()
    })
}

fn any_message() -> impl Strategy<Value = Vec<u8>> {
    let atom = prop_oneof![
        4 => Just(b"\r\n".to_vec()),
        4 => Just(b".".to_vec()),
        1 => Just(b"\r".to_vec()),
        1 => Just(b"\n".to_vec()),
        3 => proptest::collection::vec(any::<u8>(), 1..8),
    ];
    proptest::collection::vec(atom, 0..40).prop_map(|atoms| {
        let mut message = atoms.concat();
        message.extend_from_slice(b"\r\n");
        message
    })
}

fn form(command: &Command) -> ReplyForm {
    match command {
        Command::List(None)
        | Command::Uidl(None)
        | Command::Retr(_)
        | Command::Top { .. }
        | Command::Capa => ReplyForm::MultiLine,
        _ => ReplyForm::SingleLine,
    }
}

/// What a new server says to these pieces, and what is left in the box after the connection.
fn answers(pieces: &[&[u8]]) -> (Vec<u8>, Vec<StoredMessage>) {
    let mut drops = drops_with(&[b"A: 1\r\n\r\n.\r\nx\r\n", b"two\r\n", b""]);
    let mut server = Server::new("dewey".to_owned());
    server.open(Instant::ZERO);
    for piece in pieces {
        server.handle_bytes(Instant::ZERO, piece, &mut drops);
    }
    server.handle_closed(&mut drops);
    let mrose = drops.get("mrose").expect("there");
    assert!(!mrose.is_locked());
    (server.outbox().take_all(), mrose.messages().to_vec())
}

proptest! {
    #[test]
    fn every_command_gets_exactly_one_reply_in_form(session in any_session(), quit: bool) {
        let mut drops = drops_with(&[b"A: 1\r\n\r\n.\r\nx\r\n", b"two\r\n", b""]);
        let mut server = Server::new("dewey".to_owned());
        let quit = quit.then_some(Command::Quit);
        for command in session.into_iter().chain(quit) {
            if server.wants_close() {
                break;
            }
            server.handle_bytes(Instant::ZERO, format!("{command}\r\n").as_bytes(), &mut drops);
            let output = server.outbox().take_all();
            let mut rest = output.as_slice();
            let reply = ReplyReader::default().next_reply(form(&command), &mut rest);
            prop_assert!(matches!(reply, Some(Ok(_))), "{command}: {reply:?}");
            prop_assert!(rest.is_empty(), "{command}");
        }
    }

    #[test]
    fn any_bytes_get_an_answer_or_none_but_no_panic(
        pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..8),
    ) {
        let pieces: Vec<&[u8]> = pieces.iter().map(AsRef::as_ref).collect();
        let replies = pieces.concat().split(|&b| b == b'\n').count(); // and the greeting
        let (said, left) = answers(&pieces);
        let said = String::from_utf8(said).expect("status lines only");
        prop_assert!(said.ends_with("\r\n"));
        prop_assert_eq!(said.split_terminator("\r\n").count(), replies);
        prop_assert!(said.split_terminator("\r\n").skip(1).all(|line| line.starts_with("-ERR ")));
        prop_assert_eq!(left.len(), 3);
    }

    #[test]
    fn a_client_takes_any_bytes(
        pieces in proptest::collection::vec("[+OKER\\-. 0-9\\r\\n]{0,20}|\\+OK 1 2\\r\\n", 0..20),
    ) {
        let mut client = Client::new(config("tanstaaf", Some("again")));
        for piece in &pieces {
            client.handle_bytes(Instant::ZERO, piece.as_bytes());
        }
        client.handle_closed(Instant::ZERO);
        prop_assert!(client.result().is_some());
    }

    #[test]
    fn how_the_input_is_cut_changes_nothing(session in any_session(), size in 1..40_usize) {
        let lines = session.iter().chain([&Command::Quit]);
        let input = lines.map(|command| format!("{command}\r\n")).collect::<Vec<_>>().concat();
        let pieces: Vec<&[u8]> = input.as_bytes().chunks(size).collect();
        prop_assert_eq!(answers(&pieces), answers(&[input.as_bytes()]));
    }

    #[test]
    fn what_is_stored_is_what_is_collected(
        messages in proptest::collection::vec(any_message(), 0..4),
        piece in 1..50_usize,
    ) {
        let messages: Vec<&[u8]> = messages.iter().map(AsRef::as_ref).collect();
        check_collected(&messages, piece);
    }
}
