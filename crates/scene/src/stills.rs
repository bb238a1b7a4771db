//! The story for readers who want no motion: pictures that stand still, one after the other.
//!
//! Each beat has one moment that shows its point: the pieces on the wire, the key in the lock. That
//! moment is seen for as long as the beat takes, so that there is as much time to read as for
//! everybody else.

use super::timing::{KEY_THERE, LETTER_IN, SLIP_LEAVES, SLIP_THERE, flights, reached};
use model::show_time::ShowTime;
use model::story::{Beat, BeatKind, Story};

/// How long a picture stands at least, in milliseconds: beats that are quicker pass with the one
/// before.
pub const STANDS: ShowTime = 400;

/// A picture that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Still {
    /// From when on it is seen: until the next one is.
    pub from: ShowTime,
    /// The moment that it shows.
    pub shows: ShowTime,
}

/// All stills of a story, in order. The first one is seen from the beginning.
pub fn stills(story: &Story) -> Vec<Still> {
    let mut stills: Vec<Still> = Vec::new();
    // Which beat the last one is of.
    let mut last: Option<&Beat> = None;
    for beat in story.beats.iter().filter(|beat| beat.from < beat.until) {
        let still = Still { from: beat.from, shows: moment(beat) };
        let before = stills.last_mut().zip(last.filter(|last| last.step == beat.step));
        match before.filter(|(before, _)| beat.from - before.from < STANDS) {
            Some((_, _)) if !is_telling(beat) => continue,
            // What is quick gives way.
            Some((before, last)) if !is_telling(last) => before.shows = still.shows,
            _ => stills.push(still),
        }
        last = Some(beat);
    }
    stills
}

/// The moment that is shown at the moment `at`; the same where there are no stills.
pub fn still_at(stills: &[Still], at: ShowTime) -> ShowTime {
    let seen = stills.partition_point(|still| still.from <= at);
    stills[..seen].last().map_or(at, |still| still.shows)
}

/// When the next still is seen, if there is one.
pub fn next_still(stills: &[Still], at: ShowTime) -> Option<ShowTime> {
    stills.get(stills.partition_point(|still| still.from <= at)).map(|still| still.from)
}

/// Whether a step would not be told without this beat.
const fn is_telling(beat: &Beat) -> bool {
    matches!(
        beat.kind,
        BeatKind::Pieces { .. } | BeatKind::Key { .. } | BeatKind::Store { .. } | BeatKind::Rest
    )
}

/// When, within its beat, a line or a card has been on its way for so many percent of the time.
const fn slip(percent: u32) -> u32 {
    SLIP_LEAVES + (SLIP_THERE - SLIP_LEAVES) * percent / 100
}

/// The moment of a beat that shows its point.
fn moment(beat: &Beat) -> ShowTime {
    let part = match &beat.kind {
        // With those before and after it, the piece in the middle is half way.
        BeatKind::Pieces { pieces, .. } => {
            let flights = flights(pieces);
            flights
                .get(pieces.len() / 2)
                .map_or(0, |flight| u32::midpoint(flight.from, flight.until))
        }
        BeatKind::Key { .. } => KEY_THERE,
        BeatKind::Store { .. } => LETTER_IN / 2,
        // On its way, and not yet where the middle of the cable has its sign.
        BeatKind::Say { .. } | BeatKind::Acknowledge { .. } | BeatKind::NoCall { .. } => slip(30),
        // Past the bubble of who asks.
        BeatKind::Ask { .. } | BeatKind::Answer { .. } => slip(60),
        BeatKind::Write { .. }
        | BeatKind::Full { .. }
        | BeatKind::Wait { .. }
        | BeatKind::Hold { .. }
        | BeatKind::Report { .. }
        | BeatKind::Sort { .. }
        | BeatKind::Read { .. }
        | BeatKind::Rest => 0,
    };
    reached(beat, part).min(beat.until - 1)
}
