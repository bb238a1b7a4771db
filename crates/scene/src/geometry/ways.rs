//! The ways between places at one moment.

use super::path::{DEEP, DEPTH, Path};
use super::stage::Stage;
use crate::facts::moment::Moment;
use crate::facts::registry::open_drawer;
use crate::place::PlaceId;
use model::cast::HostId;

/// The way from one host to another.
pub(crate) fn path(now: &Moment, stage: &Stage, from: HostId, to: HostId) -> Path {
    path_between(now, stage, now.place_of(from), now.place_of(to)).0
}

/// The way from one place to another, and how deep it lies below the street.
pub(crate) fn path_between(
    now: &Moment,
    stage: &Stage,
    from: PlaceId,
    to: PlaceId,
) -> (Path, Option<i32>) {
    let (a, b) = (stage.place(from), stage.place(to));
    let (layout, street) = (stage.layout, &stage.layout.street);
    if from == PlaceId::Registry || to == PlaceId::Registry {
        let (asker, registry) = if to == PlaceId::Registry { (a, b) } else { (b, a) };
        let drawer = street.drawer(registry.rect, open_drawer(now).unwrap_or(1));
        let path = Path::to_registry(asker, registry.rect, drawer, layout.size().pans());
        let path = if to == PlaceId::Registry { path } else { path.reversed() };
        return (path, None);
    }
    // Cables are laid from left to right; the way back is the same cable.
    let (left, right) = if a.rect.x <= b.rect.x { (a, b) } else { (b, a) };
    // On phones, those who are passed by are away.
    let between = !layout.size().pans() && street.between(a, b);
    let depth = if between { DEEP } else { DEPTH };
    let path = Path::cable(left.port_out, right.port_in, layout.street(), depth);
    (if a.rect.x <= b.rect.x { path } else { path.reversed() }, Some(depth))
}
