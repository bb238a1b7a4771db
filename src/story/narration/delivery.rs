//! The last stage, from the provider's queue on: handed on, refused, waiting, reported.
//!
//! Steps come in the order of the trace. What happens again and again (a try that fails like the one
//! before, a server that is passed for the second time) is folded into one step that counts.

use super::collection::collecting;
use super::ledger::Ledger;
use super::mailbox_locked::mailbox_locked;
use super::{pace, queries, speech};
use crate::sim::address::Mailbox;
use crate::sim::cast::{HostId, Role};
use crate::sim::dns::Question;
use crate::sim::time::Instant;
use crate::sim::trace::{
    Cause, ConnectionId, Event, EventId, EventKind, MessageId, QueueId, Route, Trace,
};
use crate::story::facts::dialogue;
use crate::story::facts::events::find;
use crate::story::facts::group::Group;
use crate::story::facts::tries::last_try;
use crate::story::in_words::reason;
use crate::story::mailboxes::numbers;
use crate::story::told::beat::BeatKind;
use crate::story::told::step::{Evidence, Stage};
use crate::text::captions;
use crate::text::failure_captions as words;

/// What is known of a delivery while it is followed through the trace.
#[derive(Default)]
pub(crate) struct Delivery {
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

/// Tells what happens to the message for one domain after it was sorted.
pub(crate) fn delivering(
    ledger: &mut Ledger,
    trace: &Trace,
    group: &Group<'_>,
    delivery: &mut Delivery,
) {
    *delivery = Delivery { told: std::mem::take(&mut delivery.told), ..Delivery::default() };
    delivery.routed = ledger.has_step("address");
    if let EventKind::RouteChosen { queue_id, .. } = &trace[group.sorted].kind {
        delivery.queue_ids.push(*queue_id);
    }
    delivery.passed.push(trace[group.sorted].host);
    for (id, event) in trace.numbered_events().skip(group.sorted.0 + 1) {
        ledger.about(numbers(trace, group.recipients));
        milestone(ledger, trace, delivery, group, id, event);
    }
    fold_rounds(ledger, trace, delivery);
    fold_tries(ledger, trace, delivery);
}

fn milestone(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    group: &Group<'_>,
    id: EventId,
    event: &Event,
) {
    match &event.kind {
        EventKind::Accepted { connection, queue_id, recipients, .. } => {
            let from = trace[*connection].client.0;
            let ours = delivery.passed.contains(&from)
                && recipients.iter().any(|mailbox| group.recipients.contains(mailbox));
            if ours {
                delivery.queue_ids.push(*queue_id);
                passed_on(ledger, trace, delivery, group, (*connection, *queue_id, recipients), id);
            } else if let Some(dsn) = dsn_on(trace, *connection, delivery) {
                delivery.dsns.push(Dsn { queue_id: *queue_id, ..dsn.clone() });
                dsn_returns(ledger, trace, delivery, *connection, id, &dsn);
            }
        }
        EventKind::Routed { queue_id, server, address }
            if delivery.is_about(*queue_id) && !delivery.routed =>
        {
            delivery.routed = true;
            way_found(ledger, trace, delivery, id, *queue_id, (server, &address.to_string()));
        }
        EventKind::TriedAndFailed { queue_id, server, cause, next }
            if delivery.is_about(*queue_id) && delivery.failed.is_none() =>
        {
            next_server(ledger, trace, delivery, id, server, cause, next);
        }
        EventKind::TriesAgain { queue_id, .. } if delivery.is_about(*queue_id) => {
            delivery.begun = Some(id);
        }
        EventKind::NotRelayed { queue_id, server, cause, .. } if delivery.is_about(*queue_id) => {
            fold_rounds(ledger, trace, delivery);
            let shared = sharing(trace, id, *queue_id, cause);
            if !shared.is_empty() {
                failed(ledger, trace, delivery, &shared, server.as_deref(), cause);
            }
        }
        EventKind::WillRetry { queue_id, at, recipients }
            if delivery.is_about(*queue_id) && delivery.tries.is_empty() =>
        {
            ledger.about(numbers(trace, recipients));
            waits(ledger, trace, delivery, id, *at);
        }
        EventKind::GaveUp { queue_id, expired: true, recipients, .. }
            if delivery.is_about(*queue_id) =>
        {
            fold_tries(ledger, trace, delivery);
            ledger.about(numbers(trace, recipients));
            plain(
                ledger,
                trace,
                delivery,
                "given-up",
                id,
                BeatKind::Hold { host: event.host },
                words::given_up(),
            );
        }
        EventKind::DsnWritten { queue_id, original_queue_id, recipients, delayed, message }
            if delivery.is_about(*original_queue_id) =>
        {
            fold_tries(ledger, trace, delivery);
            let (queue_id, message, delayed) = (*queue_id, *message, *delayed);
            let recipients = recipients.clone();
            ledger.about(numbers(trace, &recipients));
            let names: Vec<String> = recipients.iter().map(ToString::to_string).collect();
            delivery.dsns.push(Dsn { queue_id, message, delayed, recipients });
            let kind = if delayed { "delay-notice" } else { "bounce-written" };
            let host = trace.cast.host(event.host).name.clone();
            let beat = BeatKind::Report { host: event.host, delayed };
            let text = if delayed {
                words::delay_notice(&host)
            } else {
                words::bounce_written(&host, &names)
            };
            plain(ledger, trace, delivery, kind, id, beat, text);
        }
        EventKind::DsnDropped { queue_id, .. } if delivery.is_dsn(*queue_id) => {
            let lost = delivery.dsns.iter().find(|dsn| dsn.queue_id == *queue_id);
            ledger.about(numbers(trace, lost.map_or(&[], |dsn| dsn.recipients.as_slice())));
            plain(
                ledger,
                trace,
                delivery,
                "bounce-lost",
                id,
                BeatKind::Report { host: event.host, delayed: false },
                words::bounce_lost(),
            );
        }
        EventKind::Stored { mailbox, .. }
            if delivery.stored != Some(event.at) && group.recipients.contains(mailbox) =>
        {
            fold_tries(ledger, trace, delivery);
            delivery.stored = Some(event.at);
            boxed(ledger, trace, delivery, group, event.at);
        }
        EventKind::MaildropLocked { connection } => {
            if let Some((n, mailbox)) = group.collector(trace, *connection)
                && !delivery.shut_out.contains(&n)
                && group.has_it(trace, mailbox, id)
            {
                delivery.shut_out.push(n);
                mailbox_locked(ledger, trace, n, *connection, id);
            }
        }
        EventKind::Collected { connection, mailbox, message } => {
            let dsn = delivery.dsns.iter().find(|dsn| {
                let (whole, part) = (&trace[*message], dsn.message);
                trace.messages.get(part.0).is_some_and(|part| whole.ends_with(part))
            });
            if let Some(dsn) = dsn.cloned() {
                dsn_collected(ledger, trace, delivery, *connection, id, (mailbox, &dsn));
            } else if !delivery.collected.contains(connection)
                && group.recipients.contains(mailbox)
                && let Some(n) = trace.outcomes.iter().position(|(m, _)| m == mailbox)
            {
                delivery.collected.push(*connection);
                if group.has_it(trace, mailbox, id) {
                    collecting(ledger, trace, mailbox, n + 1, *connection);
                } else {
                    makes_room(ledger, trace, delivery, *connection, mailbox);
                }
            }
        }
        _ => {}
    }
}

/// A relay or the destination has the message.
fn passed_on(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    group: &Group<'_>,
    (connection, queue_id, recipients): (ConnectionId, QueueId, &[Mailbox]),
    accepted: EventId,
) {
    let ends = &trace[connection];
    let (from, next) = (ends.client.0, ends.server.0);
    let had = |mailbox: &Mailbox| delivery.had.iter().any(|(h, m)| *h == next && m == mailbox);
    if recipients.iter().any(had) {
        delivery.rounds.push(accepted);
        return;
    }
    fold_tries(ledger, trace, delivery);
    (delivery.failed, delivery.failures) = (None, 0);
    ledger.about(numbers(trace, recipients));
    delivery.had.extend(recipients.iter().map(|mailbox| (next, mailbox.clone())));
    let cast = &trace.cast;
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
    let route = trace.events[accepted.0..].iter().find_map(|event| match &event.kind {
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
    ledger.open_step(&step, Stage::Delivering);
    if cast.relays.contains(&from)
        && let Ok(name) = name.parse()
    {
        queries::ask_again(ledger, trace, from, &Question::a(name));
    }
    speech::handover(ledger, trace, connection, recipients);
    let text = match cast.host(next).role {
        Role::Relay(n) => captions::relay(&name, usize::from(n), relays, true),
        _ if own_table => words::handed_on(&name, &ledger.span_until()),
        Role::Backup(_) => words::backup(&name),
        _ => {
            let to: Vec<String> = recipients.iter().map(ToString::to_string).collect();
            let all = to.len() == group.recipients.len();
            captions::right_server(&name, group.domain.as_str(), &to, all)
        }
    };
    ledger.close_step(text, evidence);
}

/// The first of a domain's servers could not be used.
fn next_server(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    id: EventId,
    server: &str,
    cause: &Cause,
    next: &str,
) {
    let step = delivery.name("next-server");
    ledger.open_step(&step, Stage::Delivering);
    show_failure(ledger, trace, id, Some(server), cause, &[]);
    ledger.close_step(words::next_server(server, &reason(cause), next), vec![Evidence::Event(id)]);
}

/// The message could not be handed on, now or at all.
fn failed(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    shared: &[(EventId, &[Mailbox])],
    server: Option<&str>,
    cause: &Cause,
) {
    let Some((id, _)) = shared.first().copied() else { return };
    let recipients: Vec<Mailbox> = shared.iter().flat_map(|(_, m)| m.iter().cloned()).collect();
    let host = trace[id].host;
    let how = reason(cause);
    let begun = delivery.begun.take();
    delivery.failures += 1;
    if delivery.failed.as_ref() == Some(&(host, how.clone())) {
        delivery.tries.extend(begun.map(|begun| (begun, id)));
        delivery.waiting = recipients;
        return;
    }
    delivery.failures -= 1;
    fold_tries(ledger, trace, delivery);
    delivery.failures += 1;
    delivery.failed = Some((host, how.clone()));
    ledger.about(numbers(trace, &recipients));
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
    ledger.open_step(&step, Stage::Delivering);
    show_failure(ledger, trace, id, server, cause, &recipients);
    show_full(ledger, trace, id, &recipients);
    let server = server.unwrap_or_default();
    let span = ledger.span_until();
    let text = match cause {
        Cause::Reply { reply, .. } => {
            let status = reply.enhanced().map_or(String::new(), |status| status.to_string());
            let code = (reply.code().get(), status.as_str());
            words::refused(server, &names, &span, reply.is_permanent(), code)
        }
        Cause::NoConnection { refused } => words::no_connection(server, *refused, &span),
        Cause::NoSuchDomain => {
            let provider = trace.cast.owner.provider();
            words::unknown_domain(&domain_of(&recipients), provider)
        }
        Cause::NullMx => words::takes_no_mail(&domain_of(&recipients)),
        Cause::DnsTimeout => words::registry_silent(&domain_of(&recipients), &span),
        _ => words::not_handed_on(&how),
    };
    let evidence = shared.iter().map(|(id, _)| Evidence::Event(*id)).collect();
    ledger.close_step(text, evidence);
}

/// What is seen of a failure: the conversation up to the no, or a call that is not taken.
fn show_failure(
    ledger: &mut Ledger,
    trace: &Trace,
    id: EventId,
    server: Option<&str>,
    cause: &Cause,
    recipients: &[Mailbox],
) {
    let at = trace[id].at;
    let tried = server.and_then(|server| last_try(trace, id, Some(server)));
    match (tried, cause) {
        (Some(connection), Cause::NoConnection { refused }) => {
            let ends = &trace[connection];
            let (from, to) = (ends.client.0, ends.server.0);
            let kind = BeatKind::NoCall { from, to, refused: *refused };
            ledger.beat(pace::STORE, (at, at), kind);
        }
        (Some(connection), _) => speech::turned_down(ledger, trace, connection, recipients),
        (None, _) => {
            let host = trace[id].host;
            ledger.beat(pace::KEY, (at, at), BeatKind::Hold { host });
        }
    }
}

/// The full box, where that was the reason.
fn show_full(ledger: &mut Ledger, trace: &Trace, id: EventId, recipients: &[Mailbox]) {
    let host = trace[id].host;
    let Some(connection) = last_try(trace, id, None) else { return };
    let server = trace[connection].server.0;
    let full = trace.events[..id.0].iter().rev().take(12).find_map(|event| match &event.kind {
        EventKind::BoxFull { mailbox, .. }
            if event.host == server && recipients.contains(mailbox) =>
        {
            Some((event.at, mailbox.local_part.box_name()))
        }
        _ => None,
    });
    if let Some((at, box_name)) = full.filter(|_| host != server) {
        ledger.beat(pace::STORE, (at, at), BeatKind::Full { host: server, box_name });
    }
}

/// The message waits in the queue.
fn waits(ledger: &mut Ledger, trace: &Trace, delivery: &mut Delivery, id: EventId, until: Instant) {
    let event = &trace[id];
    let span = crate::text::units::span(until.since(event.at).micros());
    let name = ["waiting-", &(count(delivery, "waiting") + 1).to_string()].concat();
    delivery.told.push("waiting");
    let host = trace.cast.host(event.host).name.clone();
    ledger.open_step(&name, Stage::Delivering);
    let kind = BeatKind::Wait {
        host: event.host,
        other: last_try(trace, id, None).map(|c| trace[c].server.0),
        text: words::next_try(&span),
    };
    ledger.beat(pace::STORE, (event.at, until), kind);
    ledger.close_step(words::waiting(&host, &span), vec![Evidence::Event(id)]);
}

/// Tells of the tries that failed like the one before.
fn fold_tries(ledger: &mut Ledger, trace: &Trace, delivery: &mut Delivery) {
    let tries = std::mem::take(&mut delivery.tries);
    let (Some((_, first)), Some((_, last))) = (tries.first(), tries.last()) else { return };
    let (first, last) = (&trace[*first], &trace[*last]);
    let name = ["waiting-", &(count(delivery, "waiting") + 1).to_string()].concat();
    delivery.told.push("waiting");
    let waiting = std::mem::take(&mut delivery.waiting);
    ledger.about(numbers(trace, &waiting));
    ledger.open_step(&name, Stage::Delivering);
    let other = tries.last().and_then(|(_, failed)| last_try(trace, *failed, None));
    let kind = BeatKind::Wait {
        host: first.host,
        other: other.map(|c| trace[c].server.0),
        text: words::tries(delivery.failures),
    };
    ledger.beat(pace::STORE, (first.at, last.at), kind);
    let evidence = tries.iter().map(|(begun, _)| Evidence::Event(*begun)).collect();
    let text = words::tried_again(tries.len(), delivery.failures, &ledger.span_until());
    ledger.close_step(text, evidence);
}

/// Tells of the rounds a message made between servers that had it before.
fn fold_rounds(ledger: &mut Ledger, trace: &Trace, delivery: &mut Delivery) {
    let rounds = std::mem::take(&mut delivery.rounds);
    let (Some(first), Some(last)) = (rounds.first(), rounds.last()) else { return };
    let (from, until) = (trace[*first].at, trace[*last].at);
    let step = delivery.name("round-and-round");
    ledger.open_step(&step, Stage::Delivering);
    for id in rounds.iter().take(6) {
        if let EventKind::Accepted { connection, .. } = trace[*id].kind {
            if let Some(message) = dialogue::message(ledger.lines(), connection) {
                speech::send(ledger, trace, message);
            }
        }
    }
    ledger.goes_on_until(until);
    let evidence = rounds.iter().map(|id| Evidence::Event(*id)).collect();
    let span = crate::text::units::span(until.since(from).micros());
    ledger.close_step(words::round_and_round(rounds.len(), &span), evidence);
}

/// The message lies in boxes, since this moment.
fn boxed(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    group: &Group<'_>,
    at: Instant,
) {
    let mut stored = group.stored(trace);
    stored.retain(|(id, _)| trace[*id].at == at);
    let Some((first, _)) = stored.first() else { return };
    let event = &trace[*first];
    let names: Vec<String> = stored.iter().map(|(_, name)| name.clone()).collect();
    let mut owners = group.recipients.to_vec();
    owners.retain(|mailbox| names.contains(&mailbox.local_part.box_name()));
    ledger.about(numbers(trace, &owners));
    let step = delivery.name("box");
    ledger.open_step(&step, Stage::Delivering);
    let kind = BeatKind::Store { host: event.host, boxes: names.clone() };
    ledger.beat(pace::STORE, (event.at, event.at), kind);
    let evidence = stored.iter().map(|(id, _)| Evidence::Event(*id)).collect();
    ledger.close_step(captions::boxes(&names), evidence);
}

/// The owner of a full box collects what lies in it.
fn makes_room(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    connection: ConnectionId,
    mailbox: &Mailbox,
) {
    let Some((id, taken)) = find(trace, |kind| match kind {
        EventKind::Deleted { connection: c, count, .. } if *c == connection => Some(*count),
        _ => None,
    }) else {
        return;
    };
    fold_tries(ledger, trace, delivery);
    let name = mailbox.local_part.box_name();
    let ends = &trace[connection];
    let (from, to) = (ends.client.0, ends.server.0);
    let at = trace[id].at;
    ledger.about(numbers(trace, std::slice::from_ref(mailbox)));
    let step = delivery.name("box-emptied");
    ledger.open_step(&step, Stage::Delivering);
    let kind = BeatKind::Key { from, to, box_name: name.clone(), fits: true };
    ledger.beat(pace::KEY, (at, at), kind);
    let text = words::box_emptied(&name, taken, &ledger.span_until());
    ledger.close_step(text, vec![Evidence::Event(id)]);
}

/// A report goes back over the network.
fn dsn_returns(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    connection: ConnectionId,
    id: EventId,
    dsn: &Dsn,
) {
    let server = trace[connection].server.0;
    let name = trace.cast.host(server).name.clone();
    let step = delivery.name("bounce-returns");
    ledger.about(numbers(trace, &dsn.recipients));
    ledger.open_step(&step, Stage::Delivering);
    speech::handover(ledger, trace, connection, &[]);
    ledger.close_step(words::bounce_returns(&name, dsn.delayed), vec![Evidence::Event(id)]);
}

/// The sender's program has fetched a report.
fn dsn_collected(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    connection: ConnectionId,
    id: EventId,
    (mailbox, dsn): (&Mailbox, &Dsn),
) {
    let delayed = dsn.delayed;
    ledger.about(numbers(trace, &dsn.recipients));
    let kind = if delayed { "delay-notice-collected" } else { "bounce-collected" };
    let step = delivery.name(kind);
    let event = &trace[id];
    let (at, host) = (event.at, event.host);
    ledger.open_step(&step, Stage::Delivering);
    if let Some(message) = dialogue::message(ledger.lines(), connection) {
        speech::send(ledger, trace, message);
    }
    ledger.beat(pace::READ, (at, at), BeatKind::Read { host });
    let text = words::report_collected(&mailbox.to_string(), delayed, &ledger.span_until());
    ledger.close_step(text, vec![Evidence::Event(id)]);
}

fn plain(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    kind: &'static str,
    id: EventId,
    beat: BeatKind,
    text: captions::StepText,
) {
    let at = trace[id].at;
    let step = delivery.name(kind);
    ledger.open_step(&step, Stage::Delivering);
    ledger.beat(pace::STORE, (at, at), beat);
    ledger.close_step(text, vec![Evidence::Event(id)]);
}

/// The report that a connection carries, if it is one of these: its envelope has no sender
/// (RFC 5321 section 4.5.5), and it comes from the host that wrote it.
fn dsn_on(trace: &Trace, connection: ConnectionId, delivery: &Delivery) -> Option<Dsn> {
    let handed_on = trace.events.iter().find_map(|event| match &event.kind {
        EventKind::Relayed { connection: c, queue_id, .. } if *c == connection => *queue_id,
        _ => None,
    })?;
    delivery.dsns.iter().find(|dsn| dsn.queue_id == handed_on).cloned()
}

/// The registry has answered at last.
fn way_found(
    ledger: &mut Ledger,
    trace: &Trace,
    delivery: &mut Delivery,
    id: EventId,
    queue_id: QueueId,
    (server, address): (&str, &str),
) {
    fold_tries(ledger, trace, delivery);
    let begun = |event: &Event| matches!(&event.kind, EventKind::TriesAgain { queue_id: known, .. } if *known == queue_id);
    let events = trace.numbered_events().take(id.0);
    let tries: Vec<EventId> =
        events.filter(|(_, event)| begun(event)).map(|(tried, _)| tried).collect();
    let event = &trace[id];
    let since = ledger.told_until();
    let host = event.host;
    ledger.open_step("address", Stage::Sorting);
    queries::ask_since(ledger, trace, host, since);
    let mut evidence = vec![Evidence::Event(id)];
    evidence.extend(tries.iter().map(|tried| Evidence::Event(*tried)));
    let text = if tries.is_empty() {
        captions::address(server, Some(address), true)
    } else {
        words::way_found(tries.len() + 1, server, address)
    };
    ledger.close_step(text, evidence);
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
