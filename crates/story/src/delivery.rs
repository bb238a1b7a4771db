//! The last stage, from the provider's queue on: handed on, refused, waiting, reported.
//!
//! Steps come in the order of the trace. What happens again and again (a try that fails like the one
//! before, a server that is passed for the second time) is folded into one step that counts.

use super::builder::{StoryBuilder, pace};
use super::routing::Group;
use super::{BeatKind, Evidence, Piece, Stage};
use model::address::Mailbox;
use model::cast::{HostId, Role};
use model::time::Instant;
use sim::dns::Question;
use sim::trace::{
    Cause, ConnectionId, Event, EventId, EventKind, MessageId, QueueId, Route, Trace,
};
use text::captions;
use text::failure_captions as words;

/// What is known of a delivery while it is followed through the trace.
#[derive(Default)]
pub(super) struct Delivery {
    /// Its names in the queues it was in.
    queue_ids: Vec<QueueId>,
    /// Reports about it.
    dsns: Vec<Dsn>,
    /// Whether the way to the next server was told.
    routed: bool,
    /// Servers that had it, in order.
    passed: Vec<HostId>,
    /// For whom each of them had it.
    had: Vec<(HostId, Mailbox)>,
    /// Accepted again by a server that had it before for the same recipient.
    rounds: Vec<EventId>,
    /// The try that has begun and not failed yet.
    begun: Option<EventId>,
    /// Tries that failed like the one before, not told yet: begun, failed.
    tries: Vec<(EventId, EventId)>,
    /// How many tries of the host that has it now failed so far, and for whom the last one did.
    failures: usize,
    waiting: Vec<Mailbox>,
    /// The last failure told: where, and how.
    failed: Option<(HostId, String)>,
    /// Steps told so far, by the name they share.
    told: Vec<&'static str>,
    /// When boxes got it that have been told of.
    stored: Option<Instant>,
    /// Connections on which something was collected.
    collected: Vec<ConnectionId>,
    /// Recipients (from 0) of whom it was told that their box is in use.
    shut_out: Vec<usize>,
}

/// A report about it.
#[derive(Clone)]
struct Dsn {
    /// Its name in the queue.
    queue_id: QueueId,
    message: MessageId,
    /// It only tells of a delay.
    delayed: bool,
    /// Whom it tells of.
    recipients: Vec<Mailbox>,
}

impl Delivery {
    /// The next name of a kind of step: `refused`, `refused-2`, ….
    fn name(&mut self, kind: &'static str) -> String {
        self.told.push(kind);
        match self.told.iter().filter(|told| **told == kind).count() {
            1 => kind.to_owned(),
            n => [kind, "-", &n.to_string()].concat(),
        }
    }

    fn is_about(&self, queue_id: QueueId) -> bool {
        self.queue_ids.contains(&queue_id)
    }

    fn is_dsn(&self, queue_id: QueueId) -> bool {
        self.dsns.iter().any(|dsn| dsn.queue_id == queue_id)
    }
}

