//! The server alone: tables of lines and replies, and what no input may do to it.

use super::*;
use crate::smtp::reply::ReplyReader;
use proptest::prelude::*;

/// Knows the boxes `jones` and `postmaster`, and the user `ann` with the password `key`.
#[derive(Default)]
struct TestPolicy {
    greeting: Option<Reply>,
    messages: Vec<Transaction>,
}

impl Policy for TestPolicy {
    fn greeting(&mut self) -> Result<(), Reply> {
        self.greeting.take().map_or(Ok(()), Err)
    }

    fn hello(&mut self, name: &str) -> Result<(), Reply> {
        match name {
            "bad.example" => Err(Reply::coded::<550, 7, 1>("Not you")),
            "busy.example" => Err(Reply::coded::<421, 3, 2>("Too busy")),
            _ => Ok(()),
        }
    }

    fn authenticate(&mut self, user: &str, password: &str) -> bool {
        (user, password) == ("ann", "key")
    }

    fn mail(&mut self, path: &ReversePath, _size: Option<u64>) -> Result<(), Reply> {
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
            "full" => Err(Reply::coded::<452, 2, 2>("Mailbox full")),
            _ => Err(Reply::coded::<550, 1, 1>("No such user here")),
        }
    }

    fn message(&mut self, _now: Instant, transaction: Transaction) -> Result<String, Reply> {
        if transaction.body.starts_with(b"spam") {
            return Err(Reply::coded::<554, 7, 1>("Not that"));
        }
        self.messages.push(transaction);
        Ok(format!("{:04X}", self.messages.len()))
    }
}

fn server(submission: bool) -> Server {
    Server::new(ServerConfig {
        name: "foo.example".parse().unwrap(),
        size_limit: 100,
        submission,
        peer_ip: Ipv4Addr::new(192, 0, 2, 10),
    })
}

/// Everything the server says to `pieces`, greeting first.
fn converse(submission: bool, policy: &mut TestPolicy, pieces: &[&[u8]]) -> (String, Server) {
    let mut server = server(submission);
    server.open(Instant::ZERO, policy);
    for piece in pieces {
        server.handle_bytes(Instant::ZERO, piece, policy);
    }
    let said = String::from_utf8(server.outbox().take_all()).unwrap();
    (said, server)
}

/// Sends lines one after the other; each is answered by one reply that begins as expected.
#[track_caller]
fn check(submission: bool, dialogue: &[(&str, &str)]) {
    let mut policy = TestPolicy::default();
    let mut server = server(submission);
    server.open(Instant::ZERO, &mut policy);
    let mut reader = ReplyReader::default();
    reader.next_reply(&mut server.outbox().take_all().as_slice());
    for (line, expected) in dialogue {
        server.handle_bytes(Instant::ZERO, format!("{line}\r\n").as_bytes(), &mut policy);
        let said = server.outbox().take_all();
        let mut input = said.as_slice();
        let reply = reader.next_reply(&mut input).map(|reply| reply.unwrap().to_string());
        assert!(input.is_empty(), "one reply at a time: {line}");
        let reply = reply.unwrap_or_default();
        assert!(
            reply.starts_with(expected) && (reply.is_empty() == expected.is_empty()),
            "{line}: {reply:?}, not {expected:?}"
        );
    }
}

#[test]
fn a_message_is_taken_step_by_step() {
    check(
        false,
        &[
            ("EHLO bar.example", "250 foo.example greets bar.example SIZE 100"),
            ("MAIL FROM:<smith@bar.example> SIZE=100", "250 2.1.0"),
            ("RCPT TO:<jones@foo.example>", "250 2.1.5"),
            ("RCPT TO:<green@foo.example>", "550 5.1.1"),
            ("RCPT TO:<full@foo.example>", "452 4.2.2"),
            ("rcpt to:<POSTMASTER>", "250 2.1.5"),
            ("DATA", "354 "),
            ("Hello", ""),
            (".", "250 2.0.0 OK: queued as 0001"),
            ("MAIL FROM:<>", "250 2.1.0"),
            ("RSET", "250 2.0.0"),
            ("NOOP", "250 2.0.0"),
            ("VRFY jones", "252 2."),
            ("HELP", "214 2.0.0"),
            ("QUIT", "221 2.0.0"),
            ("NOOP", ""),
        ],
    );
}

