//! What was read of a bounce, in words and as JSON: `journey explain`. Native only.
//!
//! The JSON is described in `docs/explanation.md`.

use crate::retelling::{Names, Retold, retell};
use crate::share_link::encode;
use diagnosis::Stage;
use model::owner::Owner;
use model::preset_id::PresetId;
use model::time::Civil;
use reader::{Action, Found, Hop, Kind, Recipient, Said};
use serde_json::{Value, json};
use text::explanation as words;
use text::units;

/// The version of what is described there. A new member keeps it, a changed one raises it.
pub const SCHEMA: u32 = 1;

/// Whether the cause is known of anybody.
pub fn has_cause(found: &Found) -> bool {
    found.recipients.iter().any(|recipient| recipient.cause.is_some())
}

/// In words, a paragraph for each recipient.
pub fn in_words(found: &Found, names: Names) -> String {
    if found.kind == Kind::Nothing {
        return words::NOTHING.to_owned() + "\n";
    }
    let mut lines: Vec<String> = Vec::new();
    for recipient in &found.recipients {
        let arrived = has_arrived(recipient);
        lines.push(words::outcome(value(recipient.address.as_ref()), arrived, recipient.is_final));
        if !arrived {
            lines.push(words::meaning(recipient.cause));
        }
        if let Some(said) = value(recipient.text.as_ref()) {
            let stage = recipient.stage.as_ref().map(|it| it.value);
            lines.push(words::said_by(value(recipient.host.as_ref()), stage));
            lines.push(["    ", said].concat());
        }
        lines.extend(recipient.whose_move.map(|it| words::whose_move(it).to_owned()));
    }
    if !found.hops.is_empty() {
        lines.push(words::HOPS.to_owned());
        lines.extend(on_the_way(found).map(|(hop, delay)| {
            let delay = delay.and_then(|it| u64::try_from(it).ok()).filter(|it| *it > 0);
            let delay = delay.map(|seconds| units::span(seconds.saturating_mul(1_000_000)));
            let at = at(hop).unwrap_or_else(|| words::NOT_SAID.to_owned());
            let by = value(hop.by.as_ref()).unwrap_or(words::NOT_SAID);
            let from = value(hop.from.as_ref()).unwrap_or(words::NOT_SAID);
            words::hop(by, from, &at, delay.as_deref())
        }));
    }
    if let Ok(retold) = retell(found, names, &Owner::default()) {
        lines.push(words::link(&link(&retold)));
        if !retold.assumed.is_empty() {
            lines.push(words::ASSUMED.to_owned());
        }
        lines.extend((retold.left_out > 0).then(|| words::left_out(retold.left_out)));
    }
    lines.join("\n") + "\n"
}

/// As JSON, for programs.
pub fn json(found: &Found, names: Names) -> String {
    let kind = match found.kind {
        Kind::Report => Value::from("report"),
        Kind::Line => Value::from("line"),
        Kind::Headers => Value::from("headers"),
        Kind::Nothing => Value::Null,
    };
    let hops = on_the_way(found).map(|(hop, delay)| {
        json!({ "from": value(hop.from.as_ref()), "by": value(hop.by.as_ref()), "at": at(hop), "delay_s": delay })
    });
    let retold = retell(found, names, &Owner::default()).ok();
    let value = json!({
        "schema": SCHEMA,
        "kind": kind,
        "recipients": found.recipients.iter().map(recipient_json).collect::<Vec<_>>(),
        "hops": hops.collect::<Vec<_>>(),
        "link": retold.as_ref().map(link),
        "left_out": retold.map_or(0, |it| it.left_out),
    });
    format!("{value:#}\n")
}

fn recipient_json(recipient: &Recipient) -> Value {
    json!({
        "address": value(recipient.address.as_ref()),
        "action": recipient.action.as_ref().map(|it| action(it.value)),
        "code": recipient.code.as_ref().map(|it| it.value),
        "status": recipient.status.as_ref().map(|it| it.value.to_string()),
        "text": value(recipient.text.as_ref()),
        "host": value(recipient.host.as_ref()),
        "stage": recipient.stage.as_ref().map(|it| stage(it.value)),
        "cause": recipient.cause.map(diagnosis::Cause::slug),
        "final": recipient.is_final,
    })
}

/// The link to the journey of it, for any page of this project.
fn link(retold: &Retold) -> String {
    ["./#", &encode(PresetId::EverythingWorks, None, &retold.parts).fragment].concat()
}

/// The servers in the order in which they took the message, each with the seconds since the one before.
fn on_the_way(found: &Found) -> impl Iterator<Item = (&Hop, Option<i64>)> {
    let seconds = |hop: &Hop| hop.at.as_ref().map(|at| at.value.seconds);
    let mut before = None;
    found.hops.iter().rev().map(move |hop| {
        let delay = seconds(hop).zip(before).map(|(now, before)| now - before);
        before = seconds(hop).or(before);
        (hop, delay)
    })
}

/// When, as ISO 8601 in UTC has it.
fn at(hop: &Hop) -> Option<String> {
    let seconds = u64::try_from(hop.at.as_ref()?.value.seconds).ok()?;
    let c = Civil::from_unix(seconds);
    Some(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        c.year, c.month, c.day, c.hour, c.minute, c.second
    ))
}

fn value(said: Option<&Said<String>>) -> Option<&str> {
    said.map(|it| it.value.as_str())
}

fn has_arrived(recipient: &Recipient) -> bool {
    let action = recipient.action.as_ref().map(|it| it.value);
    matches!(action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
}

const fn action(action: Action) -> &'static str {
    match action {
        Action::Failed => "failed",
        Action::Delayed => "delayed",
        Action::Delivered => "delivered",
        Action::Relayed => "relayed",
        Action::Expanded => "expanded",
    }
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Connecting => "connect",
        Stage::Greeting => "greeting",
        Stage::Ehlo => "ehlo",
        Stage::Auth => "auth",
        Stage::Mail => "mail",
        Stage::Rcpt => "rcpt",
        Stage::Data => "data",
        Stage::EndOfData => "message",
    }
}
