//! What somebody pasted: bounces, log lines and headers, read.
//!
//! ```
//! use reader::{Action, Cause, Kind, read};
//!
//! let text = "<anna@example.org>: host mx.example.org[192.0.2.1] said: 552 5.2.2 Over quota\n\
//!             (in reply to RCPT TO command)";
//! let found = read(text);
//! assert_eq!(found.kind, Kind::Line);
//! let recipient = &found.recipients[0];
//! let address = recipient.address.as_ref().expect("somebody is named");
//! assert_eq!(address.value, "anna@example.org");
//! assert_eq!(&text[address.spans[0].clone()], "anna@example.org");
//! assert_eq!(recipient.cause, Some(Cause::MailboxFull));
//! ```
//!
//! [`read`] takes a whole bounce as raw source, the same as copied from a mail program's window, lines of logs, a
//! server's reply, or the header of a message. Everything it finds is told with the bytes of the paste that say so
//! ([`Said`]); what is not in the text is `None`.
//!
//! # How it is read
//!
//! 1. [Marks of quotation](unquote.rs) are taken off, and the message is [taken apart](mime.rs) and
//!    [decoded](transfer.rs), from one delimiter to the next. The text keeps the place of [each piece](mapped.rs).
//! 2. [The fields](status.rs) of a delivery report (RFC 3464) name the recipients, wherever they stand. The notice adds
//!    what they leave out.
//! 3. Without fields, [the notice](notice.rs) is read: lines that begin with an address [tell of it](sections.rs), or
//!    else the addresses in sentences are weighed. [What a server said](server_words.rs) counts before what the
//!    program says that reports it.
//! 4. What is wrong is for `diagnosis` to say: of the server's words, then of the notice, then of the code.
//! 5. A paste without header fields may be [lines of a log](log.rs); a header that tells of no delivery has
//!    [hops](hop.rs).
//!
//! Which program wrote a bounce is never asked: rules are about forms that many have in common.
//!
//! # What is simplified
//!
//! - Only the first [`LIMIT`] bytes are looked at, of a notice's words only as many as `diagnosis` judges.
//! - Charsets are UTF-8, ISO 8859-1 (for 8859-15 and Windows-1252, too) and what has ASCII in it; ISO-2022-JP and the
//!   like are left as they came.
//! - Addresses in scripts without spaces between words end where these begin.
//! - One action is told for all recipients of a notice in words.
//! - Feedback reports (RFC 5965) and reports of what became of reading (RFC 8098) are not told.
//!
//! Any input costs time proportional to its length, and nothing in here panics.

mod actions;
mod address;
mod around;
mod cue;
mod decoded;
mod encoded_words;
mod envelope;
mod excerpt;
mod fields;
mod found;
mod hop;
mod hosts;
mod html;
mod json;
mod log;
mod log_entry;
mod mapped;
mod mime;
mod moment;
mod notice;
mod reflow;
mod replies;
mod reply_lines;
mod report;
mod returned;
mod said;
mod sections;
mod server_words;
mod stages;
mod status;
mod transfer;
mod unquote;

use envelope::Envelope;

pub use decoded::decoded;
pub use diagnosis::{Cause, EnhancedCode, Stage};
pub use excerpt::{EXCERPT_LINES, ExcerptLine, Piece};
pub use found::{Action, Found, Kind, Recipient};
pub use hop::Hop;
pub use moment::Moment;
pub use reply_lines::reply_lines;
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
            return Found { kind: Kind::Line, recipients, ..Found::default() };
        }
    }
    let own = envelope::of(&message.header, &message.fields);
    let mut inner = Some(message);
    for _ in 0..DEPTH {
        let Some(message) = inner else { break };
        let (kind, recipients) = report::read(&message);
        if kind != Kind::Nothing {
            let Envelope { sender, written_to, hops: returned_hops, .. } =
                envelope::of_returned(&message);
            let found = Found { kind, recipients, sender, returned_hops, ..Found::default() };
            let forwarded_from = written_to.filter(|it| found.is_passed_on_from(&it.value));
            return Found { forwarded_from, ..found };
        }
        // Somebody may have sent on a report as a whole.
        inner = message.returned().map(|returned| mime::read(&returned.body));
    }
    let Envelope { sender, addressee, hops, .. } = own;
    if hops.is_empty() {
        return Found::default();
    }
    Found { kind: Kind::Headers, hops, sender, addressee, ..Found::default() }
}
