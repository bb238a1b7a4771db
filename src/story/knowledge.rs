//! Three plain views of the same moment: what the sender knows, what the servers hold, what the
//! recipients see.

use crate::sim::time::Instant;
use crate::sim::trace::Trace;

/// The three views.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// What the sender can know now, one sentence each, the newest last.
    pub sender: Vec<String>,
    /// Each server with something in its queue or its boxes: its name and what it holds.
    pub servers: Vec<(String, String)>,
    /// What each recipient can see now: the address and a sentence.
    pub recipients: Vec<(String, String)>,
    /// What became of the message for each recipient so far: the address, a word or two, and
    /// whether that is good (`Some(true)`), bad, or still open (`None`).
    pub outcomes: Vec<(String, String, Option<bool>)>,
}

/// The views at the simulated moment `at`.
pub fn at(_trace: &Trace, _at: Instant) -> Knowledge {
    Knowledge::default()
}
