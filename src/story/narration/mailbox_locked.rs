//! A box that another session has open when its owner comes for the message.

use super::ledger::Ledger;
use super::{pace, speech};
use crate::sim::trace::{ConnectionId, EventId, EventKind, Trace};
use crate::story::facts::dialogue;
use crate::story::mailboxes::numbers;
use crate::story::told::beat::BeatKind;
use crate::story::told::step::{Evidence, Stage};
use crate::text::failure_captions as words;

/// The key of recipient `n` fits, and the box stays shut all the same.
pub(super) fn mailbox_locked(
    ledger: &mut Ledger,
    trace: &Trace,
    n: usize,
    connection: ConnectionId,
    id: EventId,
) {
    let Some((mailbox, _)) = trace.outcomes.get(n) else { return };
    let name = mailbox.local_part.box_name();
    let event = &trace[id];
    let (at, host) = (event.at, event.host);
    let computer = trace[connection].client.0;
    let mut later = trace.numbered_events().skip(id.0);
    let again = later.find(|(_, event)| {
        event.host == computer && matches!(event.kind, EventKind::ChecksMail { .. })
    });
    let mut evidence = vec![Evidence::Event(id)];
    evidence.extend(again.map(|(again, _)| Evidence::Event(again)));
    let again = again.map(|(_, event)| {
        let span = event.at.since(at).micros();
        crate::text::units::span(span)
    });
    let step = if n == 0 {
        "box-in-use".to_owned()
    } else {
        ["box-in-use-", &(n + 1).to_string()].concat()
    };
    ledger.about(numbers(trace, std::slice::from_ref(mailbox)));
    ledger.open_step(&step, Stage::Delivering);
    let talk = dialogue::of(ledger.lines(), connection);
    speech::say_what_matters(ledger, trace, &talk, |line| {
        line.text.starts_with("PASS ") || line.refuses
    });
    ledger.beat(pace::KEY, (at, at), BeatKind::Hold { host });
    ledger.close_step(words::box_in_use(&name, again.as_deref()), evidence);
}
