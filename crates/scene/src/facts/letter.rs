//! Where letter and report are at one moment.

use super::moment::Moment;
use crate::frame::Held;
use crate::place::{PlaceId, same_pair};
use crate::timing::flights;
use model::cast::HostId;
use model::story::BeatKind;

/// Whether what travels now, or travelled last, is a report.
pub(crate) fn moves_report(now: &Moment, from: HostId, to: HostId) -> bool {
    if matches!(now.kind(), BeatKind::Rest) {
        let pair = (now.place_of(from), now.place_of(to));
        return now.past.returned.iter().any(|known| same_pair(*known, pair));
    }
    now.past.is_report_at(now.place_of(from))
}

/// Whether the report only tells of a delay.
pub(crate) fn is_notice(now: &Moment) -> bool {
    match now.kind() {
        BeatKind::Report { delayed, .. } => *delayed,
        _ => now.past.notice,
    }
}

/// Whether a notice of a delay is on its way now.
pub(crate) fn notice_travels(now: &Moment) -> bool {
    now.past.notice
        && matches!(now.kind(), BeatKind::Pieces { from, to, .. } if moves_report(now, *from, *to))
}

/// Pieces that have arrived by now, those of earlier flights included.
pub(crate) fn arrived(now: &Moment) -> u16 {
    let BeatKind::Pieces { from, to, pieces, .. } = now.kind() else {
        return 0;
    };
    let item = if moves_report(now, *from, *to) { &now.past.report } else { &now.past.letter };
    let before = item.partial.map_or(0, |(_, _, arrived)| arrived);
    let there = pieces
        .iter()
        .zip(flights(pieces))
        .filter(|(piece, flight)| !piece.lost && flight.until <= now.done);
    before + there.map(|(piece, _)| piece.count).sum::<u16>()
}

/// Which letter the host at a place holds: it takes the place of what else is on its front.
pub(crate) fn held_at(now: &Moment, id: PlaceId) -> Held {
    let (letter, report) = (&now.past.letter, &now.past.report);
    let leaves = |from: HostId| now.place_of(from) == id;
    match now.kind() {
        BeatKind::Pieces { to, .. } if now.place_of(*to) == id => return Held::Letter,
        BeatKind::Wait { host, .. } if now.place_of(*host) == id => {
            return Held::WaitingLetter;
        }
        BeatKind::Report { host, .. }
            if now.place_of(*host) == id && letter.at == Some(id) && is_notice(now) =>
        {
            return Held::LetterAndNotice;
        }
        BeatKind::Write { host } | BeatKind::Sort { host, .. } | BeatKind::Report { host, .. }
            if now.place_of(*host) == id =>
        {
            return Held::Letter;
        }
        _ => {}
    }
    let holds = |at: Option<PlaceId>, partial: Option<(PlaceId, u16, u16)>| {
        at == Some(id) || partial.is_some_and(|(place, ..)| place == id)
    };
    let (mut has_letter, mut has_report) =
        (holds(letter.at, letter.partial), holds(report.at, report.partial));
    match now.kind() {
        BeatKind::Pieces { from, .. } if leaves(*from) && has_report && !report.opened => {
            has_report = false;
        }
        BeatKind::Pieces { from, .. } if leaves(*from) => has_letter = false,
        BeatKind::Store { .. } => has_letter = false,
        _ => {}
    }
    match (has_letter, has_report) {
        (true, false) if letter.queued => Held::WaitingLetter,
        (true, true) if letter.queued => Held::LetterAndNotice,
        (false, false) => Held::Nothing,
        _ => Held::Letter,
    }
}
