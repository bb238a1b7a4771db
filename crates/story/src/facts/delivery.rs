//! What happens to the message for one domain, from the provider's queue on: milestones in the
//! order of the trace.
//!
//! What happens again and again (a try that fails like the one before, a server that is passed for
//! the second time) is folded into one milestone that counts.

use super::collection::{Collection, Locked};
use super::events::{find, handed_over, position};
use super::failure::Failure;
use super::group::Group;
use super::milestone::{
    BoxEmptied, ClockOff, Dsn, FailedTries, FailedTry, Handover, Held, Milestone, NextServer,
    NothingThere, SetAside, Waiting, WayFound,
};
use super::tries::last_try;
use crate::in_words::reason;
use model::address::Mailbox;
use model::cast::{HostId, Role};
use model::time::Instant;
use sim::trace::{ConnectionId, Event, EventId, EventKind, Folder, QueueId, Route, Trace};

/// The milestones after the message was sorted; `way_known` where it is known how to get to the next
/// server.
pub(crate) fn milestones<'a>(
    trace: &'a Trace,
    group: &Group<'a>,
    way_known: bool,
) -> Vec<Milestone<'a>> {
    let mut delivery = Delivery::new(trace, *group, way_known);
    for (id, event) in trace.numbered_events().skip(group.sorted.0 + 1) {
        delivery.take(id, event);
    }
    delivery.fold_rounds();
    delivery.fold_tries();
    delivery.milestones
}

/// What is known of a delivery while it is followed through the trace.
struct Delivery<'a> {
    trace: &'a Trace,
    group: Group<'a>,
    milestones: Vec<Milestone<'a>>,
    /// Its names in the queues it was in.
    queue_ids: Vec<QueueId>,
    /// Reports about it.
    dsns: Vec<Dsn<'a>>,
    /// Whether the way to the next server is known.
    way_known: bool,
    /// Servers that had it, in order.
    passed: Vec<HostId>,
    /// For whom each of them had it.
    had: Vec<(HostId, &'a Mailbox)>,
    /// Accepted again by a server that had it before for the same recipient.
    rounds: Vec<(EventId, ConnectionId)>,
    /// The try that has begun and not failed yet.
    begun: Option<EventId>,
    /// Tries that failed like the one before, not folded yet.
    tries: Vec<FailedTry>,
    /// How many tries of the host that has it now failed so far, and for whom the last one did.
    failures: usize,
    waiting: Vec<Mailbox>,
    /// The last failure: where, and how.
    last_failure: Option<(HostId, String)>,
    /// When it was last put into boxes.
    stored_at: Option<Instant>,
    /// Connections on which something was collected.
    collected_on: Vec<ConnectionId>,
    /// Recipients (from 0) whose box was in use.
    shut_out: Vec<usize>,
}

impl<'a> Delivery<'a> {
    fn new(trace: &'a Trace, group: Group<'a>, way_known: bool) -> Self {
        let sorted = &trace[group.sorted];
        let queue_ids = match &sorted.kind {
            EventKind::RouteChosen { queue_id, .. } => vec![*queue_id],
            _ => Vec::new(),
        };
        Self {
            trace,
            group,
            milestones: Vec::new(),
            queue_ids,
            dsns: Vec::new(),
            way_known,
            passed: vec![sorted.host],
            had: Vec::new(),
            rounds: Vec::new(),
            begun: None,
            tries: Vec::new(),
            failures: 0,
            waiting: Vec::new(),
            last_failure: None,
            stored_at: None,
            collected_on: Vec::new(),
            shut_out: Vec::new(),
        }
    }

    fn is_about(&self, queue_id: QueueId) -> bool {
        self.queue_ids.contains(&queue_id)
    }

