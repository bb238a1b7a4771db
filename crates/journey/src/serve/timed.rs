//! A connection on which nothing takes too long: no silence, and not all of it together.

use super::{Clock, Limits};
use model::time::Instant;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// A TCP connection, each read and write of which has a limit of time.
pub(super) struct Timed<'a> {
    stream: &'a mut TcpStream,
    clock: Clock,
    since: Instant,
    limits: Limits,
}

impl<'a> Timed<'a> {
    pub(super) fn new(stream: &'a mut TcpStream, clock: Clock, limits: Limits) -> Self {
        Self { stream, clock, since: clock.now(), limits }
    }

    /// From now on it ends after so long, whatever was allowed: enough for last words.
    pub(super) fn end_soon(&mut self, linger: Duration) {
        self.since = self.clock.now();
        self.limits.life = linger;
    }

    /// Ends what is said to the peer, and waits for what it still says no longer than this.
    pub(super) fn end(&mut self, linger: Duration) -> io::Result<()> {
        self.end_soon(linger);
        self.stream.shutdown(Shutdown::Write)
    }

    /// How long it may take now.
    fn left(&self) -> io::Result<Duration> {
        let passed = Duration::from_micros(self.clock.now().since(self.since).micros());
        let left = self.limits.life.saturating_sub(passed).min(self.limits.idle);
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(buffer)
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
