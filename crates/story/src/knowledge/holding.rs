//! What one server holds: the messages in its queue, and those in its boxes.

use crate::dsns::Dsns;
use crate::in_words::{addresses, clock, reason};
use crate::mailboxes::among;
use model::address::Mailbox;
use model::cast::HostId;
use model::time::Instant;
use sim::trace::{Event, EventKind, Folder, MessageId, QueueId, Trace};
use text::knowledge as words;
use text::set_aside as aside;

/// What one server holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Which server.
    pub host: HostId,
    /// What waits to be handed on.
    pub queue: Vec<Queued>,
    /// The boxes that something has been put into, or could not.
    pub boxes: Vec<Boxed>,
}

/// Something in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Its name there.
    pub queue_id: QueueId,
    /// For whom; nobody while the server has not looked at its report yet.
    pub recipients: Vec<Mailbox>,
    /// A report.
    pub is_dsn: bool,
    /// How often it was tried in vain.
    pub tries: u32,
    /// Why the last try came to nothing.
    pub reason: Option<String>,
    /// When it is tried again.
    pub next: NextTry,
}

/// When something in a queue is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextTry {
    /// It is being tried, or about to be.
    Now,
    /// Then.
    At(Instant),
    /// Not any more: the server writes a report.
    Never,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boxed {
    /// The name before the @.
    pub name: String,
    /// Messages of this journey in it.
    pub messages: usize,
    /// Bytes in it, older mail included where that is known.
    pub octets: u64,
    /// It is over its quota: so many bytes are allowed.
    pub over: Option<u64>,
}

pub(super) struct Holding {
    pub(super) host: HostId,
    queue: Vec<Entry>,
    /// By the name before the @: the messages in the box.
    boxes: Vec<(String, Vec<MessageId>)>,
    /// Boxes that are over their quota with what lay there before: so many bytes, and so many are
    /// allowed.
    full: Vec<(String, u64, u64)>,
    /// Reports that nobody could be given.
    dropped: usize,
}

#[derive(Clone)]
struct Entry {
    queue_id: QueueId,
    recipients: Vec<Mailbox>,
    is_dsn: bool,
    tries: u32,
    /// When the last try came to nothing.
    failed_at: Option<Instant>,
    /// Why it did.
    reason: Option<String>,
    next: NextTry,
}

impl Holding {
    pub(super) fn of(host: HostId) -> Self {
        let (queue, boxes, full) = (Vec::new(), Vec::new(), Vec::new());
        Self { host, queue, boxes, full, dropped: 0 }
    }

