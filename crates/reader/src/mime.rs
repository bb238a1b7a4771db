//! Takes a message apart (RFC 2045, RFC 2046). Bounces are cut, quoted and broken in many ways, so this does not
//! descend into parts within parts, but goes from one delimiter to the next.

use std::ops::Range;

use crate::{
    fields::{self, Fields},
    html,
    mapped::Mapped,
    transfer::{self, Charset},
};

/// What a part is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Words for a reader.
    Notice,
    /// The same in HTML, already turned into text.
    Html,
    /// `message/delivery-status` (RFC 3464).
    Status,
    /// The message that comes back, or its header.
    Returned,
    /// Anything else: attachments, what stands around the parts.
    Other,
}

/// A part, decoded.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// What it is for.
    pub(crate) role: Role,
    /// What is in it.
    pub(crate) body: Mapped,
}

/// A message, taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    /// The header's text.
    pub(crate) header: Mapped,
    /// The fields in it.
    pub(crate) fields: Fields,
    /// The parts in order.
    pub(crate) parts: Vec<Part>,
}

impl Message {
    /// The body of the first field of that name.
    pub(crate) fn body(&self, name: &str) -> Option<&str> {
        self.header.text().get(self.fields.get(name)?.body.clone())
    }

    /// The same, with its places.
    pub(crate) fn field(&self, name: &str) -> Option<Mapped> {
        Some(self.header.part(self.fields.get(name)?.body.clone()))
    }

    /// The message that comes back, or is sent on.
    pub(crate) fn returned(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.role == Role::Returned)
    }
}

/// Fields without which a text that begins like a header is none.
const OF_HEADERS: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "received",
    "return-path",
    "message-id",
    "content-type",
    "mime-version",
    "delivered-to",
    "x-failed-recipients",
    "authentication-results",
    "dkim-signature",
];

/// Fields of a message that was returned without any `Content-Type` before it.
const OF_MESSAGES: &[&str] = &["received", "from", "return-path", "message-id"];

/// Reads a message, or the body of one.
pub(crate) fn read(paste: &Mapped) -> Message {
    let text = paste.text();
    let start = text.len() - after_envelope(text).len();
    let (mut fields, mut end) = fields::read(text, start);
    if !fields.has_any(OF_HEADERS) {
        (fields, end) = (Fields::default(), start);
    }
    let header = paste.part(0..end);
    let mut parts = Parts { paste, done: Vec::new(), known: Vec::new() };
    parts.read(&fields, end);
    Message { header, fields, parts: parts.done }
}

/// The text without what mailboxes and shops put before a message.
fn after_envelope(text: &str) -> &str {
    let text = text.trim_start_matches(['\n', ' ', '\t']);
    match text.split_once('\n') {
        Some((line, rest)) if line.starts_with("From ") && !line.contains(": ") => rest,
        _ => text,
    }
}

/// How many delimiters are known at once, of those that nobody announced.
const DELIMITERS: usize = 100;

struct Parts<'a> {
    paste: &'a Mapped,
    done: Vec<Part>,
    /// Delimiters without the hyphens before them, each once, in alphabetical order.
    known: Vec<String>,
}

