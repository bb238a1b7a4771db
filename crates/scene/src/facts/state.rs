//! How hosts and routes are at one moment: in play, refusing, silent, waiting.

use super::in_play::is_in_play;
use super::letter::moves_report;
use super::moment::Moment;
use super::standing::is_nobody_at;
use super::trouble::{self, Trouble};
use crate::frame::{HostState, RouteState};
use crate::place::PlaceId;
use model::cast::HostId;
use model::story::BeatKind;

/// What is the matter with a host now.
pub(crate) fn trouble_of(now: &Moment, host: HostId) -> Option<Trouble> {
    let of_beat = trouble::in_beat(now.story, now.acting_index(), now.acting());
    let new = of_beat.iter().rev().find(|(of, trouble)| *of == host && trouble.is_some());
    new.map_or_else(|| now.past.trouble(host), |(_, trouble)| *trouble)
}

/// The trouble that somebody gets into now.
pub(crate) fn new_trouble(now: &Moment) -> Option<Trouble> {
    let of_beat = trouble::in_beat(now.story, now.acting_index(), now.acting());
    of_beat.iter().find_map(|(_, trouble)| *trouble)
}

/// How the host at a place is.
pub(crate) fn host_state(now: &Moment, place: PlaceId, host: HostId) -> HostState {
    if is_nobody_at(now, place) {
        return HostState::Silent;
    }
    let in_play = is_in_play(now, place);
    match trouble_of(now, host) {
        Some(Trouble::Silent) => HostState::Silent,
        Some(Trouble::Refused | Trouble::Closed) => HostState::Refusing { in_play },
        Some(Trouble::PutOff) | None if in_play => HostState::InPlay,
        Some(Trouble::PutOff) | None => HostState::Idle,
    }
}

/// How a route in use is.
pub(crate) fn live_state(now: &Moment) -> RouteState {
    match now.acting() {
        BeatKind::NoCall { refused: true, .. } => RouteState::Refused,
        BeatKind::NoCall { .. } | BeatKind::Wait { .. } => RouteState::Waiting,
        BeatKind::Say { .. } if new_trouble(now) == Some(Trouble::PutOff) => RouteState::PutOff,
        BeatKind::Say { .. } if new_trouble(now).is_some() => RouteState::Refused,
        BeatKind::Pieces { from, to, .. } if moves_report(now, *from, *to) && !now.past.notice => {
            RouteState::Returning
        }
        _ => RouteState::Live,
    }
}
