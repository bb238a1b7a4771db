//! What is said in a packet: the lines of SMTP and POP3 that it carries, or a part of the message.

use super::bytes::Bytes;
use super::layer::Layer;
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
    let mine = lines.iter().filter(|line| {
        Some(line.connection) == packet.connection
            && line.speaker == packet.from
            && line.place.0 < until
            && offset < line.place.0 + line.place.1
    });
    let mut sentence = String::new();
    let mut at = offset;
    for line in mine {
        let (from, end) = (line.place.0.max(offset), (line.place.0 + line.place.1).min(until));
        let count = usize::try_from(end - from).unwrap_or(usize::MAX);
        if from != at {
            break;
        }
        at = end;
        if line.message {
            let place = (from - line.place.0 + 1, end - line.place.0);
            let value = words::piece(place.0, place.1, line.place.1);
            bytes.take(count, name.0, value, words::PART_OF_MESSAGE);
            words::PART_OF_MESSAGE.clone_into(&mut sentence);
        } else {
            let meaning =
                if line.place.0 < offset { words::CONTINUED } else { line.gloss.as_str() };
            bytes.take(count, name.0, line.text.clone(), meaning);
        }
    }
    if bytes.left() > 0 {
        bytes.rest();
    }
    bytes.layer(name, sentence)
}
