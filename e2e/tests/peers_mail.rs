//! Our SMTP client hands mail to Postfix, and our POP3 client collects it from Dovecot.

use e2e::peers::{Dovecot, LIMITS, Postfix, wait_until};
use journey::serve::{Clock, collect, deliver};
use sim::pop3::{self, client::ProblemKind};
use sim::smtp::client::Stage;
use sim::smtp::{ClientConfig, ClientResult, RecipientResult};
use std::net::SocketAddr;
use std::sync::Arc;

const HEADER: &str = "From: Ann <ann@riverside.example>\r\nTo: <kim@peer.example>\r\n\
                      Subject: Hello\r\nDate: Mon, 05 Jan 2026 09:00:00 +0000\r\n\
                      Message-ID: <1@riverside.example>\r\nMIME-Version: 1.0\r\n";

/// A message with this text, whose lines end in LF here.
fn message(header: &str, text: &str) -> Arc<Vec<u8>> {
    [HEADER, header, "\r\n", &text.replace('\n', "\r\n")].concat().into_bytes().into()
}

fn send(server: SocketAddr, recipients: &[&str], message: Arc<Vec<u8>>) -> ClientResult {
    let config = ClientConfig {
        helo_name: "mail.riverside.example".to_owned(),
        credentials: None,
        reverse_path: Some("ann@riverside.example".parse().expect("an address")),
        recipients: recipients.iter().map(|text| text.parse().expect("an address")).collect(),
        message,
    };
    deliver(server, Clock::start(), LIMITS, config)
}

fn fetch(server: SocketAddr, user: &str, password: &str) -> pop3::ClientResult {
    let config = pop3::ClientConfig {
        user: user.to_owned(),
        password: password.to_owned(),
        after_wrong: None,
        leave_on_server: false,
    };
    collect(server, Clock::start(), LIMITS, config)
}

/// Where, with which code, and whether for good.
fn refusal(result: &RecipientResult) -> (Stage, String, bool) {
    let (problem, permanent) = match result {
        RecipientResult::Permanent(problem) => (problem, true),
        RecipientResult::Transient(problem) => (problem, false),
        RecipientResult::Accepted(reply) => panic!("accepted: {reply:?}"),
    };
    let reply = problem.reply.as_ref().expect("a reply");
    let enhanced = reply.enhanced().map(|code| code.to_string()).unwrap_or_default();
    (problem.stage, format!("{} {enhanced}", reply.code().get()), permanent)
}

#[test]
fn what_postfix_took_from_us_dovecot_gives_back_byte_for_byte() {
    let postfix = Postfix::start(&["kim", "lee"]);
    let dots = ".\n..\n...\n.hidden\nend.\n.\n";
    let long = format!("{}\n{}\nshort\n{}\n", "a".repeat(998), "b".repeat(3_000), ".".repeat(998));
    let text_8bit =
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n";
    let large = "a line of a rather long letter, with a dot.\n.\n".repeat(3_500);
    let messages = [
        message("", "Are you open on Friday?\n"),
        message("", dots),
        message("", &long),
        message(text_8bit, "Grüße aus Köln — 你好 — ☕\n"),
        message("", ""),
        message("", &large),
    ];
    for (n, message) in messages.iter().enumerate() {
        let result = send(postfix.address(), &["kim@peer.example"], message.clone());
        let [(_, RecipientResult::Accepted(reply))] = result.recipients.as_slice() else {
            panic!("{result:?}");
        };
        assert_eq!(reply.code().get(), 250);
        // One after the other, so that they lie in the box in this order.
        wait_until("Postfix delivers", || postfix.count("kim") > n);
    }

    let dovecot = Dovecot::start(&postfix.mail(), &[("kim@peer.example", "ka-lo-17")]);
    let wrong = fetch(dovecot.address(), "kim@peer.example", "guess").problem.unwrap();
    assert_eq!(wrong.kind, ProblemKind::Refused, "{wrong:?}");
    assert_eq!(wrong.stage, pop3::client::Stage::SigningIn);

    let fetched = fetch(dovecot.address(), "kim@peer.example", "ka-lo-17");
    assert_eq!(fetched.problem, None);
    assert_eq!(fetched.messages.len(), messages.len());
    for sent in &messages {
        let found = fetched.messages.iter().filter(|fetched| {
            let added = fetched.len().checked_sub(sent.len()).map(|n| fetched.split_at(n));
            added.is_some_and(|(added, rest)| {
                rest == sent.as_slice()
                    && added.starts_with(b"Return-Path: <ann@riverside.example>")
            })
        });
        assert_eq!(found.count(), 1, "{}", String::from_utf8_lossy(&sent[..sent.len().min(400)]));
    }
    // What was collected was deleted.
    assert_eq!(fetch(dovecot.address(), "kim@peer.example", "ka-lo-17").messages.len(), 0);
}

#[test]
fn refusals_of_postfix_are_understood() {
    let postfix = Postfix::start(&["kim", "lee"]);
    let hello = message("", "Hello\n");

    let all = ["kim@peer.example", "nobody@peer.example", "lee@peer.example", "x@other.example"];
    let result = send(postfix.address(), &all, hello);
    let [(_, kim), (_, nobody), (_, lee), (_, other)] = result.recipients.as_slice() else {
        panic!("{result:?}");
    };
    assert!(
        matches!((kim, lee), (RecipientResult::Accepted(_), RecipientResult::Accepted(_))),
        "{result:?}"
    );
    assert_eq!(refusal(nobody), (Stage::Rcpt, "550 5.1.1".to_owned(), true));
    assert_eq!(refusal(other), (Stage::Rcpt, "554 5.7.1".to_owned(), true));
    wait_until("Postfix delivers", || postfix.count("kim") == 1 && postfix.count("lee") == 1);

    let large = message("", &"x".repeat(70).repeat(4_000));
    assert!(large.len() as u64 > Postfix::SIZE_LIMIT);
    let result = send(postfix.address(), &["kim@peer.example"], large);
    assert_eq!(refusal(&result.recipients[0].1), (Stage::Mail, "552 5.3.4".to_owned(), true));
    assert!(postfix.log().contains("postfix/smtpd"), "Postfix logs into the folder of the test");
}

#[test]
fn nobody_there_is_understood() {
    let port = e2e::peers::free_port(&[std::net::Ipv4Addr::LOCALHOST]);
    let nobody = SocketAddr::from(([127, 0, 0, 1], port));
    let result = send(nobody, &["kim@peer.example"], message("", "Hello\n"));
    let [(_, RecipientResult::Transient(problem))] = result.recipients.as_slice() else {
        panic!("{result:?}");
    };
    assert_eq!((problem.stage, problem.reply.as_ref()), (Stage::Connection, None));
    let problem = fetch(nobody, "kim@peer.example", "x").problem.unwrap();
    assert_eq!(problem.kind, ProblemKind::ConnectionLost);
}
