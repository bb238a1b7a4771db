//! Questions to name servers, and their answers.

use super::beat_length;
use super::ledger::Ledger;
use crate::lookups::{self, Exchange};
use model::cast::HostId;
use model::story::{BeatKind, Evidence};
use model::time::Instant;
use sim::dns::Question;
use sim::trace::Trace;

/// Every step of a look-up. Returns who was asked, in words, and the answers as evidence.
pub(crate) fn ask(
    ledger: &mut Ledger,
    trace: &Trace,
    host: HostId,
    question: &Question,
) -> (Vec<String>, Vec<Evidence>) {
    let mut asked = Vec::new();
    let mut evidence = Vec::new();
    for exchange in exchanges(trace, host, question) {
        query(ledger, trace, &exchange);
        if let Some(answered) = exchange.answered {
            reply(ledger, trace, &exchange);
            asked.push(lookups::name_of(trace, exchange.server));
            evidence.push(Evidence::Event(answered));
        }
    }
    (asked, evidence)
}

/// A look-up that goes like an earlier one: only where it ends.
pub(crate) fn ask_again(ledger: &mut Ledger, trace: &Trace, host: HostId, question: &Question) {
    if let Some(exchange) = exchanges(trace, host, question).last() {
        query(ledger, trace, exchange);
        reply(ledger, trace, exchange);
    }
}

/// Every question of a host since a moment.
pub(crate) fn ask_since(ledger: &mut Ledger, trace: &Trace, host: HostId, since: Instant) {
    let mut questions: Vec<Question> = Vec::new();
    for exchange in lookups::of(trace) {
        if exchange.host != host || exchange.asked_at < since {
            continue;
        }
        if !questions.contains(&exchange.question) {
            questions.push(exchange.question.clone());
            query(ledger, trace, &exchange);
        }
        reply(ledger, trace, &exchange);
    }
}

/// What a host asks for the sake of one question. A question that is asked again on a later try is
/// told once.
fn exchanges(trace: &Trace, host: HostId, question: &Question) -> Vec<Exchange> {
    let mut ours = lookups::of(trace);
    ours.retain(|exchange| exchange.host == host && exchange.question == *question);
    let first = ours.first().map(|exchange| exchange.lookup);
    ours.retain(|exchange| Some(exchange.lookup) == first);
    ours
}

fn query(ledger: &mut Ledger, trace: &Trace, exchange: &Exchange) {
    let packet = &trace.packets[exchange.query.index()];
    let kind = BeatKind::Ask {
        host: exchange.host,
        server: exchange.server,
        question: exchange.question.clone(),
        gloss: lookups::question_in_words(&exchange.question),
    };
    ledger.beat(beat_length::CARD, (packet.sent_at, packet.ended_at()), kind);
}

/// The answer, if there is one.
fn reply(ledger: &mut Ledger, trace: &Trace, exchange: &Exchange) {
    let Some(reply) = exchange.reply else { return };
    let packet = &trace.packets[reply.index()];
    let kind = BeatKind::Answer {
        host: exchange.host,
        server: exchange.server,
        answer: exchange.short_answer(),
        gloss: exchange.gloss(),
    };
    ledger.beat(beat_length::CARD, (packet.sent_at, packet.ended_at()), kind);
}
