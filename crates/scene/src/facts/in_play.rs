//! Who takes part at one moment.

use super::beat;
use super::moment::Moment;
use crate::place::{PlaceId, same_pair};
use model::ids::Side;
use model::story::BeatKind;

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

/// Who says or sends something to whom, if anybody does. At rest, whose move it was that the
/// caption tells: that of the message, or of whoever called; not of whoever spoke last.
pub(crate) fn heading(now: &Moment) -> Option<(PlaceId, PlaceId)> {
    let (a, b) = pair(now)?;
    let at_rest = *now.kind() == BeatKind::Rest && !now.leads;
    let BeatKind::Say { lines: (first, _), .. } = now.acting() else { return Some((a, b)) };
    let Some(line) = now.story.lines.get(*first).filter(|_| at_rest) else {
        return Some((a, b));
    };
    if line.refuses {
        return Some((a, b));
    }
    let step = now.story.beats.get(now.beat).map(|beat| beat.step);
    let beats = now.story.beats[..now.beat].iter().rev();
    let mut of_step = beats.take_while(|beat| Some(beat.step) == step);
    let message = of_step.find_map(|beat| match &beat.kind {
        BeatKind::Pieces { from, to, .. } => Some((now.place_of(*from), now.place_of(*to))),
        _ => None,
    });
    let called = if line.side == Side::Server { (b, a) } else { (a, b) };
    Some(message.filter(|pair| same_pair(*pair, (a, b))).unwrap_or(called))
}
