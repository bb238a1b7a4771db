//! The last stage, from the provider's queue on: handed on, refused, waiting, reported. Each
//! milestone is a step.

use super::ledger::Ledger;
use super::{
    beat_length, clock_off, collection, dsns, failures, held, mailbox_locked, queries, set_aside,
    speech,
};
use crate::facts::dialogue;
use crate::facts::group::Group;
use crate::facts::milestone::{BoxEmptied, Handover, Milestone, WayFound};
use crate::mailboxes::numbers;
use model::address::Mailbox;
use model::cast::Role;
use model::story::{BeatKind, Evidence, Stage};
use model::usual_boxes::usual_boxes;
use sim::dns::Question;
use sim::trace::{EventId, EventKind, Trace};
use text::{captions, failure_captions as words, set_aside as aside_words, units};

/// In a mail loop so many rounds are shown.
const ROUNDS: usize = 6;

/// Tells what happens to the message for one domain after it was sorted.
pub(crate) fn tell(
    ledger: &mut Ledger,
    trace: &Trace,
    group: &Group<'_>,
    milestones: &[Milestone<'_>],
) {
    for milestone in milestones {
        tell_milestone(ledger, trace, group, milestone);
    }
}

fn tell_milestone(
    ledger: &mut Ledger,
    trace: &Trace,
    group: &Group<'_>,
    milestone: &Milestone<'_>,
) {
    match milestone {
        Milestone::PassedOn(handover) => tell_passed_on(ledger, trace, group, handover),
        Milestone::WentRound { rounds, handed_over } => {
            tell_rounds(ledger, trace, group, rounds, *handed_over);
        }
        Milestone::WayFound(found) => tell_way_found(ledger, trace, group, found),
        Milestone::NextServer(next) => {
            failures::tell_next_server(ledger, trace, group.recipients, next);
        }
        Milestone::Failed(failure) => failures::tell(ledger, trace, failure),
        Milestone::FailedAgain(tries) => failures::tell_again(ledger, trace, tries),
        Milestone::Waits(waiting) => failures::tell_waits(ledger, trace, waiting),
        Milestone::ClockOff(off) => clock_off::tell(ledger, trace, off, Stage::Delivering),
        Milestone::Held(held) => held::tell(ledger, trace, held, Stage::Delivering),
        Milestone::GivenUp { noted, recipients } => {
            failures::tell_given_up(ledger, trace, *noted, recipients);
        }
        Milestone::DsnWritten { written, dsn } => {
            dsns::tell_written(ledger, trace, *written, dsn);
        }
        Milestone::DsnReturned { accepted, connection, dsn } => {
            dsns::tell_returned(ledger, trace, *accepted, *connection, dsn);
        }
        Milestone::DsnDropped { dropped, dsn } => {
            dsns::tell_dropped(ledger, trace, *dropped, dsn);
        }
        Milestone::DsnCollected { collected, connection, mailbox, dsn } => {
            dsns::tell_collected(ledger, trace, *collected, (*connection, mailbox), dsn);
        }
        Milestone::Stored { stored, boxes, recipients } => {
            tell_stored(ledger, trace, stored, boxes, recipients);
        }
        Milestone::SetAside(aside) => set_aside::tell(ledger, trace, aside),
        Milestone::NothingThere(nothing) => set_aside::tell_nothing_there(ledger, trace, nothing),
        Milestone::Locked(locked) => mailbox_locked::tell(ledger, trace, locked),
        Milestone::Collected(collection) => collection::tell(ledger, trace, collection),
        Milestone::BoxEmptied(emptied) => tell_box_emptied(ledger, trace, emptied),
    }
}

/// A relay or the destination has the message.
fn tell_passed_on(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, handover: &Handover<'_>) {
    let &Handover { accepted, connection, recipients, own_table, any_name } = handover;
    let ends = &trace[connection];
    let (from, next) = (ends.client.0, trace.cast.host(ends.server.0));
    let name = &next.name;
    let step = match next.role {
        Role::Relay(1) => "relay".to_owned(),
        Role::Relay(n) => format!("relay-{n}"),
        _ if own_table => ledger.next_name("handed-on"),
        Role::Backup(_) => ledger.next_name("backup"),
        _ => ledger.next_name("right-server"),
    };
    ledger.open_step(&step, Stage::Delivering, numbers(trace, recipients));
    if trace.cast.relays.contains(&from)
        && let Ok(name) = name.parse()
    {
        queries::ask_again(ledger, trace, from, &Question::a(name));
    }
    speech::handover(ledger, trace, connection, recipients);
    let text = match next.role {
        Role::Relay(n) => captions::relay(name, usize::from(n), trace.cast.relays.len(), true),
        _ if own_table => words::handed_on(name, &ledger.span_until()),
        Role::Backup(_) => words::backup(name),
        _ if any_name => aside_words::taken_for_any_name(name, group.domain.as_str()),
        _ => {
            let to: Vec<String> = recipients.iter().map(ToString::to_string).collect();
            let all = to.len() == group.recipients.len();
            captions::right_server(name, group.domain.as_str(), &to, all)
        }
    };
    ledger.close_step(text, Evidence::events(&[accepted], &[]));
}

/// The message went round and round between servers that had it before.
fn tell_rounds(
    ledger: &mut Ledger,
    trace: &Trace,
    group: &Group<'_>,
    rounds: &[EventId],
    handed_over: Option<EventId>,
) {
    let (Some(first), Some(last)) = (rounds.first(), rounds.last()) else { return };
    let (from, until) = (trace[*first].at, trace[*last].at);
    let name = ledger.next_name("round-and-round");
    ledger.open_step(&name, Stage::Delivering, numbers(trace, group.recipients));
    for id in rounds.iter().take(ROUNDS) {
        if let EventKind::Accepted { connection, .. } = trace[*id].kind
            && let Some(message) = dialogue::message(ledger.lines(), connection)
        {
            speech::send(ledger, trace, message);
        }
    }
    ledger.goes_on_until(until);
    ledger.reach(trace, handed_over.as_slice());
    let evidence = Evidence::events(rounds, &[]);
    let span = units::span(until.since(from).micros());
    ledger.close_step(words::round_and_round(rounds.len(), &span), evidence);
}

/// The registry has answered at last.
fn tell_way_found(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, found: &WayFound<'_>) {
    let WayFound { routed, server, address, tries } = found;
    let since = ledger.told_until();
    ledger.open_step("address", Stage::Sorting, numbers(trace, group.recipients));
    queries::ask_since(ledger, trace, trace[*routed].host, since);
    let address = address.to_string();
    let text = if tries.is_empty() {
        captions::address(server, Some(&address), true, trace.cast.seems_real())
    } else {
        words::way_found(tries.len() + 1, server, &address)
    };
    let evidence = Evidence::events(&[*routed], tries);
    ledger.close_step(text, evidence);
}

/// The message lies in boxes.
fn tell_stored(
    ledger: &mut Ledger,
    trace: &Trace,
    stored: &[EventId],
    boxes: &[String],
    recipients: &[Mailbox],
) {
    let Some(first) = stored.first() else { return };
    let event = &trace[*first];
    let name = ledger.next_name("box");
    ledger.open_step(&name, Stage::Delivering, numbers(trace, recipients));
    let kind = BeatKind::Store { host: event.host, boxes: boxes.to_vec() };
    ledger.beat(beat_length::STORE, (event.at, event.at), kind);
    let evidence = Evidence::events(stored, &[]);
    let usual = usual_boxes(&trace.cast.owner, trace.cast.own_home == Some(event.host));
    let other = usual.iter().find(|name| !boxes.contains(name));
    ledger.close_step(captions::boxes(boxes, other.map(String::as_str)), evidence);
}

/// The owner of a full box collects what lies in it.
fn tell_box_emptied(ledger: &mut Ledger, trace: &Trace, emptied: &BoxEmptied<'_>) {
    let &BoxEmptied { deleted, count, connection, mailbox } = emptied;
    let (at, ends) = (trace[deleted].at, &trace[connection]);
    let (from, to) = (ends.client.0, ends.server.0);
    let box_name = mailbox.local_part.box_name();
    let name = ledger.next_name("box-emptied");
    ledger.open_step(&name, Stage::Delivering, numbers(trace, std::slice::from_ref(mailbox)));
    let kind = BeatKind::Key { from, to, box_name: box_name.clone(), fits: true };
    ledger.beat(beat_length::KEY, (at, at), kind);
    let text = words::box_emptied(&box_name, count, &ledger.span_until());
    ledger.close_step(text, Evidence::events(&[deleted], &[]));
}
