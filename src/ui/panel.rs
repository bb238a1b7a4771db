//! What opens below the picture. At most one thing at a time is open.

/// Something that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    /// What could go wrong?
    WhatIf,
    /// The link to this moment.
    Share,
    /// What happened, and what to do.
    Verdict,
}
