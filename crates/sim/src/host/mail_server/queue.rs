//! The queue: what a server has said 250 to and not yet handed on (RFC 5321 section 4.5.4).
//!
//! Every recipient of an entry comes to an end of its own: handed on, stored, or given up. What
//! failed for now is tried again after [`RETRY_GAPS`], which is what common servers do, until it
//! is older than [`GIVE_UP_AFTER`]. The last try is exactly then.
//!
//! Simplified: a server that was not reached is called again for every message; real ones remember.

use crate::random::Random;
use crate::trace::QueueId;
use model::address::{Domain, Mailbox, ReversePath};
use model::time::{Duration, Instant};
use std::collections::VecDeque;
use std::sync::Arc;

/// How long to wait after the first failed try, the second, and so on; the last one counts for all
/// that follow. RFC 5321 section 4.5.4.1 wants at least 30 minutes in general and allows less at
/// first.
pub const RETRY_GAPS: [Duration; 5] = [
    Duration::from_mins(15),
    Duration::from_mins(30),
    Duration::from_mins(60),
    Duration::from_mins(2 * 60),
    Duration::from_mins(4 * 60),
];
/// How old a message becomes in the queue (RFC 5321 section 4.5.4.1: at least 4 to 5 days).
pub const GIVE_UP_AFTER: Duration = Duration::from_mins(5 * 24 * 60);
/// The first failed try after this is reported to the sender, once. With [`RETRY_GAPS`] that is 7
/// hours and 45 minutes after the first one.
pub const TELL_DELAY_AFTER: Duration = Duration::from_mins(4 * 60);

/// From the acceptance of a message until the queue is looked at.
pub(super) const QUEUE_DELAY: Duration = Duration::from_millis(100);

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
        self.arrived + GIVE_UP_AFTER
    }

    /// When it is tried again after a failure now.
    pub(super) fn next_try(&self, now: Instant) -> Instant {
        let failed = usize::try_from(self.attempts).unwrap_or(usize::MAX).saturating_sub(1);
        let gap = RETRY_GAPS[failed.min(RETRY_GAPS.len() - 1)];
        (now + gap).min(self.expires())
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
