//! What a mail server's answer means, in whatever words a provider puts it.
//!
//! ```
//! use diagnosis::{Cause, Paste};
//!
//! let paste = Paste::read("host mx.example[192.0.2.1] said: 552 5.2.2 <anna@example.org>: Over quota");
//! let diagnosis = paste.diagnosis.expect("the server says what is wrong");
//! assert_eq!(diagnosis.cause, Cause::MailboxFull);
//! ```
//!
//! [`Paste::read`] finds the replies in a text that somebody pasted, be it a bounce, a line of a log or
//! a conversation, and says which of them decides. [`diagnose`] judges one [`Answer`] whose codes may be
//! known apart.
//!
//! # How it is decided
//!
//! Words are looked up in a [vocabulary](vocabulary.rs) that maps them, in several languages, to concepts
//! (`user`, `Konto` and `destinataire` are somebody; `unknown` and `inconnu` mean that there is none).
//! [Rules](rules.rs) name concepts that stand near each other in a sentence. In this order:
//!
//! 1. an enhanced code that says one thing only (5.1.1, 5.2.2), unless plain words say something else;
//! 2. plain words ("over quota", "does not pass DMARC"), whatever the code;
//! 3. vague words ("access denied"), read in the light of the code and of what the answer was to;
//! 4. weak words ("recipient address rejected"), unless a code says what is wrong with the way or the system
//!    (5.4.4);
//! 5. a general code (550, 5.7.1), read in the light of what it was the answer to;
//! 6. [`Cause::Other`] where there is a code that refuses, and otherwise nothing.
//!
//! # What is simplified
//!
//! - At most [`LIMIT`] bytes of a text are looked at.
//! - Words are compared without regard to the case of ASCII letters only.
//! - Nothing is parsed as a message: MIME parts, quoted-printable and base64 are not decoded.
//! - One cause is named, though a server may have had several.
//! - Which party runs a server is not known, so whose move it is is not said here.
//!
//! Any input costs time proportional to its length, and nothing in here panics.

mod answer;
mod cause;
mod code_meanings;
mod codes;
mod concept;
mod diagnosis;
mod evidence;
mod finality;
mod letters;
mod lookup;
mod needle;
mod notice;
mod paste;
mod phrase;
mod rule;
mod rule_table;
mod rules;
mod stage;
mod vocabulary;
mod words;

pub use answer::Answer;
pub use cause::Cause;
pub use codes::EnhancedCode;
pub use diagnosis::{Diagnosis, diagnose};
pub use evidence::{Evidence, EvidenceKind};
pub use finality::Finality;
pub use paste::{Paste, Reply};
pub use stage::Stage;

/// How many bytes of a text are looked at.
pub const LIMIT: usize = 64 * 1024 - 1;
