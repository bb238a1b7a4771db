//! Where the hosts of a story stand.

use crate::sim::cast::{Cast, HostId, Role};

/// Width of the scene, in units.
pub const SCENE_WIDTH: i32 = 1200;
/// Height of the scene, in units.
pub const SCENE_HEIGHT: i32 = 480;
/// The line on which everything stands.
pub const STREET: i32 = 318;

/// A rectangle in whole scene units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

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
    /// The destination server with its wall of boxes. Several destinations take turns.
    Destination,
    /// The recipient's computer. Several recipients take turns.
    Recipient,
}

/// A place and its measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub id: PlaceId,
    /// Where its drawing stands.
    pub rect: Rect,
    /// Where the route to it ends on the street.
    pub port_in: i32,
    /// Where the route from it begins on the street.
    pub port_out: i32,
    /// The middle of its name below the street.
    pub label_x: i32,
    /// Whether its name is written even while it is not in play (small relays are not).
    pub always_named: bool,
}

impl Place {
    /// The middle of the drawing.
    pub const fn middle(&self) -> i32 {
        self.rect.x + self.rect.width / 2
    }
}

/// All places of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    places: Vec<Place>,
    one_provider: bool,
}

impl Layout {
    /// Places for this cast.
    pub fn new(cast: &Cast) -> Self {
        let one_provider = cast.is_local();
        let place = |id, x: i32, y: i32, width, port_in, port_out| {
            let rect = Rect { x, y, width, height: STREET - y };
            Place { id, rect, port_in, port_out, label_x: x + width / 2, always_named: true }
        };
        let mut places = vec![place(PlaceId::Sender, 32, 206, 128, 116, 116)];
        if one_provider {
            places.push(place(PlaceId::Provider, 444, 136, 284, 482, 698));
        } else {
            places.push(place(PlaceId::Provider, 286, 182, 84, 304, 352));
        }
        places.extend(relays(cast.relays.len()));
        if !one_provider {
            places.push(place(PlaceId::Destination, 690, 136, 284, 728, 944));
        }
        places.push(place(PlaceId::Recipient, 1024, 206, 128, 1104, 1104));
        let registry = Rect { x: 420, y: 26, width: 120, height: 96 };
        if !one_provider {
            places.push(Place {
                id: PlaceId::Registry,
                rect: registry,
                port_in: 423,
                port_out: 423,
                label_x: 480,
                // Small relays speak where its name stands.
                always_named: cast.relays.len() < 2,
            });
        }
        Self { places, one_provider }
    }

    /// All places, from left to right, the registry last.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// A place; the sender's if this story has none like it.
    pub fn place(&self, id: PlaceId) -> &Place {
        self.places.iter().find(|place| place.id == id).unwrap_or(&self.places[0])
    }

    /// Whether sender and recipients have the same provider, so that there is one server only.
    pub const fn one_provider(&self) -> bool {
        self.one_provider
    }

    /// Where a host stands when it is in play.
    pub fn place_of(&self, cast: &Cast, host: HostId) -> PlaceId {
        match &cast.host(host).role {
            Role::SenderComputer => PlaceId::Sender,
            Role::Provider => PlaceId::Provider,
            Role::NameServer(_) => PlaceId::Registry,
            Role::Relay(n) => PlaceId::Relay(n.saturating_sub(1)),
            Role::Destination(_) | Role::Backup(_) => PlaceId::Destination,
            Role::RecipientComputer(_) => PlaceId::Recipient,
        }
    }

    /// Which of the nine doors, in whole scene units.
    pub fn door(&self, n: usize) -> Rect {
        let wall = if self.one_provider { PlaceId::Provider } else { PlaceId::Destination };
        let wall = self.place(wall).rect;
        let (row, column) = (i32::try_from(n / 3).unwrap_or(0), i32::try_from(n % 3).unwrap_or(0));
        Rect { x: wall.x + 58 + 74 * column, y: wall.y + 34 + 48 * row, width: 70, height: 44 }
    }
}

/// Relays share the room between provider and destination: the more, the smaller.
fn relays(count: usize) -> Vec<Place> {
    const FROM: i32 = 398;
    const TO: i32 = 680;
    let Ok(count) = i32::try_from(count) else {
        return Vec::new();
    };
    if count == 0 {
        return Vec::new();
    }
    let pitch = (TO - FROM) / count;
    let width = if count == 1 { 84 } else { (pitch * 2 / 3).min(72) };
    // The drawing is 84 wide and 136 high, ports at 18 and 66.
    let height = width * 136 / 84;
    (0..count)
        .map(|n| {
            let x = if count == 1 { 502 } else { FROM + pitch * n + (pitch - width) / 2 };
            let rect = Rect { x, y: STREET - height, width, height };
            Place {
                id: PlaceId::Relay(u8::try_from(n).unwrap_or(0)),
                rect,
                port_in: x + width * 18 / 84,
                port_out: x + width * 66 / 84,
                // Several share one label, between those of provider and destination.
                label_x: 544,
                always_named: count == 1,
            }
        })
        .collect()
}