impl StoryBuilder<'_> {
    /// Tells what happens to the message for one domain after it was sorted.
    pub(super) fn delivering(&mut self, group: &Group, delivery: &mut Delivery) {
        *delivery = Delivery { told: std::mem::take(&mut delivery.told), ..Delivery::default() };
        delivery.routed = self.steps.iter().any(|step| step.name == "address");
        let trace = self.trace;
        if let EventKind::RouteChosen { queue_id, .. } = &trace[group.sorted].kind {
            delivery.queue_ids.push(*queue_id);
        }
        delivery.passed.push(trace[group.sorted].host);
        for (id, event) in trace.numbered_events().skip(group.sorted.0 + 1) {
            self.about(&group.recipients);
            self.milestone(delivery, group, id, event);
        }
        self.fold_rounds(delivery);
        self.fold_tries(delivery);
    }

    fn milestone(&mut self, delivery: &mut Delivery, group: &Group, id: EventId, event: &Event) {
        match &event.kind {
            EventKind::Accepted { connection, queue_id, recipients, .. } => {
                let from = self.trace[*connection].client.0;
                let ours = delivery.passed.contains(&from)
                    && recipients.iter().any(|mailbox| group.recipients.contains(mailbox));
                if ours {
                    delivery.queue_ids.push(*queue_id);
                    self.passed_on(delivery, group, (*connection, *queue_id, recipients), id);
                } else if let Some(dsn) = self.dsn_on(*connection, delivery) {
                    delivery.dsns.push(Dsn { queue_id: *queue_id, ..dsn.clone() });
                    self.dsn_returns(delivery, *connection, id, &dsn);
                }
            }
            EventKind::Routed { queue_id, server, address }
                if delivery.is_about(*queue_id) && !delivery.routed =>
            {
                delivery.routed = true;
                self.way_found(delivery, id, *queue_id, (server, &address.to_string()));
            }
            EventKind::TriedAndFailed { queue_id, server, cause, next }
                if delivery.is_about(*queue_id) && delivery.failed.is_none() =>
            {
                self.next_server(delivery, id, server, cause, next);
            }
            EventKind::TriesAgain { queue_id, .. } if delivery.is_about(*queue_id) => {
                delivery.begun = Some(id);
            }
            EventKind::NotRelayed { queue_id, server, cause, .. }
                if delivery.is_about(*queue_id) =>
            {
                self.fold_rounds(delivery);
                let shared = sharing(self.trace, id, *queue_id, cause);
                if !shared.is_empty() {
                    self.failed(delivery, &shared, server.as_deref(), cause);
                }
            }
            EventKind::WillRetry { queue_id, at, recipients }
                if delivery.is_about(*queue_id) && delivery.tries.is_empty() =>
            {
                self.about(recipients);
                self.waits(delivery, id, *at);
            }
            EventKind::GaveUp { queue_id, expired: true, recipients, .. }
                if delivery.is_about(*queue_id) =>
            {
                self.fold_tries(delivery);
                self.about(recipients);
                self.plain(delivery, "given-up", id, BeatKind::Hold { host: event.host }, |_| {
                    words::given_up()
                });
            }
            EventKind::DsnWritten { queue_id, original_queue_id, recipients, delayed, message }
                if delivery.is_about(*original_queue_id) =>
            {
                self.fold_tries(delivery);
                let (queue_id, message, delayed) = (*queue_id, *message, *delayed);
                let recipients = recipients.clone();
                self.about(&recipients);
                let names: Vec<String> = recipients.iter().map(ToString::to_string).collect();
                delivery.dsns.push(Dsn { queue_id, message, delayed, recipients });
                let kind = if delayed { "delay-notice" } else { "bounce-written" };
                let host = self.trace.cast.host(event.host).name.clone();
                let beat = BeatKind::Report { host: event.host, delayed };
                self.plain(delivery, kind, id, beat, |_| {
                    if delayed {
                        words::delay_notice(&host)
                    } else {
                        words::bounce_written(&host, &names)
                    }
                });
            }
            EventKind::DsnDropped { queue_id, .. } if delivery.is_dsn(*queue_id) => {
                let lost = delivery.dsns.iter().find(|dsn| dsn.queue_id == *queue_id);
                self.about(lost.map_or(&[], |dsn| dsn.recipients.as_slice()));
                self.plain(
                    delivery,
                    "bounce-lost",
                    id,
                    BeatKind::Report { host: event.host, delayed: false },
                    |_| words::bounce_lost(),
                );
            }
            EventKind::Stored { mailbox, .. }
                if delivery.stored != Some(event.at) && group.recipients.contains(mailbox) =>
            {
                self.fold_tries(delivery);
                delivery.stored = Some(event.at);
                self.boxed(delivery, group, event.at);
            }
            EventKind::MaildropLocked { connection } => {
                if let Some((n, mailbox)) = self.collector(group, *connection)
                    && !delivery.shut_out.contains(&n)
                    && self.has_it(group, mailbox, id)
                {
                    delivery.shut_out.push(n);
                    self.mailbox_locked(n, *connection, id);
                }
            }
            EventKind::Collected { connection, mailbox, message } => {
                let dsn = delivery.dsns.iter().find(|dsn| {
                    let (whole, part) = (&self.trace[*message], dsn.message);
                    self.trace.messages.get(part.0).is_some_and(|part| whole.ends_with(part))
                });
                if let Some(dsn) = dsn.cloned() {
                    self.dsn_collected(delivery, *connection, id, (mailbox, &dsn));
                } else if !delivery.collected.contains(connection)
                    && group.recipients.contains(mailbox)
                    && let Some(n) = self.trace.outcomes.iter().position(|(m, _)| m == mailbox)
                {
                    delivery.collected.push(*connection);
                    if self.has_it(group, mailbox, id) {
                        self.collecting(mailbox, n + 1, *connection);
                    } else {
                        self.makes_room(delivery, *connection, mailbox);
                    }
                }
            }
            _ => {}
        }
    }

    /// A relay or the destination has the message.
    fn passed_on(
        &mut self,
        delivery: &mut Delivery,
        group: &Group,
        (connection, queue_id, recipients): (ConnectionId, QueueId, &[Mailbox]),
        accepted: EventId,
    ) {
        let ends = &self.trace[connection];
        let (from, next) = (ends.client.0, ends.server.0);
        let had = |mailbox: &Mailbox| delivery.had.iter().any(|(h, m)| *h == next && m == mailbox);
        if recipients.iter().any(had) {
            delivery.rounds.push(accepted);
            return;
        }
        self.fold_tries(delivery);
        (delivery.failed, delivery.failures) = (None, 0);
        self.about(recipients);
        delivery.had.extend(recipients.iter().map(|mailbox| (next, mailbox.clone())));
        let cast = &self.trace.cast;
        if delivery.passed.contains(&next) {
            // A later copy on the same way is told where it arrives.
            if !matches!(cast.host(next).role, Role::Destination(_)) {
                return;
            }
        } else {
            delivery.passed.push(next);
        }
        let name = cast.host(next).name.clone();
        let evidence = vec![Evidence::Event(accepted)];
        let relays = cast.relays.len();
        let route = self.trace.events[accepted.0..].iter().find_map(|event| match &event.kind {
            EventKind::RouteChosen { queue_id: sorted, route, .. } if *sorted == queue_id => {
                Some(route)
            }
            _ => None,
        });
        let own_table = matches!(route, Some(Route::Table(_)));
        let step = match cast.host(next).role {
            Role::Relay(1) => "relay".to_owned(),
            Role::Relay(n) => format!("relay-{n}"),
            _ if own_table => delivery.name("handed-on"),
            Role::Backup(_) => delivery.name("backup"),
            _ => delivery.name("right-server"),
        };
        self.open_step(&step, Stage::Delivering);
        if cast.relays.contains(&from)
            && let Ok(name) = name.parse()
        {
            self.ask_again(from, &Question::a(name));
        }
        self.handover(connection, recipients);
        let text = match cast.host(next).role {
            Role::Relay(n) => captions::relay(&name, usize::from(n), relays, true),
            _ if own_table => words::handed_on(&name, &self.span_until()),
            Role::Backup(_) => words::backup(&name),
            _ => {
                let to: Vec<String> = recipients.iter().map(ToString::to_string).collect();
                let all = to.len() == group.recipients.len();
                captions::right_server(&name, group.domain.as_str(), &to, all)
            }
        };
        self.close_step(text, evidence);
    }

    /// The first of a domain's servers could not be used.
    fn next_server(
        &mut self,
        delivery: &mut Delivery,
        id: EventId,
        server: &str,
        cause: &Cause,
        next: &str,
    ) {
        let step = delivery.name("next-server");
        self.open_step(&step, Stage::Delivering);
        self.show_failure(id, Some(server), cause, &[]);
        self.close_step(
            words::next_server(server, &reason(cause), next),
            vec![Evidence::Event(id)],
        );
    }

    /// The message could not be handed on, now or at all.
    fn failed(
        &mut self,
        delivery: &mut Delivery,
        shared: &[(EventId, &[Mailbox])],
        server: Option<&str>,
        cause: &Cause,
    ) {
        let Some((id, _)) = shared.first().copied() else { return };
        let recipients: Vec<Mailbox> = shared.iter().flat_map(|(_, m)| m.iter().cloned()).collect();
        let host = self.trace[id].host;
        let how = reason(cause);
        let begun = delivery.begun.take();
        delivery.failures += 1;
        if delivery.failed.as_ref() == Some(&(host, how.clone())) {
            delivery.tries.extend(begun.map(|begun| (begun, id)));
            delivery.waiting = recipients;
            return;
        }
        delivery.failures -= 1;
        self.fold_tries(delivery);
        delivery.failures += 1;
        delivery.failed = Some((host, how.clone()));
        self.about(&recipients);
        let kind = match cause {
            Cause::Reply { .. } | Cause::BoxFull | Cause::NoSuchBox => "refused",
            Cause::NoConnection { .. } | Cause::ConnectionLost { .. } => "no-connection",
            Cause::NoSuchDomain => "unknown-domain",
            Cause::NullMx => "takes-no-mail",
            Cause::DnsTimeout => "registry-silent",
            Cause::LoopsBack | Cause::NoUsableServer => "no-way-on",
        };
        let names: Vec<String> = recipients.iter().map(ToString::to_string).collect();
        let step = delivery.name(kind);
        self.open_step(&step, Stage::Delivering);
        self.show_failure(id, server, cause, &recipients);
        self.show_full(id, &recipients);
        let server = server.unwrap_or_default();
        let span = self.span_until();
        let text = match cause {
            Cause::Reply { reply, .. } => {
                let status = reply.enhanced().map_or(String::new(), |status| status.to_string());
                let code = (reply.code().get(), status.as_str());
                words::refused(server, &names, &span, reply.is_permanent(), code)
            }
            Cause::NoConnection { refused } => words::no_connection(server, *refused, &span),
            Cause::NoSuchDomain => {
                let provider = self.trace.cast.owner.provider();
                words::unknown_domain(&domain_of(&recipients), provider)
            }
            Cause::NullMx => words::takes_no_mail(&domain_of(&recipients)),
            Cause::DnsTimeout => words::registry_silent(&domain_of(&recipients), &span),
            _ => words::not_handed_on(&how),
        };
        let evidence = shared.iter().map(|(id, _)| Evidence::Event(*id)).collect();
        self.close_step(text, evidence);
    }

    /// What is seen of a failure: the conversation up to the no, or a call that is not taken.
    fn show_failure(
        &mut self,
        id: EventId,
        server: Option<&str>,
        cause: &Cause,
        recipients: &[Mailbox],
    ) {
        let at = self.trace[id].at;
        let tried = server.and_then(|server| self.last_try(id, Some(server)));
        match (tried, cause) {
            (Some(connection), Cause::NoConnection { refused }) => {
                let ends = &self.trace[connection];
                let (from, to) = (ends.client.0, ends.server.0);
                let kind = BeatKind::NoCall { from, to, refused: *refused };
                self.beat(pace::STORE, (at, at), kind);
            }
            (Some(connection), _) => self.turned_down(connection, recipients),
            (None, _) => {
                let host = self.trace[id].host;
                self.beat(pace::KEY, (at, at), BeatKind::Hold { host });
            }
        }
    }

    /// The full box, where that was the reason.
    fn show_full(&mut self, id: EventId, recipients: &[Mailbox]) {
        let host = self.trace[id].host;
        let Some(connection) = self.last_try(id, None) else { return };
        let server = self.trace[connection].server.0;
        let full =
            self.trace.events[..id.0].iter().rev().take(12).find_map(|event| match &event.kind {
                EventKind::BoxFull { mailbox, .. }
                    if event.host == server && recipients.contains(mailbox) =>
                {
                    Some((event.at, mailbox.local_part.box_name()))
                }
                _ => None,
            });
        if let Some((at, box_name)) = full.filter(|_| host != server) {
            self.beat(pace::STORE, (at, at), BeatKind::Full { host: server, box_name });
        }
    }

    /// The message waits in the queue.
    fn waits(&mut self, delivery: &mut Delivery, id: EventId, until: Instant) {
        let event = &self.trace[id];
        let span = ::text::units::span(until.since(event.at).micros());
        let name = ["waiting-", &(count(delivery, "waiting") + 1).to_string()].concat();
        delivery.told.push("waiting");
        let host = self.trace.cast.host(event.host).name.clone();
        self.open_step(&name, Stage::Delivering);
        let kind = BeatKind::Wait {
            host: event.host,
            other: self.last_try(id, None).map(|c| self.trace[c].server.0),
            text: words::next_try(&span),
        };
        self.beat(pace::STORE, (event.at, until), kind);
        self.close_step(words::waiting(&host, &span), vec![Evidence::Event(id)]);
    }

    /// Tells of the tries that failed like the one before.
    fn fold_tries(&mut self, delivery: &mut Delivery) {
        let tries = std::mem::take(&mut delivery.tries);
        let (Some((_, first)), Some((_, last))) = (tries.first(), tries.last()) else { return };
        let (first, last) = (&self.trace[*first], &self.trace[*last]);
        let name = ["waiting-", &(count(delivery, "waiting") + 1).to_string()].concat();
        delivery.told.push("waiting");
        let waiting = std::mem::take(&mut delivery.waiting);
        self.about(&waiting);
        self.open_step(&name, Stage::Delivering);
        let other = tries.last().and_then(|(_, failed)| self.last_try(*failed, None));
        let kind = BeatKind::Wait {
            host: first.host,
            other: other.map(|c| self.trace[c].server.0),
            text: words::tries(delivery.failures),
        };
        self.beat(pace::STORE, (first.at, last.at), kind);
        let evidence = tries.iter().map(|(begun, _)| Evidence::Event(*begun)).collect();
        let text = words::tried_again(tries.len(), delivery.failures, &self.span_until());
        self.close_step(text, evidence);
    }

    /// Tells of the rounds a message made between servers that had it before.
    fn fold_rounds(&mut self, delivery: &mut Delivery) {
        let rounds = std::mem::take(&mut delivery.rounds);
        let (Some(first), Some(last)) = (rounds.first(), rounds.last()) else { return };
        let (from, until) = (self.trace[*first].at, self.trace[*last].at);
        let step = delivery.name("round-and-round");
        self.open_step(&step, Stage::Delivering);
        for id in rounds.iter().take(6) {
            if let EventKind::Accepted { connection, .. } = self.trace[*id].kind {
                let pieces = self.pieces(connection);
                let total = pieces.iter().map(Piece::last).max().unwrap_or(0);
                if let Some(message) = self.message_line(connection) {
                    self.pieces_beat(message, connection, pieces, total);
                }
            }
        }
        if let Some(beat) = self.beats.last_mut() {
            beat.sim.1 = beat.sim.1.max(until);
        }
        let evidence = rounds.iter().map(|id| Evidence::Event(*id)).collect();
        let span = ::text::units::span(until.since(from).micros());
        self.close_step(words::round_and_round(rounds.len(), &span), evidence);
    }

    /// The message lies in boxes, since this moment.
    fn boxed(&mut self, delivery: &mut Delivery, group: &Group, at: Instant) {
        let mut stored = self.stored(group);
        stored.retain(|(id, _)| self.trace[*id].at == at);
        let Some((first, _)) = stored.first() else { return };
        let event = &self.trace[*first];
        let names: Vec<String> = stored.iter().map(|(_, name)| name.clone()).collect();
        let mut owners = group.recipients.clone();
        owners.retain(|mailbox| names.contains(&mailbox.local_part.box_name()));
        self.about(&owners);
        let step = delivery.name("box");
        self.open_step(&step, Stage::Delivering);
        let kind = BeatKind::Store { host: event.host, boxes: names.clone() };
        self.beat(pace::STORE, (event.at, event.at), kind);
        let evidence = stored.iter().map(|(id, _)| Evidence::Event(*id)).collect();
        self.close_step(captions::boxes(&names), evidence);
    }

    /// The owner of a full box collects what lies in it.
    fn makes_room(&mut self, delivery: &mut Delivery, connection: ConnectionId, mailbox: &Mailbox) {
        let Some((id, taken)) = self.find(|kind| match kind {
            EventKind::Deleted { connection: c, count, .. } if *c == connection => Some(*count),
            _ => None,
        }) else {
            return;
        };
        self.fold_tries(delivery);
        let name = mailbox.local_part.box_name();
        let ends = &self.trace[connection];
        let (from, to) = (ends.client.0, ends.server.0);
        let at = self.trace[id].at;
        self.about(std::slice::from_ref(mailbox));
        let step = delivery.name("box-emptied");
        self.open_step(&step, Stage::Delivering);
        let kind = BeatKind::Key { from, to, box_name: name.clone(), fits: true };
        self.beat(pace::KEY, (at, at), kind);
        let text = words::box_emptied(&name, taken, &self.span_until());
        self.close_step(text, vec![Evidence::Event(id)]);
    }

    /// A report goes back over the network.
    fn dsn_returns(
        &mut self,
        delivery: &mut Delivery,
        connection: ConnectionId,
        id: EventId,
        dsn: &Dsn,
    ) {
        let server = self.trace[connection].server.0;
        let name = self.trace.cast.host(server).name.clone();
        let step = delivery.name("bounce-returns");
        self.about(&dsn.recipients);
        self.open_step(&step, Stage::Delivering);
        self.handover(connection, &[]);
        self.close_step(words::bounce_returns(&name, dsn.delayed), vec![Evidence::Event(id)]);
    }

    /// The sender's program has fetched a report.
    fn dsn_collected(
        &mut self,
        delivery: &mut Delivery,
        connection: ConnectionId,
        id: EventId,
        (mailbox, dsn): (&Mailbox, &Dsn),
    ) {
        let delayed = dsn.delayed;
        self.about(&dsn.recipients);
        let kind = if delayed { "delay-notice-collected" } else { "bounce-collected" };
        let step = delivery.name(kind);
        let event = &self.trace[id];
        let (at, host) = (event.at, event.host);
        self.open_step(&step, Stage::Delivering);
        if let Some(message) = self.message_line(connection) {
            let pieces = self.pieces(connection);
            let total = pieces.iter().map(Piece::last).max().unwrap_or(0);
            self.pieces_beat(message, connection, pieces, total);
        }
        self.beat(pace::READ, (at, at), BeatKind::Read { host });
        let text = words::report_collected(&mailbox.to_string(), delayed, &self.span_until());
        self.close_step(text, vec![Evidence::Event(id)]);
    }

    /// The sender's program itself tells that nothing was sent, or not to everybody.
    pub(super) fn not_sent(&mut self) {
        let Some((id, (how, recipients))) = self.find(|kind| match kind {
            EventKind::SubmissionFailed { cause, recipients, .. } => {
                Some((reason(cause), recipients.clone()))
            }
            _ => None,
        }) else {
            return;
        };
        let event = &self.trace[id];
        let (at, host) = (event.at, event.host);
        let others = self.position(|event| {
            event.host == host && matches!(event.kind, EventKind::Relayed { .. })
        });
        let mut evidence = vec![Evidence::Event(id)];
        evidence.extend(others.map(Evidence::Event));
        let recipients = if others.is_some() { recipients.as_slice() } else { &[] };
        let to: Vec<String> = recipients.iter().map(ToString::to_string).collect();
        self.open_step("not-sent", Stage::Sending);
        self.beat(pace::KEY, (at, at), BeatKind::Hold { host });
        self.close_step(words::not_sent(&how, &to), evidence);
    }

    fn plain(
        &mut self,
        delivery: &mut Delivery,
        kind: &'static str,
        id: EventId,
        beat: BeatKind,
        text: impl FnOnce(&Self) -> captions::StepText,
    ) {
        let at = self.trace[id].at;
        let step = delivery.name(kind);
        self.open_step(&step, Stage::Delivering);
        self.beat(pace::STORE, (at, at), beat);
        let text = text(self);
        self.close_step(text, vec![Evidence::Event(id)]);
    }

    /// The report that a connection carries, if it is one of these: its envelope has no sender
    /// (RFC 5321 section 4.5.5), and it comes from the host that wrote it.
    fn dsn_on(&self, connection: ConnectionId, delivery: &Delivery) -> Option<Dsn> {
        let handed_on = self.trace.events.iter().find_map(|event| match &event.kind {
            EventKind::Relayed { connection: c, queue_id, .. } if *c == connection => *queue_id,
            _ => None,
        })?;
        delivery.dsns.iter().find(|dsn| dsn.queue_id == handed_on).cloned()
    }

    /// The registry has answered at last.
    fn way_found(
        &mut self,
        delivery: &mut Delivery,
        id: EventId,
        queue_id: QueueId,
        (server, address): (&str, &str),
    ) {
        self.fold_tries(delivery);
        let begun = |event: &Event| matches!(&event.kind, EventKind::TriesAgain { queue_id: known, .. } if *known == queue_id);
        let events = self.trace.numbered_events().take(id.0);
        let tries: Vec<EventId> =
            events.filter(|(_, event)| begun(event)).map(|(tried, _)| tried).collect();
        let event = &self.trace[id];
        let since = self.beats.last().map_or(Instant::ZERO, |beat| beat.sim.1);
        let host = event.host;
        self.open_step("address", Stage::Sorting);
        self.ask_since(host, since);
        let mut evidence = vec![Evidence::Event(id)];
        evidence.extend(tries.iter().map(|tried| Evidence::Event(*tried)));
        let text = if tries.is_empty() {
            captions::address(server, Some(address), true)
        } else {
            words::way_found(tries.len() + 1, server, address)
        };
        self.close_step(text, evidence);
    }

    /// Name servers that did not answer a question until an event.
    pub(super) fn silent(&self, host: HostId, wanted: &Question, until: EventId) -> Vec<EventId> {
        let events = self.trace.numbered_events().take(until.0);
        let events = events.filter(|(_, event)| event.host == host);
        let silent = events.filter(|(_, event)| {
            matches!(&event.kind, EventKind::NoAnswer { question, .. } if question == wanted)
        });
        silent.map(|(id, _)| id).collect()
    }
}

