//! Which bytes of which lines a packet carries.

use model::story::Line;
use sim::trace::Packet;
use std::ops::Range;

/// The lines of which a packet carries something, each with those of its bytes. `said` are the bytes that the
/// packet carries, counted from the first that its sender said on this connection.
pub(crate) fn carried<'a>(
    lines: impl Iterator<Item = &'a Line>,
    packet: &Packet,
    said: Range<u64>,
) -> impl Iterator<Item = (&'a Line, Range<u64>)> {
    let (connection, speaker) = (packet.connection, packet.from);
    lines.filter_map(move |line| {
        let (start, length) = line.place;
        let bytes =
            said.start.max(start) - start..said.end.min(start + length).saturating_sub(start);
        let mine = Some(line.connection) == connection && line.speaker == speaker;
        (mine && !bytes.is_empty()).then_some((line, bytes))
    })
}
