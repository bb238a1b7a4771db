//! What a server writes to the sender when a message of theirs is late or lost (RFC 5321 section
//! 6.1), and what it does when not even that can be delivered.

use super::attempt::{Failure, names};
use super::queue::Entry;
use super::spool::Spool;
use crate::host::context::Context;
use crate::message::dsn::{self, Dsn, FailedRecipient, Kind};
use crate::trace::EventKind;
use std::sync::Arc;

/// The box of whoever runs the server (RFC 5321 section 4.5.1).
pub const POSTMASTER: &str = "postmaster";

impl Spool {
    /// A message is given up for these recipients.
    pub(super) fn send_failure_dsn(
        &mut self,
        entry: &Entry,
        server: Option<&str>,
        failed: &[Failure],
        context: &mut Context<'_>,
    ) {
        if entry.reverse_path.is_some() {
            return self.send_dsn(entry, server, failed, Kind::Failed, context);
        }
        // About a report no report is written.
        let Some((_, cause)) = failed.first() else { return };
        if let Some(maildrop) = self.mailboxes.maildrops.get_mut(POSTMASTER) {
            maildrop.store(entry.message.clone());
        }
        let message = context.keep_once(entry.message.clone());
        let kind = EventKind::DsnDropped {
            queue_id: entry.queue_id,
            recipients: names(failed),
            message,
            cause: cause.clone(),
        };
        context.record(kind);
    }

    /// A message waits longer than usual for these recipients.
    pub(super) fn send_delay_dsn(
        &mut self,
        entry: &Entry,
        server: Option<&str>,
        waiting: &[Failure],
        context: &mut Context<'_>,
    ) {
        if entry.reverse_path.is_some() {
            let kind = Kind::Delayed { until: entry.expires() };
            self.send_dsn(entry, server, waiting, kind, context);
        }
    }

    fn send_dsn(
        &mut self,
        entry: &Entry,
        server: Option<&str>,
        failures: &[Failure],
        kind: Kind,
        context: &mut Context<'_>,
    ) {
        let Some(sender) = &entry.reverse_path else { return };
        let queue_id = self.queue.next_id();
        let recipients: Vec<FailedRecipient<'_>> = failures
            .iter()
            .map(|(recipient, cause)| FailedRecipient {
                recipient,
                cause,
                // Who was never spoken to has said nothing.
                remote: server.filter(|_| cause.reply().is_some()),
            })
            .collect();
        let dsn = Dsn {
            reporter: self.name.as_str(),
            to: sender,
            kind,
            arrived: entry.arrived,
            written: context.now(),
            recipients: &recipients,
            original: &entry.message,
            id: &queue_id.to_string(),
        };
        let written: Arc<Vec<u8>> = dsn::write(&dsn).into();
        let message = context.keep(written.clone());
        let event = EventKind::DsnWritten {
            queue_id,
            original_queue_id: entry.queue_id,
            recipients: names(failures),
            message,
            delayed: kind != Kind::Failed,
        };
        context.record(event);
        let to = vec![sender.clone()];
        self.queue.push(Entry::new(queue_id, None, to, written, context.now()));
        Self::run_queue_soon(context);
    }
}
