//! The boxes of a mail server: how much they hold, whose they are, and who locks them.

use super::attempt::Attempt;
use super::queue::Entry;
use crate::host::context::Context;
use crate::message;
use crate::pop3::Maildrops;
use crate::pop3::maildrop::{Boxes, Maildrop, Snapshot};
use crate::trace::{Cause, EventKind};
use crate::world::Alarm;
use model::address::Mailbox;
use model::cast::HostId;
use model::time::Instant;
use std::sync::Arc;

/// The boxes of a mail server.
pub(in crate::host) struct Mailboxes {
    pub(in crate::host) maildrops: Maildrops,
    /// How many bytes a box should hold at most, by box name; boxes not named hold any number.
    pub(in crate::host) quotas: Vec<(String, Quota)>,
    /// Who looks for mail when something reaches a box.
    pub(in crate::host) owners: Vec<(Mailbox, HostId)>,
    /// Locks that cut-off sessions left behind, and when they are taken away.
    locks: Vec<(Instant, Snapshot)>,
}

/// How much a box holds.
#[derive(Clone, Copy)]
pub(in crate::host) struct Quota {
    /// Bytes.
    pub(in crate::host) octets: u64,
    /// So many of them are used up by mail in folders that POP3 knows nothing of.
    pub(in crate::host) elsewhere: u64,
    /// Whether the server says how much that is.
    pub(in crate::host) told: bool,
}

impl Mailboxes {
    /// Boxes that hold any number of bytes and are nobody's.
    pub(in crate::host) const fn new(maildrops: Maildrops) -> Self {
        Self { maildrops, quotas: Vec::new(), owners: Vec::new(), locks: Vec::new() }
    }

    /// A session that was cut off still holds the lock of this box until then.
    pub(in crate::host) fn lock(&mut self, name: &str, password: &str, until: Instant) {
        if let Ok(snapshot) = self.maildrops.open(name, password) {
            self.locks.push((until, snapshot));
        }
    }

    /// Asks to be told when forgotten locks are to be taken away.
    pub(super) fn watch_locks(&self, context: &mut Context<'_>) {
        for (until, _) in &self.locks {
            context.alarm_in(until.since(context.now()), Alarm::Unlock);
        }
    }

    /// Takes forgotten locks away (RFC 1939 section 3: a server may log idle sessions out).
    pub(super) fn unlock(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        let (over, held) =
            std::mem::take(&mut self.locks).into_iter().partition(|(until, _)| *until <= now);
        self.locks = held;
        let over: Vec<(Instant, Snapshot)> = over;
        for (_, snapshot) in over {
            let box_name = snapshot.box_name().to_owned();
            self.maildrops.release(snapshot);
            context.record(EventKind::LockReleased { box_name });
        }
    }

    /// Puts a message into the boxes of its recipients.
    pub(super) fn deliver(&mut self, entry: &Entry, context: &mut Context<'_>) -> Attempt {
        let header = message::return_path_line(&entry.reverse_path);
        let stored: Arc<Vec<u8>> = message::prepend(&header, &entry.message).into();
        let mut id = None;
        let mut attempt = Attempt::new(entry.queue_id, None);
        for mailbox in &entry.recipients {
            let name = mailbox.local_part.box_name();
            let Some(octets) = self.maildrops.get(&name).map(Maildrop::octets) else {
                attempt.failures.push((mailbox.clone(), Cause::NoSuchBox));
                continue;
            };
            if let Some(full) = self.fullness(mailbox, octets) {
                context.record(full);
                attempt.failures.push((mailbox.clone(), Cause::BoxFull));
                continue;
            }
            if let Some(maildrop) = self.maildrops.get_mut(&name) {
                maildrop.store(stored.clone());
            }
            let message = *id.get_or_insert_with(|| context.keep(stored.clone()));
            if let Some((_, computer)) = self.owners.iter().find(|(it, _)| it.same_box(mailbox)) {
                context.check_mail_soon(*computer);
            }
            context.record(EventKind::Stored {
                mailbox: mailbox.clone(),
                message,
                added: header.len(),
                reverse_path: entry.reverse_path.clone(),
            });
            attempt.done.push(mailbox.clone());
        }
        attempt
    }

    /// The event to write down if a box that holds so many bytes is full.
    pub(super) fn fullness(&self, mailbox: &Mailbox, octets: u64) -> Option<EventKind> {
        let Quota { octets: quota, elsewhere, .. } = self.quota(mailbox)?;
        let (mailbox, octets) = (mailbox.clone(), octets + elsewhere);
        (octets >= quota).then_some(EventKind::BoxFull { mailbox, octets, quota })
    }

    /// How much a box holds, if it has a limit.
    pub(super) fn quota(&self, mailbox: &Mailbox) -> Option<Quota> {
        let name = mailbox.local_part.box_name();
        let mut quotas = self.quotas.iter();
        quotas.find(|(full, _)| *full == name).map(|(_, quota)| *quota)
    }

    /// Whether a box is here, and full.
    pub(super) fn is_full(&self, mailbox: &Mailbox) -> bool {
        let maildrop = self.maildrops.get(&mailbox.local_part.box_name());
        maildrop.is_some_and(|found| self.fullness(mailbox, found.octets()).is_some())
    }

    /// Bytes of mail in all boxes.
    pub(super) fn octets(&self) -> u64 {
        self.maildrops.iter().map(Maildrop::octets).sum()
    }
}
