//! The message is refused, waits, is tried again, and given up.

use super::ledger::Ledger;
use super::{beat_length, speech};
use crate::facts::failure::Failure;
use crate::facts::milestone::{FailedTries, NextServer, Waiting};
use crate::in_words::reason;
use crate::mailboxes::numbers;
use crate::verdict::why;
use model::address::Mailbox;
use model::story::{BeatKind, Evidence, Negative, Stage};
use sim::trace::{Cause, ConnectionId, EventId, Trace};
use text::captions::StepText;
use text::{failure_captions as words, units};

/// The message could not be handed on, now or at all.
pub(super) fn tell(ledger: &mut Ledger, trace: &Trace, failure: &Failure<'_>) {
    let Some(noted) = failure.noted.first() else { return };
    let name = ledger.next_name(kind(failure.cause));
    ledger.open_step(&name, Stage::Delivering, numbers(trace, &failure.recipients));
    let full = |ledger: &mut Ledger| show_full(ledger, failure);
    show(ledger, trace, *noted, (failure.tried, failure.cause), &failure.recipients, full);
    ledger.reach(trace, &failure.noted);
    let text = caption(trace, failure, &ledger.span_until());
    let evidence = Evidence::events(&failure.noted, &[]);
    ledger.close_step(text, evidence);
}

/// What the server finds before it says no: the box has no room.
fn show_full(ledger: &mut Ledger, failure: &Failure<'_>) {
    let Some(full) = &failure.full else { return };
    let again = failure.cause.is_transient();
    let kind = BeatKind::Full {
        host: full.host,
        box_name: full.name.clone(),
        negative: if again { Negative::Transient } else { Negative::Permanent },
    };
    ledger.beat(beat_length::STORE, (full.at, full.at), kind);
}

/// The name that steps of failures with this cause share.
fn kind(cause: &Cause) -> &'static str {
    match cause {
        Cause::Reply { .. } | Cause::BoxFull | Cause::NoSuchBox => "refused",
        Cause::NoConnection { .. } | Cause::ConnectionLost { .. } | Cause::NoReply { .. } => {
            "no-connection"
        }
        Cause::NoSuchDomain => "unknown-domain",
        Cause::NullMx => "takes-no-mail",
        Cause::DnsTimeout => "registry-silent",
        Cause::LoopsBack | Cause::NoUsableServer => "no-way-on",
    }
}

fn caption(trace: &Trace, failure: &Failure<'_>, span: &str) -> StepText {
    let server = failure.server.unwrap_or_default();
    let first = failure.recipients.first();
    let domain = first.map_or("", |mailbox| mailbox.domain.as_str());
    match failure.cause {
        Cause::Reply { reply, .. } => {
            let names: Vec<String> = failure.recipients.iter().map(ToString::to_string).collect();
            let status = reply.enhanced().map_or(String::new(), |status| status.to_string());
            let said = reply.lines().join(" ");
            let code = (reply.code().get(), status.as_str(), said.trim());
            words::refused(server, &names, span, reply.is_permanent(), code, why(failure.cause))
        }
        Cause::NoConnection { refused } => words::no_connection(server, *refused, span),
        Cause::NoReply { .. } => words::fell_silent(server, span),
        Cause::ConnectionLost { .. } => words::hung_up(server, span),
        Cause::NoSuchDomain => words::unknown_domain(domain, trace.cast.owner.provider()),
        Cause::NullMx => words::takes_no_mail(domain),
        Cause::DnsTimeout => words::registry_silent(domain, span),
        cause => words::not_handed_on(&reason(cause)),
    }
}

/// What is seen of a failure: the conversation up to the no, with what `finding` tells before it, or a call that is
/// not taken.
fn show(
    ledger: &mut Ledger,
    trace: &Trace,
    noted: EventId,
    (tried, cause): (Option<ConnectionId>, &Cause),
    recipients: &[Mailbox],
    finding: impl FnOnce(&mut Ledger),
) {
    let event = &trace[noted];
    match (tried, cause) {
        (Some(connection), Cause::NoConnection { refused }) => {
            let ends = &trace[connection];
            let (from, to) = (ends.client.0, ends.server.0);
            let kind = BeatKind::NoCall { from, to, refused: *refused };
            ledger.beat(beat_length::STORE, (event.at, event.at), kind);
        }
        (Some(connection), cause) => {
            let spoken = cause.reply().is_some();
            speech::turned_down(ledger, trace, connection, recipients, spoken, finding);
        }
        (None, _) => {
            let kind = BeatKind::Hold { host: event.host };
            ledger.beat(beat_length::KEY, (event.at, event.at), kind);
            finding(ledger);
        }
    }
}

/// The first of a domain's servers could not be used.
pub(super) fn tell_next_server(
    ledger: &mut Ledger,
    trace: &Trace,
    recipients: &[Mailbox],
    next: &NextServer<'_>,
) {
    let &NextServer { noted, server, cause, tried, next } = next;
    let name = ledger.next_name("next-server");
    ledger.open_step(&name, Stage::Delivering, numbers(trace, recipients));
    show(ledger, trace, noted, (tried, cause), &[], |_| ());
    let text = words::next_server(server, &reason(cause), next);
    ledger.close_step(text, Evidence::events(&[noted], &[]));
}

/// The message waits in the queue.
pub(super) fn tell_waits(ledger: &mut Ledger, trace: &Trace, waiting: &Waiting<'_>) {
    let &Waiting { noted, recipients, until, other } = waiting;
    let event = &trace[noted];
    let span = units::span(until.since(event.at).micros());
    let host = &trace.cast.host(event.host).name;
    let name = ledger.next_numbered("waiting");
    ledger.open_step(&name, Stage::Delivering, numbers(trace, recipients));
    let kind = BeatKind::Wait { host: event.host, other, text: words::next_try(&span) };
    ledger.beat(beat_length::STORE, (event.at, until), kind);
    ledger.close_step(words::waiting(host, &span), Evidence::events(&[noted], &[]));
}

/// Tries failed like the one before.
pub(super) fn tell_again(ledger: &mut Ledger, trace: &Trace, again: &FailedTries) {
    let FailedTries { tries, failures, recipients, other } = again;
    let (Some(first), Some(last)) = (tries.first(), tries.last()) else { return };
    let (first, last) = (&trace[first.failed], &trace[last.failed]);
    let name = ledger.next_numbered("waiting");
    ledger.open_step(&name, Stage::Delivering, numbers(trace, recipients));
    let kind = BeatKind::Wait { host: first.host, other: *other, text: words::tries(*failures) };
    ledger.beat(beat_length::STORE, (first.at, last.at), kind);
    let text = words::tried_again(tries.len(), *failures, &ledger.span_until());
    let evidence = tries.iter().map(|each| Evidence::Event(each.begun)).collect();
    ledger.close_step(text, evidence);
}

/// Time is up.
pub(super) fn tell_given_up(
    ledger: &mut Ledger,
    trace: &Trace,
    noted: EventId,
    recipients: &[Mailbox],
) {
    let event = &trace[noted];
    let name = ledger.next_name("given-up");
    ledger.open_step(&name, Stage::Delivering, numbers(trace, recipients));
    ledger.beat(beat_length::STORE, (event.at, event.at), BeatKind::Hold { host: event.host });
    ledger.close_step(words::given_up(), Evidence::events(&[noted], &[]));
}