    fn take(&mut self, id: EventId, event: &'a Event) {
        match &event.kind {
            EventKind::Accepted { connection, queue_id, recipients, .. } => {
                self.accepted(id, *connection, *queue_id, recipients);
            }
            EventKind::Routed { queue_id, server, address }
                if self.is_about(*queue_id) && !self.way_known =>
            {
                self.way_known = true;
                self.fold_tries();
                let tries = self.begun_before(id, *queue_id);
                let (server, address) = (server.as_str(), *address);
                let found = WayFound { routed: id, server, address, tries };
                self.milestones.push(Milestone::WayFound(found));
            }
            EventKind::TriedAndFailed { queue_id, server, cause, next }
                if self.is_about(*queue_id) && self.last_failure.is_none() =>
            {
                let tried = last_try(self.trace, id, Some(server));
                let next = NextServer { noted: id, server, cause, tried, next };
                self.milestones.push(Milestone::NextServer(next));
            }
            EventKind::TriesAgain { queue_id, .. } if self.is_about(*queue_id) => {
                self.begun = Some(id);
            }
            EventKind::NotRelayed { queue_id, .. } if self.is_about(*queue_id) => {
                self.fold_rounds();
                if let Some(failure) = Failure::of(self.trace, id) {
                    self.failed(id, failure);
                }
            }
            EventKind::WillRetry { queue_id, at, recipients }
                if self.is_about(*queue_id) && self.tries.is_empty() =>
            {
                let other = self.last_server(id);
                let waiting = Waiting { noted: id, recipients, until: *at, other };
                self.milestones.push(Milestone::Waits(waiting));
            }
            EventKind::ClockOff { queue_id, seconds } if self.is_about(*queue_id) => {
                let (recipients, seconds) = (self.group.recipients, *seconds);
                let off = ClockOff { noted: id, recipients, seconds };
                self.milestones.push(Milestone::ClockOff(off));
            }
            EventKind::Held { queue_id, recipients, until } if self.is_about(*queue_id) => {
                self.milestones.push(Milestone::Held(Held {
                    noted: id,
                    recipients,
                    until: *until,
                }));
            }
            EventKind::GaveUp { queue_id, expired: true, recipients, .. }
                if self.is_about(*queue_id) =>
            {
                self.fold_tries();
                self.milestones.push(Milestone::GivenUp { noted: id, recipients });
            }
            EventKind::DsnWritten { queue_id, original_queue_id, recipients, delayed, message }
                if self.is_about(*original_queue_id) =>
            {
                self.fold_tries();
                let (queue_id, message, delayed) = (*queue_id, *message, *delayed);
                let dsn = Dsn { queue_id, message, delayed, recipients };
                self.dsns.push(dsn);
                self.milestones.push(Milestone::DsnWritten { written: id, dsn });
            }
            EventKind::DsnDropped { queue_id, .. } => {
                if let Some(dsn) = self.dsns.iter().find(|dsn| dsn.queue_id == *queue_id) {
                    self.milestones.push(Milestone::DsnDropped { dropped: id, dsn: *dsn });
                }
            }
            EventKind::Stored { mailbox, .. }
                if self.stored_at != Some(event.at) && self.group.recipients.contains(mailbox) =>
            {
                self.fold_tries();
                self.stored_at = Some(event.at);
                self.stored(event.at);
            }
            EventKind::SetAside { mailbox, folder, .. }
                if self.group.recipients.contains(mailbox) =>
            {
                self.set_aside(id, mailbox, *folder);
            }
            EventKind::MaildropOpened { connection, .. } => self.opened(id, *connection),
            EventKind::MaildropLocked { connection } => self.locked(id, *connection),
            EventKind::Collected { connection, mailbox, message } => {
                let dsn = self.dsns.iter().find(|dsn| {
                    let (whole, part) = (&self.trace[*message], dsn.message);
                    self.trace.messages.get(part.0).is_some_and(|part| whole.ends_with(part))
                });
                if let Some(dsn) = dsn.copied() {
                    let (collected, connection) = (id, *connection);
                    let fetched = Milestone::DsnCollected { collected, connection, mailbox, dsn };
                    self.milestones.push(fetched);
                } else {
                    self.collected(id, *connection, mailbox);
                }
            }
            _ => {}
        }
    }

