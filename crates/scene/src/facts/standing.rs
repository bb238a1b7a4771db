//! Which host stands at a place.

use super::moment::Moment;
use super::registry;
use crate::place::PlaceId;
use model::cast::HostId;

/// The host that stands at a place now.
pub(crate) fn host_at(now: &Moment, place: PlaceId) -> HostId {
    let cast = &now.story.overview.cast;
    match place {
        PlaceId::Sender => cast.sender,
        PlaceId::Provider => cast.provider,
        PlaceId::Relay(n) => cast.relays.get(usize::from(n)).copied().unwrap_or(cast.provider),
        PlaceId::Backup => now.turns.backup.unwrap_or(cast.provider),
        PlaceId::Destination => now.turns.destination.unwrap_or(cast.provider),
        PlaceId::Recipient => now.turns.recipient.unwrap_or(cast.sender),
        PlaceId::Registry => registry::name_server(now),
    }
}

/// Whether nobody stands there, because nobody has registered the domain.
pub(crate) fn is_nobody_at(now: &Moment, place: PlaceId) -> bool {
    place == PlaceId::Destination && now.turns.destination.is_none()
}
