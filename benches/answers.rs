//! How long the longest texts take to be read as a server's answer, in the wordings that would show a loop inside
//! a loop: each is one thing over and over. `cargo bench --bench answers`.

#![expect(clippy::disallowed_types, reason = "a bench reads a clock")]

use diagnosis::{Answer, LIMIT, Paste, diagnose};
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
];

fn main() {
    println!("{LIMIT} bytes of          pasted   one answer");
    for piece in PIECES {
        let text = piece.repeat(LIMIT / piece.len() + 1);
        let pasted = time_of(|| Paste::read(black_box(&text)));
        let answer = time_of(|| diagnose(&Answer { text: black_box(&text), ..Answer::default() }));
        println!("{:<22} {pasted:>9.2?}    {answer:>9.2?}", format!("{piece:?}"));
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
