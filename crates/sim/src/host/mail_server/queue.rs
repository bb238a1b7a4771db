//! The queue: what a server has said 250 to and not yet handed on (RFC 5321 section 4.5.4).
//!
//! Every recipient of an entry comes to an end of its own: handed on, stored, or given up. What
//! failed for now is tried again after [`RETRY_GAPS`], which is what common servers do, until it
//! is older than [`GIVE_UP_AFTER`]. The last try is exactly then.
//!
//! Simplified: a server that was not reached is called again for every message; real ones remember.

use super::MailServer;
use crate::host::note;
use crate::smtp;
use crate::trace::{Cause, ConnectionId, EventKind, QueueId};
use crate::world::{Alarm, World};
use model::address::{Domain, Mailbox, ReversePath};
use model::cast::HostId;
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
    delay_told: bool,
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

/// Somebody whom the message did not reach, and why.
pub(super) type Failure = (Mailbox, Cause);

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

    pub(super) fn is_due(&self, now: Instant) -> bool {
        matches!(self.state, EntryState::Waiting(at) if at <= now)
    }

    /// When it is given up.
    pub(super) fn expires(&self) -> Instant {
        self.arrived + GIVE_UP_AFTER
    }

    /// When it is tried again after a failure now.
    fn next_try(&self, now: Instant) -> Instant {
        let failed = usize::try_from(self.attempts).unwrap_or(usize::MAX).saturating_sub(1);
        let gap = RETRY_GAPS[failed.min(RETRY_GAPS.len() - 1)];
        (now + gap).min(self.expires())
    }
}

impl MailServer {
    /// A transaction with the next server has come to something, or there was no connection
    /// (`unreached`).
    pub(in crate::host) fn finished(
        &mut self,
        host: HostId,
        connection: ConnectionId,
        queue_id: QueueId,
        result: &smtp::ClientResult,
        unreached: Option<&Cause>,
        world: &mut World,
    ) {
        let server = world.trace[connection].server.0;
        let server = world.trace.cast.host(server).name.clone();
        let (mut done, mut failures): (Vec<Mailbox>, Vec<Failure>) = (Vec::new(), Vec::new());
        for (mailbox, outcome) in &result.recipients {
            let cause = match outcome {
                smtp::RecipientResult::Accepted(_) => {
                    done.push(mailbox.clone());
                    continue;
                }
                smtp::RecipientResult::Transient(problem)
                | smtp::RecipientResult::Permanent(problem) => {
                    unreached.cloned().unwrap_or_else(|| Cause::of(problem))
                }
            };
            failures.push((mailbox.clone(), cause));
        }
        if let ([], Some((_, cause))) = (done.as_slice(), failures.first())
            && failures.iter().all(|(_, cause)| cause.asks_for_next_server())
        {
            return self.try_next(host, queue_id, &server, cause, world);
        }
        if !done.is_empty() {
            let (queue_id, recipients) = (Some(queue_id), done.clone());
            note(host, world, EventKind::Relayed { connection, queue_id, recipients });
        }
        self.settle(host, queue_id, Some(&server), &done, failures, world);
    }

    /// The same failure for all who wait.
    pub(super) fn fail_all(
        &mut self,
        host: HostId,
        queue_id: QueueId,
        server: Option<&str>,
        cause: &Cause,
        world: &mut World,
    ) {
        let entry = self.queue.iter().find(|entry| entry.queue_id == queue_id);
        let recipients = entry.map(|entry| entry.recipients.clone()).unwrap_or_default();
        let failures = recipients.into_iter().map(|mailbox| (mailbox, cause.clone())).collect();
        self.settle(host, queue_id, server, &[], failures, world);
    }

    /// A try is over: some are `done`, the others wait for the next one or are given up.
    pub(super) fn settle(
        &mut self,
        host: HostId,
        queue_id: QueueId,
        server: Option<&str>,
        done: &[Mailbox],
        failures: Vec<Failure>,
        world: &mut World,
    ) {
        for (mailbox, cause) in &failures {
            let kind = EventKind::NotRelayed {
                queue_id,
                recipients: vec![mailbox.clone()],
                server: server.map(ToOwned::to_owned),
                cause: cause.clone(),
                transient: cause.is_transient(),
            };
            note(host, world, kind);
        }
        let Some(at) = self.queue.iter().position(|entry| entry.queue_id == queue_id) else {
            return;
        };
        let mut entry = self.queue.remove(at);
        entry.recipients.retain(|mailbox| !done.contains(mailbox));
        let expired = world.now >= entry.expires();
        let (waiting, hopeless): (Vec<_>, Vec<_>) =
            failures.into_iter().partition(|(_, cause)| cause.is_transient());
        let (late, waiting) = if expired { (waiting, Vec::new()) } else { (Vec::new(), waiting) };
        for (failed, expired) in [(&hopeless, false), (&late, true)] {
            if !failed.is_empty() {
                let kind = EventKind::GaveUp {
                    queue_id,
                    recipients: names(failed),
                    expired,
                    is_dsn: entry.reverse_path.is_none(),
                };
                note(host, world, kind);
            }
        }
        let failed: Vec<Failure> = hopeless.into_iter().chain(late).collect();
        entry.recipients.retain(|mailbox| failed.iter().all(|(gone, _)| gone != mailbox));
        if !failed.is_empty() {
            self.send_failure_dsn(host, &entry, server, &failed, world);
        }
        if waiting.is_empty() {
            return;
        }
        let next = entry.next_try(world.now);
        entry.state = EntryState::Waiting(next);
        let recipients = entry.recipients.clone();
        note(host, world, EventKind::WillRetry { queue_id, recipients, at: next });
        world.alarm_in(host, next.since(world.now), Alarm::Queue);
        let late = world.now.since(entry.arrived) >= TELL_DELAY_AFTER;
        if late && !std::mem::replace(&mut entry.delay_told, true) {
            self.send_delay_dsn(host, &entry, server, &waiting, world);
        }
        self.queue.push(entry);
    }
}

pub(super) fn names(failures: &[Failure]) -> Vec<Mailbox> {
    failures.iter().map(|(mailbox, _)| mailbox.clone()).collect()
}
