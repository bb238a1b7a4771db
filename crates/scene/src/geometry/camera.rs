//! How much of the scene is seen at one moment.

use super::layout::Layout;
use super::positions::Positions;
use super::street::{CAMERA, Street};
use crate::facts::in_play::actors;
use crate::facts::moment::Moment;
use crate::facts::registry;
use crate::place::PlaceId;
use crate::rect::Rect;
use model::story::BeatKind;

/// What narrow screens show: those in play, with room for their names. Elsewhere, everything.
pub(super) fn camera(now: &Moment, layout: &Layout, positions: &Positions) -> Rect {
    let scene = layout.scene();
    if !layout.size().pans() {
        return scene;
    }
    let (a, b) = actors(now).unwrap_or((PlaceId::Sender, PlaceId::Provider));
    let b = if a == b { companion(now, &layout.street, a) } else { b };
    let (a, b) = (positions.of(a).rect, positions.of(b).rect);
    let hook = if a.right().max(b.right()) > scene.width - 60 { 40 } else { 0 };
    let (left, right) = (a.x.min(b.x), a.right().max(b.right()) + hook);
    let x = (left + right - CAMERA) / 2;
    Rect { x: x.clamp(0, (scene.width - CAMERA).max(0)), width: CAMERA, ..scene }
}

/// Who is shown beside somebody who acts alone.
fn companion(now: &Moment, street: &Street, alone: PlaceId) -> PlaceId {
    let next = |from: PlaceId| {
        let here = street.place(from).rect;
        let mut right = street
            .places
            .iter()
            .filter(|place| place.rect.x > here.x && place.id != PlaceId::Registry);
        right.next().map_or(from, |place| place.id)
    };
    match alone {
        _ if registry::matters(now) || now.sorts() && !street.one_provider => PlaceId::Registry,
        PlaceId::Sender => PlaceId::Provider,
        PlaceId::Provider if !street.one_provider => match now.looked_at() {
            BeatKind::Wait { .. } => next(alone),
            _ => PlaceId::Sender,
        },
        PlaceId::Recipient => street.wall(),
        from => next(from),
    }
}
