//! A server stamps the message with a wrong clock.

use super::beat_length;
use super::ledger::Ledger;
use crate::facts::milestone::ClockOff;
use crate::mailboxes::numbers;
use model::story::{BeatKind, Evidence, Stage};
use sim::trace::Trace;
use text::{failure_captions as words, units};

/// Its stamp is wrong.
pub(crate) fn tell(ledger: &mut Ledger, trace: &Trace, off: &ClockOff<'_>, stage: Stage) {
    let &ClockOff { noted, recipients, seconds } = off;
    let event = &trace[noted];
    let span = units::span(u64::from(seconds.unsigned_abs()) * 1_000_000);
    let name = ledger.next_name("clock-off");
    ledger.open_step(&name, stage, numbers(trace, recipients));
    ledger.beat(beat_length::KEY, (event.at, event.at), BeatKind::Hold { host: event.host });
    let host = &trace.cast.host(event.host).name;
    ledger.close_step(words::clock_off(host, &span, seconds > 0), Evidence::events(&[noted], &[]));
}
