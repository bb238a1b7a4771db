//! Mail messages (RFC 5322 with MIME, RFC 2045 to 2049): written once by the sender's program, then
//! carried from host to host, each of which adds lines on top and touches nothing below.
//!
//! ```text
//! Draft ──compose──▶ message ──dot_stuff──▶ wire ──DataReader──▶ message ──prepend──▶ message
//! ```
//!
//! Simplified: addresses carry no display names; there are no `Cc`, `Reply-To` or HTML parts; an
//! attachment is always `application/octet-stream` and its bytes come from the draft's seed.
//!
//! The writer is our own. The `mail-builder` crate was looked at: it makes its part boundaries from
//! a clock and process entropy (which it also imports in the browser), and its encoders cannot be
//! called one by one. A message here is a function of the draft and the time alone.

mod attachment;
mod bytes;
mod compose;
mod dot_stuffing;
pub mod dsn;
mod encoded_word;
mod field;
mod received;
mod transfer_encoding;

pub use attachment::Attachment;
pub use compose::{Draft, compose};
pub use dot_stuffing::{DataReader, dot_stuff};
pub use field::{count_received, headers};
pub use received::{Received, prepend, received_line, return_path_line};
