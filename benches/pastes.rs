//! How long the longest pastes take to be read, as a server's answer and as a whole bounce, in the wordings that would
//! show a loop inside a loop: each is one thing over and over; and 100 KB of every kind that a paste can have too much
//! of. `cargo bench --bench pastes`.

#![expect(clippy::disallowed_types, reason = "a bench reads a clock")]

use diagnosis::{Answer, Paste, diagnose};
use std::hint::black_box;
use std::time::{Duration, Instant};

const PIECES: &[&str] = &[
    "a",
    "5",
    ".",
    " ",
    "\n",
    "(",
    "é",
    "ユ",
    "550 ",
    "550-",
    "5.1.1 ",
    "(#5.1.1)(#5.1.2)",
    "550 5.1.1 x\n451 4.7.1 y\n",
    "user ",
    "mailbox full ",
    "not found ",
    "rcpt ",
    "giving ",
    "x: ",
    " x:\n",
    "a:b:",
    "://",
    "n't",
    "said:",
    "Received: from x\n ",
    "end of ",
    "\r\n\r\n",
    "@",
    "> ",
    "=3D",
    "a@b\n",
    "a@b:\n",
    "--b\n",
    "by x.example ",
    "550 5.1.1 no\n",
    "<<< 550 no such user\n",
    "user unknown ",
    "could not be delivered ",
    "\"a\":\"b\" ",
    "<br>",
    "Final-Recipient: rfc822; a@b\nAction: failed\n\n",
    "Nov 30 13:54:23 x: to=<a@b>, status=bounced (550 no)\n",
    "Received: from a by b; Thu, 1 Jan 2026 00:00:00 +0100\n",
];

/// Makes a paste of so many bytes.
type Long = fn(usize) -> String;

/// Pastes that have too much of something.
const KINDS: &[(&str, Long)] = &[
    ("fields `Received`", |bytes| {
        let field = "Received: from a.example (a.example [192.0.2.1]) by b.example (Postfix) with ESMTP\n\tid 1 for <c@d.example>; Thu, 1 Jan 2026 00:00:00 +0100 (CET)\n";
        repeated(field, bytes) + "Subject: Hello\n\nHello!\n"
    }),
    ("recipients in fields", |bytes| {
        let head = "From: MAILER-DAEMON@a.example\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\n";
        head.to_owned()
            + &counted(bytes, |n| {
                format!(
                    "Final-Recipient: rfc822; c{n}@d.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
                )
            })
    }),
    ("recipients in words", |bytes| {
        let head =
            "From: MAILER-DAEMON@a.example\nSubject: Undelivered\n\nThis is the mail system.\n\n";
        head.to_owned()
            + &counted(bytes, |n| {
                format!(
                    "<c{n}@d.example>: host mx.d.example[192.0.2.1] said: 550 5.1.1\n    no such user (in reply to RCPT TO command)\n\n"
                )
            })
    }),
    ("recipients in a log", |bytes| {
        counted(bytes, |n| {
            format!(
                "Nov 30 13:54:23 a postfix/smtp[1]: {n:X}: to=<c{n}@d.example>, relay=mx.d.example[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.d.example said: 550 5.1.1 no)\n"
            )
        })
    }),
    ("parts within parts", |bytes| {
        counted(bytes, |n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
    }),
    ("messages within messages", |bytes| {
        repeated("Content-Type: message/rfc822\nSubject: Undelivered\n\n", bytes)
    }),
    ("one long line", |bytes| {
        "Subject: Undelivered\n\n".to_owned()
            + &repeated("user unknown <a@b.example> 550 5.1.1 said: ", bytes)
    }),
    ("marks of quotation", |bytes| {
        repeated(&(">".repeat(500) + " 550 5.1.1 <a@b.example> no\n"), bytes)
    }),
    ("encoded words", |bytes| {
        "Subject: ".to_owned() + &repeated("=?utf-8?B?w7xiZXI=?=\n =?iso-8859-1?q?=FCber?= ", bytes)
    }),
    ("quoted-printable", |bytes| {
        "Subject: Undelivered\nContent-Transfer-Encoding: quoted-printable\n\n".to_owned()
            + &repeated("550=205.1.1 =C3=BCber a=40b.example=\n", bytes)
    }),
    ("base64", |bytes| {
        "Subject: Undelivered\nContent-Transfer-Encoding: base64\n\n".to_owned()
            + &repeated("NTUwIDUuMS4xIDxhQGIuZXhhbXBsZT4gVXNlciB1bmtub3duCg==\n", bytes)
    }),
    ("markup", |bytes| {
        "Content-Type: text/html\n\n".to_owned()
            + &repeated(
                "<div><a href='mailto:a@b.example'>a@b.example</a><br>550 5.1.1 &lt;no&gt;",
                bytes,
            )
    }),
];

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len() + 1)
}

/// Pieces that are told apart by their numbers.
fn counted(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        text += &piece(n);
    }
    text
}

fn main() {
    println!("100 KB, 200 KB and 400 KB with too many or too much (at most 50 ms for 100 KB):");
    println!("{:<60} {:>9} {:>9} {:>9}", "of", "100 KB", "200 KB", "400 KB");
    for (what, text) in KINDS {
        let times = [1, 2, 4].map(|times| {
            let text = text(times * 100_000);
            time_of(10, || reader::read(black_box(&text)))
        });
        let [one, two, four] = times.map(|time| format!("{time:.2?}"));
        println!("{what:<60} {one:>9} {two:>9} {four:>9}");
    }
    println!();
    println!("pasted and one answer: {} bytes; bounce: {} bytes", diagnosis::LIMIT, reader::LIMIT);
    println!("{:<60} {:>9} {:>10} {:>9}", "of", "pasted", "one answer", "bounce");
    for piece in PIECES {
        let long = |bytes: usize| piece.repeat(bytes / piece.len() + 1);
        let (answer, bounce) = (long(diagnosis::LIMIT), long(reader::LIMIT));
        let pasted = time_of(3, || Paste::read(black_box(&answer)));
        let judged =
            time_of(3, || diagnose(&Answer { text: black_box(&answer), ..Answer::default() }));
        let read = time_of(3, || reader::read(black_box(&bounce)));
        println!("{:<60} {pasted:>9.2?} {judged:>10.2?} {read:>9.2?}", format!("{piece:?}"));
    }
}

/// The best of so many: what another program on this core takes away in between does not count.
fn time_of<T>(runs: u32, work: impl Fn() -> T) -> Duration {
    let once = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..runs).map(|_| once()).min().unwrap_or_default()
}
