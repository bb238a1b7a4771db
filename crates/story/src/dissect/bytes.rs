//! The bytes of a packet, read field by field.

use super::layer::{Field, Layer};
use text::packets::{self as words, Name};

/// A place in a packet, and what was read up to there.
pub(super) struct Bytes<'a> {
    pub(super) all: &'a [u8],
    pub(super) at: usize,
    fields: Vec<Field>,
}

impl<'a> Bytes<'a> {
    pub(super) fn of(all: &'a [u8]) -> Self {
        Self { all, at: 0, fields: Vec::new() }
    }

    pub(super) fn left(&self) -> usize {
        self.all.len() - self.at
    }

    /// The next bytes, if there are as many; they stay where they are.
    pub(super) fn peek(&self, count: usize) -> Option<&'a [u8]> {
        self.all.get(self.at..self.at.checked_add(count)?)
    }

    pub(super) fn peek_u16(&self) -> Option<u16> {
        self.peek(2).map(|b| u16::from_be_bytes([b[0], b[1]]))
    }

    pub(super) fn peek_u32(&self) -> Option<u32> {
        self.peek(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
    }

    /// The next `count` bytes are this field.
    pub(super) fn take(&mut self, count: usize, name: &str, value: String, meaning: &str) {
        let until = self.at.saturating_add(count).min(self.all.len());
        if until > self.at {
            let (name, meaning) = (name.to_owned(), meaning.to_owned());
            self.fields.push(Field { range: self.at..until, name, value, meaning });
            self.at = until;
        }
    }

    pub(super) fn field(&mut self, count: usize, name: Name, value: String) {
        self.take(count, name.0, value, name.1);
    }

    /// A number of two bytes, said as `say` does; nothing if they are not there.
    pub(super) fn u16(&mut self, name: Name, say: impl FnOnce(u16) -> String) -> Option<u16> {
        let number = self.peek_u16()?;
        self.field(2, name, say(number));
        Some(number)
    }

    /// Everything that is left could not be read.
    pub(super) fn rest(&mut self) {
        let left = self.left();
        self.field(left, words::NOT_UNDERSTOOD, words::bytes(left));
    }

    /// What was read since the last layer is this one.
    pub(super) fn layer(&mut self, name: Name, sentence: String) -> Layer {
        Layer { name, sentence, fields: std::mem::take(&mut self.fields) }
    }
}

/// A number that says nothing to people, as programs show it.
pub(super) fn hex(number: u16) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = [12, 8, 4, 0].map(|shift| DIGITS[usize::from(number >> shift & 15)]);
    ["0x", &String::from_utf8_lossy(&digits)].concat()
}
