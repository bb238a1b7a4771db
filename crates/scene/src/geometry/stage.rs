//! The stage at one moment: who is where, who is in sight, and how much of it is seen.

use super::camera::camera;
use super::layout::Layout;
use super::positions::Positions;
use crate::facts::in_play::{actors, is_in_play};
use crate::facts::moment::Moment;
use crate::facts::registry;
use crate::facts::standing::host_at;
use crate::place::{Place, PlaceId};
use crate::rect::Rect;

/// What all parts of the picture are drawn on.
pub(crate) struct Stage<'a> {
    pub(crate) layout: &'a Layout,
    positions: Positions,
    /// Those who have not made room for others.
    in_sight: Vec<PlaceId>,
    /// What is seen of the scene.
    pub(crate) camera: Rect,
    /// On phones, when everything has been told: who is named by the verdict and is out of view. A
    /// flag points there.
    pub(crate) named: Option<PlaceId>,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(now: &Moment, layout: &'a Layout) -> Self {
        let positions = Positions::new(now, &layout.street);
        let ids = positions.places.iter().map(|place| place.id);
        let in_sight = ids.filter(|id| !makes_room(now, layout, &positions, *id)).collect();
        let camera = camera(now, layout, &positions);
        let mut stage = Self { layout, positions, in_sight, camera, named: None };
        if layout.size().pans() {
            stage.named = named_out_of_view(now, &stage);
        }
        stage
    }

    /// All places where they are now, in the order of the street.
    pub(crate) fn places(&self) -> &[Place] {
        &self.positions.places
    }

    /// A place where it is now.
    pub(crate) fn place(&self, id: PlaceId) -> &Place {
        self.positions.of(id)
    }

    /// Those of them that have not made room for others.
    pub(crate) fn present(&self) -> impl Iterator<Item = &Place> {
        self.places().iter().filter(|place| !self.is_away(place.id))
    }

    /// Whether somebody has made room for what is in play.
    pub(crate) fn is_away(&self, id: PlaceId) -> bool {
        !self.in_sight.contains(&id)
    }
}

/// Who has to make room for what is in play: on phones, whoever is in the way; elsewhere, the card
/// index, while those below it talk to each other.
fn makes_room(now: &Moment, layout: &Layout, positions: &Positions, id: PlaceId) -> bool {
    let cabinet = positions.of(PlaceId::Registry).rect;
    if !layout.size().pans() {
        let below =
            |id: PlaceId| id != PlaceId::Registry && positions.of(id).rect.shares_width(&cabinet);
        return id == PlaceId::Registry
            && !registry::matters(now)
            && actors(now).is_some_and(|(a, b)| below(a) || below(b));
    }
    if id == PlaceId::Registry {
        return !registry::matters(now);
    }
    if is_in_play(now, id) {
        return false;
    }
    let asker = positions.of(registry::asker(now)).rect;
    let rect = positions.of(id).rect;
    let in_the_way = if cabinet.x < asker.x { rect.x < asker.x } else { rect.x > asker.x };
    positions.visited || in_the_way && (registry::matters(now) || now.sorts())
}

/// A host that the verdict names and that would be out of view, while nobody named is in view.
fn named_out_of_view(now: &Moment, stage: &Stage) -> Option<PlaceId> {
    let window = stage.camera;
    let shown = |place: PlaceId| {
        let seen = (window.x..window.right()).contains(&stage.place(place).rect.middle());
        seen && !stage.is_away(place)
    };
    let named = || now.blamed().map(|(host, _)| (host, now.place_of(host)));
    if named().any(|(_, place)| shown(place)) {
        return None;
    }
    // The last one that was told of.
    named().filter(|(host, place)| host_at(now, *place) == *host).last().map(|(_, place)| place)
}
