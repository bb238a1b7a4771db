//! Who takes part at one moment.

use super::beat;
use super::moment::Moment;
use crate::place::PlaceId;

/// Who takes part: from, to (the same where nobody else does).
pub(crate) fn actors(now: &Moment) -> Option<(PlaceId, PlaceId)> {
    let (a, b) = beat::actors(now.looked_at())?;
    Some((now.place_of(a), now.place_of(b)))
}

/// Whether somebody takes part.
pub(crate) fn is_in_play(now: &Moment, id: PlaceId) -> bool {
    actors(now).is_some_and(|(a, b)| a == id || b == id)
}

/// The two who take part, where there are two.
pub(crate) fn pair(now: &Moment) -> Option<(PlaceId, PlaceId)> {
    actors(now).filter(|(a, b)| a != b)
}
