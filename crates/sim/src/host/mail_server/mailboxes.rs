//! The boxes of a mail server: how much they hold, whose they are, and who locks them.

use super::attempt::Attempt;
use super::queue::Entry;
use crate::host::context::Context;
use crate::message;
use crate::pop3::Maildrops;
use crate::pop3::maildrop::{Boxes, Maildrop, Snapshot};
use crate::trace::{Cause, EventKind, Folder};
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
    /// Folders for spam, by box name. What strangers send to these boxes goes there.
    pub(in crate::host) spam: Vec<(String, Vec<Arc<Vec<u8>>>)>,
    /// Whether mail for any name is taken: what there is no box for goes into the one called [`CATCH_ALL`].
    pub(in crate::host) catch_all: bool,
    /// Who looks for mail when something reaches a box.
    pub(in crate::host) owners: Vec<(Mailbox, HostId)>,
    /// Locks that cut-off sessions left behind, and when they are taken away.
    locks: Vec<(Instant, Snapshot)>,
}

/// The box for all names that a domain does not have.
pub(in crate::host) const CATCH_ALL: &str = "catch-all";

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
    pub(in crate::host) fn new(maildrops: Maildrops) -> Self {
        let (quotas, owners) = (Vec::new(), Vec::new());
        let (spam, locks) = (Vec::new(), Vec::new());
        Self { maildrops, quotas, spam, catch_all: false, owners, locks }
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
            let Some(maildrop) = self.box_for(mailbox) else {
                attempt.failures.push((mailbox.clone(), Cause::NoSuchBox));
                continue;
            };
            let (name, octets) = (maildrop.name().to_owned(), maildrop.octets());
            if let Some(full) = self.fullness(mailbox, octets) {
                context.record(full);
                attempt.failures.push((mailbox.clone(), Cause::BoxFull));
                continue;
            }
            let folder = self.folder(mailbox, &name, entry);
            let mut spam = self.spam.iter_mut();
            let spam = spam.find(|(filtered, _)| folder == Some(Folder::Spam) && *filtered == name);
            if let Some((_, messages)) = spam {
                messages.push(stored.clone());
            } else if let Some(maildrop) = self.maildrops.get_mut(&name) {
                maildrop.store(stored.clone());
            }
            let message = *id.get_or_insert_with(|| context.keep(stored.clone()));
            if let Some((_, computer)) = self.owners.iter().find(|(it, _)| it.same_box(mailbox)) {
                context.check_mail_soon(*computer);
            }
            let (mailbox, added) = (mailbox.clone(), header.len());
            let reverse_path = entry.reverse_path.clone();
            context.record(match folder {
                Some(folder) => {
                    let mailbox = mailbox.clone();
                    EventKind::SetAside { mailbox, folder, message, added, reverse_path }
                }
                None => {
                    EventKind::Stored { mailbox: mailbox.clone(), message, added, reverse_path }
                }
            });
            attempt.done.push(mailbox);
        }
        attempt
    }

    /// The box that holds what comes for a mailbox.
    pub(super) fn box_for(&self, mailbox: &Mailbox) -> Option<&Maildrop> {
        let own = self.maildrops.get(&mailbox.local_part.box_name());
        own.or_else(|| self.maildrops.get(CATCH_ALL).filter(|_| self.catch_all))
    }

    /// Where a message for a mailbox goes instead of the mailbox, if it does. Reports have no reverse-path, and
    /// are no spam.
    fn folder(&self, mailbox: &Mailbox, name: &str, entry: &Entry) -> Option<Folder> {
        let filtered = |(box_name, _): &(String, _)| box_name == name;
        if name != mailbox.local_part.box_name() {
            Some(Folder::CatchAll)
        } else if entry.reverse_path.is_some() && self.spam.iter().any(filtered) {
            Some(Folder::Spam)
        } else {
            None
        }
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
        let spam = self.spam.iter().flat_map(|(_, messages)| messages);
        self.maildrops.iter().map(Maildrop::octets).sum::<u64>()
            + spam.map(|message| message.len() as u64).sum::<u64>()
    }
}
