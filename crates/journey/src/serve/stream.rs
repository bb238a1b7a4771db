//! Carries bytes between one TCP connection and one protocol machine.

use super::timed::Timed;
use super::{Clock, Limits, real};
use model::limits::sockets::{LONGEST_TOLD, MAX_LAST_READS, MAX_LINGER};
use model::time::Instant;
use sim::stream::{Outbox, Utterance, UtteranceKind};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};

/// What one connection said or heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The peer said this line.
    Theirs(String),
    /// The peer sent a message of so many bytes.
    TheirMessage(usize),
    /// The machine said this line.
    Ours(String),
    /// The machine sent a message of so many bytes.
    OurMessage(u64),
}

/// Somebody who wants to know every line as it happens.
pub type Observer<'a> = &'a mut dyn FnMut(Heard);

/// A protocol machine, as far as a connection needs to know it.
pub(super) trait ProtocolMachine {
    /// The connection stands.
    fn open(&mut self, now: Instant);
    /// The peer said this.
    fn handle_bytes(&mut self, now: Instant, bytes: &[u8]);
    /// The connection is gone, or never came about.
    fn handle_closed(&mut self, now: Instant);
    /// What the machine wants to say.
    fn outbox(&mut self) -> &mut Outbox;
    /// Whether nothing more is to be said or heard.
    fn wants_close(&self) -> bool;
    /// What to say to a peer that was silent for too long, or was there for too long.
    fn farewell(&self) -> Option<String> {
        None
    }
    /// Whether the peer's next bytes are a message, not lines.
    fn hears_message(&self) -> bool {
        false
    }
}

/// Lets the machine speak on this connection until one of the two ends it.
pub(super) fn talk(
    stream: &mut TcpStream,
    machine: &mut dyn ProtocolMachine,
    clock: Clock,
    limits: Limits,
    observer: Option<Observer<'_>>,
) {
    // Without it lines only come a little later.
    let _ = stream.set_nodelay(true);
    let mut timed = Timed::new(stream, clock, limits);
    let ended = converse(&mut timed, machine, clock, observer);
    // A connection that breaks has ended; there is nobody to tell but the machine.
    if let (Err(error), Some(farewell)) = (ended, machine.farewell())
        && is_timeout(&error)
    {
        timed.end_soon(real(MAX_LINGER));
        let _ = timed.write_all(farewell.as_bytes());
    }
    machine.handle_closed(clock.now());
    let _ = stream.shutdown(Shutdown::Both);
}

fn converse(
    stream: &mut Timed<'_>,
    machine: &mut dyn ProtocolMachine,
    clock: Clock,
    observer: Option<Observer<'_>>,
) -> io::Result<()> {
    let mut tap = observer.map(Tap::new);
    machine.open(clock.now());
    let mut buffer = vec![0; 64 * 1024];
    loop {
        say(stream, machine, &mut tap)?;
        if machine.wants_close() {
            return hang_up(stream, &mut buffer);
        }
        let bytes = match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => &buffer[..n],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        // Line by line, so that each answer is told after its question, and so that answers do not
        // pile up: a few thousand `RETR` fit into one read, and a message may be large.
        for line in bytes.split_inclusive(|&b| b == b'\n') {
            let message = machine.hears_message();
            machine.handle_bytes(clock.now(), line);
            if let Some(tap) = &mut tap {
                tap.hear(line, message);
            }
            say(stream, machine, &mut tap)?;
        }
    }
}

/// Sends what the machine wants to say.
fn say(
    stream: &mut Timed<'_>,
    machine: &mut dyn ProtocolMachine,
    tap: &mut Option<Tap<'_>>,
) -> io::Result<()> {
    let outbox = machine.outbox();
    while let Some(utterance) = outbox.poll_utterance() {
        if let Some(tap) = tap {
            tap.say(utterance);
        }
    }
    while !outbox.is_empty() {
        let pending = outbox.pending();
        let n = pending.len();
        stream.write_all(pending)?;
        outbox.consume(n);
    }
    Ok(())
}

/// Closes this side, and waits a moment for the other one: closing at once while bytes arrive would
/// reset the connection, and the last words could be lost (RFC 9293 section 3.6).
fn hang_up(stream: &mut Timed<'_>, buffer: &mut [u8]) -> io::Result<()> {
    stream.end(real(MAX_LINGER))?;
    // Not for ever, whatever still comes.
    for _ in 0..MAX_LAST_READS {
        if stream.read(buffer)? == 0 {
            break;
        }
    }
    Ok(())
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Listens in for an observer.
struct Tap<'a> {
    observer: Observer<'a>,
    line: Vec<u8>,
    message: usize,
}

impl<'a> Tap<'a> {
    fn new(observer: Observer<'a>) -> Self {
        Self { observer, line: Vec::new(), message: 0 }
    }

    fn hear(&mut self, piece: &[u8], message: bool) {
        if message {
            self.message += piece.len();
            return;
        }
        let room = LONGEST_TOLD.saturating_sub(self.line.len());
        self.line.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.ends_with(b"\n") {
            let text = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
            (self.observer)(Heard::Theirs(text.trim_end_matches(['\r', '\n']).to_owned()));
        }
    }

    fn say(&mut self, utterance: Utterance) {
        if self.message > 0 {
            (self.observer)(Heard::TheirMessage(std::mem::take(&mut self.message)));
        }
        (self.observer)(match utterance.kind {
            UtteranceKind::Line => Heard::Ours(utterance.text),
            UtteranceKind::Message => Heard::OurMessage(utterance.len),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// Answers every line, and takes note of what it was given at once.
    #[derive(Default)]
    struct Parrot {
        outbox: Outbox,
        given: Vec<String>,
        closed: bool,
    }

    impl ProtocolMachine for Parrot {
        fn open(&mut self, _now: Instant) {}

        fn handle_bytes(&mut self, _now: Instant, bytes: &[u8]) {
            assert!(self.outbox.is_empty(), "an answer that nobody has carried away");
            self.given.push(String::from_utf8_lossy(bytes).into_owned());
            self.outbox.line("so it is");
        }

        fn handle_closed(&mut self, _now: Instant) {
            self.closed = true;
        }

        fn outbox(&mut self) -> &mut Outbox {
            &mut self.outbox
        }

        fn wants_close(&self) -> bool {
            false
        }
    }

    #[test]
    fn answers_do_not_pile_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut peer = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        peer.write_all(b"one\ntwo\nthree").unwrap();
        peer.shutdown(Shutdown::Write).unwrap();
        let mut parrot = Parrot::default();
        talk(&mut stream, &mut parrot, Clock::start(), Limits::default(), None);
        assert!(parrot.closed);
        assert!(parrot.given.iter().all(|given| given.matches('\n').count() <= 1));
        assert_eq!(parrot.given.concat(), "one\ntwo\nthree");
    }
}
