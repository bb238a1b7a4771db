//! A packet layer by layer: what each of its bytes is for.
//!
//! Every byte of a packet is in exactly one [`Field`], and the fields are in the order of the bytes.
//! Nothing is assumed of the bytes: what cannot be read is a field that says so.
//!
//! Simplified: of IP only version 4 (RFC 791), without looking at checksums; of TCP the options that
//! the simulated hosts use (RFC 9293, 7323, 2018); of DNS the record types of
//! [`sim::dns`].

mod dns;
mod ip;
mod speech;
mod tcp;

pub(super) use tcp::flags;

use std::ops::Range;

use model::story::Line;
use sim::trace::{Packet, Trace};
use text::packets::{self as words, Name, layer};

/// A layer of a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What it is called, and what it is.
    pub name: Name,
    /// The whole of it in a sentence; may be empty.
    pub sentence: String,
    /// Its own bytes: without those of the layer inside.
    pub fields: Vec<Field>,
}

/// Some bytes that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Where they are in the packet.
    pub range: Range<usize>,
    /// What they are called.
    pub name: String,
    /// What they say.
    pub value: String,
    /// What that is for.
    pub meaning: String,
}

/// Takes a packet apart. `lines` are those of the story ([`crate::Story::lines`]).
pub fn dissect(trace: &Trace, lines: &[Line], packet: &Packet) -> Vec<Layer> {
    let mut layers = Vec::new();
    let mut bytes = Bytes { all: &packet.bytes, at: 0, fields: Vec::new() };
    let inside = ip::read(trace, packet, &mut bytes, &mut layers);
    match inside {
        ip::Inside::Tcp => tcp::read(trace, lines, packet, &mut bytes, &mut layers),
        ip::Inside::Udp => tcp::read_udp(&mut bytes, &mut layers),
        ip::Inside::Other => {}
    }
    if bytes.left() > 0 {
        bytes.rest();
        layers.push(bytes.layer(layer::DATA, String::new()));
    }
    layers
}

/// A place in a packet, and what was read up to there.
struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
    fields: Vec<Field>,
}

impl<'a> Bytes<'a> {
    fn left(&self) -> usize {
        self.all.len() - self.at
    }

    /// The next bytes, if there are as many; they stay where they are.
    fn peek(&self, count: usize) -> Option<&'a [u8]> {
        self.all.get(self.at..self.at.checked_add(count)?)
    }

    fn peek_u16(&self) -> Option<u16> {
        self.peek(2).map(|b| u16::from_be_bytes([b[0], b[1]]))
    }

    fn peek_u32(&self) -> Option<u32> {
        self.peek(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
    }

    /// The next `count` bytes are this field.
    fn take(&mut self, count: usize, name: &str, value: String, meaning: &str) {
        let until = self.at.saturating_add(count).min(self.all.len());
        if until > self.at {
            let (name, meaning) = (name.to_owned(), meaning.to_owned());
            self.fields.push(Field { range: self.at..until, name, value, meaning });
            self.at = until;
        }
    }

    fn field(&mut self, count: usize, name: Name, value: String) {
        self.take(count, name.0, value, name.1);
    }

    /// A number of two bytes, said as `say` does; nothing if they are not there.
    fn u16(&mut self, name: Name, say: impl FnOnce(u16) -> String) -> Option<u16> {
        let number = self.peek_u16()?;
        self.field(2, name, say(number));
        Some(number)
    }

    /// Everything that is left could not be read.
    fn rest(&mut self) {
        let left = self.left();
        self.field(left, words::NOT_UNDERSTOOD, words::bytes(left));
    }

    /// What was read since the last layer is this one.
    fn layer(&mut self, name: Name, sentence: String) -> Layer {
        Layer { name, sentence, fields: std::mem::take(&mut self.fields) }
    }
}
