//! The trace as JSON, for programs. Native only: the page carries no JSON.
//!
//! What the object holds is described in `docs/record.md`, which a test holds against this.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::address::Mailbox;
use model::cast::{Host, HostId, Role, ZoneLevel};
use model::time::EPOCH_UNIX_SECONDS;
use serde_json::{Value, json};
use sim::stream::UtteranceKind;
use sim::trace::{Connection, Event, EventKind, Folder, Outcome, Packet, Route, Trace};

/// What the object says that it is.
pub const SCHEMA: &str = "email-journey-trace";

/// The version of what is described there. A new member keeps it, a changed one raises it.
pub const VERSION: u32 = 1;

/// Writes a trace as JSON.
pub fn json(trace: &Trace) -> String {
    let value = json!({
        "schema": SCHEMA,
        "version": VERSION,
        "epoch": EPOCH_UNIX_SECONDS,
        "hosts": trace.cast.hosts.iter().map(host).collect::<Vec<_>>(),
        "connections": trace.connections.iter().map(connection).collect::<Vec<_>>(),
        "packets": trace.packets.iter().map(packet).collect::<Vec<_>>(),
        "messages": trace.messages.iter().map(|bytes| json!({ "bytes": base64(bytes) }))
            .collect::<Vec<_>>(),
        "events": trace.events.iter().map(event).collect::<Vec<_>>(),
        "outcomes": trace.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        "cut_short": trace.cut_short,
    });
    format!("{value:#}\n")
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

fn host(host: &Host) -> Value {
    let role = match &host.role {
        Role::SenderComputer => json!({ "kind": "sender_computer" }),
        Role::Provider => json!({ "kind": "provider" }),
        Role::NameServer(level) => json!({ "kind": "name_server", "zone": zone(level) }),
        Role::Relay(n) => json!({ "kind": "relay", "number": n }),
        Role::Destination(n) => json!({ "kind": "destination", "domain": n }),
        Role::Backup(n) => json!({ "kind": "backup", "domain": n }),
        Role::RecipientComputer(n) => json!({ "kind": "recipient_computer", "recipient": n }),
    };
    json!({ "id": host.id.0, "name": host.name, "address": host.address.to_string(), "role": role })
}

fn zone(level: &ZoneLevel) -> String {
    match level {
        ZoneLevel::Root => ".".to_owned(),
        ZoneLevel::TopLevel(name) => name.clone(),
        ZoneLevel::Own(domain) => domain.to_string(),
    }
}

fn connection(connection: &Connection) -> Value {
    let end = |(host, port): (HostId, u16)| json!({ "host": host.0, "port": port });
    json!({ "client": end(connection.client), "server": end(connection.server) })
}

fn packet(packet: &Packet) -> Value {
    json!({
        "id": packet.id.0,
        "sent_at": packet.sent_at.micros(),
        "ended_at": packet.ended_at().micros(),
        "lost": !packet.arrived(),
        "from": packet.from.0,
        "to": packet.to.0,
        "connection": packet.connection,
        "bytes": base64(&packet.bytes),
    })
}

fn outcome((mailbox, outcome): &(Mailbox, Outcome)) -> Value {
    let outcome = match outcome {
        Outcome::NotSent => "not_sent",
        Outcome::OnTheWay => "on_the_way",
        Outcome::Failed => "failed",
        Outcome::SetAside => "set_aside",
        Outcome::Delivered => "delivered",
        Outcome::Collected => "collected",
    };
    json!({ "mailbox": mailbox.to_string(), "outcome": outcome })
}

fn event(event: &Event) -> Value {
    let (kind, mut value) = event_kind(&event.kind);
    value["at"] = event.at.micros().into();
    value["host"] = event.host.0.into();
    value["kind"] = kind.into();
    value
}

/// The name of a kind of event, and what belongs to it. These names are public, and stay when those of the Rust type change.
fn event_kind(kind: &EventKind) -> (&'static str, Value) {
    use EventKind as E;
    let texts = |list: &[Mailbox]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    match kind {
        E::Composed { message } => ("composed", json!({ "message": message })),
        E::Connecting { connection } => ("connecting", json!({ "connection": connection })),
        E::Connected { connection } => ("connected", json!({ "connection": connection })),
        E::Closed { connection } => ("closed", json!({ "connection": connection })),
        E::Said { connection, kind, offset, len, text } => {
            let what = match kind {
                UtteranceKind::Line => "line",
                UtteranceKind::Message => "message",
            };
            let value = json!({
                "connection": connection, "what": what, "offset": offset, "len": len, "text": text,
            });
            ("said", value)
        }
        E::Authenticated { connection, user } => {
            ("authenticated", json!({ "connection": connection, "user": user }))
        }
        E::Accepted { connection, queue_id, message, added, recipients } => {
            let value = json!({
                "connection": connection, "queue_id": queue_id.to_string(), "message": message,
                "added": added, "recipients": texts(recipients),
            });
            ("accepted", value)
        }
        E::RouteChosen { queue_id, recipients, route } => {
            let route = match route {
                Route::Here => json!({ "kind": "here" }),
                Route::Table(next) => json!({ "kind": "table", "next": next }),
                Route::MxLookup => json!({ "kind": "registry" }),
            };
            let recipients = texts(recipients);
            (
                "sorted",
                json!({ "queue_id": queue_id.to_string(), "recipients": recipients, "route": route }),
            )
        }
        E::Asked { lookup, packet, server, question } => {
            let value = json!({
                "lookup": lookup, "packet": packet.0, "server": server.0, "question": question.to_string(),
            });
            ("asked", value)
        }
        E::Answered { lookup, packet, server, question, referral } => {
            let value = json!({
                "lookup": lookup, "packet": packet.0, "server": server.0, "question": question.to_string(),
                "referral": referral,
            });
            ("answered", value)
        }
        E::Remembered { lookup, question } => {
            ("remembered", json!({ "lookup": lookup, "question": question.to_string() }))
        }
        E::LookedUp { lookup, question, result } => {
            let (found, text) = match result {
                Ok(answer) => (true, answer.to_string()),
                Err(error) => (false, error.to_string()),
            };
            let value = json!({ "lookup": lookup, "question": question.to_string(), "found": found, "result": text });
            ("looked_up", value)
        }
        E::Routed { queue_id, server, address } => {
            let address = address.to_string();
            (
                "routed",
                json!({ "queue_id": queue_id.to_string(), "server": server, "address": address }),
            )
        }
        E::Relayed { connection, queue_id, recipients } => {
            let value = json!({
                "connection": connection, "queue_id": queue_id.map_or_else(String::new, |id| id.to_string()),
                "recipients": texts(recipients),
            });
            ("handed_on", value)
        }
        E::NotRelayed { queue_id, recipients, server, cause, transient } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "recipients": texts(recipients), "server": server,
                "reason": cause.to_string(), "status": cause.status().to_string(),
                "transient": transient,
            });
            ("not_handed_on", value)
        }
        E::NoConnection { connection, refused } => {
            ("no_connection", json!({ "connection": connection, "refused": refused }))
        }
        E::TriedAndFailed { queue_id, server, cause, next } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "server": server, "reason": cause.to_string(), "next": next,
            });
            ("tried_and_failed", value)
        }
        E::WillRetry { queue_id, recipients, at } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "recipients": texts(recipients), "retry_at": at.micros(),
            });
            ("will_retry", value)
        }
        E::Held { queue_id, recipients, until } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "recipients": texts(recipients), "until": until.micros(),
            });
            ("held", value)
        }
        E::ClockOff { queue_id, seconds } => {
            ("clock_off", json!({ "queue_id": queue_id.to_string(), "seconds": seconds }))
        }
        E::TriesAgain { queue_id, recipients, attempt } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "recipients": texts(recipients), "attempt": attempt,
            });
            ("tries_again", value)
        }
        E::GaveUp { queue_id, recipients, expired, is_dsn } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "recipients": texts(recipients), "expired": expired,
                "report": is_dsn,
            });
            ("gave_up", value)
        }
        E::DsnWritten { queue_id, original_queue_id, recipients, message, delayed } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "original_queue_id": original_queue_id.to_string(),
                "recipients": texts(recipients), "message": message, "delayed": delayed,
            });
            ("bounce_written", value)
        }
        E::DsnDropped { queue_id, recipients, message, cause } => {
            let value = json!({
                "queue_id": queue_id.to_string(), "recipients": texts(recipients), "message": message,
                "reason": cause.to_string(),
            });
            ("bounce_dropped", value)
        }
        E::SubmissionFailed { connection, recipients, cause } => {
            let value = json!({
                "connection": connection, "recipients": texts(recipients),
                "reason": cause.to_string(),
            });
            ("submission_failed", value)
        }
        E::BoxFull { mailbox, octets, quota } => {
            let mailbox = mailbox.to_string();
            ("box_full", json!({ "mailbox": mailbox, "octets": octets, "quota": quota }))
        }
        E::MaildropLocked { connection } => ("box_in_use", json!({ "connection": connection })),
        E::LockReleased { box_name } => ("lock_released", json!({ "box": box_name })),
        E::Greylisted { connection, mailbox, until } => {
            let value = json!({
                "connection": connection, "mailbox": mailbox.to_string(), "until": until.micros(),
            });
            ("greylisted", value)
        }
        E::NoAnswer { lookup, server, question, tries } => {
            let value = json!({
                "lookup": lookup, "server": server.0, "question": question.to_string(), "tries": tries,
            });
            ("no_answer", value)
        }
        E::KeptInOutbox { connection, recipients, cause, until } => {
            let value = json!({
                "connection": connection, "recipients": texts(recipients),
                "reason": cause.to_string(), "until": until.micros(),
            });
            ("kept_in_outbox", value)
        }
        E::BackAgain => ("back_again", json!({})),
        E::SetAside { mailbox, folder, message, added, reverse_path } => {
            let folder = match folder {
                Folder::Spam => "spam",
                Folder::CatchAll => "catch-all",
            };
            let value = json!({
                "mailbox": mailbox.to_string(), "folder": folder, "message": message, "added": added,
                "reverse_path": reverse_path.as_ref().map(ToString::to_string),
            });
            ("set_aside", value)
        }
        E::Stored { mailbox, message, added, reverse_path } => {
            let value = json!({
                "mailbox": mailbox.to_string(), "message": message, "added": added,
                "reverse_path": reverse_path.as_ref().map(ToString::to_string),
            });
            ("stored", value)
        }
        E::ChecksMail { mailbox } => ("checks_mail", json!({ "mailbox": mailbox.to_string() })),
        E::MaildropOpened { connection, box_name } => {
            ("unlocked", json!({ "connection": connection, "box": box_name }))
        }
        E::AuthFailed { connection, user } => {
            ("key_refused", json!({ "connection": connection, "user": user }))
        }
        E::Collected { connection, mailbox, message } => {
            let mailbox = mailbox.to_string();
            let value = json!({ "connection": connection, "mailbox": mailbox, "message": message });
            ("collected", value)
        }
        E::Deleted { connection, box_name, count } => {
            ("deleted", json!({ "connection": connection, "box": box_name, "count": count }))
        }
    }
}