    /// A server has taken something: the message, or a report about it.
    fn accepted(
        &mut self,
        accepted: EventId,
        connection: ConnectionId,
        queue_id: QueueId,
        recipients: &'a [Mailbox],
    ) {
        let from = self.trace[connection].client.0;
        let ours = self.passed.contains(&from)
            && recipients.iter().any(|mailbox| self.group.recipients.contains(mailbox));
        if ours {
            self.queue_ids.push(queue_id);
            self.passed_on(accepted, connection, queue_id, recipients);
        } else if let Some(dsn) = self.dsn_on(connection) {
            self.dsns.push(Dsn { queue_id, ..dsn });
            self.milestones.push(Milestone::DsnReturned { accepted, connection, dsn });
        }
    }

    /// A relay or the destination has the message.
    fn passed_on(
        &mut self,
        accepted: EventId,
        connection: ConnectionId,
        queue_id: QueueId,
        recipients: &'a [Mailbox],
    ) {
        let next = self.trace[connection].server.0;
        let had = |mailbox: &Mailbox| self.had.iter().any(|(h, m)| *h == next && *m == mailbox);
        if recipients.iter().any(had) {
            self.rounds.push((accepted, connection));
            return;
        }
        self.fold_tries();
        (self.last_failure, self.failures) = (None, 0);
        self.had.extend(recipients.iter().map(|mailbox| (next, mailbox)));
        if !self.passed.contains(&next) {
            self.passed.push(next);
        } else if !matches!(self.trace.cast.host(next).role, Role::Destination(_)) {
            // A later copy on the same way is told where it arrives.
            return;
        }
        let route = self.trace.events[accepted.0..].iter().find_map(|event| match &event.kind {
            EventKind::RouteChosen { queue_id: sorted, route, .. } if *sorted == queue_id => {
                Some(route)
            }
            _ => None,
        });
        let own_table = matches!(route, Some(Route::Table(_)));
        let any_name = position(self.trace, |event| match &event.kind {
            EventKind::SetAside { mailbox, folder: Folder::CatchAll, .. } => {
                event.host == next && recipients.contains(mailbox)
            }
            _ => false,
        });
        let any_name = any_name.is_some();
        let handover = Handover { accepted, connection, recipients, own_table, any_name };
        self.milestones.push(Milestone::PassedOn(handover));
    }

