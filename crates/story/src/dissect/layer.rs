//! A layer of a packet, and its fields.

use std::ops::Range;
use text::packets::Name;

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
