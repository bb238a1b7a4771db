//! The message itself: as it was written, as it went over the wire, and as it lies where it is now,
//! with what each server has put on top of it.

use std::ops::Range;

use model::address::Mailbox;
use model::cast::HostId;
use model::story::Line;
use model::time::Instant;
use sim::trace::{EventId, EventKind, MessageId, Packet, Trace};

/// A message as it is somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageCopy {
    /// Where.
    pub host: HostId,
    /// In a box, and not in a queue.
    pub boxed: bool,
    /// Its bytes.
    pub message: MessageId,
    /// Who has written what of it, from the top. All parts together are the whole.
    pub parts: Vec<Part>,
}

/// A part of a message, written in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Who wrote it; the last part is the sender's program's.
    pub by: HostId,
    /// Where it is.
    pub range: Range<usize>,
}

/// The message as the sender's program has written it.
pub fn composed(trace: &Trace) -> Option<MessageId> {
    trace.events.iter().find_map(|event| match event.kind {
        EventKind::Composed { message } => Some(message),
        _ => None,
    })
}

/// The message for this recipient where it has got to at the simulated moment `at`: in a box, or on
/// the last server that took it. `None` before any server has.
pub fn copy(trace: &Trace, mailbox: &Mailbox, at: Instant) -> Option<MessageCopy> {
    let original = trace.messages.get(composed(trace)?.0)?;
    let past = trace.events.partition_point(|event| event.at <= at);
    let mut found = None;
    for id in (0..past).map(EventId) {
        let Some((message, boxed)) = taken(trace, id, mailbox) else { continue };
        // Reports to somebody who is a recipient too are other messages.
        let ours = trace.messages.get(message.0).is_some_and(|bytes| bytes.ends_with(original));
        let in_box = matches!(found, Some((_, _, true)));
        if ours && (boxed || !in_box) {
            found = Some((id, message, boxed));
        }
    }
    let (id, message, boxed) = found?;
    Some(MessageCopy { host: trace[id].host, boxed, message, parts: parts(trace, id, mailbox) })
}

/// The message that a server took, or put into the box, in this event.
fn taken(trace: &Trace, id: EventId, mailbox: &Mailbox) -> Option<(MessageId, bool)> {
    match &trace.events.get(id.0)?.kind {
        EventKind::Accepted { message, recipients, .. }
            if recipients.iter().any(|m| m.same_box(mailbox)) =>
        {
            Some((*message, false))
        }
        EventKind::Stored { mailbox: m, message, reverse_path: Some(_), .. }
            if m.same_box(mailbox) =>
        {
            Some((*message, true))
        }
        _ => None,
    }
}

/// Who has put what on top, going back from where the message was taken or stored.
fn parts(trace: &Trace, mut id: EventId, mailbox: &Mailbox) -> Vec<Part> {
    let mut parts = Vec::new();
    let Some((message, _)) = taken(trace, id, mailbox) else { return parts };
    let whole = &trace[message];
    let mut from = 0;
    loop {
        let event = &trace[id];
        let (EventKind::Accepted { added, .. } | EventKind::Stored { added, .. }) = &event.kind
        else {
            break;
        };
        let until = (from + added).min(whole.len());
        if until > from {
            parts.push(Part { by: event.host, range: from..until });
        }
        from = until;
        let before = (0..id.0).rev().map(EventId).find(|before| {
            taken(trace, *before, mailbox)
                .is_some_and(|(message, _)| trace[message][..] == whole[from..])
        });
        match before {
            Some(before) => id = before,
            None => break,
        }
    }
    if from < whole.len() {
        parts.push(Part { by: trace.cast.sender, range: from..whole.len() });
    }
    parts
}

/// The bytes of a line, or of a whole message, as they were sent: put together from the packets.
/// Bytes that never left are missing.
pub fn on_the_wire(trace: &Trace, line: &Line) -> Vec<u8> {
    let (from, length) = line.place;
    let mut bytes = Vec::new();
    let Some(connection) = trace.connections.get(line.connection.0) else { return bytes };
    let mut carriers: Vec<_> = connection.carriers(line.side, from, length).collect();
    carriers.sort_by_key(|segment| segment.offset);
    let mut at = from;
    for segment in carriers {
        let until = (segment.offset + u64::from(segment.len)).min(from + length);
        let packet = trace.packets.get(segment.packet.index()).and_then(Packet::tcp);
        let Some(tcp) = packet.filter(|_| until > at && segment.offset <= at) else { continue };
        let place = |n: u64| usize::try_from(n - segment.offset).unwrap_or(usize::MAX);
        bytes.extend_from_slice(tcp.payload.get(place(at)..place(until)).unwrap_or_default());
        at = until;
    }
    bytes
}

/// A line of a message as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireLine {
    /// Its text, with replacement characters where it is none.
    pub text: String,
    /// What the protocol has added to it.
    pub kind: Kind,
}

/// What the protocol has added to a line (RFC 5321 section 4.5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Plain,
    /// A dot in front, because the line begins with one.
    Stuffed,
    /// The dot alone that ends the message.
    End,
}

/// The first lines of a message as it went over the wire, about `limit` bytes of them, and its last
/// one. Second: how many bytes between them are left out.
pub fn wire_lines(wire: &[u8], limit: usize) -> (Vec<WireLine>, usize) {
    let (shown, left) = beginning(wire, limit);
    let mut lines: Vec<WireLine> = shown.split_inclusive(|byte| *byte == b'\n').map(read).collect();
    let end = b".\r\n";
    if left > 0 && wire.ends_with(b"\r\n.\r\n") {
        lines.push(read(end));
        return (lines, left - end.len());
    }
    (lines, left)
}

fn read(line: &[u8]) -> WireLine {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let kind = match line {
        b"." => Kind::End,
        [b'.', ..] => Kind::Stuffed,
        _ => Kind::Plain,
    };
    WireLine { text: String::from_utf8_lossy(line).into_owned(), kind }
}

/// Whole lines from the beginning, about `limit` bytes of them, and how many bytes are left out.
pub fn beginning(bytes: &[u8], limit: usize) -> (&[u8], usize) {
    if bytes.len() <= limit {
        return (bytes, 0);
    }
    let line_end = bytes[..limit].iter().rposition(|byte| *byte == b'\n');
    let until = line_end.map_or(limit, |at| at + 1);
    (&bytes[..until], bytes.len() - until)
}
