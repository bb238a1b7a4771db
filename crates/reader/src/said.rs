//! Something that was read, and where.

use std::ops::Range;

/// A value that stands in the pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// What was read.
    pub value: T,
    /// The bytes of the pasted text that it was read from, in order: several where lines were wrapped or quoted. Where
    /// it was decoded from base64 or quoted-printable, these are the encoded bytes. There is always one, and none is
    /// empty.
    pub spans: Vec<Range<usize>>,
}
