//! The whole record.

use super::connection::Connection;
use super::event::Event;
use super::packet::Packet;
use model::address::Mailbox;
use model::cast::Cast;
use model::ids::{ConnectionId, EventId, MessageId};
use model::time::Instant;
use std::ops::Index;
use std::sync::Arc;

/// The whole record.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The hosts.
    pub cast: Cast,
    /// What happened, by time.
    pub events: Vec<Event>,
    /// Every packet, by time of sending.
    pub packets: Vec<Packet>,
    /// Every TCP connection that was tried.
    pub connections: Vec<Connection>,
    /// The messages as they lay on a disk somewhere: composed, queued, stored, collected.
    pub messages: Vec<Arc<Vec<u8>>>,
    /// What became of the message for each recipient, in the order of the scenario.
    pub outcomes: Vec<(Mailbox, Outcome)>,
    /// Whether the cap on events or on bytes ended the simulation before everything had happened.
    pub cut_short: bool,
}

/// What became of the message for one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It never left the sender's program.
    NotSent,
    /// Still on the way when the journey ended.
    OnTheWay,
    /// It could not be delivered.
    Failed,
    /// It lies somewhere else than in the box.
    SetAside,
    /// It lies in the box.
    Delivered,
    /// The recipient's program has fetched it.
    Collected,
}

impl Trace {
    /// An empty record for these hosts.
    pub fn new(cast: Cast) -> Self {
        Self {
            cast,
            events: Vec::new(),
            packets: Vec::new(),
            connections: Vec::new(),
            messages: Vec::new(),
            outcomes: Vec::new(),
            cut_short: false,
        }
    }

    /// The events with their ids.
    pub fn numbered_events(&self) -> impl DoubleEndedIterator<Item = (EventId, &Event)> {
        self.events.iter().enumerate().map(|(n, event)| (EventId(n), event))
    }

    /// When the last thing happened (packets of farewell included).
    pub fn end(&self) -> Instant {
        let packets = self.packets.last().map_or(Instant::ZERO, Packet::ended_at);
        self.events.last().map_or(packets, |event| event.at.max(packets))
    }
}

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
