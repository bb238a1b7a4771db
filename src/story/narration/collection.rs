//! The end of the last stage: a recipient collects the message.

use super::ledger::Ledger;
use super::{pace, speech};
use crate::sim::address::Mailbox;
use crate::sim::time::Instant;
use crate::sim::trace::{ConnectionId, EventId, EventKind, Side, Trace};
use crate::story::facts::dialogue;
use crate::story::facts::events::position;
use crate::story::mailboxes::numbers;
use crate::story::told::beat::BeatKind;
use crate::story::told::line::Line;
use crate::story::told::step::{Evidence, Stage};
use crate::text::captions as words;

/// A recipient collects, told in full.
pub(super) fn collecting(
    ledger: &mut Ledger,
    trace: &Trace,
    mailbox: &Mailbox,
    number: usize,
    connection: ConnectionId,
) {
    let numbered = |name: &str| {
        if number == 1 { name.to_owned() } else { format!("{name}-{number}") }
    };
    ledger.about(numbers(trace, std::slice::from_ref(mailbox)));
    let name = mailbox.local_part.box_name();
    let talk = dialogue::of(ledger.lines(), connection);
    let (client, server) = {
        let connection = &trace[connection];
        (connection.client.0, connection.server.0)
    };
    let in_talk = |select: fn(&EventKind) -> Option<ConnectionId>| {
        position(trace, |event| select(&event.kind) == Some(connection))
    };
    let refused = in_talk(|kind| match kind {
        EventKind::AuthFailed { connection, .. } => Some(*connection),
        _ => None,
    });
    let unlocked = in_talk(|kind| match kind {
        EventKind::MaildropOpened { connection, .. } => Some(*connection),
        _ => None,
    });
    let collected = in_talk(|kind| match kind {
        EventKind::Collected { connection, .. } => Some(*connection),
        _ => None,
    });
    let deleted = in_talk(|kind| match kind {
        EventKind::Deleted { connection, .. } => Some(*connection),
        _ => None,
    });
    let key = |fits| BeatKind::Key { from: client, to: server, box_name: name.clone(), fits };

    let mut talk = talk.into_iter().peekable();
    // The lines up to the password, and the answer: the first line after the server decided.
    let mut until_answer = |after: EventId, said: &[Line]| {
        let mut lines = Vec::new();
        for line in talk.by_ref() {
            lines.push(line);
            if said[line].event > after {
                break;
            }
        }
        lines
    };
    let at = |id: EventId| trace[id].at;
    let times = (refused.map(at), unlocked.map(at));
    if let (Some(refused), Some(at)) = (refused, times.0) {
        ledger.open_step(&numbered("key-refused"), Stage::Delivering);
        let lines = until_answer(refused, ledger.lines());
        key_turned(ledger, trace, &lines, number == 1, at, key(false));
        ledger.close_step(words::key_refused(&name), vec![Evidence::Event(refused)]);
    }
    let (Some(unlocked), Some(at)) = (unlocked, times.1) else { return };
    ledger.open_step(&numbered("key"), Stage::Delivering);
    let lines = until_answer(unlocked, ledger.lines());
    key_turned(ledger, trace, &lines, number == 1 && refused.is_none(), at, key(true));
    let mut evidence = vec![Evidence::Event(unlocked)];
    evidence.extend(refused.map(Evidence::Event));
    ledger.close_step(words::key(&name, refused.is_some()), evidence);

    let Some(collected) = collected else { return };
    let rest: Vec<usize> = talk.collect();
    ledger.open_step(&numbered("collected"), Stage::Delivering);
    let message = rest.iter().position(|line| ledger.lines()[*line].message);
    let (before, after) = rest.split_at(message.unwrap_or(rest.len()));
    let matters = |line: &Line| line.text.starts_with("RETR") || line.text.starts_with("DELE");
    speech::say_what_matters(ledger, trace, before, matters);
    if let Some((message, after)) = after.split_first() {
        speech::send(ledger, trace, *message);
        speech::say_what_matters(ledger, trace, after, matters);
    }
    let at = trace[collected].at;
    ledger.beat(pace::READ, (at, at), BeatKind::Read { host: client });
    let mut evidence = vec![Evidence::Event(collected)];
    evidence.extend(deleted.map(Evidence::Event));
    let last = !trace.events[collected.0 + 1..].iter().any(|event| {
        matches!(
            event.kind,
            EventKind::Collected { .. } | EventKind::GaveUp { .. } | EventKind::Stored { .. }
        )
    });
    let text = words::collected(&name, &ledger.span_until(), deleted.is_some(), last);
    ledger.close_step(text, evidence);
}

/// The key travels with the password; then comes the answer. How somebody greets the server is
/// told once.
fn key_turned(
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
    ledger.beat(pace::KEY, (at, at), key);
    speech::say_lines(ledger, trace, answer, pace::LINE);
}
