//! What becomes of mail that a real client has submitted: it travels through the simulation.
//!
//! From the envelope a scenario is made, with the relays and the conditions of the journey that is
//! served; the simulation says which server does what and when, what lies in whose box in the end,
//! and which reports come back. In the boxes the message has its real bytes, below the lines that
//! the simulated servers put on top.
//!
//! Simplified: reports quote the message as the simulation composed it, from the real subject and
//! text; and the simulation takes everybody who is written to for an owner of a box.

use crate::limits::scenario::{MAX_ATTACHMENT, MAX_SUBJECT, MAX_TEXT};
use crate::sim::address::Mailbox;
use crate::sim::message;
use crate::sim::scenario::{Attachment, Parts, Scenario};
use crate::sim::smtp::reply::{EnhancedCode, ReplyCode};
use crate::sim::smtp::{Reply, Transaction};
use crate::sim::time::{Duration, Instant};
use crate::sim::trace::{EventKind, Trace};
use crate::sim::{host, simulate};
use crate::story::Story;
use crate::text::transcript as words;
use std::sync::Arc;

/// The journey of one submitted message, from its acceptance on.
#[derive(Debug)]
pub(super) struct Journey {
    /// Its name in the provider's queue.
    pub(super) queue_id: String,
    /// What happens, and how long after the acceptance.
    pub(super) happenings: Vec<(Duration, Happening)>,
}

/// Something on the way.
#[derive(Debug)]
pub(super) enum Happening {
    /// A line was said.
    Said(String),
    /// Something lies in a box.
    Stored(Mailbox, Arc<Vec<u8>>),
}

/// Lets a submitted message travel. `seed` makes its queue names its own.
///
/// # Errors
/// The provider's server does not take it.
pub(super) fn forward(
    journey: &Parts,
    transaction: &Transaction,
    seed: u64,
) -> Result<Journey, Reply> {
    let scenario = scenario(journey, transaction, seed)?;
    let story = Story::tell(simulate(&scenario));
    let trace = &story.trace;
    let accepted = trace.events.iter().find_map(|event| match &event.kind {
        EventKind::Accepted { queue_id, .. } => Some((event.at, queue_id.clone())),
        _ => None,
    });
    let (start, queue_id) = accepted.ok_or_else(|| refusal(trace))?;
    let mut happenings = stored(trace, &transaction.body, start);
    for line in &story.lines {
        let ends = &trace.connections[line.connection];
        // Sending and collecting is the business of real programs here.
        let real = ends.client.0 == trace.cast.sender || ends.server.1 == host::POP3_PORT;
        if !real {
            let name = |host| trace.cast.host(host).name.as_str();
            let (speaker, listener) = (name(line.speaker), name(line.listener));
            let said = words::said_on_the_way(speaker, listener, &line.text, &line.gloss);
            happenings.push((line.at.since(start), Happening::Said(said)));
        }
    }
    happenings.sort_by_key(|(after, _)| *after);
    Ok(Journey { queue_id, happenings })
}

/// What is laid into boxes, with the real message in place of the composed one.
fn stored(trace: &Trace, body: &[u8], start: Instant) -> Vec<(Duration, Happening)> {
    let composed = trace.events.iter().find_map(|event| match event.kind {
        EventKind::Composed { message } => Some(trace.messages[message].as_slice()),
        _ => None,
    });
    let events = trace.events.iter().filter_map(|event| match &event.kind {
        EventKind::Stored { mailbox, message, .. } => Some((event.at, mailbox, *message)),
        _ => None,
    });
    events
        .map(|(at, mailbox, id)| {
            let bytes = &trace.messages[id];
            let bytes = match composed.and_then(|composed| bytes.strip_suffix(composed)) {
                Some(on_top) => Arc::new([on_top, body].concat()),
                // A report.
                None => bytes.clone(),
            };
            (at.since(start), Happening::Stored(mailbox.clone(), bytes))
        })
        .collect()
}

fn scenario(journey: &Parts, transaction: &Transaction, seed: u64) -> Result<Scenario, Reply> {
    let mut recipients: Vec<Mailbox> = Vec::new();
    for mailbox in &transaction.forward_paths {
        if !recipients.iter().any(|earlier| earlier.same_box(mailbox)) {
            recipients.push(mailbox.clone());
        }
    }
    let (text, attachment) = content(&transaction.body);
    let mut parts = Parts {
        sender: transaction.reverse_path.clone().unwrap_or_else(|| journey.sender.clone()),
        recipients,
        subject: subject(&transaction.body),
        text,
        attachment,
        conditions: Vec::new(),
        seed,
        ..journey.clone()
    };
    // What speaks of a recipient or a server that this message does not meet is left out.
    for condition in &journey.conditions {
        parts.conditions.push(*condition);
        if Scenario::new(parts.clone()).is_err() {
            parts.conditions.pop();
        }
    }
    let refused =
        |_| Reply::coded::<554, 5, 4>("This message cannot travel through the simulation");
    Scenario::new(parts).map_err(refused)
}

/// The text, or as many bytes of something where it is too long for one.
fn content(message: &[u8]) -> (String, Option<Attachment>) {
    let at = message.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let text = at.map_or(message, |at| &message[at + 4..]);
    if text.len() <= MAX_TEXT / 2 {
        return (String::from_utf8_lossy(text).replace('\r', ""), None);
    }
    // Four letters for three bytes, once encoded.
    let size = (text.len() as u64 / 4 * 3).clamp(1, MAX_ATTACHMENT);
    (String::new(), Some(Attachment { name: "message.bin".to_owned(), size }))
}

fn subject(message: &[u8]) -> String {
    let found = message::headers(message).find(|(name, _)| name.eq_ignore_ascii_case("Subject"));
    let text = found.map(|(_, text)| text).unwrap_or_default();
    text.trim().chars().filter(|c| !c.is_control()).take(MAX_SUBJECT).collect()
}

/// What the provider's server said instead of accepting.
fn refusal(trace: &Trace) -> Reply {
    let reason = trace.events.iter().find_map(|event| match &event.kind {
        EventKind::SubmissionFailed { cause, .. } => Some(cause.to_string()),
        _ => None,
    });
    let parsed = reason.and_then(|reason| parse(&reason));
    parsed.unwrap_or_else(|| Reply::coded::<451, 3, 0>("The simulation does not take it now"))
}

/// `550 5.7.1 text`.
fn parse(reason: &str) -> Option<Reply> {
    let (code, rest) = reason.split_once(' ')?;
    let code = ReplyCode::new(code.parse().ok()?)?;
    if !matches!(code.class(), 4 | 5) {
        return None;
    }
    let enhanced = rest.split_once(' ').and_then(|(enhanced, text)| {
        let mut numbers = enhanced.split('.').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some((EnhancedCode::new(next()?, next()?, next()?)?, text))
    });
    Some(match enhanced {
        Some((enhanced, text)) => Reply::new(code, Some(enhanced), text),
        None => Reply::new(code, None, rest),
    })
}
