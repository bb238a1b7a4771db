//! How long the longest pastes take to be read, in the wordings that would show a loop inside a loop: each is one thing
//! over and over. `cargo bench --bench pastes`.

#![expect(clippy::disallowed_types, reason = "a bench reads a clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use reader::{LIMIT, read};

const PIECES: &[&str] = &[
    "a",
    " ",
    "\n",
    "@",
    "é",
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
    println!("{LIMIT} bytes of");
    for piece in PIECES {
        let text = piece.repeat(LIMIT / piece.len() + 1);
        let time = time_of(|| read(black_box(&text)));
        println!("{:<60} {time:>9.2?}", format!("{piece:?}"));
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
