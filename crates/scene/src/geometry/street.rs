//! Where the hosts of a story stand.
//!
//! The whole scene is always as wide; on phones, the street is as long as it needs to be, and the
//! picture pans along it.

use super::size::{Measures, Size, WHOLE_WIDTH};
use crate::place::{Place, PlaceId};
use crate::rect::Rect;
use model::cast::Cast;

/// Where everything stands in the picture of one story at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Street {
    pub(crate) size: Size,
    pub(crate) width: i32,
    pub(crate) places: Vec<Place>,
    pub(crate) one_provider: bool,
    /// Columns of the wall of boxes.
    pub(crate) columns: usize,
}

/// Before the first host, between hosts on the long street of phones, and behind the last one,
/// where the key hangs.
const BEFORE: i32 = 28;
const BEHIND: i32 = 50;

impl Street {
    pub(crate) fn new(cast: &Cast, size: Size) -> Self {
        let one_provider = cast.is_local();
        let mut middle: Vec<PlaceId> =
            (0_u8..).zip(&cast.relays).map(|(n, _)| PlaceId::Relay(n)).collect();
        if !cast.backups.is_empty() {
            middle.push(PlaceId::Backup);
        }
        let columns = match (size.pans(), middle.len()) {
            (true, _) | (_, 0..=2) => size.measures().columns,
            (_, 3..=4) => size.measures().columns.div_ceil(2),
            _ => 1,
        };
        let mut street =
            Self { size, width: WHOLE_WIDTH, places: Vec::new(), one_provider, columns };
        if size.pans() {
            street.long(&middle);
        } else {
            street.whole(&middle);
        }
        street
    }

