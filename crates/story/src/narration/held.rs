//! A server keeps the message before it does anything with it.

use super::beat_length;
use super::ledger::Ledger;
use crate::facts::milestone::Held;
use crate::mailboxes::numbers;
use model::story::{BeatKind, Evidence, Stage};
use sim::trace::Trace;
use text::{failure_captions as words, units};

/// It lies at a server.
pub(crate) fn tell(ledger: &mut Ledger, trace: &Trace, held: &Held<'_>, stage: Stage) {
    let &Held { noted, recipients, until } = held;
    let event = &trace[noted];
    let span = units::span(until.since(event.at).micros());
    let host = &trace.cast.host(event.host).name;
    let name = ledger.next_name("held");
    ledger.open_step(&name, stage, numbers(trace, recipients));
    let kind = BeatKind::Wait { host: event.host, other: None, text: words::next_try(&span) };
    ledger.beat(beat_length::STORE, (event.at, until), kind);
    ledger.close_step(words::held(host, &span), Evidence::events(&[noted], &[]));
}
