//! How a message stands on the wire (RFC 5321 section 4.5.2): a line with a lone dot ends it, and
//! every line that begins with a dot gets one more in front.
//!
//! Only CR LF `.` CR LF is an end. A bare LF is an ordinary byte in here, because two servers that
//! disagree about it could be made to see two messages where one was sent ("SMTP smuggling").

use crate::stream::append;
use memchr::memchr;

/// The message as it is sent after `354`: dots doubled, CR LF `.` CR LF at the end. A message that
/// does not end in CR LF gets one; an empty one is the dot line alone.
///
/// Takes linear time; stretches without a dot at a line's beginning are copied whole.
pub fn dot_stuff(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + message.len() / 64 + 16);
    let mut copied = 0;
    let mut from = 0;
    while let Some(i) = memchr(b'.', &message[from..]) {
        let dot = from + i;
        if dot == 0 || message[..dot].ends_with(b"\r\n") {
            out.extend_from_slice(&message[copied..dot]);
            out.push(b'.');
            copied = dot;
        }
        from = dot + 1;
    }
    out.extend_from_slice(&message[copied..]);
    if !message.is_empty() && !message.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

/// What the bytes before the next one mean for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// The beginning, or CR LF: a dot here is special.
    LineStart,
    /// CR inside a line.
    Cr,
    /// Anything else.
    Inside,
    /// A dot at a line's beginning, not stored.
    Dot,
    /// That dot and CR, neither stored.
    DotCr,
}

/// Reads a message off the wire as bytes come in, however they were cut.
#[derive(Clone, Debug)]
pub struct DataReader {
    message: Vec<u8>,
    before: Before,
    limit: u64,
    size: u64,
}

impl DataReader {
    /// A reader that stores at most `limit` bytes of message.
    pub fn new(limit: u64) -> Self {
        Self { message: Vec::new(), before: Before::LineStart, limit, size: 0 }
    }

    /// Takes bytes from the front of `input`. `true` means that the message has ended; `input` then
    /// begins with what came after it. Otherwise all of `input` was taken.
    pub fn read(&mut self, input: &mut &[u8]) -> bool {
        while let Some(&first) = input.first() {
            match (self.before, first) {
                (Before::LineStart, b'.') => self.step(input, Before::Dot),
                (Before::Dot, b'\r') => self.step(input, Before::DotCr),
                (Before::DotCr, b'\n') => {
                    self.step(input, Before::LineStart);
                    return true;
                }
                (Before::DotCr, _) => {
                    self.store(b"\r");
                    self.before = Before::Cr;
                }
                _ => self.take_stretch(input),
            }
        }
        false
    }

    fn step(&mut self, input: &mut &[u8], before: Before) {
        *input = &input[1..];
        self.before = before;
    }

    /// Stores everything up to the next dot that begins a line.
    fn take_stretch(&mut self, input: &mut &[u8]) {
        let after_cr = self.before == Before::Cr;
        // The first byte is none of the special ones: that was looked at before.
        let mut from = 1;
        let end = loop {
            let Some(i) = memchr(b'.', &input[from..]) else {
                break input.len();
            };
            if ends_line(&input[..from + i], after_cr) {
                break from + i;
            }
            from += i + 1;
        };
        let (stretch, rest) = input.split_at(end);
        self.store(stretch);
        self.before = if ends_line(stretch, after_cr) {
            Before::LineStart
        } else if stretch.ends_with(b"\r") {
            Before::Cr
        } else {
            Before::Inside
        };
        *input = rest;
    }

    fn store(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        if self.over_limit() {
            self.message = Vec::new();
        } else {
            append(&mut self.message, bytes);
        }
    }

    /// Whether the message has more bytes than the limit. Reading goes on, storing has stopped.
    pub const fn over_limit(&self) -> bool {
        self.size > self.limit
    }

    /// Bytes of message read so far, stored or not.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The message without its extra dots; empty if it was over the limit.
    pub fn finish(self) -> Vec<u8> {
        self.message
    }
}

