//! What a diagnosis rests on.

use std::ops::Range;

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// The reply code.
    Code,
    /// The enhanced status code.
    Enhanced,
    /// Words.
    Words,
}

/// What decided, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What decided.
    pub kind: EvidenceKind,
    /// Its bytes in the text that was given; `None` for a code that was given apart and is not in the text.
    pub span: Option<Range<usize>>,
}
