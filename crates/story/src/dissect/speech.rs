//! What is said in a packet: the lines of SMTP and POP3 that it carries, or a part of the message.

use super::bytes::Bytes;
use super::layer::Layer;
use crate::carried::carried;
use model::story::Line;
use sim::host::POP3_PORT;
use sim::trace::{Packet, Trace};
use text::packets::{self as words, layer};

/// Reads everything that is left as what one side says from byte `offset` on.
pub(super) fn read(
    trace: &Trace,
    lines: &[Line],
    packet: &Packet,
    offset: u64,
    bytes: &mut Bytes<'_>,
) -> Layer {
    let connection = packet.connection.and_then(|id| trace.connections.get(id.0));
    let name = match connection {
        Some(connection) if connection.server.1 == POP3_PORT => layer::POP3,
        Some(_) => layer::SMTP,
        None => layer::DATA,
    };
    let until = offset + bytes.left() as u64;
    let mut sentence = String::new();
    let mut at = offset;
    for (line, carried) in carried(lines.iter(), packet, offset..until) {
        let (start, length) = line.place;
        let count = usize::try_from(carried.end - carried.start).unwrap_or(usize::MAX);
        if start + carried.start != at {
            break;
        }
        at = start + carried.end;
        if line.message {
            let value = words::piece(carried.start + 1, carried.end, length);
            bytes.take(count, name.0, value, words::PART_OF_MESSAGE);
            words::PART_OF_MESSAGE.clone_into(&mut sentence);
        } else {
            let meaning = if carried.start > 0 { words::CONTINUED } else { line.gloss.as_str() };
            bytes.take(count, name.0, line.text.clone(), meaning);
        }
    }
    if bytes.left() > 0 {
        bytes.rest();
    }
    bytes.layer(name, sentence)
}
