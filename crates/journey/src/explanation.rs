//! What was read of a bounce, in words and as JSON: `journey explain`. Native only.
//!
//! The JSON is described in `docs/explanation.md`.

use crate::retelling::{Names, Retold, retell};
use crate::share_link::encode;
use crate::{way_taken, whose_move};
use diagnosis::Stage;
use model::owner::Owner;
use model::preset_id::PresetId;
use reader::{Action, Found, Kind, Recipient, Said};
use serde_json::{Value, json};
use text::explanation as words;

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
        let arrived = recipient.has_arrived();
        let told = whose_move::of(recipient);
        lines.push(words::outcome(value(recipient.address.as_ref()), arrived, recipient.is_final));
        if !arrived {
            lines.push(words::meaning(told.map(|it| (it.cause, it.why))));
        }
        if let Some(said) = value(recipient.text.as_ref()) {
            let stage = recipient.stage.as_ref().map(|it| it.value);
            lines.push(words::said_by(value(recipient.host.as_ref()), stage));
            lines.push(["    ", said].concat());
        }
        lines.extend(told.map(|it| ["  ", &it.whose_move()].concat()));
    }
    if !found.hops.is_empty() {
        lines.push(words::HOPS.to_owned());
        lines.extend(way_taken::in_words(found).map(|hop| ["  ", &hop].concat()));
    }
    if let Ok(retold) = retell(found, names, &Owner::default()) {
        lines.push(words::link(&link(&retold)));
        if !retold.assumed.is_empty() {
            lines.push(words::ASSUMED.to_owned());
        }
        lines.extend((retold.people_left_out > 0).then(|| words::left_out(retold.people_left_out)));
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
    let hops = way_taken::in_order(found).map(|(hop, delay)| {
        json!({ "from": value(hop.from.as_ref()), "by": value(hop.by.as_ref()), "at": way_taken::at(hop), "delay_s": delay })
    });
    let retold = retell(found, names, &Owner::default()).ok();
    let value = json!({
        "schema": SCHEMA,
        "kind": kind,
        "recipients": found.recipients.iter().map(recipient_json).collect::<Vec<_>>(),
        "hops": hops.collect::<Vec<_>>(),
        "link": retold.as_ref().map(link),
        "left_out": retold.map_or(0, |it| it.people_left_out),
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

fn value(said: Option<&Said<String>>) -> Option<&str> {
    said.map(|it| it.value.as_str())
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
