//! A box that another session has open when its owner comes for the message.

use super::ledger::Ledger;
use super::{beat_length, speech};
use crate::facts::collection::Locked;
use crate::facts::dialogue;
use crate::mailboxes::numbers;
use model::story::{BeatKind, Evidence, Stage};
use sim::trace::Trace;
use text::{failure_captions as words, units};

/// The key fits, and the box stays shut all the same.
pub(super) fn tell(ledger: &mut Ledger, trace: &Trace, locked: &Locked<'_>) {
    let name = locked.mailbox.local_part.box_name();
    let event = &trace[locked.noted];
    let again = locked.again.map(|again| units::span(trace[again].at.since(event.at).micros()));
    let step = match locked.number {
        1 => "box-in-use".to_owned(),
        n => ["box-in-use-", &n.to_string()].concat(),
    };
    let whom = numbers(trace, std::slice::from_ref(locked.mailbox));
    ledger.open_step(&step, Stage::Delivering, whom);
    let talk = dialogue::of(ledger.lines(), locked.connection);
    speech::say_what_matters(ledger, trace, &talk, |line| {
        line.text.starts_with("PASS ") || line.negative.is_some()
    });
    ledger.beat(beat_length::KEY, (event.at, event.at), BeatKind::Hold { host: event.host });
    let evidence = Evidence::events(&[locked.noted], locked.again.as_slice());
    ledger.close_step(words::box_in_use(&name, again.as_deref()), evidence);
}
