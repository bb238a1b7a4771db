//! How the pieces of a message travel within their beat.

use super::compose::WHOLE;
use super::path::{Path, ease};
use model::story::{PIECE, Piece};

/// A piece's flight within its beat, in ten-thousandths.
pub(super) struct Flight {
    pub(super) from: u32,
    pub(super) until: u32,
}

/// Pieces leave one after the other, and arrive in the order in which they really did.
pub(super) fn flights(pieces: &[Piece]) -> Vec<Flight> {
    let gap = Piece::gap(pieces);
    let count = u32::try_from(pieces.len()).unwrap_or(1).max(1);
    let whole = PIECE + gap * (count - 1);
    let rank = |piece: &Piece| {
        pieces.iter().filter(|other| !other.lost && other.sim.1 < piece.sim.1).count()
    };
    (0_u32..)
        .zip(pieces)
        .map(|(n, piece)| {
            let last = if piece.lost { n } else { u32::try_from(rank(piece)).unwrap_or(n) };
            let until = PIECE + gap * last.max(n.saturating_sub(2));
            Flight { from: gap * n * WHOLE / whole, until: (until * WHOLE / whole).min(WHOLE) }
        })
        .collect()
}

impl Flight {
    pub(super) fn at(&self, path: &Path, part: u32, lost: bool) -> ((i32, i32), u8) {
        if part < self.from {
            return (path.point(0), 0);
        }
        let length = self.until.saturating_sub(self.from).max(1);
        let gone = ((part - self.from).min(length)) * WHOLE / length;
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
}