#[test]
fn what_is_out_of_order_is_refused_and_changes_nothing() {
    check(
        false,
        &[
            ("MAIL FROM:<a@bar.example>", "503 5.5.1"),
            ("RCPT TO:<jones@foo.example>", "503 5.5.1"),
            ("DATA", "503 5.5.1"),
            ("AUTH PLAIN", "502 5.5.1"),
            ("HELO bar.example", "250 foo.example greets bar.example"),
            ("RCPT TO:<jones@foo.example>", "503 5.5.1"),
            ("MAIL FROM:<spam@bar.example>", "550 5.7.1"),
            ("MAIL FROM:<a@bar.example> SIZE=101", "552 5.3.4"),
            ("MAIL FROM:<a@bar.example>", "250"),
            ("MAIL FROM:<b@bar.example>", "503 5.5.1"),
            ("DATA", "554 5.5.1"),
            ("RCPT TO:<jones@foo.example>", "250"),
            ("HELO bar.example", "250"),
            ("DATA", "503 5.5.1"),
            ("EHLO bad.example", "550"),
        ],
    );
}

#[test]
fn what_is_no_command_is_refused() {
    check(
        false,
        &[
            ("", "500 5.5.2"),
            ("GET / HTTP/1.1", "500 5.5.2"),
            ("STARTTLS", "502 5.5.1"),
            ("EHLO", "501"),
            ("EHLO bar.example", "250"),
            ("MAIL FROM:nobody", "501 5.5.4"),
            ("MAIL FROM:<nobody>", "501 5.1.7"),
            ("MAIL FROM:<> SMTPUTF8", "555 5.5.4"),
            ("MAIL FROM:<>", "250"),
            ("RCPT TO:<nobody>", "501 5.1.3"),
            (&format!("NOOP {}", "x".repeat(505)), "250"),
            (&format!("NOOP {}", "x".repeat(506)), "500 5.5.2"),
            (&format!("NOOP {}", "x".repeat(20_000)), "500 5.5.2"),
            ("RSET", "250"),
            (&format!("MAIL FROM:<> AUTH={}", "x".repeat(490)), "250"),
        ],
    );
}

#[test]
fn a_submission_server_wants_a_sign_in() {
    let key = STANDARD.encode("\0ann\0key");
    let acting = STANDARD.encode("bob\0ann\0key");
    let wrong = STANDARD.encode("\0ann\0lock");
    check(
        true,
        &[
            (&format!("AUTH PLAIN {key}"), "503 5.5.1"),
            (
                "EHLO pc",
                "250 foo.example greets pc SIZE 100 ENHANCEDSTATUSCODES 8BITMIME PIPELINING AUTH \
                 PLAIN",
            ),
            ("MAIL FROM:<ann@foo.example>", "530 5.7.0"),
            ("AUTH LOGIN", "504 5.5.4"),
            (&format!("AUTH PLAIN {wrong}"), "535 5.7.8"),
            (&format!("AUTH PLAIN {acting}"), "535 5.7.8"),
            ("AUTH PLAIN =", "501 5.5.2"),
            ("AUTH PLAIN !", "501 5.5.2"),
            ("AUTH PLAIN", "334"),
            ("*", "501 5.7.0"),
            ("AUTH PLAIN", "334"),
            (&"x".repeat(12_287), "500 5.5.6"),
            (&format!("AUTH PLAIN {}", "A".repeat(12_000)), "501 5.5.2"),
            ("auth plain", "334"),
            (&key, "235 2.7.0"),
            (&format!("AUTH PLAIN {key}"), "503 5.5.1"),
            ("MAIL FROM:<ann@foo.example>", "250"),
        ],
    );
}

