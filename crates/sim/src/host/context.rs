//! What the programs of a host see of the world.

use crate::net::stack::Stack;
use crate::trace::{Connection, EventKind};
use crate::world::{Alarm, World};
use model::cast::{Cast, HostId};
use model::ids::{ConnectionId, MessageId, PacketId};
use model::time::{Duration, Instant};
use std::sync::Arc;

/// How long after something reaches a box its user's program looks for mail.
const CHECK_DELAY: Duration = Duration::from_secs(2);

/// The world as one host sees it: what is recorded happens on this host, and alarms are for it.
pub(crate) struct Context<'a> {
    pub(super) host: HostId,
    pub(super) world: &'a mut World,
}

impl<'a> Context<'a> {
    /// The world as `host` sees it.
    pub(crate) const fn new(host: HostId, world: &'a mut World) -> Self {
        Self { host, world }
    }

    /// What time it is.
    pub(crate) const fn now(&self) -> Instant {
        self.world.now
    }

    /// All hosts.
    pub(super) const fn cast(&self) -> &Cast {
        &self.world.trace.cast
    }

    /// Both ends of a connection.
    pub(super) fn connection(&self, id: ConnectionId) -> &Connection {
        &self.world.trace[id]
    }

    /// Writes down that something happened here.
    pub(super) fn record(&mut self, kind: EventKind) {
        self.world.record(self.host, kind);
    }

    /// Keeps a message for the record.
    pub(super) fn keep(&mut self, message: Arc<Vec<u8>>) -> MessageId {
        self.world.keep(message)
    }

    /// Keeps a message that may equal one of those kept already.
    pub(super) fn keep_once(&mut self, message: Arc<Vec<u8>>) -> MessageId {
        self.world.keep_once(message)
    }

    /// Asks to be told something after a while.
    pub(super) fn alarm_in(&mut self, after: Duration, alarm: Alarm) {
        self.world.alarm_in(self.host, after, alarm);
    }

    /// Something has reached a box: its user's program looks for mail soon.
    pub(super) fn check_mail_soon(&mut self, computer: HostId) {
        self.world.alarm_in(computer, CHECK_DELAY, Alarm::CheckMail);
    }

    /// Lets the stack work: read the packet that arrived, if one did, and send what waits.
    pub(super) fn poll(&mut self, stack: &mut Stack, arrived: Option<PacketId>) {
        let packet = arrived.map(|id| &*self.world.trace.packets[id.index()].bytes);
        stack.poll(self.world.now, packet, &mut self.world.spare_sockets);
    }

    /// Lets go of what the stack has sent; the last packet is returned.
    pub(super) fn flush(&mut self, stack: &mut Stack) -> Option<PacketId> {
        let mut last = None;
        while let Some(packet) = stack.take_sent() {
            last = self.world.send(self.host, packet);
        }
        last
    }
}