    /// Takes note of something that happened on this host.
    pub(super) fn take(&mut self, event: &Event, dsns: &Dsns<'_>) {
        match &event.kind {
            EventKind::Accepted { queue_id, recipients, .. } => {
                let is_dsn = dsns.has(event.host, *queue_id);
                self.enter(*queue_id, recipients, is_dsn);
            }
            EventKind::DsnWritten { queue_id, original_queue_id, recipients, delayed, .. } => {
                if !delayed {
                    self.remove(*original_queue_id, recipients);
                }
                self.enter(*queue_id, &[], true);
            }
            EventKind::RouteChosen { queue_id, recipients, .. }
            | EventKind::TriesAgain { queue_id, recipients, .. } => {
                let is_dsn = dsns.has(event.host, *queue_id);
                let before = self.entry(*queue_id, recipients);
                let tried =
                    before.map(|entry| (entry.tries, entry.failed_at, entry.reason.clone()));
                self.queue
                    .retain(|entry| entry.queue_id != *queue_id || !entry.recipients.is_empty());
                self.remove(*queue_id, recipients);
                self.enter(*queue_id, recipients, is_dsn);
                if let (Some(tried), Some(entry)) = (tried, self.queue.last_mut()) {
                    (entry.tries, entry.failed_at, entry.reason) = tried;
                }
            }
            EventKind::NotRelayed { queue_id, recipients, cause, .. } => {
                if let Some(entry) = self.entry(*queue_id, recipients) {
                    // Each recipient that it failed for is on record; it was one try.
                    if entry.failed_at != Some(event.at) {
                        entry.tries += 1;
                    }
                    entry.failed_at = Some(event.at);
                    entry.reason = Some(reason(cause));
                }
            }
            EventKind::WillRetry { queue_id, recipients, at }
            | EventKind::Held { queue_id, recipients, until: at } => {
                if let Some(entry) = self.entry(*queue_id, recipients) {
                    entry.next = NextTry::At(*at);
                }
            }
            EventKind::Relayed { queue_id: Some(queue_id), recipients, .. } => {
                self.remove(*queue_id, recipients);
            }
            EventKind::GaveUp { queue_id, recipients, .. } => {
                let before = self.entry(*queue_id, recipients).map(|entry| entry.clone());
                self.remove(*queue_id, recipients);
                // It lies there until the report on it is written.
                let reported = recipients.iter().any(|mailbox| dsns.failure_of(mailbox).is_some());
                if let Some(before) = before.filter(|entry| reported && !entry.is_dsn) {
                    let (recipients, next) = (recipients.clone(), NextTry::Never);
                    self.queue.push(Entry { recipients, next, ..before });
                }
            }
            EventKind::DsnDropped { queue_id, recipients, .. } => {
                self.remove(*queue_id, recipients);
                self.dropped += 1;
            }
            EventKind::Stored { mailbox, message, reverse_path, .. }
            | EventKind::SetAside { mailbox, message, reverse_path, .. } => {
                let is_dsn = reverse_path.is_none();
                let stored = self
                    .queue
                    .iter()
                    .find(|entry| entry.is_dsn == is_dsn && among(&entry.recipients, mailbox));
                if let Some(queue_id) = stored.map(|entry| entry.queue_id) {
                    self.remove(queue_id, std::slice::from_ref(mailbox));
                }
                let name = match &event.kind {
                    EventKind::SetAside { folder: Folder::Spam, .. } => aside::SPAM.to_owned(),
                    EventKind::SetAside { .. } => aside::CATCH_ALL.to_owned(),
                    _ => mailbox.local_part.box_name(),
                };
                match self.boxes.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, messages)) => messages.push(*message),
                    None => self.boxes.push((name, vec![*message])),
                }
            }
            EventKind::BoxFull { mailbox, octets, quota } => {
                let name = mailbox.local_part.box_name();
                if !self.full.iter().any(|(full, ..)| *full == name) {
                    self.full.push((name, *octets, *quota));
                }
            }
            EventKind::Deleted { box_name, count, .. } => {
                if self.full.iter().any(|(name, ..)| name == box_name) {
                    self.full.retain(|(name, ..)| name != box_name);
                    // From now on it is a box like any other.
                    if !self.boxes.iter().any(|(name, _)| name == box_name) {
                        self.boxes.push((box_name.clone(), Vec::new()));
                    }
                }
                if let Some((_, messages)) = self.boxes.iter_mut().find(|(n, _)| n == box_name) {
                    messages.drain(..(*count).min(messages.len()));
                }
            }
            _ => {}
        }
    }

    /// What is meant for one of these. What was accepted for several domains is looked at for all of them, and in a
    /// report that nobody has looked at yet there is nobody.
    fn entry(&mut self, queue_id: QueueId, recipients: &[Mailbox]) -> Option<&mut Entry> {
        self.queue.iter_mut().find(|entry| {
            let is_for = |mailbox: &Mailbox| among(recipients, mailbox);
            [queue_id, queue_id.whole()].contains(&entry.queue_id)
                && (entry.recipients.is_empty() || entry.recipients.iter().any(is_for))
        })
    }

    fn enter(&mut self, queue_id: QueueId, recipients: &[Mailbox], is_dsn: bool) {
        let recipients = recipients.to_vec();
        let (tries, failed_at, reason, next) = (0, None, None, NextTry::Now);
        self.queue.push(Entry { queue_id, recipients, is_dsn, tries, failed_at, reason, next });
    }

    fn remove(&mut self, queue_id: QueueId, recipients: &[Mailbox]) {
        self.queue.retain_mut(|entry| {
            let mine = entry.queue_id == queue_id || entry.queue_id == queue_id.whole();
            let before = entry.recipients.len();
            if mine {
                entry.recipients.retain(|m| !among(recipients, m));
            }
            // An entry that has nobody left is gone; a report that nobody has looked at yet is not.
            entry.recipients.len() == before || !entry.recipients.is_empty()
        });
    }

    /// What it holds, entry by entry.
    pub(super) fn store(&self, trace: &Trace) -> Store {
        let queue = self.queue.iter().map(|entry| Queued {
            queue_id: entry.queue_id,
            recipients: entry.recipients.clone(),
            is_dsn: entry.is_dsn,
            tries: entry.tries,
            reason: entry.reason.clone(),
            next: entry.next,
        });
        let size = |id: &MessageId| trace.messages.get(id.0).map_or(0, |bytes| bytes.len() as u64);
        let mut boxes: Vec<Boxed> = self
            .boxes
            .iter()
            .map(|(name, messages)| Boxed {
                name: name.clone(),
                messages: messages.len(),
                octets: messages.iter().map(size).sum(),
                over: None,
            })
            .collect();
        for (name, octets, quota) in &self.full {
            match boxes.iter_mut().find(|known| known.name == *name) {
                Some(known) => {
                    known.octets += octets;
                    known.over = Some(*quota);
                }
                None => boxes.push(Boxed {
                    name: name.clone(),
                    messages: 0,
                    octets: *octets,
                    over: Some(*quota),
                }),
            }
        }
        if self.dropped > 0 {
            let (name, messages) = (words::POSTMASTER.to_owned(), self.dropped);
            boxes.push(Boxed { name, messages, octets: 0, over: None });
        }
        Store { host: self.host, queue: queue.collect(), boxes }
    }

    /// What it holds, in words; nothing if it holds nothing.
    pub(super) fn in_words(&self) -> Option<String> {
        let mut parts = Vec::new();
        for entry in &self.queue {
            let next = match entry.next {
                NextTry::At(next) => Some(clock(next)),
                NextTry::Now | NextTry::Never => None,
            };
            parts.push(words::queued(&addresses(&entry.recipients), entry.is_dsn, next.as_deref()));
        }
        for (name, messages) in self.boxes.iter().filter(|(_, messages)| !messages.is_empty()) {
            parts.push(words::boxed(name, messages.len()));
        }
        parts.extend(self.full.iter().map(|(name, ..)| words::full(name)));
        if self.dropped > 0 {
            parts.push(words::boxed(words::POSTMASTER, self.dropped));
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}
