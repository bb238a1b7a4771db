//! What every protocol machine has in common: lines in, bytes out.
//!
//! The SMTP and POP3 machines are sans-I/O. Received bytes go in through `handle_bytes`, are cut
//! into lines by a [`LineReader`], and what the machine wants to say waits in its [`Outbox`] until
//! somebody (a simulated or a real socket) carries it away. The outbox also remembers *what* it
//! said, as [`Utterance`]s with their place in the byte stream, so that a trace can tell which
//! packets carried which line.

use memchr::memchr;
use std::collections::VecDeque;
use std::sync::Arc;

/// What a stretch of the byte stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UtteranceKind {
    /// One line of the dialogue, its CR LF included in the length.
    Line,
    /// A whole message, dot-stuffed, with the final `.` CR LF included in the length.
    Message,
}

/// One thing said: a stretch of the bytes that were put into an [`Outbox`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Line or message.
    pub kind: UtteranceKind,
    /// Bytes said on this stream before this utterance.
    pub offset: u64,
    /// Length in bytes.
    pub len: u64,
    /// The line without its CR LF (lossy where it was not UTF-8); empty for a message.
    pub text: String,
}

/// Bytes waiting to be sent, in order.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    chunks: VecDeque<Chunk>,
    /// Bytes of the first chunk that are gone already.
    taken: usize,
    said: u64,
    utterances: VecDeque<Utterance>,
}

/// Bytes that lie together.
#[derive(Clone, Debug)]
enum Chunk {
    Lines(Vec<u8>),
    Message(Arc<Vec<u8>>),
}

impl Chunk {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Lines(bytes) => bytes,
            Self::Message(bytes) => bytes,
        }
    }
}

impl Outbox {
    /// Says one line; CR LF is added here.
    pub fn line(&mut self, text: impl Into<String>) {
        let text = text.into();
        debug_assert!(!text.contains(['\r', '\n']), "a line holds no line break: {text:?}");
        if !matches!(self.chunks.back(), Some(Chunk::Lines(_))) {
            self.chunks.push_back(Chunk::Lines(Vec::with_capacity(text.len() + 2)));
        }
        if let Some(Chunk::Lines(bytes)) = self.chunks.back_mut() {
            bytes.extend_from_slice(text.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        self.note(UtteranceKind::Line, text.len() + 2, text);
    }

    /// Says a whole message: dot-stuffed bytes that end in CR LF `.` CR LF.
    pub fn message(&mut self, stuffed: Arc<Vec<u8>>) {
        self.note(UtteranceKind::Message, stuffed.len(), String::new());
        if !stuffed.is_empty() {
            self.chunks.push_back(Chunk::Message(stuffed));
        }
    }

    fn note(&mut self, kind: UtteranceKind, len: usize, text: String) {
        let len = len as u64;
        self.utterances.push_back(Utterance { kind, offset: self.said, len, text });
        self.said += len;
    }

    /// The next bytes to send; empty when there is nothing. Call [`Outbox::consume`] afterwards
    /// with the number that was really sent, and ask again: there may be more.
    pub fn pending(&self) -> &[u8] {
        self.chunks.front().map_or(&[], |chunk| &chunk.bytes()[self.taken..])
    }

    /// Takes the first `n` bytes of [`Outbox::pending`] out.
    pub fn consume(&mut self, n: usize) {
        self.taken += n;
        if self.chunks.front().is_some_and(|chunk| self.taken >= chunk.bytes().len()) {
            self.chunks.pop_front();
            self.taken = 0;
        }
    }

    /// Whether everything said has been taken.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The next utterance that nobody has asked for yet.
    pub fn poll_utterance(&mut self) -> Option<Utterance> {
        self.utterances.pop_front()
    }

    /// Takes everything that waits, as one buffer. For tests and small talk.
    pub fn take_all(&mut self) -> Vec<u8> {
        let mut all = Vec::new();
        while !self.is_empty() {
            let pending = self.pending();
            let n = pending.len();
            all.extend_from_slice(pending);
            self.consume(n);
        }
        all
    }
}

/// Appends bytes to a message that may become large: beyond 4 MB the buffer grows by 4 MB at a time
/// instead of doubling, so that little of it is left unused.
pub(super) fn append(buffer: &mut Vec<u8>, bytes: &[u8]) {
    const STRIDE: usize = 4 * 1024 * 1024;
    if buffer.len() > STRIDE && buffer.capacity() - buffer.len() < bytes.len() {
        buffer.reserve_exact(STRIDE.max(bytes.len()));
    }
    buffer.extend_from_slice(bytes);
}

/// A line, or why it is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A complete line without its line end.
    Text(Vec<u8>),
    /// A line longer than the limit. It was read to its end and thrown away.
    TooLong,
}

/// Cuts a byte stream into lines.
///
/// A line ends with CR LF. A bare LF is accepted as a line end too, as most servers do in the
/// dialogue (never inside a message: that is the message reader's business).
#[derive(Clone, Debug)]
pub struct LineReader {
    buffer: Vec<u8>,
    limit: usize,
    skipping: bool,
}

impl LineReader {
    /// A reader of lines of at most `limit` bytes, line end included.
    pub fn new(limit: usize) -> Self {
        Self { buffer: Vec::new(), limit, skipping: false }
    }

