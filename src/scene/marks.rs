//! The signs beside hosts.

use super::compose::Picture;
use super::facts::standing::is_nobody_at;
use super::facts::state::trouble_of;
use super::facts::trouble::Trouble;
use super::frame::{BoxState, Held, Mark};
use super::place::PlaceId;
use crate::sim::cast::HostId;
use crate::story::BeatKind;

impl Picture<'_> {
    /// The sign beside the host at a place, and where.
    pub(super) fn mark_at(
        &self,
        id: PlaceId,
        host: HostId,
        held: Held,
    ) -> Option<(Mark, (i32, i32))> {
        let place = self.place(id);
        let nowhere = is_nobody_at(&self.now, id);
        let waits = matches!(self.now.acting(), BeatKind::Wait { host: h, .. } if *h == host);
        let blamed = || self.now.blamed().find(|(of, _)| *of == host).map(|(_, mark)| mark);
        let mark = match trouble_of(&self.now, host) {
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
                let pop = self.now.past.boxes.iter().any(locked)
                    || matches!(self.now.acting(), BeatKind::Key { fits: false, .. });
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
}
