//! Who wrote the message that a text tells of, whom it was for, and the way that it took before it came back.

use crate::{
    Hop, Said, address,
    fields::{self, Fields},
    hop,
    mapped::Mapped,
    mime::{self, Message, Role},
    returned,
};

/// What the header of a message says of its way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Envelope {
    /// Who wrote it.
    pub(crate) sender: Option<Said<String>>,
    /// Whom it is for.
    pub(crate) addressee: Option<Said<String>>,
    /// The only address that it was written to.
    pub(crate) written_to: Option<Said<String>>,
    /// Its way, the last server first.
    pub(crate) hops: Vec<Hop>,
}

/// Of a message as it is.
pub(crate) fn of(header: &Mapped, fields: &Fields) -> Envelope {
    let hops = hop::read(header, fields);
    let named = |name: &str| {
        let body = fields.get(name)?.body.clone();
        let found = address::first(&header.text()[body.clone()])?;
        let found = body.start + found.start..body.start + found.end;
        header.said(found.clone(), header.text()[found].to_owned())
    };
    let only = |name: &str| {
        let body = fields.get(name)?.body.clone();
        let mut all = address::all(&header.text()[body]);
        let first = all.next();
        // An address may stand in its own name.
        first.filter(|_| all.next().is_none()).and_then(|_| named(name))
    };
    Envelope {
        written_to: only("to").filter(|_| fields.get("cc").is_none()),
        sender: named("from").or_else(|| named("return-path")),
        addressee: hops
            .iter()
            .find_map(|hop| hop.recipient.clone())
            .or_else(|| named("delivered-to"))
            .or_else(|| named("to")),
        hops,
    }
}

/// Of the message that a report is about. A report goes to whoever wrote that.
pub(crate) fn of_returned(report: &Message) -> Envelope {
    let mut envelope =
        header(report).map(|(header, fields)| of(&header, &fields)).unwrap_or_default();
    if envelope.sender.is_none()
        && let Some(to) = report.field("to")
    {
        let found = address::first(to.text());
        envelope.sender = found.and_then(|it| to.said(it.clone(), to.text()[it].to_owned()));
    }
    envelope
}

/// The header of the message that comes back: in a part of its own, or below the words of the notice.
fn header(report: &Message) -> Option<(Mapped, Fields)> {
    if let Some(part) = report.returned() {
        let message = mime::read(&part.body);
        if !message.fields.0.is_empty() {
            return Some((message.header, message.fields));
        }
    }
    let notice = report.parts.iter().find(|part| part.role == Role::Notice)?;
    let text = notice.body.text();
    let mut at = returned::start(text);
    for line in text[at..].split_inclusive('\n') {
        if fields::name(line).is_some() {
            let (fields, end) = fields::read(text, at);
            return Some((notice.body.part(0..end), fields));
        }
        at += line.len();
    }
    None
}