fn ends_line(bytes: &[u8], after_cr: bool) -> bool {
    bytes.ends_with(b"\r\n") || (bytes == b"\n" && after_cr)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(message: &str, wire: &str) {
        assert_eq!(String::from_utf8(dot_stuff(message.as_bytes())).unwrap(), wire);
    }

    #[test]
    fn dots_at_line_beginnings_are_doubled() {
        check("", ".\r\n");
        check("hi\r\n", "hi\r\n.\r\n");
        check("hi", "hi\r\n.\r\n");
        check(".\r\n", "..\r\n.\r\n");
        check("a\r\n.\r\nb.c\r\n..\r\n", "a\r\n..\r\nb.c\r\n...\r\n.\r\n");
        check("a\n.\nb\r\n", "a\n.\nb\r\n.\r\n");
        check("\r\n", "\r\n.\r\n");
    }

    #[track_caller]
    fn check_read(wire: &str, expected: Option<(&str, &str)>) {
        for cut in 0..=wire.len() {
            let mut reader = DataReader::new(1_000);
            let (head, tail) = wire.as_bytes().split_at(cut);
            let mut input = head;
            let mut ended = reader.read(&mut input);
            let mut left = [input, tail].concat();
            if !ended {
                let mut input = left.as_slice();
                ended = reader.read(&mut input);
                left = input.to_vec();
            }
            let read = ended.then(|| {
                let text = String::from_utf8(reader.finish()).unwrap();
                (text, String::from_utf8(left).unwrap())
            });
            let read = read.as_ref().map(|(m, l)| (m.as_str(), l.as_str()));
            assert_eq!(read, expected, "{wire:?} cut at {cut}");
        }
    }

    #[test]
    fn only_the_true_end_ends_a_message() {
        check_read(".\r\nQUIT\r\n", Some(("", "QUIT\r\n")));
        check_read("hi\r\n.\r\n", Some(("hi\r\n", "")));
        check_read("..\r\n.\r\n", Some((".\r\n", "")));
        check_read(".x\r\n.\r\n", Some(("x\r\n", "")));
        check_read(".\rx\r\n.\r\n", Some(("\rx\r\n", "")));
        check_read(".\r\r\n.\r\n", Some(("\r\r\n", "")));
        check_read("a\n.\nb\r\n.\r\n", Some(("a\n.\nb\r\n", "")));
        check_read("a\n.\r\nb\r\n.\r\n", Some(("a\n.\r\nb\r\n", "")));
        check_read("a\r\n.\nb\r\n.\r\n", Some(("a\r\n\nb\r\n", "")));
        check_read("a\r.\r\nb\r\n.\r\n", Some(("a\r.\r\nb\r\n", "")));
        check_read("a.\r\n.\r\n", Some(("a.\r\n", "")));
        check_read("a\r\n.\r", None);
        check_read("a\r\n", None);
    }

    #[test]
    fn reading_goes_on_past_the_limit() {
        let mut reader = DataReader::new(4);
        assert!(reader.read(&mut b"12\r\n.\r\n".as_slice()));
        assert!(!reader.over_limit());
        assert_eq!(reader.finish(), b"12\r\n");
        let mut reader = DataReader::new(4);
        let mut input = b"123\r\n45\r\n.\r\nQUIT".as_slice();
        assert!(reader.read(&mut input));
        assert!(reader.over_limit());
        assert_eq!(reader.size(), 9);
        assert_eq!(input, b"QUIT");
        assert!(reader.finish().is_empty());
    }

    proptest! {
        #[test]
        fn stuffed_and_read_is_the_same(
            // Mostly the bytes that matter.
            body in proptest::collection::vec(
                prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), any::<u8>()], 0..200),
            piece in 1_usize..9,
        ) {
            let mut message = body;
            if !message.is_empty() {
                message.extend_from_slice(b"\r\n");
            }
            let mut wire = dot_stuff(&message);
            wire.extend_from_slice(b"NOOP\r\n");
            let mut reader = DataReader::new(u64::MAX);
            let mut left = Vec::new();
            let mut ended = false;
            for mut input in wire.chunks(piece) {
                if !ended {
                    ended = reader.read(&mut input);
                    prop_assert!(ended || input.is_empty());
                }
                if ended {
                    left.extend_from_slice(input);
                }
            }
            prop_assert!(ended);
            prop_assert_eq!(left, b"NOOP\r\n");
            prop_assert_eq!(reader.finish(), message);
        }
    }
}
