//! What things in a record are called: their places in its lists.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Index of an event in [`super::Trace::events`]; `trace[id]` is the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventId(pub usize);

/// Index of a connection in [`super::Trace::connections`]; `trace[id]` is the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConnectionId(pub usize);

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Index of a message in [`super::Trace::messages`]; `trace[id]` are its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MessageId(pub usize);
