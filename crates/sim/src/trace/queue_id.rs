//! What a message is called in a server's queue.

use std::fmt;

/// The name of a message in the queue of one server: `3F2A61C0D7E4`. The recipients of each further
/// domain are an entry of their own, with a number behind: `3F2A61C0D7E4-1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueueId {
    message: u64,
    part: u32,
}

impl QueueId {
    /// The name of a message that is taken in.
    pub(crate) fn new(message: u64) -> Self {
        Self { message, part: 0 }
    }

    /// The name of its `n`-th part. Part 0 is called as the message is.
    pub(crate) fn part(self, n: u32) -> Self {
        Self { part: n, ..self }
    }

    /// What the message was called when it was taken in.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { part: 0, ..self }
    }
}

impl fmt::Display for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012X}", self.message)?;
        if self.part == 0 { Ok(()) } else { write!(f, "-{}", self.part) }
    }
}
