//! How hosts and routes are at one moment: in play, refusing, silent, waiting.

use super::compose::Moment;
use super::frame::{BoxState, Held, HostState, Mark, RouteState};
use super::layout::PlaceId;
use super::past::{Trouble, troubles_of};
use model::cast::HostId;
use model::story::BeatKind;

impl Moment<'_> {
    /// What is the matter with a host now.
    fn trouble(&self, host: HostId) -> Option<Trouble> {
        let now = troubles_of(self.story, self.acting_index(), self.acting());
        let new = now.iter().rev().find(|(of, trouble)| *of == host && trouble.is_some());
        new.map_or_else(|| self.past.trouble(host), |(_, trouble)| *trouble)
    }

    /// How the host at a place is.
    pub(super) fn host_state(&self, place: PlaceId, host: HostId) -> HostState {
        let in_play = self.in_play(place);
        // Nobody has registered the domain: there is no server.
        if place == PlaceId::Destination && self.past.destination.is_none() {
            return HostState::Silent;
        }
        match self.trouble(host) {
            Some(Trouble::Silent) => HostState::Silent,
            Some(Trouble::Refused | Trouble::Closed) => HostState::Refusing { in_play },
            None if in_play => HostState::InPlay,
            None => HostState::Idle,
        }
    }

    /// The sign beside the host at a place, and where.
    pub(super) fn mark_at(
        &self,
        id: PlaceId,
        host: HostId,
        held: Held,
    ) -> Option<(Mark, (i32, i32))> {
        let place = self.place(id);
        let nowhere = id == PlaceId::Destination && self.past.destination.is_none();
        let waits = matches!(self.acting(), BeatKind::Wait { host: h, .. } if *h == host);
        let blamed = || self.blamed().find(|(of, _)| *of == host).map(|(_, mark)| mark);
        let mark = match self.trouble(host) {
            _ if nowhere => None,
            Some(Trouble::Refused | Trouble::Closed) => Some(Mark::Stop),
            Some(Trouble::Silent) => Some(Mark::Clock),
            None if waits && held != Held::WaitingLetter => Some(Mark::Clock),
            None => blamed(),
        }?;
        let rect = place.rect;
        let (x, y) = match mark {
            Mark::Stop if id == PlaceId::Registry => (rect.right() - 2, rect.bottom() - 8),
            Mark::Stop => {
                let locked = |(of, _, state): &(HostId, String, BoxState)| {
                    *of == host && *state == BoxState::Locked
                };
                let pop = self.past.boxes.iter().any(locked)
                    || matches!(self.acting(), BeatKind::Key { fits: false, .. });
                (if pop { place.port_out } else { place.port_in }, self.layout.street() + 1)
            }
            Mark::Clock | Mark::Mended => (rect.right() - 3, rect.y + 3),
        };
        // No sign is cut in half by the edge of the picture.
        let (camera, half) = (self.camera(), self.layout.sign() / 2 + 2);
        let seen = camera.x - half < x && x < camera.right() + half;
        let inside = x.clamp(camera.x + half, camera.right() - half);
        Some((mark, (if seen { inside } else { x }, y)))
    }

    /// A host that the verdict names and that would be out of view, while nobody named is in view.
    pub(super) fn named_out_of_view(&self) -> Option<PlaceId> {
        let window = self.camera();
        let shown = |place: &PlaceId| {
            let seen = (window.x..window.right()).contains(&self.place(*place).rect.middle());
            seen && !self.is_away(*place)
        };
        let named = || self.blamed().map(|(host, _)| (host, self.place_of(host)));
        if named().any(|(_, place)| shown(&place)) {
            return None;
        }
        // The last one that was told of.
        named().filter(|(host, place)| self.host_at(*place) == *host).last().map(|(_, place)| place)
    }

    /// Hosts that the verdict names: marked once everything has been told.
    pub(super) fn blamed(&self) -> impl Iterator<Item = (HostId, Mark)> {
        let over = self.is_over();
        let blamed = self.story.overview.blamed.iter().filter(move |_| over);
        blamed.map(|(host, outcome)| (*host, (*outcome).into()))
    }

    /// Of the hosts that share a place, one that the verdict names is shown in the end.
    pub(super) fn turn_to_blamed(&mut self) {
        let cast = &self.story.overview.cast;
        let blamed: Vec<HostId> = self.blamed().map(|(host, _)| host).collect();
        let at =
            |place: PlaceId| blamed.iter().copied().find(|host| PlaceId::of(cast, *host) == place);
        let (destination, backup) = (at(PlaceId::Destination), at(PlaceId::Backup));
        if !self.past.destination.is_some_and(|host| blamed.contains(&host)) {
            self.past.destination = destination.or(self.past.destination);
        }
        if !self.past.backup.is_some_and(|host| blamed.contains(&host)) {
            self.past.backup = backup.or(self.past.backup);
        }
    }

    /// How a route in use is.
    pub(super) fn live_state(&self) -> RouteState {
        let no = || {
            let now = troubles_of(self.story, self.acting_index(), self.acting());
            now.iter().any(|(_, trouble)| trouble.is_some())
        };
        match self.acting() {
            BeatKind::NoCall { refused: true, .. } => RouteState::Refused,
            BeatKind::NoCall { .. } | BeatKind::Wait { .. } => RouteState::Waiting,
            BeatKind::Say { .. } if no() => RouteState::Refused,
            BeatKind::Pieces { from, to, .. }
                if self.moves_report(*from, *to) && !self.past.notice =>
            {
                RouteState::Returning
            }
            _ => RouteState::Live,
        }
    }

    /// Whether what travels now, or travelled last, is a report.
    pub(super) fn moves_report(&self, from: HostId, to: HostId) -> bool {
        if matches!(self.kind(), BeatKind::Rest) {
            let pair = (self.place_of(from), self.place_of(to));
            return self.past.returned.iter().any(|known| super::past::same_pair(*known, pair));
        }
        self.past.is_report_at(self.place_of(from))
    }
}
