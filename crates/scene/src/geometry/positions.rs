//! Where everybody is at one moment: on the street, or beside those who deal with them.

use super::street::{CAMERA, Street};
use crate::facts::in_play::pair;
use crate::facts::moment::Moment;
use crate::facts::registry::asker;
use crate::place::{Place, PlaceId};

/// The places of a street as they are at one moment.
pub(super) struct Positions {
    /// In the order of the street.
    pub(super) places: Vec<Place>,
    /// Somebody has come to stand beside who deals with them.
    pub(super) visited: bool,
}

impl Positions {
    pub(super) fn new(now: &Moment, street: &Street) -> Self {
        let visitor = visitor(now, street);
        let places = street.places.iter().map(|place| match visitor {
            _ if place.id == PlaceId::Registry => street.registry_beside(asker(now)),
            Some(visitor) if visitor.id == place.id => visitor,
            _ => *place,
        });
        Self { places: places.collect(), visited: visitor.is_some() }
    }

    pub(super) fn of(&self, id: PlaceId) -> &Place {
        self.places.iter().find(|place| place.id == id).unwrap_or(&self.places[0])
    }
}

/// On the long street of phones, of two in play that stand far from each other the right one is
/// drawn beside the left one: which, and where.
fn visitor(now: &Moment, street: &Street) -> Option<Place> {
    let (a, b) = pair(now).filter(|_| street.size.pans())?;
    if [a, b].contains(&PlaceId::Registry) {
        return None;
    }
    let (a, b) = (street.place(a), street.place(b));
    let (left, right) = if a.rect.x <= b.rect.x { (a, b) } else { (b, a) };
    if !street.between(left, right) {
        return None;
    }
    let gap = (CAMERA - 70 - left.rect.width - right.rect.width).clamp(40, 164);
    Some(right.moved(left.rect.right() + gap - right.rect.x))
}
