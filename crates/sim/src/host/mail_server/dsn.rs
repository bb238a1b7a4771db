//! What a server writes to the sender when a message of theirs is late or lost (RFC 5321 section
//! 6.1), and what it does when not even that can be delivered.

use super::queue::{Entry, Failure, names};
use super::{MailServer, QUEUE_DELAY};
use crate::host::note;
use crate::message::dsn::{self, Dsn, FailedRecipient, Kind};
use crate::trace::EventKind;
use crate::world::{Alarm, World};
use model::cast::HostId;
use std::sync::Arc;

/// The box of whoever runs the server (RFC 5321 section 4.5.1).
pub const POSTMASTER: &str = "postmaster";

impl MailServer {
    /// A message is given up for these recipients.
    pub(super) fn send_failure_dsn(
        &mut self,
        host: HostId,
        entry: &Entry,
        server: Option<&str>,
        failed: &[Failure],
        world: &mut World,
    ) {
        if entry.reverse_path.is_some() {
            return self.send_dsn(host, entry, server, failed, Kind::Failed, world);
        }
        // About a report no report is written.
        let Some((_, cause)) = failed.first() else { return };
        if let Some(maildrop) = self.maildrops.get_mut(POSTMASTER) {
            maildrop.store(entry.message.clone());
        }
        let message = world.keep_once(entry.message.clone());
        let kind = EventKind::DsnDropped {
            queue_id: entry.queue_id,
            recipients: names(failed),
            message,
            cause: cause.clone(),
        };
        note(host, world, kind);
    }

    /// A message waits longer than usual for these recipients.
    pub(super) fn send_delay_dsn(
        &mut self,
        host: HostId,
        entry: &Entry,
        server: Option<&str>,
        waiting: &[Failure],
        world: &mut World,
    ) {
        if entry.reverse_path.is_some() {
            let kind = Kind::Delayed { until: entry.expires() };
            self.send_dsn(host, entry, server, waiting, kind, world);
        }
    }

    fn send_dsn(
        &mut self,
        host: HostId,
        entry: &Entry,
        server: Option<&str>,
        failures: &[Failure],
        kind: Kind,
        world: &mut World,
    ) {
        let Some(sender) = &entry.reverse_path else { return };
        let queue_id = self.next_queue_id();
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
            written: world.now,
            recipients: &recipients,
            original: &entry.message,
            id: &queue_id.to_string(),
        };
        let written: Arc<Vec<u8>> = dsn::write(&dsn).into();
        let message = world.keep(written.clone());
        let event = EventKind::DsnWritten {
            queue_id,
            original_queue_id: entry.queue_id,
            recipients: names(failures),
            message,
            delayed: kind != Kind::Failed,
        };
        note(host, world, event);
        let to = vec![sender.clone()];
        self.queue.push(Entry::new(queue_id, None, to, written, world.now));
        world.alarm_in(host, QUEUE_DELAY, Alarm::Queue);
    }
}
