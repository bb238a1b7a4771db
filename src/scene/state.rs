//! How hosts and routes are at one moment: in play, refusing, silent, waiting.

use super::compose::Moment;
use super::frame::{HostState, RouteState};
use super::layout::PlaceId;
use crate::sim::cast::HostId;
use crate::sim::trace::Side;
use crate::story::BeatKind;

impl Moment<'_> {
    /// How the host at a place is.
    pub(super) fn host_state(&self, place: PlaceId, in_play: bool) -> HostState {
        let at = |host: HostId| self.place(host) == place;
        // Nobody has registered the domain: there is no server.
        let nowhere = place == PlaceId::Destination && self.past.destination.is_none();
        match self.acting() {
            _ if nowhere => HostState::Silent,
            BeatKind::NoCall { to, refused, .. } if at(*to) => {
                if *refused {
                    HostState::Refusing
                } else {
                    HostState::Silent
                }
            }
            BeatKind::Full { host, .. } if at(*host) => HostState::Refusing,
            BeatKind::Wait { host, .. } if at(*host) => HostState::Waiting,
            BeatKind::Wait { .. } if in_play => HostState::Idle,
            BeatKind::Say { lines: (first, _), speaker, .. }
                if at(*speaker) && says_no(&self.story.lines[*first]) =>
            {
                HostState::Refusing
            }
            _ if in_play => HostState::InPlay,
            _ => HostState::Idle,
        }
    }

    /// How a route in use is.
    pub(super) fn live_state(&self) -> RouteState {
        match self.acting() {
            BeatKind::NoCall { refused: true, .. } => RouteState::Refused,
            BeatKind::NoCall { .. } | BeatKind::Wait { .. } => RouteState::Waiting,
            BeatKind::Say { lines: (first, _), .. } if says_no(&self.story.lines[*first]) => {
                RouteState::Refused
            }
            BeatKind::Pieces { .. } if self.past.report => RouteState::Return,
            _ => RouteState::Live,
        }
    }
}

/// Whether a server's line is a no.
fn says_no(line: &crate::story::conversation::Line) -> bool {
    line.side == Side::Server
        && (line.text.starts_with(['4', '5']) || line.text.starts_with("-ERR"))
}
