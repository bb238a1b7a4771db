//! How long the longest pastes take to be read, as a server's answer and as a whole bounce, in the wordings that would
//! show a loop inside a loop: each is one thing over and over. `cargo bench --bench pastes`.

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

fn main() {
    println!("pasted and one answer: {} bytes; bounce: {} bytes", diagnosis::LIMIT, reader::LIMIT);
    println!("{:<60} {:>9} {:>10} {:>9}", "of", "pasted", "one answer", "bounce");
    for piece in PIECES {
        let long = |bytes: usize| piece.repeat(bytes / piece.len() + 1);
        let (answer, bounce) = (long(diagnosis::LIMIT), long(reader::LIMIT));
        let pasted = time_of(|| Paste::read(black_box(&answer)));
        let judged =
            time_of(|| diagnose(&Answer { text: black_box(&answer), ..Answer::default() }));
        let read = time_of(|| reader::read(black_box(&bounce)));
        println!("{:<60} {pasted:>9.2?} {judged:>10.2?} {read:>9.2?}", format!("{piece:?}"));
    }
}

/// The best of three: what another program on this core takes away in between does not count.
fn time_of<T>(work: impl Fn() -> T) -> Duration {
    let once = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}
