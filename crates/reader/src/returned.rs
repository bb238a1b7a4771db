//! The message that comes back with a report: where it begins, and whom it was for.

use std::ops::Range;

use crate::{address, cue, fields, mapped::Mapped};

/// How programs say that the message follows.
const FOLLOWS: &str = "\
    below this line is a copy of the message|enclosed is a copy of the message|\
    this is a copy of the message|this is a copy of your message|original message -----|\
    original message follows|unsent message follows|original message headers|\
    message headers follow|header of the original message|headers of the original message|\
    start of returned message|text of the original message|message header follows|\
    a copy of the original message|returned message follows|original mail follows|\
    message text follows|original message header|ursprüngliche nachrichtenkopfzeilen|\
    en-têtes de message d'origine|encabezados de mensajes originales";

/// Fields that a message begins with and a notice does not.
const OF_MESSAGES: &[&str] =
    &["received", "return-path", "x-received", "dkim-signature", "arc-seal", "message-id"];

/// Where the message that comes back begins in a notice.
pub(crate) fn start(notice: &str) -> usize {
    let mut at = 0;
    let mut has_words = false;
    for line in notice.split_inclusive('\n') {
        let trimmed = line.trim();
        let after = &notice[at + line.len()..];
        let name = fields::name(line).map(|len| &line[..len]);
        let is_field = name
            .is_some_and(|name| OF_MESSAGES.iter().any(|known| known.eq_ignore_ascii_case(name)));
        let announces = trimmed.len() < 120 && cue::has(trimmed, FOLLOWS);
        if has_words && (is_field || announces || is_heading(trimmed, after)) {
            return at;
        }
        has_words |= !trimmed.is_empty() && name.is_none();
        at += line.len();
    }
    notice.len()
}

/// `Original Message:` above the first field of one.
fn is_heading(line: &str, after: &str) -> bool {
    let words = line.trim_matches(['-', ' ', '=', '*']);
    cue::starts(words, "original message|returned message|your message|failed message")
        .is_some_and(|len| matches!(&words[len..], "" | ":"))
        && fields::name(after.trim_start()).is_some()
}

/// Who is named in a field of the message that comes back.
pub(crate) fn named(message: &Mapped, name: &str) -> Vec<Range<usize>> {
    let text = message.text();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let found = fields::name(line).filter(|len| line[..*len].eq_ignore_ascii_case(name));
        if found.is_some() {
            let (fields, _) = fields::read(text, at);
            let Some(field) = fields.0.first() else { break };
            let body = field.body.clone();
            return address::all(&text[body.clone()])
                .map(|it| it.start + body.start..it.end + body.start)
                .collect();
        }
        at += line.len();
    }
    Vec::new()
}
