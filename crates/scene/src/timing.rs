//! When, within its beat, something leaves or has arrived, in ten-thousandths of the beat; and when
//! the picture turns to the next one.

use model::show_time::ShowTime;
use model::story::{Beat, PIECE, Piece, Story};

/// The whole beat.
pub(super) const WHOLE: u32 = 10_000;
/// When a key reaches the box, and when a letter lies in it.
pub(super) const KEY_THERE: u32 = 5_500;
pub(super) const LETTER_IN: u32 = 8_500;
/// When a line or a card leaves, after what it says can be read, and when it has arrived.
pub(super) const SLIP_LEAVES: u32 = 1_000;
pub(super) const SLIP_THERE: u32 = 8_500;

/// Whether the picture has turned to the next step already, before this one ends.
pub fn looks_ahead(story: &Story, at: ShowTime) -> bool {
    story.turns_at(story.beat_at(at)).is_some_and(|turns| turns <= at)
}

/// How much of a beat is done at a moment.
pub(super) fn done(beat: &Beat, at: ShowTime) -> u32 {
    let length = u64::from(beat.until.saturating_sub(beat.from)).max(1);
    let gone = u64::from(at.saturating_sub(beat.from));
    u32::try_from(gone * u64::from(WHOLE) / length).unwrap_or(WHOLE).min(WHOLE)
}

/// The first millisecond at which so much of a beat is done.
pub(super) fn reached(beat: &Beat, part: u32) -> ShowTime {
    beat.from + (part * beat.until.saturating_sub(beat.from)).div_ceil(WHOLE)
}

/// From when until when a piece of a message is on its way.
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
