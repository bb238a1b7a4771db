//! The end of the last stage: a recipient collects the message.

use super::ledger::Ledger;
use super::{beat_length, speech};
use crate::facts::collection::Collection;
use crate::facts::dialogue;
use crate::mailboxes::numbers;
use model::story::{BeatKind, Evidence, Line, Stage};
use model::time::Instant;
use sim::trace::{EventId, Side, Trace};
use text::captions as words;

/// A recipient collects, told in full.
pub(super) fn tell(ledger: &mut Ledger, trace: &Trace, collection: &Collection<'_>) {
    let &Collection { mailbox, number, connection, refused, opened, .. } = collection;
    let name = mailbox.local_part.box_name();
    let ends = &trace[connection];
    let (from, to) = (ends.client.0, ends.server.0);
    let key = |fits| BeatKind::Key { from, to, box_name: name.clone(), fits };
    let mut talk = dialogue::of(ledger.lines(), connection);
    if let Some(refused) = refused {
        open(ledger, trace, "key-refused", collection);
        let lines = until_answer(ledger.lines(), &mut talk, refused);
        turn_key(ledger, trace, &lines, number == 1, trace[refused].at, key(false));
        ledger.close_step(words::key_refused(&name), Evidence::events(&[refused], &[]));
    }
    let Some(opened) = opened else { return };
    open(ledger, trace, "key", collection);
    let lines = until_answer(ledger.lines(), &mut talk, opened);
    let first = number == 1 && refused.is_none();
    turn_key(ledger, trace, &lines, first, trace[opened].at, key(true));
    let evidence = Evidence::events(&[opened], refused.as_slice());
    ledger.close_step(words::key(&name, refused.is_some()), evidence);

    if let Some(collected) = collection.collected {
        tell_collected(ledger, trace, collection, collected, &talk);
    }
}

fn open(ledger: &mut Ledger, trace: &Trace, kind: &str, collection: &Collection<'_>) {
    let name = match collection.number {
        1 => kind.to_owned(),
        n => [kind, "-", &n.to_string()].concat(),
    };
    let whom = numbers(trace, std::slice::from_ref(collection.mailbox));
    ledger.open_step(&name, Stage::Delivering, whom);
}

/// Takes from what is still to be said the lines up to the password, and the answer: the first line
/// after the server decided.
fn until_answer(lines: &[Line], talk: &mut Vec<usize>, decided: EventId) -> Vec<usize> {
    let answer = talk.iter().position(|line| lines[*line].event > decided);
    let rest = talk.split_off(answer.map_or(talk.len(), |answer| answer + 1));
    std::mem::replace(talk, rest)
}

/// The key travels with the password; then comes the answer. How somebody greets the server is told
/// once.
fn turn_key(
    ledger: &mut Ledger,
    trace: &Trace,
    lines: &[usize],
    first: bool,
    at: Instant,
    key: BeatKind,
) {
    let (before, answer) = lines.split_at(lines.len().saturating_sub(1));
    speech::say_what_matters(ledger, trace, before, |line| {
        let opens = line.side == Side::Server || line.text.starts_with("USER ");
        first && opens || line.text.starts_with("PASS ")
    });
    ledger.beat(beat_length::KEY, (at, at), key);
    speech::say_lines(ledger, trace, answer, beat_length::LINE);
}

/// The message travels out of the box.
fn tell_collected(
    ledger: &mut Ledger,
    trace: &Trace,
    collection: &Collection<'_>,
    collected: EventId,
    talk: &[usize],
) {
    let event = &trace[collected];
    let matters = |line: &Line| line.text.starts_with("RETR") || line.text.starts_with("DELE");
    open(ledger, trace, "collected", collection);
    let message = talk.iter().position(|line| ledger.lines()[*line].message);
    let (before, after) = talk.split_at(message.unwrap_or(talk.len()));
    speech::say_what_matters(ledger, trace, before, matters);
    if let Some((message, after)) = after.split_first() {
        speech::send(ledger, trace, *message);
        speech::say_what_matters(ledger, trace, after, matters);
    }
    ledger.beat(beat_length::READ, (event.at, event.at), BeatKind::Read { host: event.host });
    let name = collection.mailbox.local_part.box_name();
    let deleted = collection.deleted;
    ledger.reach(trace, deleted.as_slice());
    let span = ledger.span_until();
    let text = words::collected(&name, &span, deleted.is_some(), collection.last);
    let evidence = Evidence::events(&[collected], deleted.as_slice());
    ledger.close_step(text, evidence);
}
