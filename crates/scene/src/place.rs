//! The places of the picture, and which of them a host stands at.

use super::rect::Rect;
use model::cast::{Cast, HostId, Role};

/// A place in the picture where one host at a time stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceId {
    /// The sender's computer.
    Sender,
    /// The provider's server. Draws the wall of boxes when the recipient is its customer too.
    Provider,
    /// The registry's card index.
    Registry,
    /// Relay n, from 0.
    Relay(u8),
    /// The second server of a domain. Those of several domains take turns.
    Backup,
    /// The destination server with its wall of boxes. Several destinations take turns.
    Destination,
    /// The recipient's computer. Several recipients take turns.
    Recipient,
}

impl PlaceId {
    /// Where a host stands when it is in play.
    pub fn of(cast: &Cast, host: HostId) -> Self {
        match &cast.host(host).role {
            Role::SenderComputer => Self::Sender,
            Role::Provider => Self::Provider,
            Role::NameServer(_) => Self::Registry,
            Role::Relay(n) => Self::Relay(n.saturating_sub(1)),
            Role::Backup(_) => Self::Backup,
            Role::Destination(_) => Self::Destination,
            Role::RecipientComputer(_) => Self::Recipient,
        }
    }
}

/// A place and its measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Which.
    pub(super) id: PlaceId,
    /// Where its drawing stands.
    pub(super) rect: Rect,
    /// Where the route to it ends on the street.
    pub(super) port_in: i32,
    /// Where the route from it begins on the street.
    pub(super) port_out: i32,
}

impl Place {
    /// The same, further along the street.
    #[must_use]
    pub(super) const fn moved(mut self, by: i32) -> Self {
        self.rect.x += by;
        self.port_in += by;
        self.port_out += by;
        self
    }
}

/// Whether two pairs are of the same places, whichever way round.
pub(super) fn same_pair(a: (PlaceId, PlaceId), b: (PlaceId, PlaceId)) -> bool {
    a == b || a == (b.1, b.0)
}