    /// Takes bytes from the front of `input` up to the end of a line and returns that line, or
    /// takes all of `input` and returns `None` when no line is complete yet.
    pub fn next_line(&mut self, input: &mut &[u8]) -> Option<Line> {
        let Some(end) = memchr(b'\n', input) else {
            self.keep(input);
            *input = &[];
            return None;
        };
        let (head, rest) = input.split_at(end + 1);
        *input = rest;
        self.keep(head);
        let mut line = std::mem::take(&mut self.buffer);
        if std::mem::take(&mut self.skipping) {
            return Some(Line::TooLong);
        }
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Some(Line::Text(line))
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.skipping || self.buffer.len() + bytes.len() > self.limit {
            self.skipping = true;
            self.buffer.clear();
        } else {
            self.buffer.extend_from_slice(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pieces: &[&str], limit: usize, expected: &[Option<&str>]) {
        let mut reader = LineReader::new(limit);
        let mut lines = Vec::new();
        for piece in pieces {
            let mut input = piece.as_bytes();
            while let Some(line) = reader.next_line(&mut input) {
                lines.push(match line {
                    Line::Text(text) => Some(String::from_utf8(text).unwrap()),
                    Line::TooLong => None,
                });
            }
            assert!(input.is_empty(), "all input is taken");
        }
        let lines: Vec<_> = lines.iter().map(|l| l.as_deref()).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_come_out_whole_however_they_were_cut() {
        check(&["NOOP\r\n"], 80, &[Some("NOOP")]);
        check(&["NO", "OP\r", "\nQUIT\r\n"], 80, &[Some("NOOP"), Some("QUIT")]);
        check(&["a\nb\r\n\r\n"], 80, &[Some("a"), Some("b"), Some("")]);
        check(&["no end"], 80, &[]);
    }

    #[test]
    fn a_long_line_is_refused_and_the_next_one_is_read() {
        check(&["12345678\r\nok\r\n"], 8, &[None, Some("ok")]);
        check(&["123456\r\n"], 8, &[Some("123456")]);
        check(&["1234", "5678", "90", "\r\nok\r\n"], 8, &[None, Some("ok")]);
    }

    #[test]
    fn an_outbox_gives_its_bytes_in_order_and_says_where_each_line_stands() {
        let mut out = Outbox::default();
        out.line("DATA");
        out.message(b"hi\r\n.\r\n".to_vec().into());
        out.line("QUIT");
        assert_eq!(out.pending(), b"DATA\r\n");
        out.consume(2);
        assert_eq!(out.pending(), b"TA\r\n");
        assert_eq!(out.take_all(), b"TA\r\nhi\r\n.\r\nQUIT\r\n");
        out.line("RSET");
        out.line("NOOP");
        assert_eq!(out.pending(), b"RSET\r\nNOOP\r\n", "what is said together leaves together");
        let places: Vec<_> = std::iter::from_fn(|| out.poll_utterance())
            .map(|u| (u.kind, u.offset, u.len))
            .collect();
        assert_eq!(
            places,
            [
                (UtteranceKind::Line, 0, 6),
                (UtteranceKind::Message, 6, 7),
                (UtteranceKind::Line, 13, 6),
                (UtteranceKind::Line, 19, 6),
                (UtteranceKind::Line, 25, 6)
            ]
        );
    }
}