    /// The report that a connection carries, if it is one of these: its envelope has no sender
    /// (RFC 5321 section 4.5.5), and it comes from the host that wrote it.
    fn dsn_on(&self, connection: ConnectionId) -> Option<Dsn<'a>> {
        let handed_on = self.trace.events.iter().find_map(|event| match &event.kind {
            EventKind::Relayed { connection: c, queue_id, .. } if *c == connection => *queue_id,
            _ => None,
        })?;
        self.dsns.iter().find(|dsn| dsn.queue_id == handed_on).copied()
    }

    /// Tries that were begun before an event.
    fn begun_before(&self, id: EventId, queue_id: QueueId) -> Vec<EventId> {
        let events = self.trace.numbered_events().take(id.0);
        let begun = events.filter(|(_, event)| match &event.kind {
            EventKind::TriesAgain { queue_id: known, .. } => *known == queue_id,
            _ => false,
        });
        begun.map(|(tried, _)| tried).collect()
    }

    /// The server that was last called before an event.
    fn last_server(&self, before: EventId) -> Option<HostId> {
        last_try(self.trace, before, None).map(|connection| self.trace[connection].server.0)
    }

    /// The message could not be handed on, now or at all.
    fn failed(&mut self, id: EventId, failure: Failure<'a>) {
        let how = Some((self.trace[id].host, reason(failure.cause)));
        let begun = self.begun.take();
        if self.last_failure == how {
            self.failures += 1;
            self.tries.extend(begun.map(|begun| FailedTry { begun, failed: id }));
            self.waiting = failure.recipients;
            return;
        }
        self.fold_tries();
        self.failures += 1;
        self.last_failure = how;
        self.milestones.push(Milestone::Failed(failure));
    }

    /// The tries that failed like the one before.
    fn fold_tries(&mut self) {
        let tries = std::mem::take(&mut self.tries);
        let Some(last) = tries.last() else { return };
        let other = self.last_server(last.failed);
        let recipients = std::mem::take(&mut self.waiting);
        let failures = self.failures;
        let again = FailedTries { tries, failures, recipients, other };
        self.milestones.push(Milestone::FailedAgain(again));
    }

    /// The rounds that the message made between servers that had it before.
    fn fold_rounds(&mut self) {
        if !self.rounds.is_empty() {
            let rounds = std::mem::take(&mut self.rounds);
            let last = rounds.last().map(|(_, connection)| *connection);
            let handed_over = last.and_then(|last| handed_over(self.trace, last));
            let rounds = rounds.into_iter().map(|(accepted, _)| accepted).collect();
            self.milestones.push(Milestone::WentRound { rounds, handed_over });
        }
    }

    /// The message lies in boxes, since this moment.
    fn stored(&mut self, at: Instant) {
        let (mut stored, mut boxes) = (Vec::new(), Vec::new());
        let (all, names) = self.group.stored(self.trace);
        for (id, name) in all.into_iter().zip(names) {
            if self.trace[id].at == at {
                stored.push(id);
                boxes.push(name);
            }
        }
        let mut recipients = self.group.recipients.to_vec();
        recipients.retain(|mailbox| boxes.contains(&mailbox.local_part.box_name()));
        self.milestones.push(Milestone::Stored { stored, boxes, recipients });
    }

    /// It was put somewhere else, for one recipient after the other.
    fn set_aside(&mut self, id: EventId, mailbox: &Mailbox, wanted: Folder) {
        self.fold_tries();
        let at = self.trace[id].at;
        if let Some(Milestone::SetAside(SetAside { noted, folder, recipients })) =
            self.milestones.last_mut()
            && *folder == wanted
            && noted.first().is_some_and(|first| self.trace[*first].at == at)
        {
            noted.push(id);
            recipients.push(mailbox.clone());
            return;
        }
        let (noted, recipients) = (vec![id], vec![mailbox.clone()]);
        self.milestones.push(Milestone::SetAside(SetAside { noted, folder: wanted, recipients }));
    }

    /// Somebody has opened a box for which the message was put elsewhere, and fetches nothing.
    fn opened(&mut self, opened: EventId, connection: ConnectionId) {
        let Some((_, mailbox)) = self.group.collector(self.trace, connection) else { return };
        let told = self.milestones.iter().any(|milestone| {
            matches!(milestone, Milestone::NothingThere(known) if known.mailbox == mailbox)
        });
        let aside = self.milestones.iter().any(|milestone| {
            matches!(milestone, Milestone::SetAside(aside) if aside.recipients.contains(mailbox))
        });
        let fetches = position(self.trace, |event| match &event.kind {
            EventKind::Collected { connection: c, .. } => *c == connection,
            _ => false,
        });
        if aside && !told && fetches.is_none() {
            let nothing = NothingThere { opened, connection, mailbox };
            self.milestones.push(Milestone::NothingThere(nothing));
        }
    }

    /// Somebody's key fits, and the box stays shut.
    fn locked(&mut self, id: EventId, connection: ConnectionId) {
        let trace = self.trace;
        let Some((n, mailbox)) = self.group.collector(trace, connection) else { return };
        if !self.shut_out.contains(&n) && self.group.has_it(trace, mailbox, id) {
            self.shut_out.push(n);
            let locked = Locked::of(trace, mailbox, n + 1, connection, id);
            self.milestones.push(Milestone::Locked(locked));
        }
    }

    /// Somebody has collected something that is no report.
    fn collected(&mut self, id: EventId, connection: ConnectionId, mailbox: &'a Mailbox) {
        if self.collected_on.contains(&connection) || !self.group.recipients.contains(mailbox) {
            return;
        }
        let trace = self.trace;
        let Some(n) = trace.outcomes.iter().position(|(m, _)| m == mailbox) else { return };
        self.collected_on.push(connection);
        if self.group.has_it(trace, mailbox, id) {
            let collection = Collection::of(trace, mailbox, n + 1, connection);
            self.milestones.push(Milestone::Collected(collection));
            return;
        }
        let emptied = find(trace, |kind| match kind {
            EventKind::Deleted { connection: c, count, .. } if *c == connection => Some(*count),
            _ => None,
        });
        if let Some((deleted, count)) = emptied {
            self.fold_tries();
            let emptied = BoxEmptied { deleted, count, connection, mailbox };
            self.milestones.push(Milestone::BoxEmptied(emptied));
        }
    }
}
