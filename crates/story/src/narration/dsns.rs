//! Reports to the sender: written, on the way, fetched, lost.

use super::ledger::Ledger;
use super::{beat_length, speech};
use crate::facts::milestone::Dsn;
use crate::facts::{collection, dialogue};
use crate::mailboxes::numbers;
use model::address::Mailbox;
use model::story::{BeatKind, Evidence, Stage};
use sim::trace::{ConnectionId, EventId, Trace};
use text::failure_captions as words;

/// A server writes a report.
pub(super) fn tell_written(ledger: &mut Ledger, trace: &Trace, written: EventId, dsn: &Dsn<'_>) {
    let event = &trace[written];
    let server = &trace.cast.host(event.host).name;
    let (kind, text) = if dsn.delayed {
        ("delay-notice", words::delay_notice(server))
    } else {
        let names: Vec<String> = dsn.recipients.iter().map(ToString::to_string).collect();
        ("bounce-written", words::bounce_written(server, &names))
    };
    open(ledger, trace, kind, dsn);
    let beat = BeatKind::Report { host: event.host, delayed: dsn.delayed };
    ledger.beat(beat_length::STORE, (event.at, event.at), beat);
    ledger.close_step(text, Evidence::events(&[written], &[]));
}

/// It goes back over the network.
pub(super) fn tell_returned(
    ledger: &mut Ledger,
    trace: &Trace,
    accepted: EventId,
    connection: ConnectionId,
    dsn: &Dsn<'_>,
) {
    let server = &trace.cast.host(trace[connection].server.0).name;
    open(ledger, trace, "bounce-returns", dsn);
    speech::handover(ledger, trace, connection, &[]);
    let text = words::bounce_returns(server, dsn.delayed);
    ledger.close_step(text, Evidence::events(&[accepted], &[]));
}

/// The sender's program has fetched it.
pub(super) fn tell_collected(
    ledger: &mut Ledger,
    trace: &Trace,
    collected: EventId,
    (connection, mailbox): (ConnectionId, &Mailbox),
    dsn: &Dsn<'_>,
) {
    let event = &trace[collected];
    let kind = if dsn.delayed { "delay-notice-collected" } else { "bounce-collected" };
    open(ledger, trace, kind, dsn);
    if let Some(message) = dialogue::message(ledger.lines(), connection) {
        speech::send(ledger, trace, message);
    }
    ledger.beat(beat_length::READ, (event.at, event.at), BeatKind::Read { host: event.host });
    let deleted = collection::deleted(trace, connection);
    ledger.reach(trace, deleted.as_slice());
    let span = ledger.span_until();
    let text = words::report_collected(&mailbox.to_string(), dsn.delayed, &span);
    ledger.close_step(text, Evidence::events(&[collected], &[]));
}

/// It can be given to nobody.
pub(super) fn tell_dropped(ledger: &mut Ledger, trace: &Trace, dropped: EventId, dsn: &Dsn<'_>) {
    let event = &trace[dropped];
    open(ledger, trace, "bounce-lost", dsn);
    let beat = BeatKind::Report { host: event.host, delayed: false };
    ledger.beat(beat_length::STORE, (event.at, event.at), beat);
    ledger.close_step(words::bounce_lost(), Evidence::events(&[dropped], &[]));
}

fn open(ledger: &mut Ledger, trace: &Trace, kind: &str, dsn: &Dsn<'_>) {
    let name = ledger.next_name(kind);
    ledger.open_step(&name, Stage::Delivering, numbers(trace, dsn.recipients));
}
