//! The signs beside hosts.

use crate::facts::moment::Moment;
use crate::facts::standing::is_nobody_at;
use crate::facts::state::trouble_of;
use crate::facts::trouble::Trouble;
use crate::frame::{BoxState, Held, Mark};
use crate::geometry::stage::Stage;
use crate::place::PlaceId;
use model::cast::HostId;
use model::story::BeatKind;

/// The sign beside the host at a place, and where.
pub(super) fn mark_at(
    now: &Moment,
    stage: &Stage,
    id: PlaceId,
    host: HostId,
    held: Held,
) -> Option<(Mark, (i32, i32))> {
    let place = stage.place(id);
    let nowhere = is_nobody_at(now, id);
    let waits = matches!(now.acting(), BeatKind::Wait { host: h, .. } if *h == host);
    let blamed = || now.blamed().find(|(of, _)| *of == host).map(|(_, mark)| mark);
    let trouble = trouble_of(now, host);
    let mark = match trouble {
        _ if nowhere => None,
        Some(Trouble::Refused | Trouble::Closed) => Some(Mark::Stop),
        Some(Trouble::PutOff | Trouble::Silent) => Some(Mark::Clock),
        None if waits && held != Held::WaitingLetter => Some(Mark::Clock),
        None => blamed(),
    }?;
    let rect = place.rect;
    // Where it says no, at its door: above it is what it says.
    let at_door = mark == Mark::Stop || trouble == Some(Trouble::PutOff);
    let (x, y) = match mark {
        Mark::Stop if id == PlaceId::Registry => (rect.right() - 2, rect.bottom() - 8),
        _ if at_door => {
            let locked = |(of, _, state): &(HostId, String, BoxState)| {
                *of == host && *state == BoxState::Locked
            };
            let pop = now.past.boxes.iter().any(locked)
                || matches!(now.acting(), BeatKind::Key { fits: false, .. });
            (if pop { place.port_out } else { place.port_in }, stage.layout.street() + 1)
        }
        _ => (rect.right() - 3, rect.y + 3),
    };
    // No sign is cut in half by the edge of the picture.
    let (camera, half) = (stage.camera, stage.layout.sign() / 2 + 2);
    let seen = camera.x - half < x && x < camera.right() + half;
    let inside = x.clamp(camera.x + half, camera.right() - half);
    Some((mark, (if seen { inside } else { x }, y)))
}
