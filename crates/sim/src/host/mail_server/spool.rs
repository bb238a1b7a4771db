//! The mail that a server holds.

use super::mailboxes::Mailboxes;
use super::queue::Queue;
use super::retry_schedule::QUEUE_DELAY;
use crate::host::context::Context;
use crate::world::Alarm;
use model::address::Domain;

/// The mail that a server holds: what waits in the queue, and what lies in boxes.
pub(super) struct Spool {
    /// The server's name, under which it answers for all that.
    pub(super) name: Domain,
    pub(super) queue: Queue,
    pub(super) mailboxes: Mailboxes,
}

impl Spool {
    /// Looks at the queue once what was just put into it has had its moment.
    pub(super) fn run_queue_soon(context: &mut Context<'_>) {
        context.alarm_in(QUEUE_DELAY, Alarm::Queue);
    }

    /// Bytes of mail.
    pub(super) fn octets(&self) -> u64 {
        self.queue.octets() + self.mailboxes.octets()
    }
}
