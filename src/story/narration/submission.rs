//! The first stage: the message is written, and the sender's program submits it to the provider.

use super::ledger::Ledger;
use super::{pace, speech};
use crate::player::ShowTime;
use crate::sim::host::SUBMISSION_PORT;
use crate::sim::trace::{ConnectionId, EventKind, Side, Trace};
use crate::story::facts::dialogue::{self, between_brackets};
use crate::story::facts::events::{self, find, position};
use crate::story::facts::pieces;
use crate::story::in_words::reason;
use crate::story::told::beat::{BeatKind, Piece};
use crate::story::told::step::{Evidence, Stage};
use crate::text::captions as words;
use crate::text::failure_captions;

pub(crate) fn sending(ledger: &mut Ledger, trace: &Trace) {
    let Some((id, message)) = find(trace, |kind| match kind {
        EventKind::Composed { message } => Some(*message),
        _ => None,
    }) else {
        return;
    };
    let event = &trace[id];
    let bytes = trace.messages.get(message.0).map_or(0, |m| m.len() as u64);
    let recipients: Vec<String> =
        trace.outcomes.iter().map(|(mailbox, _)| mailbox.to_string()).collect();
    let (at, host) = (event.at, event.host);
    ledger.open_step("pressed-send", Stage::Sending);
    ledger.beat(pace::WRITE, (at, at), BeatKind::Write { host });
    ledger.close_step(words::pressed_send(&recipients, bytes), vec![Evidence::Event(id)]);

    let Some(connection) = dialogue::connection(trace, ledger.lines(), SUBMISSION_PORT, host, &[])
    else {
        return;
    };
    connected(ledger, trace, connection);
    envelope(ledger, trace, connection);
    packets(ledger, trace, connection);
    not_sent(ledger, trace);
}

fn connected(ledger: &mut Ledger, trace: &Trace, connection: ConnectionId) {
    let Some(connected) = events::connected(trace, connection) else { return };
    let signed_in = position(
        trace,
        |event| matches!(event.kind, EventKind::Authenticated { connection: c, .. } if c == connection),
    );
    let server = trace[connection].server.0;
    let server = trace.cast.host(server).name.clone();
    let hello = dialogue::sections(ledger.lines(), connection).hello;
    ledger.open_step("connected", Stage::Sending);
    speech::say(ledger, trace, hello, pace::LINE);
    let mut evidence = vec![Evidence::Event(connected)];
    evidence.extend(signed_in.map(Evidence::Event));
    let provider = trace.cast.owner.provider();
    let text = words::connected(&server, signed_in.is_some(), provider);
    ledger.close_step(text, evidence);
}

fn envelope(ledger: &mut Ledger, trace: &Trace, connection: ConnectionId) {
    let envelope = dialogue::sections(ledger.lines(), connection).envelope;
    let mut from = None;
    let mut to = Vec::new();
    let mut evidence = Vec::new();
    for line in &ledger.lines()[envelope.clone()] {
        if line.connection != connection || line.side != Side::Client {
            continue;
        }
        if line.text.starts_with("MAIL FROM:") {
            from = Some(between_brackets(&line.text));
        } else if line.text.starts_with("RCPT TO:") {
            to.push(between_brackets(&line.text));
        } else {
            continue;
        }
        evidence.push(Evidence::Event(line.event));
    }
    let Some(from) = from else { return };
    ledger.open_step("envelope", Stage::Sending);
    let each = pace::LINE * 6 / ShowTime::try_from(to.len().max(1)).unwrap_or(1).max(6);
    speech::say(ledger, trace, envelope, each);
    ledger.close_step(words::envelope(&from, &to), evidence);
}

