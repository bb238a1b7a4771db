//! What the host at a place is called.

use crate::facts::domains;
use crate::facts::moment::Moment;
use crate::facts::standing::is_nobody_at;
use crate::place::PlaceId;
use model::cast::{HostId, Role};
use text::scene::{self as words, HostWords};

pub(super) fn names(now: &Moment, place: PlaceId, host: HostId) -> HostWords {
    let overview = &now.story.overview;
    let cast = &overview.cast;
    let name = &cast.host(host).name;
    match place {
        PlaceId::Sender => words::sender(),
        PlaceId::Provider => words::provider(name, cast.provider_name.as_deref()),
        PlaceId::Relay(n) => words::relay(name, usize::from(n) + 1, cast.relays.len()),
        PlaceId::Backup => words::backup(name, &domains::of_server(overview, host)),
        PlaceId::Destination if is_nobody_at(now, place) => {
            words::nowhere(&domains::wanted(overview))
        }
        PlaceId::Destination => words::destination(name, &domains::of_server(overview, host)),
        PlaceId::Recipient => match &cast.host(host).role {
            Role::RecipientComputer(n) if cast.recipients.len() > 1 => {
                words::recipient_of(usize::from(*n) + 1, cast.recipients.len())
            }
            _ => words::recipient(),
        },
        // Its name stands on its front.
        PlaceId::Registry => HostWords::default(),
    }
}