impl Parts<'_> {
    fn read(&mut self, header: &Fields, start: usize) {
        let text = self.paste.text();
        let mut open = Open::new(text, header, start);
        self.know(open.boundary.take());
        let declares = !self.known.is_empty();
        let mut skip = start;
        let mut at = start;
        let mut delimited = false;
        for line in text[start..].split_inclusive('\n') {
            let (here, next) = (at, at + line.len());
            at = next;
            if here < skip || !self.is_delimiter(line, &text[next..], open.role) {
                continue;
            }
            // What stands before the first part is for programs that know of no parts.
            let is_preamble = !delimited && declares;
            self.close(&open, here, is_preamble.then_some(Role::Other));
            delimited = true;
            let (fields, end) = fields::read(text, next);
            let is_bare = !fields.has_any(&["content-type"]) && fields.has_any(OF_MESSAGES);
            if is_bare {
                open = Open { role: Role::Returned, ..Open::new(text, &fields, next) };
            } else {
                open = Open::new(text, &fields, end);
                self.know(open.boundary.take());
                skip = end;
            }
        }
        self.close(&open, text.len(), None);
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.known.binary_search_by(|known| known.as_str().cmp(name))
    }

    fn know(&mut self, name: Option<String>) {
        if let Some(name) = name
            && let Err(at) = self.place(&name)
        {
            self.known.insert(at, name);
        }
    }

    /// Whether a line stands between two parts. One whose delimiter was never announced is known by the fields after
    /// it.
    fn is_delimiter(&mut self, line: &str, after: &str, role: Role) -> bool {
        let Some(name) = line.strip_prefix("--").map(str::trim_end) else { return false };
        let is_known = |name: &str| self.place(name).is_ok();
        if is_known(name) || name.strip_suffix("--").is_some_and(is_known) {
            return true;
        }
        let is_announced = || {
            let next = after.lines().next().unwrap_or_default();
            next.as_bytes().get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-"))
        };
        let has_room = self.known.len() < DELIMITERS;
        if role != Role::Returned
            && has_room
            && !name.is_empty()
            && !name.contains(' ')
            && is_announced()
        {
            self.know(Some(name.into()));
            return true;
        }
        false
    }

    fn close(&mut self, open: &Open, end: usize, role: Option<Role>) {
        let role = role.unwrap_or(open.role);
        let body = self.paste.part(open.start..end.max(open.start));
        if body.text().trim().is_empty() {
            return;
        }
        let body = match open.encoding {
            Encoding::None => body,
            Encoding::QuotedPrintable => transfer::quoted_printable(&body, open.charset),
            Encoding::Base64 => transfer::base64(&body, open.charset),
        };
        let body = if role == Role::Html { html::text(&body) } else { body };
        self.done.push(Part { role, body });
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    None,
    QuotedPrintable,
    Base64,
}

/// A part that has begun.
struct Open {
    role: Role,
    encoding: Encoding,
    charset: Charset,
    boundary: Option<String>,
    start: usize,
}

impl Open {
    fn new(text: &str, fields: &Fields, start: usize) -> Self {
        let body = |name| fields.get(name).and_then(|field| text.get(field.body.clone()));
        let content_type = body("content-type").unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let boundary = parameter(content_type, "boundary").map(|it| content_type[it].to_owned());
        let charset = parameter(content_type, "charset").map_or("", |it| &content_type[it]);
        let encoding = body("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
        let encoding = match encoding.split([' ', '\n', ';']).next() {
            Some("quoted-printable") => Encoding::QuotedPrintable,
            Some("base64") => Encoding::Base64,
            _ => Encoding::None,
        };
        Self { role: role(&kind), encoding, charset: Charset::named(charset), boundary, start }
    }
}

fn role(kind: &str) -> Role {
    match kind {
        "text/html" => Role::Html,
        "message/delivery-status" | "message/global-delivery-status" => Role::Status,
        "message/rfc822"
        | "text/rfc822-headers"
        | "text/rfc822"
        | "message/rfc822-headers"
        | "message/global"
        | "message/global-headers"
        | "message/partial" => Role::Returned,
        // Who announces parts and has none sends a notice.
        _ if kind.is_empty() || kind.starts_with("text") || kind.starts_with("multipart") => {
            Role::Notice
        }
        _ => Role::Other,
    }
}

/// Where the value of a parameter is (RFC 2045, 5.1).
fn parameter(content_type: &str, name: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for piece in content_type.split_inclusive(';') {
        let start = at;
        at += piece.len();
        let Some((key, value)) = piece.split_once('=') else { continue };
        if !key.trim().eq_ignore_ascii_case(name) {
            continue;
        }
        let from = start + key.len() + 1;
        let value_start = from + value.len() - value.trim_start().len();
        let rest = &content_type[value_start..];
        let (start, end) = match rest.strip_prefix('"') {
            Some(quoted) => (value_start + 1, quoted.find('"')),
            None => (value_start, rest.find(|end: char| end == ';' || end.is_whitespace())),
        };
        return Some(start..end.map_or(content_type.len(), |end| start + end));
    }
    None
}
