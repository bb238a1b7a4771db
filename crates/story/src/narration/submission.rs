//! The first stage: the message is written, and the sender's program submits it to the provider.

use super::ledger::Ledger;
use super::{beat_length, speech};
use crate::facts::submission::{Call, Course, Envelope, NotSent, Outbox, Submission, Transfer};
use crate::facts::{dialogue, pieces};
use crate::in_words::reason;
use crate::verdict::why;
use model::show_time::ShowTime;
use model::story::{BeatKind, Evidence, Piece, Stage};
use model::time::Instant;
use sim::trace::{ConnectionId, EventId, PacketId, Trace};
use std::ops::Range;
use text::captions as words;
use text::failure_captions::{self as failures, not_sent};
use text::units;

/// Tells the whole stage.
pub(crate) fn tell(ledger: &mut Ledger, trace: &Trace, submission: &Submission<'_>) {
    let event = &trace[submission.composed];
    let recipients: Vec<String> =
        trace.outcomes.iter().map(|(mailbox, _)| mailbox.to_string()).collect();
    ledger.open_step("pressed-send", Stage::Sending, Vec::new());
    ledger.beat(beat_length::WRITE, (event.at, event.at), BeatKind::Write { host: event.host });
    let text = words::pressed_send(&recipients, submission.octets, trace.cast.seems_real());
    ledger.close_step(text, Evidence::events(&[submission.composed], &[]));

    let Some(call) = &submission.call else { return };
    if let Some(connected) = call.connected {
        tell_connected(ledger, trace, call, connected);
    }
    if let Some(envelope) = &call.envelope {
        tell_envelope(ledger, trace, call.connection, envelope);
    }
    tell_outcome(ledger, trace, call);
    if let Some(outbox) = &submission.outbox {
        tell_outbox(ledger, trace, call.connection, outbox);
    }
}

/// What the call came to.
fn tell_outcome(ledger: &mut Ledger, trace: &Trace, call: &Call<'_>) {
    if let Some(transfer) = &call.transfer {
        tell_transfer(ledger, trace, call.connection, transfer);
    }
    if let Some(not_sent) = &call.not_sent {
        tell_not_sent(ledger, trace, not_sent);
    }
}

fn tell_connected(ledger: &mut Ledger, trace: &Trace, call: &Call<'_>, connected: EventId) {
    let server = &trace.cast.host(trace[call.connection].server.0).name;
    let hello = dialogue::sections(ledger.lines(), call.connection).hello;
    ledger.open_step("connected", Stage::Sending, Vec::new());
    speech::say(ledger, trace, hello, beat_length::LINE);
    let evidence = Evidence::events(&[connected], call.signed_in.as_slice());
    let provider = trace.cast.owner.provider();
    ledger.close_step(words::connected(server, call.signed_in.is_some(), provider), evidence);
}

fn tell_envelope(
    ledger: &mut Ledger,
    trace: &Trace,
    connection: ConnectionId,
    envelope: &Envelope,
) {
    let lines = dialogue::sections(ledger.lines(), connection).envelope;
    let people = ShowTime::try_from(envelope.to.len().max(1)).unwrap_or(1);
    ledger.open_step("envelope", Stage::Sending, Vec::new());
    speech::say(ledger, trace, lines, beat_length::LINE * 6 / people.max(6));
    let evidence = Evidence::events(&envelope.said, &[]);
    ledger.close_step(words::envelope(&envelope.from, &envelope.to), evidence);
}

/// The message travels in packets, of which some may be lost or overtaken.
fn tell_transfer(
    ledger: &mut Ledger,
    trace: &Trace,
    connection: ConnectionId,
    transfer: &Transfer,
) {
    let data = dialogue::sections(ledger.lines(), connection).data;
    let Transfer { message, pieces, accepted, course } = transfer;
    let (before, after) = (data.start..*message, message + 1..data.end);
    let total = pieces::total(pieces);
    let number = usize::from(total);
    let said = ledger.lines()[*message].event;
    ledger.open_step("packets", Stage::Sending, Vec::new());
    speech::say(ledger, trace, before, beat_length::LINE);
    match course {
        Course::Smooth => {
            let evidence = Evidence::events(&[said], accepted.as_slice());
            speech::send_pieces(ledger, *message, pieces, total);
            speech::say(ledger, trace, after, beat_length::LINE);
            ledger.close_step(words::packets(number, accepted.is_some()), evidence);
        }
        Course::Lost { lost, again, repeats, up_to } => {
            let first = &pieces[..again.unwrap_or(pieces.len())];
            let until = first.iter().map(|piece| piece.sim.1).max().unwrap_or_default();
            speech::send_pieces(ledger, *message, first, total);
            ledger.close_step(words::packets(number, false), Evidence::events(&[said], &[]));
            tell_lost(ledger, *message, &pieces[*lost], until, (repeats, *up_to));
            if let Some(again) = again {
                tell_again(ledger, trace, transfer, &pieces[*again..], after);
            }
        }
        Course::Overtaken { late, again } => {
            speech::send_pieces(ledger, *message, pieces, total);
            ledger.close_step(words::packets(number, false), Evidence::events(&[said], &[]));
            let (late, once) = (&pieces[*late], accepted.is_some() && !again);
            let mut evidence = vec![Evidence::Packet(late.packet)];
            evidence.extend(accepted.map(Evidence::Event));
            ledger.open_step("out-of-order", Stage::Sending, Vec::new());
            speech::say(ledger, trace, after, beat_length::LINE);
            ledger.close_step(words::out_of_order(usize::from(late.number), once), evidence);
        }
    }
}