    pub(crate) const fn measures(&self) -> &'static Measures {
        self.size.measures()
    }

    /// Everything within one width: those between provider and destination share the room that
    /// is left.
    fn whole(&mut self, middle: &[PlaceId]) {
        let measures = self.measures();
        let (computer, server, wall) = (measures.computer, measures.server, self.wall_size());
        self.stand(PlaceId::Sender, BEFORE, computer);
        let last = WHOLE_WIDTH - BEHIND - computer.0;
        if self.one_provider {
            self.stand(PlaceId::Provider, (BEFORE + WHOLE_WIDTH - BEHIND - wall.0) / 2, wall);
            self.stand(PlaceId::Recipient, last, computer);
            return;
        }
        self.stand(PlaceId::Provider, measures.provider, server);
        let beside = measures.provider + server.0;
        let cabinet = self.cabinet_at(beside + 38);
        let wall_at = last - 30 - wall.0;
        // One alone stands beside the card index, several below it.
        let from = if middle.len() == 1 { cabinet.right() } else { beside + 14 };
        let count = i32::try_from(middle.len()).unwrap_or(0);
        for (n, id) in (0..).zip(middle) {
            let pitch = (wall_at - 10 - from) / count;
            let width = server.0.min(pitch * 85 / 100);
            let x = from + pitch * n + (pitch - width) / 2;
            self.stand(*id, x, (width, width * server.1 / server.0));
        }
        self.stand(PlaceId::Destination, wall_at, wall);
        self.stand(PlaceId::Recipient, last, computer);
        self.places.push(Place {
            id: PlaceId::Registry,
            rect: cabinet,
            port_in: cabinet.x,
            port_out: cabinet.x,
        });
    }

    /// All at full size, one after the other; the card index stands beside whoever asks.
    fn long(&mut self, middle: &[PlaceId]) {
        let measures = self.measures();
        let (computer, server, wall) = (measures.computer, measures.server, self.wall_size());
        let mut x = BEFORE + 10;
        let mut put = |street: &mut Self, id, size: (i32, i32), gap| {
            street.stand(id, x, size);
            x += size.0 + gap;
        };
        put(self, PlaceId::Sender, computer, if self.one_provider { 92 } else { 124 });
        if self.one_provider {
            put(self, PlaceId::Provider, wall, 52);
        } else {
            put(self, PlaceId::Provider, server, if middle.is_empty() { 92 } else { 164 });
            for (n, id) in middle.iter().enumerate() {
                put(self, *id, server, if n + 1 == middle.len() { 92 } else { 164 });
            }
            put(self, PlaceId::Destination, wall, 52);
        }
        put(self, PlaceId::Recipient, computer, BEHIND);
        self.width = x;
        if !self.one_provider {
            let registry = self.registry_beside(PlaceId::Provider);
            self.places.push(registry);
        }
    }

    fn stand(&mut self, id: PlaceId, x: i32, (width, height): (i32, i32)) {
        let rect = Rect { x, y: self.measures().street - height, width, height };
        let (port_in, port_out) = match id {
            PlaceId::Sender => (x + width * 84 / 128, x + width * 84 / 128),
            PlaceId::Recipient => (x + width * 60 / 128, x + width * 60 / 128),
            _ if width > 130 => (x + self.measures().strip * 3 / 4, x + width - 40),
            _ => (x + width * 20 / 84, x + width * 64 / 84),
        };
        self.places.push(Place { id, rect, port_in, port_out });
    }

    /// The card index in the sky, on its hill.
    fn cabinet_at(&self, x: i32) -> Rect {
        let measures = self.measures();
        let height = measures.head + 3 * measures.drawer + 6;
        Rect { x, y: 138 - height, width: measures.cabinet, height }
    }

    /// The card index as somebody who asks it sees it.
    pub(crate) fn registry_beside(&self, asker: PlaceId) -> Place {
        if !self.size.pans() {
            return *self.place(PlaceId::Registry);
        }
        let measures = self.measures();
        let asker = self.place(asker).rect;
        let width = measures.cabinet;
        let height = measures.head + 3 * measures.drawer + 6;
        let gap = (CAMERA - 24 - asker.width - width).min(70);
        // Beside a wall of boxes on its left: its own customers are on its right. And at the end of
        // the street there is no room on the right.
        let last = asker.right() + gap + width > self.width - 24;
        let on_left = asker.width > width || last;
        let x = if on_left { asker.x - gap - width } else { asker.right() + gap };
        let rect = Rect { x, y: measures.street - height, width, height };
        Place { id: PlaceId::Registry, rect, port_in: x, port_out: x }
    }

    pub(crate) fn place(&self, id: PlaceId) -> &Place {
        self.places.iter().find(|place| place.id == id).unwrap_or(&self.places[0])
    }

    /// Whether somebody stands between two places.
    pub(crate) fn between(&self, a: &Place, b: &Place) -> bool {
        let (left, right) = if a.rect.x <= b.rect.x { (a, b) } else { (b, a) };
        let street = self.measures().street;
        self.places.iter().any(|place| {
            place.rect.bottom() == street
                && place.id != PlaceId::Registry
                && place.rect.x > left.rect.x
                && place.rect.x < right.rect.x
        })
    }

    /// Where the wall of boxes is.
    pub(crate) const fn wall(&self) -> PlaceId {
        if self.one_provider { PlaceId::Provider } else { PlaceId::Destination }
    }

    fn wall_size(&self) -> (i32, i32) {
        let measures = self.measures();
        let many = |n: usize, each: i32| i32::try_from(n).unwrap_or(1) * (each + GAP);
        let width = measures.strip + EDGE + many(self.columns, measures.door.0) + 4;
        (width, measures.roof + 6 + many(measures.rows, measures.door.1) + 2)
    }

    /// How many boxes the wall has.
    pub(crate) const fn doors(&self) -> usize {
        self.columns * self.measures().rows
    }

    /// Which of the doors in this wall.
    pub(crate) fn door(&self, wall: Rect, n: usize) -> Rect {
        let measures = self.measures();
        let (width, height) = measures.door;
        let nth = |n: usize, each: i32| i32::try_from(n).unwrap_or(0) * (each + GAP);
        Rect {
            x: wall.x + measures.strip + EDGE + nth(n % self.columns, width),
            y: wall.y + measures.roof + 6 + nth(n / self.columns, height),
            width,
            height,
        }
    }

    /// The drawers of the card index, from the root down.
    pub(crate) fn drawer(&self, cabinet: Rect, n: usize) -> Rect {
        let measures = self.measures();
        let above = i32::try_from(n).unwrap_or(0) * measures.drawer;
        Rect {
            x: cabinet.x + 6,
            y: cabinet.y + measures.head + above,
            width: cabinet.width - 12,
            height: measures.drawer - 4,
        }
    }
}

/// Between two boxes of the wall, and between its two parts.
const GAP: i32 = 4;
const EDGE: i32 = 8;

/// How much of a long street is seen at least.
pub(crate) const CAMERA: i32 = 468;