#[test]
fn no_more_than_a_hundred_recipients_are_taken() {
    let mut dialogue = vec![("EHLO bar.example", "250"), ("MAIL FROM:<>", "250")];
    dialogue.extend([("RCPT TO:<jones@foo.example>", "250"); MAX_RECIPIENTS]);
    dialogue.push(("RCPT TO:<jones@foo.example>", "452 4.5.3"));
    check(false, &dialogue);
}

const ENVELOPE: &str =
    "EHLO bar.example\r\nMAIL FROM:<>\r\nRCPT TO:<jones@foo.example>\r\nDATA\r\n";

/// Sends an envelope and content in one piece with a `QUIT` behind; returns the message and the
/// reply to it.
#[track_caller]
fn check_content(content: &str, expected: Result<&str, &str>) {
    let mut policy = TestPolicy::default();
    let wire = format!("{ENVELOPE}{content}QUIT\r\n");
    let (said, server) = converse(false, &mut policy, &[wire.as_bytes()]);
    let mut lines = said.lines().rev();
    assert!(lines.next().is_some_and(|line| line.starts_with("221 ")), "{said}");
    assert!(server.wants_close());
    let reply = lines.next().unwrap_or_default();
    let found = policy.messages.first().map(|m| String::from_utf8(m.body.clone()).unwrap());
    match expected {
        Ok(body) => assert_eq!(found.as_deref(), Some(body), "{reply}"),
        Err(code) => assert!(found.is_none() && reply.starts_with(code), "{reply}"),
    }
}

#[test]
fn content_is_taken_as_it_was_meant() {
    check_content("hi\r\n.\r\n", Ok("hi\r\n"));
    check_content(".\r\n", Ok(""));
    check_content("..\r\n.\r\n", Ok(".\r\n"));
    check_content("a\n.\nQUIT\n\r\n.\r\n", Ok("a\n.\nQUIT\n\r\n"));
    check_content("a\n.\r\nb\r\n.\r\n", Ok("a\n.\r\nb\r\n"));
    let just_right = format!("{}\r\n", "x".repeat(98));
    check_content(&format!("{just_right}.\r\n"), Ok(&just_right));
    check_content(&format!("{}\r\n.\r\n", "x".repeat(99)), Err("552 5.3.4"));
    check_content("spam\r\n.\r\n", Err("554 5.7.1"));
}

#[test]
fn a_transaction_holds_what_was_said() {
    let mut policy = TestPolicy::default();
    let wire = format!("{ENVELOPE}hi\r\n.\r\n");
    converse(false, &mut policy, &[wire.as_bytes()]);
    let expected = Transaction {
        helo: "bar.example".into(),
        esmtp: true,
        authenticated: None,
        peer_ip: Ipv4Addr::new(192, 0, 2, 10),
        reverse_path: None,
        forward_paths: vec!["jones@foo.example".parse().unwrap()],
        body: b"hi\r\n".to_vec(),
    };
    assert_eq!(policy.messages, [expected]);
}

#[test]
fn a_refused_client_may_only_leave() {
    let refused = |reply: Reply, input: &[u8]| {
        let mut policy = TestPolicy { greeting: Some(reply), ..TestPolicy::default() };
        let (said, server) = converse(false, &mut policy, &[input]);
        let codes: Vec<_> = said.lines().map(|line| line[..3].to_owned()).collect();
        (codes.join(" "), server.wants_close())
    };
    let blocked = Reply::coded::<554, 7, 1>("Blocked");
    assert_eq!(
        refused(blocked, b"EHLO a\r\nMAIL FROM:<>\r\nquit\r\n"),
        ("554 503 503 221".into(), true)
    );
    let busy = Reply::coded::<421, 3, 2>("Busy");
    assert_eq!(refused(busy, b"EHLO a\r\n"), ("421".into(), true));
}