/// The receiver says that a packet is missing.
fn tell_lost(
    ledger: &mut Ledger,
    message: usize,
    lost: &Piece,
    at: Instant,
    (repeats, up_to): (&[PacketId], u32),
) {
    let n = usize::from(lost.number);
    let message = &ledger.lines()[message];
    let kind = BeatKind::Acknowledge {
        speaker: message.listener,
        listener: message.speaker,
        line: words::acknowledgement(up_to, repeats.len()),
        gloss: words::acknowledgement_gloss(n, repeats.len()),
    };
    ledger.open_step("packet-lost", Stage::Sending, Vec::new());
    ledger.beat(beat_length::SORT, (at, at), kind);
    let mut evidence = vec![Evidence::Packet(lost.packet)];
    evidence.extend(repeats.iter().map(|packet| Evidence::Packet(*packet)));
    ledger.close_step(words::packet_lost(n, repeats.len()), evidence);
}

/// It is sent once more, and what comes with it.
fn tell_again(
    ledger: &mut Ledger,
    trace: &Trace,
    transfer: &Transfer,
    pieces: &[Piece],
    after: Range<usize>,
) {
    let sent_again = pieces.iter().filter(|piece| piece.again);
    let mut evidence: Vec<_> = sent_again.map(|p| Evidence::Packet(p.packet)).collect();
    let others = evidence.len().saturating_sub(1);
    evidence.extend(transfer.accepted.map(Evidence::Event));
    let n = pieces.first().map_or(0, |piece| usize::from(piece.number));
    let total = pieces::total(&transfer.pieces);
    ledger.open_step("packet-again", Stage::Sending, Vec::new());
    speech::send_pieces(ledger, transfer.message, pieces, total);
    speech::say(ledger, trace, after, beat_length::LINE);
    let accepted = transfer.accepted.is_some();
    ledger.close_step(words::packet_again(n, others, accepted), evidence);
}

/// The message stays in the outbox, and is tried again.
fn tell_outbox(ledger: &mut Ledger, trace: &Trace, refused_on: ConnectionId, outbox: &Outbox<'_>) {
    let Outbox { kept, cause, until, again } = outbox;
    let (Some(first), ends) = (kept.first(), &trace[refused_on]) else { return };
    let since = trace[*first].at;
    let (host, server) = (ends.client.0, ends.server.0);
    let span = units::span(until.since(since).micros());
    ledger.open_step("outbox", Stage::Sending, Vec::new());
    let kind = BeatKind::Wait { host, other: Some(server), text: failures::in_outbox(&span) };
    ledger.beat(beat_length::STORE, (since, *until), kind);
    let text = failures::outbox(&reason(cause), why(cause), &span, kept.len());
    ledger.close_step(text, Evidence::events(kept, &[]));
    let Some(call) = again else { return };
    let Some(connected) = call.connected else { return tell_outcome(ledger, trace, call) };
    let name = &trace.cast.host(server).name;
    let sections = dialogue::sections(ledger.lines(), call.connection);
    ledger.open_step("sent-again", Stage::Sending, Vec::new());
    for line in sections.hello {
        ledger.pass(line);
    }
    speech::say(ledger, trace, sections.envelope, beat_length::LINE);
    let evidence = Evidence::events(&[connected], &[]);
    let taken = call.transfer.is_some();
    ledger.close_step(failures::sent_again(name, &span, taken), evidence);
    tell_outcome(ledger, trace, call);
}

/// The sender's program itself tells that nothing was sent, or not to everybody.
fn tell_not_sent(ledger: &mut Ledger, trace: &Trace, failed: &NotSent<'_>) {
    let event = &trace[failed.told];
    let evidence = Evidence::events(&[failed.told], failed.relayed.as_slice());
    let to: Vec<String> = failed.recipients.iter().map(ToString::to_string).collect();
    ledger.open_step("not-sent", Stage::Sending, Vec::new());
    ledger.beat(beat_length::KEY, (event.at, event.at), BeatKind::Hold { host: event.host });
    ledger.close_step(not_sent(&reason(failed.cause), &to), evidence);
}
