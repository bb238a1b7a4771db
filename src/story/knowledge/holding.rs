//! What one server holds: the messages in its queue, and those in its boxes.

use super::{Reports, addresses, among, clock};
use crate::sim::address::Mailbox;
use crate::sim::cast::HostId;
use crate::sim::time::Instant;
use crate::sim::trace::{Event, EventKind, MessageId};
use crate::text::knowledge as words;

pub(super) struct Holding {
    pub(super) host: HostId,
    queue: Vec<Entry>,
    /// By the name before the @: the messages in the box.
    boxes: Vec<(String, Vec<MessageId>)>,
    /// Boxes that are over their quota with what lay there before.
    full: Vec<String>,
    /// Reports that nobody could be given.
    dropped: usize,
}

struct Entry {
    queue_id: String,
    recipients: Vec<Mailbox>,
    report: bool,
    /// When it is tried again.
    next: Option<Instant>,
}

/// The name of a message when it was taken in; the recipients of each further domain are an entry
/// of their own, with a number behind.
fn base(queue_id: &str) -> &str {
    queue_id.split_once('-').map_or(queue_id, |(base, _)| base)
}

impl Holding {
    pub(super) fn of(host: HostId) -> Self {
        let (queue, boxes, full) = (Vec::new(), Vec::new(), Vec::new());
        Self { host, queue, boxes, full, dropped: 0 }
    }

    /// Takes note of something that happened on this host.
    pub(super) fn take(&mut self, event: &Event, reports: &Reports<'_>) {
        match &event.kind {
            EventKind::Accepted { queue_id, recipients, .. } => {
                let report = reports.has(event.host, queue_id);
                self.enter(queue_id, recipients, report);
            }
            EventKind::BounceWritten { queue_id, .. } => self.enter(queue_id, &[], true),
            EventKind::Sorted { queue_id, recipients, .. }
            | EventKind::TriesAgain { queue_id, recipients, .. } => {
                let report = reports.has(event.host, queue_id);
                self.queue
                    .retain(|entry| entry.queue_id != *queue_id || !entry.recipients.is_empty());
                self.remove(queue_id, recipients);
                self.enter(queue_id, recipients, report);
            }
            EventKind::WillRetry { queue_id, at, .. } => {
                let entry = self.queue.iter_mut().find(|entry| entry.queue_id == *queue_id);
                if let Some(entry) = entry {
                    entry.next = Some(*at);
                }
            }
            EventKind::HandedOn { queue_id, recipients, .. }
            | EventKind::GaveUp { queue_id, recipients, .. } => self.remove(queue_id, recipients),
            EventKind::BounceDropped { queue_id, recipients, .. } => {
                self.remove(queue_id, recipients);
                self.dropped += 1;
            }
            EventKind::Stored { mailbox, message, reverse_path, .. } => {
                let report = reverse_path.is_none();
                let stored = self
                    .queue
                    .iter()
                    .find(|entry| entry.report == report && among(&entry.recipients, mailbox));
                if let Some(queue_id) = stored.map(|entry| entry.queue_id.clone()) {
                    self.remove(&queue_id, std::slice::from_ref(mailbox));
                }
                let name = mailbox.local_part.box_name();
                match self.boxes.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, messages)) => messages.push(*message),
                    None => self.boxes.push((name, vec![*message])),
                }
            }
            EventKind::BoxFull { mailbox, .. } => {
                let name = mailbox.local_part.box_name();
                if !self.full.contains(&name) {
                    self.full.push(name);
                }
            }
            EventKind::Deleted { box_name, count, .. } => {
                self.full.retain(|name| name != box_name);
                if let Some((_, messages)) = self.boxes.iter_mut().find(|(n, _)| n == box_name) {
                    messages.drain(..(*count).min(messages.len()));
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, queue_id: &str, recipients: &[Mailbox], report: bool) {
        let (queue_id, recipients) = (queue_id.to_owned(), recipients.to_vec());
        self.queue.push(Entry { queue_id, recipients, report, next: None });
    }

    fn remove(&mut self, queue_id: &str, recipients: &[Mailbox]) {
        for entry in &mut self.queue {
            let mine = entry.queue_id == queue_id || entry.queue_id == base(queue_id);
            if mine && entry.recipients.iter().any(|m| among(recipients, m)) {
                entry.recipients.retain(|m| !among(recipients, m));
                // An entry that has nobody left is gone.
                if entry.recipients.is_empty() {
                    entry.queue_id.clear();
                }
            }
        }
        self.queue.retain(|entry| !entry.queue_id.is_empty());
    }

    /// What it holds, in words; nothing if it holds nothing.
    pub(super) fn in_words(&self) -> Option<String> {
        let mut parts = Vec::new();
        for entry in &self.queue {
            let next = entry.next.map(clock);
            parts.push(words::queued(&addresses(&entry.recipients), entry.report, next.as_deref()));
        }
        for (name, messages) in self.boxes.iter().filter(|(_, messages)| !messages.is_empty()) {
            parts.push(words::boxed(name, messages.len()));
        }
        parts.extend(self.full.iter().map(|name| words::full(name)));
        if self.dropped > 0 {
            parts.push(words::boxed(words::POSTMASTER, self.dropped));
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}
