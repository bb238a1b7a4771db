//! What things in a record are called: their places in its lists.

use super::{Connection, Event, Trace};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Index;
use std::sync::Arc;

/// Index of an event in [`Trace::events`]; `trace[id]` is the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventId(pub usize);

impl Index<EventId> for Trace {
    type Output = Event;

    fn index(&self, id: EventId) -> &Event {
        &self.events[id.0]
    }
}

/// Index of a connection in [`Trace::connections`]; `trace[id]` is the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConnectionId(pub usize);

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Index<ConnectionId> for Trace {
    type Output = Connection;

    fn index(&self, id: ConnectionId) -> &Connection {
        &self.connections[id.0]
    }
}

/// Index of a message in [`Trace::messages`]; `trace[id]` are its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MessageId(pub usize);

impl Index<MessageId> for Trace {
    type Output = Arc<Vec<u8>>;

    fn index(&self, id: MessageId) -> &Arc<Vec<u8>> {
        &self.messages[id.0]
    }
}