/// Whom a failure is about: all who failed for the same reason in the same try. Nobody, where
/// an earlier event has told that.
fn sharing<'a>(
    trace: &'a Trace,
    id: EventId,
    queue_id: QueueId,
    cause: &Cause,
) -> Vec<(EventId, &'a [Mailbox])> {
    let event = &trace[id];
    let same = |n: EventId| match &trace[n].kind {
        EventKind::NotRelayed { queue_id: q, cause: c, recipients, .. }
            if *q == queue_id && c == cause =>
        {
            Some((n, recipients.as_slice()))
        }
        _ => None,
    };
    // What is noted at one moment by one host stands together.
    let together = |n: &EventId| {
        let other = &trace[*n];
        (other.host, other.at) == (event.host, event.at)
    };
    if (0..id.0).rev().map(EventId).take_while(together).find_map(same).is_some() {
        return Vec::new();
    }
    (id.0..trace.events.len()).map(EventId).take_while(together).filter_map(same).collect()
}

fn count(delivery: &Delivery, kind: &str) -> usize {
    delivery.told.iter().filter(|told| **told == kind).count()
}

fn domain_of(recipients: &[Mailbox]) -> String {
    recipients.first().map_or_else(String::new, |mailbox| mailbox.domain.to_string())
}

/// The reason in a few words: the reply, or what happened instead.
pub(super) fn reason(cause: &Cause) -> String {
    cause.to_string()
}
