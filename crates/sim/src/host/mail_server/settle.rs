//! What becomes of a message after a try: whom it reached is done with, others wait for the next try
//! or are given up, and the sender is told.

use super::attempt::{Attempt, Failure, names};
use super::queue::EntryState;
use super::retry_schedule::TELL_DELAY_AFTER;
use super::spool::Spool;
use crate::host::context::Context;
use crate::trace::{Cause, EventKind, QueueId};
use crate::world::Alarm;

impl Spool {
    /// Puts a message into the boxes of its recipients.
    pub(super) fn deliver(&mut self, queue_id: QueueId, context: &mut Context<'_>) {
        let Some(entry) = self.queue.get(queue_id) else { return };
        let attempt = self.mailboxes.deliver(entry, context);
        self.settle(attempt, context);
    }

    /// The same failure for all who wait.
    pub(super) fn fail_all(
        &mut self,
        queue_id: QueueId,
        server: Option<&str>,
        cause: &Cause,
        context: &mut Context<'_>,
    ) {
        let mut attempt = Attempt::new(queue_id, server.map(ToOwned::to_owned));
        let recipients = self.queue.get(queue_id).map_or(&[][..], |entry| &entry.recipients[..]);
        attempt.failures =
            recipients.iter().map(|mailbox| (mailbox.clone(), cause.clone())).collect();
        self.settle(attempt, context);
    }

    /// A try is over: some are done, the others wait for the next one or are given up.
    pub(super) fn settle(&mut self, attempt: Attempt, context: &mut Context<'_>) {
        let Attempt { queue_id, server, done, failures } = attempt;
        for (mailbox, cause) in &failures {
            context.record(EventKind::NotRelayed {
                queue_id,
                recipients: vec![mailbox.clone()],
                server: server.clone(),
                cause: cause.clone(),
                transient: cause.is_transient(),
            });
        }
        let Some(mut entry) = self.queue.remove(queue_id) else { return };
        entry.recipients.retain(|mailbox| !done.contains(mailbox));
        let expired = context.now() >= entry.expires();
        let (waiting, hopeless): (Vec<_>, Vec<_>) =
            failures.into_iter().partition(|(_, cause)| cause.is_transient());
        let (late, waiting) = if expired { (waiting, Vec::new()) } else { (Vec::new(), waiting) };
        for (failed, expired) in [(&hopeless, false), (&late, true)] {
            if !failed.is_empty() {
                context.record(EventKind::GaveUp {
                    queue_id,
                    recipients: names(failed),
                    expired,
                    is_dsn: entry.reverse_path.is_none(),
                });
            }
        }
        let failed: Vec<Failure> = hopeless.into_iter().chain(late).collect();
        entry.recipients.retain(|mailbox| failed.iter().all(|(gone, _)| gone != mailbox));
        if !failed.is_empty() {
            self.send_failure_dsn(&entry, server.as_deref(), &failed, context);
        }
        if waiting.is_empty() {
            return;
        }
        let next = entry.next_try(context.now());
        entry.state = EntryState::Waiting(next);
        let recipients = entry.recipients.clone();
        context.record(EventKind::WillRetry { queue_id, recipients, at: next });
        context.alarm_in(next.since(context.now()), Alarm::Queue);
        let late = context.now().since(entry.arrived) >= TELL_DELAY_AFTER;
        if late && !std::mem::replace(&mut entry.delay_told, true) {
            self.send_delay_dsn(&entry, server.as_deref(), &waiting, context);
        }
        self.queue.push(entry);
    }
}
