//! What holds for any text at all.
#![cfg(not(target_arch = "wasm32"))]

use std::ops::Range;

use proptest::prelude::*;
use reader::{Found, HOPS, Kind, LIMIT, RECIPIENTS, Said, read};

/// Every span is a piece of the text, and one comes after the other.
fn check_spans(text: &str, spans: &[Range<usize>]) {
    for span in spans {
        assert!(
            text.get(span.clone()).is_some_and(|piece| !piece.is_empty()),
            "{span:?} of {text:?}"
        );
    }
    assert!(spans.is_sorted_by(|one, next| one.end <= next.start), "{spans:?}");
}

fn check_said<T>(text: &str, said: Option<&Said<T>>) {
    if let Some(said) = said {
        assert!(!said.spans.is_empty());
        check_spans(text, &said.spans);
    }
}

fn check(text: &str) {
    let found = read(text);
    check_found(text, &found);
    assert_eq!(read(text), found, "the same again");
}

fn check_found(text: &str, found: &Found) {
    assert!(found.recipients.len() <= RECIPIENTS && found.hops.len() <= HOPS);
    let is_told = !found.recipients.is_empty() || !found.hops.is_empty();
    assert_eq!(is_told, found.kind != Kind::Nothing);
    check_said(text, found.sender.as_ref());
    for recipient in &found.recipients {
        check_said(text, recipient.address.as_ref());
        check_said(text, recipient.action.as_ref());
        check_said(text, recipient.code.as_ref());
        check_said(text, recipient.status.as_ref());
        check_said(text, recipient.text.as_ref());
        check_said(text, recipient.host.as_ref());
        check_said(text, recipient.by.as_ref());
        check_said(text, recipient.stage.as_ref());
        check_spans(text, &recipient.evidence);
    }
    check_said(text, found.sender.as_ref());
    check_said(text, found.addressee.as_ref());
    assert!(found.returned_hops.len() <= HOPS);
    for hop in found.hops.iter().chain(&found.returned_hops) {
        for said in [&hop.from, &hop.ip, &hop.by, &hop.with, &hop.id, &hop.recipient] {
            check_said(text, said.as_ref());
        }
        check_said(text, hop.at.as_ref());
    }
}

/// What pastes are made of, so that more than nothing is found.
const PIECES: &[&str] = &[
    "From: a@b.example\n",
    "To: c@d.example\n",
    "Subject: Undelivered\n",
    "Content-Type: multipart/report; boundary=b\n",
    "Content-Type: text/html; charset=iso-8859-1\n",
    "Content-Type: message/delivery-status\n",
    "Content-Type: message/rfc822\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "X-Failed-Recipients: c@d.example\n",
    "Received: from a (b [192.0.2.1]) by c with ESMTP id d for <e@f.example>; Thu, 1 Jan 2026 00:00:00 +0100 (CET)\n",
    "Final-Recipient: rfc822; a@b.example\n",
    "Action: failed\n",
    "Status: 5.1.1\n",
    "Diagnostic-Code: smtp; 550 5.1.1 unknown\n",
    "--b\n",
    "--b--\n",
    "\n",
    "\r\n",
    "\n\n",
    "> ",
    ">>> RCPT To:<a@b.example>\n",
    "<<< 550 no such user\n",
    "550 5.1.1 ",
    "550-",
    "(#5.1.1)",
    "<a@b.example>",
    "c@d.example",
    "@",
    "\"",
    "said: ",
    "host mx.example.org [192.0.2.1]",
    " to=<a@b.example>, relay=mx.example.org[192.0.2.1]:25, dsn=5.1.1, status=bounced (550 no)\n",
    " ** a@b.example R=x T=y H=z.example: 550 no\n",
    "could not be delivered",
    "=C3=A9",
    "=\n",
    "w6k=",
    "VXNlciB1bmtub3du\n",
    "<br>",
    "&amp;",
    "<!--",
    "über ",
    "ユーザが見つかりません",
    "\u{a0}",
    "\u{feff}",
    "ſ",
    "İ",
    "{LED=550 5.1.10 x}",
    "Nov 30 13:54:23 ",
    "starting delivery 1: msg 2 to remote a@b.example\n",
    "delivery 1: failure: Remote_host_said:_550_no/\n",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        1 => "[ -~]{0,12}",
        1 => "\\PC{0,6}",
        6 => prop::sample::select(PIECES).prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn anything_like_a_report_is_read(text in pieces()) {
        check(&text);
    }
}

/// The longest texts of one repeated piece. With a loop in a loop they would take minutes.
#[test]
fn a_text_of_one_thing_over_and_over_is_read() {
    let more = [
        "a",
        "5",
        ".",
        " ",
        "(",
        "é",
        "ユ",
        ">",
        "> > ",
        ">>> ",
        "<",
        "&",
        "=",
        "=3D",
        "a=",
        "-",
        "--",
        "--b\n\n",
        "a: b\n",
        "a@b ",
        "a@b\n",
        "a@b:\n",
        "<a@b>",
        "x@y.example wasn't\n",
        "by ",
        "by x.example ",
        "host ",
        "; ",
        " #",
        "in reply to ",
        "<style",
        "<a ",
        "</",
        "(from",
        "from by id for with ",
        "Content-Type: ",
        "--x\nContent-Type: text/plain\n\n",
        "Status: 5.1.1\nAction: failed\n\n",
        "delivery 1: ",
        "Final-Recipient: rfc822; a@b\nAction: failed\n\n",
        "a@b\n550 5.1.1 no\n",
    ];
    let pieces = PIECES.iter().copied().chain(more).map(|piece| (piece, ""));
    let header = "From: a@b.example\nReceived: from ";
    for (piece, start) in
        pieces.chain(["a", "(", "=\n", ";", "@", "\n ", "x: y\n"].map(|it| (it, header)))
    {
        let text = start.to_owned() + &piece.repeat(LIMIT / piece.len() + 1);
        check_found(&text, &read(&text));
    }
}
