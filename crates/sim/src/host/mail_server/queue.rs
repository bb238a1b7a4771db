//! The queue: what a server has said 250 to and not yet handed on (RFC 5321 section 4.5.4).
//!
//! Every recipient of an entry comes to an end of its own: handed on, stored, or given up. What
//! failed for now is tried again as [`super::retry_schedule`] says.
//!
//! Simplified: a server that was not reached is called again for every message; real ones remember.

use super::retry_schedule;
use crate::random::Random;
use crate::trace::QueueId;
use model::address::{Domain, Mailbox, ReversePath};
use model::time::Instant;
use std::collections::VecDeque;
use std::sync::Arc;

/// The queue of a server.
pub(super) struct Queue {
    entries: Vec<Entry>,
    /// Where names in the queue come from.
    random: Random,
}

/// A message in the queue, for recipients in one domain.
pub(super) struct Entry {
    pub(super) queue_id: QueueId,
    pub(super) reverse_path: ReversePath,
    /// Those who still wait.
    pub(super) recipients: Vec<Mailbox>,
    pub(super) message: Arc<Vec<u8>>,
    pub(super) state: EntryState,
    pub(super) arrived: Instant,
    /// Tries begun so far.
    pub(super) attempts: u32,
    /// The sender knows of the delay.
    pub(super) delay_told: bool,
    /// Servers of the domain that are left to try this time.
    pub(super) others: VecDeque<Domain>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryState {
    /// Nobody looks at it before then.
    Waiting(Instant),
    /// It is being looked up or handed on.
    Busy,
}

impl Entry {
    pub(super) fn new(
        queue_id: QueueId,
        reverse_path: ReversePath,
        recipients: Vec<Mailbox>,
        message: Arc<Vec<u8>>,
        now: Instant,
    ) -> Self {
        Self {
            queue_id,
            reverse_path,
            recipients,
            message,
            state: EntryState::Waiting(now),
            arrived: now,
            attempts: 0,
            delay_told: false,
            others: VecDeque::new(),
        }
    }

    fn is_due(&self, now: Instant) -> bool {
        matches!(self.state, EntryState::Waiting(at) if at <= now)
    }

    /// When it is given up.
    pub(super) fn expires(&self) -> Instant {
        retry_schedule::expires(self.arrived)
    }

    /// When it is tried again after a failure now.
    pub(super) fn next_try(&self, now: Instant) -> Instant {
        retry_schedule::next_try(self.arrived, self.attempts, now)
    }
}

impl Queue {
    /// An empty queue.
    pub(super) const fn new(random: Random) -> Self {
        Self { entries: Vec::new(), random }
    }

    /// A name that no other message in the queue has.
    pub(super) fn next_id(&mut self) -> QueueId {
        QueueId::new(self.random.next_u64() >> 16)
    }

    /// Takes a message in.
    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Takes a message out.
    pub(super) fn remove(&mut self, id: QueueId) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.queue_id == id)?;
        Some(self.entries.remove(at))
    }

    /// The message of this name.
    pub(super) fn get(&self, id: QueueId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.queue_id == id)
    }

    /// The same, to be changed.
    pub(super) fn get_mut(&mut self, id: QueueId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.queue_id == id)
    }

    /// The first message whose time has come; it is busy from now on.
    pub(super) fn begin_next(&mut self, now: Instant) -> Option<&Entry> {
        let entry = self.entries.iter_mut().find(|entry| entry.is_due(now))?;
        entry.state = EntryState::Busy;
        entry.attempts += 1;
        Some(entry)
    }

    /// Bytes of mail in it.
    pub(super) fn octets(&self) -> u64 {
        self.entries.iter().map(|entry| entry.message.len() as u64).sum()
    }
}
