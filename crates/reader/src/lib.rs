//! What somebody pasted: bounces, log lines and headers, read.

mod actions;
mod address;
mod around;
mod cue;
mod fields;
mod found;
mod hop;
mod hosts;
mod html;
mod log;
mod log_entry;
mod mapped;
mod mime;
mod moment;
mod notice;
mod reflow;
mod replies;
mod report;
mod returned;
mod said;
mod sections;
mod server_words;
mod stages;
mod status;
mod transfer;
mod unquote;

pub use diagnosis::{Cause, EnhancedCode, Stage, WhoseMove};
pub use found::{Action, Found, Kind, Recipient};
pub use hop::Hop;
pub use moment::Moment;
pub use said::Said;

/// How many bytes of a paste are looked at.
pub const LIMIT: usize = 1024 * 1024;

/// How many bytes are told of what was said of a recipient.
pub const WORDS: usize = 4096;

/// How many recipients are told of.
pub const RECIPIENTS: usize = 200;

/// How many hops are told of.
pub const HOPS: usize = 100;

/// How many messages within messages are looked into.
const DEPTH: usize = 4;

/// Reads whatever somebody has in hand.
pub fn read(text: &str) -> Found {
    let text = &text[..text.floor_char_boundary(LIMIT)];
    let paste = unquote::unquote(text);
    let message = mime::read(&paste);
    if message.fields.0.is_empty() {
        let recipients = log::read(&paste);
        if !recipients.is_empty() {
            return Found { kind: Kind::Line, recipients, hops: Vec::new() };
        }
    }
    let hops = hop::read(&message.header, &message.fields);
    let mut inner = Some(message);
    for _ in 0..DEPTH {
        let Some(message) = inner else { break };
        let (kind, recipients) = report::read(&message);
        if kind != Kind::Nothing {
            return Found { kind, recipients, hops: Vec::new() };
        }
        // Somebody may have sent on a report as a whole.
        inner = message.returned().map(|returned| mime::read(&returned.body));
    }
    let kind = if hops.is_empty() { Kind::Nothing } else { Kind::Headers };
    Found { kind, recipients: Vec::new(), hops }
}
