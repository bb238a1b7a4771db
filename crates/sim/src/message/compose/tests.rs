//! Whole messages, read back by decoders that share no code with the writer.

use super::*;
use crate::message::headers;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::limits::message::MAX_LINE;
use proptest::prelude::*;

fn draft(subject: &str, text: &str) -> Draft {
    Draft {
        from: "ann@riverside.example".parse().unwrap(),
        to: vec!["feedback@allbusiness.com".parse().unwrap()],
        subject: subject.to_owned(),
        text: text.to_owned(),
        attachment: None,
        seed: 1,
    }
}

fn composed(draft: &Draft) -> Vec<u8> {
    compose(draft, Instant::ZERO, "1.1@riverside.example")
}

#[track_caller]
fn check(draft: &Draft, expected: &str) {
    assert_eq!(String::from_utf8(composed(draft)).unwrap(), expected);
}

#[test]
fn a_message_has_its_fields_in_the_usual_order() {
    check(
        &draft("Hello", "Hello,\n\nthank you!"),
        "Date: Mon, 05 Jan 2026 09:00:00 +0000\r\n\
         From: ann@riverside.example\r\n\
         To: feedback@allbusiness.com\r\n\
         Subject: Hello\r\n\
         Message-ID: <1.1@riverside.example>\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 7bit\r\n\
         \r\n\
         Hello,\r\n\r\nthank you!\r\n",
    );
}

#[test]
fn an_attachment_makes_a_message_of_parts() {
    let mut with_file = draft("", "Hi");
    with_file.attachment = Some(Attachment { name: "a.bin".into(), size: 5 });
    check(
        &with_file,
        "Date: Mon, 05 Jan 2026 09:00:00 +0000\r\n\
         From: ann@riverside.example\r\n\
         To: feedback@allbusiness.com\r\n\
         Subject: \r\n\
         Message-ID: <1.1@riverside.example>\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed;\r\n boundary=\"=_f3203e9039f4a821\"\r\n\
         \r\n\
         --=_f3203e9039f4a821\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 7bit\r\n\
         \r\n\
         Hi\r\n\
         \r\n--=_f3203e9039f4a821\r\n\
         Content-Type: application/octet-stream\r\n\
         Content-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment;\r\n filename=\"a.bin\"\r\n\
         \r\n\
         wVwCiew=\r\n\
         \r\n--=_f3203e9039f4a821--\r\n",
    );
}

#[test]
fn a_boundary_avoids_the_text() {
    let first = boundary(7, b"");
    let second = boundary(7, first.as_bytes());
    assert_ne!(first, second);
    assert_eq!(second, boundary(7, format!("x{first}x").as_bytes()));
}

#[test]
fn many_recipients_are_folded() {
    let mut many = draft("Hi", "");
    many.to = (0..100).map(|i| format!("person{i}@example.net").parse().unwrap()).collect();
    many.to.push(format!("{}@{}example", "x".repeat(64), "abcdefg.".repeat(30)).parse().unwrap());
    let message = composed(&many);
    assert_eq!(longest_line(&message), 1 + 64 + 1 + 247);
    let (_, to) = headers(&message).nth(2).unwrap();
    let read: Vec<Mailbox> = to.split(", ").map(|a| a.parse().unwrap()).collect();
    assert_eq!(read, many.to);
}

#[test]
fn a_large_attachment_reads_back() {
    let mut large = draft("Plans", "See the plans.");
    large.attachment = Some(Attachment { name: "plans.pdf".into(), size: 1_000_000 });
    let message = composed(&large);
    assert!(longest_line(&message) <= PREFERRED_LINE);
    let text = String::from_utf8(message).unwrap();
    let part = text.split("\r\n\r\n").nth(4).unwrap();
    let encoded: String = part.lines().take_while(|l| !l.starts_with("--")).collect();
    let bytes = STANDARD.decode(encoded).unwrap();
    assert_eq!(bytes.len(), 1_000_000);
    let mut numbers = SplitMix64::new(large.seed);
    for eight in bytes.chunks(8) {
        assert_eq!(eight, &numbers.next().to_le_bytes()[..eight.len()]);
    }
}

fn longest_line(message: &[u8]) -> usize {
    let text = std::str::from_utf8(message).unwrap();
    text.split("\r\n").map(str::len).max().unwrap()
}

/// RFC 2047: adjacent encoded-words join, what stands between them is dropped.
fn decode_words(value: &str) -> String {
    if !value.starts_with("=?UTF-8?") {
        return value.to_owned();
    }
    let mut out = Vec::new();
    for word in value.split(' ') {
        assert!(word.len() <= 75, "{word}");
        let inner = word.strip_prefix("=?UTF-8?").and_then(|w| w.strip_suffix("?=")).unwrap();
        let (letter, payload) = inner.split_once('?').unwrap();
        let bytes = match letter {
            "B" => STANDARD.decode(payload).unwrap(),
            "Q" => decode_escapes(&payload.replace('_', " ")),
            _ => panic!("no such encoding: {letter}"),
        };
        // Each encoded-word is text of its own (RFC 2047 section 5).
        out.push(String::from_utf8(bytes).unwrap());
    }
    out.concat()
}

fn decode_escapes(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'=' {
            let hex = std::str::from_utf8(&after[..2]).unwrap();
            out.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &after[2..];
        } else {
            out.push(first);
            rest = after;
        }
    }
    out
}

fn decode_body(message: &[u8]) -> String {
    let text = std::str::from_utf8(message).unwrap();
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    let (_, encoding) =
        headers(message).find(|(name, _)| name == "Content-Transfer-Encoding").unwrap();
    let bytes = match encoding.as_str() {
        "7bit" => {
            assert!(longest_line(message) <= MAX_LINE);
            body.as_bytes().to_vec()
        }
        "quoted-printable" => {
            assert!(body.split("\r\n").all(|l| l.len() <= 76 && !l.ends_with([' ', '\t'])));
            decode_escapes(&body.replace("=\r\n", ""))
        }
        "base64" => STANDARD.decode(body.replace("\r\n", "")).unwrap(),
        other => panic!("no such encoding: {other}"),
    };
    String::from_utf8(bytes).unwrap()
}

/// What the writer promises to keep of typed text.
fn with_crlf(typed: &str) -> String {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text).replace('\n', "\r\n");
    if typed.is_empty() { String::new() } else { text + "\r\n" }
}

/// Text as people and attackers type it.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,12}",
        2 => Just(" ".to_owned()),
        1 => "[äöüß日本語🙂\u{2028}]{1,4}",
        1 => "[\r\n]{1,3}",
        1 => "[.=?_:\t\"\\\\-]{1,3}",
        1 => "x{60,120}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_is_typed_reads_back(subject in typed(), text in typed()) {
        let message = composed(&draft(&subject, &text));
        let fields: Vec<_> = headers(&message).collect();
        let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
        prop_assert_eq!(
            names,
            ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type",
             "Content-Transfer-Encoding"]
        );
        let controls_as_one_space = subject
            .split(char::is_control)
            .enumerate()
            .filter(|(i, run)| *i == 0 || !run.is_empty())
            .map(|(_, run)| run)
            .collect::<Vec<_>>()
            .join(" ");
        // A run of controls at the end leaves a space that is trimmed anyway.
        prop_assert_eq!(decode_words(&fields[3].1), controls_as_one_space.trim_matches(' '));
        let header = message.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        prop_assert!(message.is_ascii());
        prop_assert!(longest_line(&message[..header]) <= PREFERRED_LINE);
        prop_assert_eq!(decode_body(&message), with_crlf(&text));
    }
}