/// RFC 2034 section 4.
#[test]
fn until_the_client_knows_of_enhanced_codes_there_are_none() {
    let mut policy = TestPolicy::default();
    let words =
        b"EHLO\r\nHELO two words\r\nEHLO bad.example\r\nHELO bad.example\r\nEHLO bar.example\r\n";
    let (said, _) = converse(false, &mut policy, &[words]);
    let coded = |line: &&str| line[4..].starts_with(['2', '4', '5']);
    assert_eq!(said.lines().find(coded), None);
    let greeting = Some(Reply::coded::<554, 3, 2>("No service"));
    let mut policy = TestPolicy { greeting, ..TestPolicy::default() };
    let (said, _) = converse(false, &mut policy, &[b"EHLO bar.example\r\nMAIL FROM:<>\r\n"]);
    assert_eq!(said.lines().count(), 3, "{said}");
    assert_eq!(said.lines().find(coded), None);
}

#[test]
fn after_421_the_server_hangs_up() {
    let mut policy = TestPolicy::default();
    let (said, server) = converse(false, &mut policy, &[b"EHLO busy.example\r\nNOOP\r\n"]);
    assert!(said.ends_with("\r\n421 Too busy\r\n"), "{said}");
    assert!(server.wants_close());
}

/// Lines that bring a server from state to state, and some that do not.
fn dialogue() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        "[A-Z]{4}( [ -~]{0,20})?".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..20),
        proptest::sample::select(vec![
            "EHLO bar.example",
            "HELO bar.example",
            "EHLO busy.example",
            "AUTH PLAIN",
            "AUTH PLAIN AGFubgBrZXk=",
            "AGFubgBrZXk=",
            "*",
            "MAIL FROM:<>",
            "MAIL FROM:<a@bar.example> SIZE=7",
            "RCPT TO:<jones@foo.example>",
            "RCPT TO:<green@foo.example>",
            "DATA",
            "DATA",
            ".",
            ".",
            "..",
            "RSET",
            "VRFY x",
            "QUIT",
        ])
        .prop_map(|line| line.as_bytes().to_vec()),
    ];
    let end = prop_oneof![8 => Just("\r\n"), 1 => Just("\n"), 1 => Just("\r")];
    proptest::collection::vec((line, end), 0..30).prop_map(|lines| {
        lines.iter().flat_map(|(line, end)| [line.as_slice(), end.as_bytes()].concat()).collect()
    })
}

/// Runs the input whole and cut; what the server says must be the same, and in form.
fn check_robust(input: &[u8], cuts: &[usize], submission: bool) -> Result<(), TestCaseError> {
    let (whole, _) = converse(submission, &mut TestPolicy::default(), &[input]);
    let mut cuts: Vec<_> = cuts.iter().map(|cut| cut % (input.len() + 1)).collect();
    cuts.extend([0, input.len()]);
    cuts.sort_unstable();
    let pieces: Vec<_> = cuts.windows(2).map(|pair| &input[pair[0]..pair[1]]).collect();
    let (cut, _) = converse(submission, &mut TestPolicy::default(), &pieces);
    prop_assert_eq!(&whole, &cut);
    let mut rest = whole.as_bytes();
    let mut reader = ReplyReader::default();
    while let Some(reply) = reader.next_reply(&mut rest) {
        let reply = reply.map_err(|e| TestCaseError::fail(format!("{e:?} in {whole}")))?;
        // RFC 2034: the classes agree.
        prop_assert!(reply.enhanced().is_none_or(|e| e.class() == reply.code().class()));
    }
    prop_assert!(whole.ends_with("\r\n"));
    Ok(())
}

proptest! {
    #[test]
    fn no_bytes_disturb_the_server(
        input in proptest::collection::vec(any::<u8>(), 0..400),
        cuts in proptest::collection::vec(any::<usize>(), 0..6),
        submission: bool,
    ) {
        check_robust(&input, &cuts, submission)?;
    }

    #[test]
    fn no_dialogue_disturbs_the_server(
        input in dialogue(),
        cuts in proptest::collection::vec(any::<usize>(), 0..6),
        submission: bool,
    ) {
        check_robust(&input, &cuts, submission)?;
    }
}