fn packets(ledger: &mut Ledger, trace: &Trace, connection: ConnectionId) {
    let data = dialogue::sections(ledger.lines(), connection).data;
    let Some(message) = dialogue::message(ledger.lines(), connection) else {
        return;
    };
    let accepted = position(
        trace,
        |event| matches!(event.kind, EventKind::Accepted { connection: c, .. } if c == connection),
    );
    let pieces = pieces::of(trace, &ledger.lines()[message]);
    let total = pieces::total(&pieces);
    let mut evidence = vec![Evidence::Event(ledger.lines()[message].event)];
    let number = |piece: &Piece| usize::from(piece.number);

    ledger.open_step("packets", Stage::Sending);
    speech::say(ledger, trace, data.start..message, pace::LINE);
    let lost = pieces.iter().position(|piece| piece.lost);
    let again = pieces.iter().position(|piece| piece.again);
    let crossed = pieces.iter().enumerate().find_map(|(n, piece)| {
        let overtaken = pieces[n + 1..].iter().any(|later| later.sim.1 < piece.sim.1);
        (overtaken && !piece.lost).then_some(n)
    });
    let after = message + 1..data.end;
    if let Some(lost) = lost {
        let first = pieces[..again.unwrap_or(pieces.len())].to_vec();
        let until = first.iter().map(|piece| piece.sim.1).max().unwrap_or_default();
        let (n, packet) = (number(&pieces[lost]), pieces[lost].packet);
        speech::send_pieces(ledger, message, first, total);
        ledger.close_step(words::packets(usize::from(total), false), evidence);

        let repeats = pieces::duplicate_acknowledgements(trace, connection, pieces[lost].packet);
        ledger.open_step("packet-lost", Stage::Sending);
        let (speaker, listener) =
            (ledger.lines()[message].listener, ledger.lines()[message].speaker);
        let up_to = pieces::acknowledged(trace, connection, pieces[lost].packet);
        let kind = BeatKind::Acknowledge {
            speaker,
            listener,
            line: words::acknowledgement(up_to, repeats.len()),
            gloss: words::acknowledgement_gloss(n, repeats.len()),
        };
        ledger.beat(pace::SORT, (until, until), kind);
        let mut evidence = vec![Evidence::Packet(packet)];
        evidence.extend(repeats.iter().map(|packet| Evidence::Packet(*packet)));
        ledger.close_step(words::packet_lost(n, repeats.len()), evidence);
        let Some(again) = again else { return };

        let sent_again = pieces[again..].iter().filter(|piece| piece.again);
        let mut evidence: Vec<_> = sent_again.map(|p| Evidence::Packet(p.packet)).collect();
        let others = evidence.len().saturating_sub(1);
        evidence.extend(accepted.map(Evidence::Event));
        let n = number(&pieces[again]);
        ledger.open_step("packet-again", Stage::Sending);
        speech::send_pieces(ledger, message, pieces[again..].to_vec(), total);
        speech::say(ledger, trace, after, pace::LINE);
        ledger.close_step(words::packet_again(n, others, accepted.is_some()), evidence);
    } else if let Some(late) = crossed {
        let (n, packet) = (number(&pieces[late]), pieces[late].packet);
        speech::send_pieces(ledger, message, pieces, total);
        ledger.close_step(words::packets(usize::from(total), false), evidence);

        let mut evidence = vec![Evidence::Packet(packet)];
        evidence.extend(accepted.map(Evidence::Event));
        ledger.open_step("out-of-order", Stage::Sending);
        speech::say(ledger, trace, after, pace::LINE);
        let once = accepted.is_some() && again.is_none();
        ledger.close_step(words::out_of_order(n, once), evidence);
    } else {
        evidence.extend(accepted.map(Evidence::Event));
        speech::send_pieces(ledger, message, pieces, total);
        speech::say(ledger, trace, after, pace::LINE);
        let text = words::packets(usize::from(total), accepted.is_some());
        ledger.close_step(text, evidence);
    }
}

/// The sender's program itself tells that nothing was sent, or not to everybody.
fn not_sent(ledger: &mut Ledger, trace: &Trace) {
    let Some((id, (how, recipients))) = find(trace, |kind| match kind {
        EventKind::SubmissionFailed { cause, recipients, .. } => {
            Some((reason(cause), recipients.clone()))
        }
        _ => None,
    }) else {
        return;
    };
    let event = &trace[id];
    let (at, host) = (event.at, event.host);
    let others = position(trace, |event| {
        event.host == host && matches!(event.kind, EventKind::Relayed { .. })
    });
    let mut evidence = vec![Evidence::Event(id)];
    evidence.extend(others.map(Evidence::Event));
    let recipients = if others.is_some() { recipients.as_slice() } else { &[] };
    let to: Vec<String> = recipients.iter().map(ToString::to_string).collect();
    ledger.open_step("not-sent", Stage::Sending);
    ledger.beat(pace::KEY, (at, at), BeatKind::Hold { host });
    ledger.close_step(failure_captions::not_sent(&how, &to), evidence);
}
