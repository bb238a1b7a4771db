//! The pieces of a message, on their way and where they fell.

use super::list::{PIECE_KEYS, Tokens, put};
use crate::facts::moment::Moment;
use crate::frame::TokenKind;
use crate::geometry::path::{Path, ease};
use crate::geometry::stage::Stage;
use crate::geometry::ways::path;
use crate::timing::{Flight, WHOLE, flights};
use model::story::{BeatKind, Piece};

/// Adds a piece.
pub(super) fn put_piece(
    tokens: &mut Tokens,
    piece: &Piece,
    scale: i32,
    at: (i32, i32),
    opacity: u8,
) {
    let Piece { number, count, lost, again, .. } = *piece;
    let key = PIECE_KEYS + u64::from(piece.packet.0);
    put(tokens, (key, TokenKind::Piece { number, count, lost, again }), scale, at, opacity);
}

/// Where a piece of the message is, and how much of it is seen.
pub(super) fn piece_at(flight: &Flight, path: &Path, part: u32, lost: bool) -> ((i32, i32), u8) {
    if part < flight.from {
        return (path.point(0), 0);
    }
    let length = flight.until.saturating_sub(flight.from).max(1);
    let gone = ((part - flight.from).min(length)) * WHOLE / length;
    if lost {
        // Before the middle (there the tag of the route stands) it drops off the cable, and
        // stays where it fell.
        const DROPS: u32 = WHOLE * 42 / 100;
        const DEEP: u32 = 5;
        let (x, y) = path.point(ease(gone.min(DROPS)));
        let fallen = gone.saturating_sub(DROPS) * WHOLE / (WHOLE - DROPS);
        return ((x, y + i32::try_from(fallen * DEEP / 100).unwrap_or(0)), 100);
    }
    (path.point(ease(gone)), if gone >= WHOLE { 0 } else { 100 })
}

/// Lost pieces of the message that is still incomplete, and where they lie.
pub(super) fn fallen(now: &Moment, stage: &Stage) -> Vec<(Piece, (i32, i32))> {
    let beats = now.story.beats[..now.beat].iter().rev();
    let mut last = beats.filter_map(|beat| match &beat.kind {
        BeatKind::Pieces { from, to, pieces, .. } => Some((from, to, pieces)),
        _ => None,
    });
    let Some((from, to, pieces)) = last.next() else { return Vec::new() };
    let path = path(now, stage, *from, *to);
    let all = pieces.iter().zip(flights(pieces)).filter(|(piece, _)| piece.lost);
    all.map(|(piece, flight)| (*piece, piece_at(&flight, &path, WHOLE, true).0)).collect()
}
