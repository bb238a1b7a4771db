//! A record's things by what they are called: `trace[id]`.

use super::{Connection, ConnectionId, Event, EventId, MessageId, Trace};
use std::ops::Index;
use std::sync::Arc;

/// The event, of [`Trace::events`].
impl Index<EventId> for Trace {
    type Output = Event;

    fn index(&self, id: EventId) -> &Event {
        &self.events[id.0]
    }
}

/// The connection, of [`Trace::connections`].
impl Index<ConnectionId> for Trace {
    type Output = Connection;

    fn index(&self, id: ConnectionId) -> &Connection {
        &self.connections[id.0]
    }
}

/// The bytes of the message, of [`Trace::messages`].
impl Index<MessageId> for Trace {
    type Output = Arc<Vec<u8>>;

    fn index(&self, id: MessageId) -> &Arc<Vec<u8>> {
        &self.messages[id.0]
    }
}
