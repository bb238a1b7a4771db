//! Where a host holds a letter.

use crate::geometry::stage::Stage;
use crate::place::PlaceId;

/// The middle of a letter held at a place, and how large it is there.
pub(super) fn hold_point(stage: &Stage, id: PlaceId) -> ((i32, i32), i32) {
    let rect = stage.place(id).rect;
    let measures = stage.layout.street.measures();
    let (x, y, scale) = match id {
        PlaceId::Sender | PlaceId::Recipient => {
            (rect.middle(), rect.y + rect.height * 36 / 100, rect.width * 100 / 120)
        }
        _ if id == stage.layout.street.wall() => {
            let strip = measures.strip;
            (rect.x + strip / 2 + 2, rect.y + rect.height * 66 / 100, (strip + 4) * 100 / 64)
        }
        _ => {
            let up = rect.height * 48 / 136;
            (rect.x + rect.width * 37 / 84, rect.bottom() - up, rect.width * 100 / 84)
        }
    };
    ((x * 100, y * 100), scale.min(100))
}

/// How far above a letter a second one is held, in hundredths of a scene unit.
pub(super) fn above_the_letter(stage: &Stage, id: PlaceId) -> i32 {
    let (_, scale) = hold_point(stage, id);
    50 * scale
}
