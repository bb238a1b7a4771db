//! Puts a frame together: what of the story is seen at one moment.

use super::facts::in_play::{actors, is_in_play, pair};
use super::facts::moment::Moment;
use super::facts::registry;
use super::facts::standing::host_at;
use super::frame::{Frame, Motion, Pose};
use super::geometry::layout::Layout;
use super::geometry::path::{DEEP, DEPTH, Path};
use super::geometry::street::CAMERA;
use super::place::{Place, PlaceId};
use super::rect::Rect;
use crate::player::ShowTime;
use crate::sim::cast::HostId;
use crate::story::{BeatKind, Story};

/// The picture at the moment `at`.
pub fn frame_at(story: &Story, layout: &Layout, at: ShowTime) -> Frame {
    let picture = Picture::new(story, layout, at);
    Frame { pose: picture.pose(), motion: picture.motion() }
}

/// Where the tokens are at the moment `at`, in the order of [`Pose::tokens`].
pub fn motion_at(story: &Story, layout: &Layout, at: ShowTime) -> Motion {
    Picture::new(story, layout, at).motion()
}

/// Everything at one moment, before it is split into pose and motion.
pub(super) struct Picture<'a> {
    pub(super) now: Moment<'a>,
    pub(super) layout: &'a Layout,
    /// On the long street of phones, of two in play that stand far from each other the right one
    /// is drawn beside the left one: which, and where.
    visitor: Option<Place>,
    /// The card index, as whoever asks it sees it.
    registry: Place,
    /// On phones, when everything has been told: who is named by the verdict and is out of view. A
    /// flag points there.
    pub(super) named: Option<PlaceId>,
}

impl<'a> Picture<'a> {
    pub(super) fn new(story: &'a Story, layout: &'a Layout, at: ShowTime) -> Self {
        let now = Moment::new(story, at);
        let registry = if layout.street.one_provider {
            *layout.street.place(PlaceId::Registry)
        } else {
            layout.street.registry_beside(registry::asker(&now))
        };
        let mut picture = Self { now, layout, visitor: None, registry, named: None };
        if layout.size().pans() {
            picture.visitor = picture.visitor_of_pair();
            picture.named = picture.named_out_of_view();
        }
        picture
    }

    /// A place where it is now.
    pub(super) fn place(&self, id: PlaceId) -> Place {
        match self.visitor {
            _ if id == PlaceId::Registry => self.registry,
            Some(visitor) if visitor.id == id => visitor,
            _ => *self.layout.street.place(id),
        }
    }

    fn visitor_of_pair(&self) -> Option<Place> {
        let (a, b) = pair(&self.now)?;
        if [a, b].contains(&PlaceId::Registry) {
            return None;
        }
        let street = &self.layout.street;
        let (a, b) = (street.place(a), street.place(b));
        let (left, right) = if a.rect.x <= b.rect.x { (a, b) } else { (b, a) };
        if !street.between(left, right) {
            return None;
        }
        let gap = (CAMERA - 70 - left.rect.width - right.rect.width).clamp(40, 164);
        Some(right.moved(left.rect.right() + gap - right.rect.x))
    }

    /// Who has to make room for what is in play: on phones, whoever is in the way; elsewhere, the
    /// card index, while those below it talk to each other.
    pub(super) fn is_away(&self, id: PlaceId) -> bool {
        if !self.layout.size().pans() {
            let below = |id: PlaceId| {
                let rect = self.place(id).rect;
                id != PlaceId::Registry && rect.shares_width(&self.registry.rect)
            };
            return id == PlaceId::Registry
                && !registry::matters(&self.now)
                && actors(&self.now).is_some_and(|(a, b)| below(a) || below(b));
        }
        if id == PlaceId::Registry {
            return !registry::matters(&self.now);
        }
        if is_in_play(&self.now, id) {
            return false;
        }
        let asker = self.place(registry::asker(&self.now)).rect;
        let rect = self.place(id).rect;
        let on_left = self.registry.rect.x < asker.x;
        let in_the_way = if on_left { rect.x < asker.x } else { rect.x > asker.x };
        self.visitor.is_some() || in_the_way && (registry::matters(&self.now) || self.now.sorts())
    }

    /// A host that the verdict names and that would be out of view, while nobody named is in view.
    pub(super) fn named_out_of_view(&self) -> Option<PlaceId> {
        let window = self.camera();
        let shown = |place: &PlaceId| {
            let seen = (window.x..window.right()).contains(&self.place(*place).rect.middle());
            seen && !self.is_away(*place)
        };
        let named = || self.now.blamed().map(|(host, _)| (host, self.now.place_of(host)));
        if named().any(|(_, place)| shown(&place)) {
            return None;
        }
        // The last one that was told of.
        named()
            .filter(|(host, place)| host_at(&self.now, *place) == *host)
            .last()
            .map(|(_, place)| place)
    }

    pub(super) fn pose(&self) -> Pose {
        let bubble = self.bubble();
        let hosts = self.hosts();
        Pose {
            routes: self.routes(),
            boxes: self.boxes(),
            drawers: self.drawers(),
            tokens: self.tokens().into_iter().map(|(token, _)| token).collect(),
            flags: self.flags(bubble.is_some()),
            fates: self.fates(&hosts),
            hosts,
            bubble,
            camera: self.camera(),
            sorted_address: match self.now.acting() {
                BeatKind::Sort { local_part, domain, .. } => {
                    Some((local_part.clone(), domain.clone()))
                }
                _ => None,
            },
        }
    }

    pub(super) fn motion(&self) -> Motion {
        Motion { tokens: self.tokens().into_iter().map(|(_, place)| place).collect() }
    }

    /// What narrow screens show: those in play, with room for their names. Elsewhere, everything.
    pub(super) fn camera(&self) -> Rect {
        let scene = self.layout.scene();
        if !self.layout.size().pans() {
            return scene;
        }
        let (a, b) = actors(&self.now).unwrap_or((PlaceId::Sender, PlaceId::Provider));
        let b = if a == b { self.companion(a) } else { b };
        let (a, b) = (self.place(a).rect, self.place(b).rect);
        let hook = if a.right().max(b.right()) > scene.width - 60 { 40 } else { 0 };
        let (left, right) = (a.x.min(b.x), a.right().max(b.right()) + hook);
        let x = (left + right - CAMERA) / 2;
        Rect { x: x.clamp(0, (scene.width - CAMERA).max(0)), width: CAMERA, ..scene }
    }

    /// Who is shown beside somebody who acts alone.
    fn companion(&self, alone: PlaceId) -> PlaceId {
        let street = &self.layout.street;
        let next = |from: PlaceId| {
            let here = street.place(from).rect;
            let mut right = street
                .places
                .iter()
                .filter(|place| place.rect.x > here.x && place.id != PlaceId::Registry);
            right.next().map_or(from, |place| place.id)
        };
        match alone {
            _ if registry::matters(&self.now) || self.now.sorts() && !street.one_provider => {
                PlaceId::Registry
            }
            PlaceId::Sender => PlaceId::Provider,
            PlaceId::Provider if !street.one_provider => match self.now.looked_at() {
                BeatKind::Wait { .. } => next(alone),
                _ => PlaceId::Sender,
            },
            PlaceId::Recipient => street.wall(),
            from => next(from),
        }
    }

    // ---- ways ---------------------------------------------------------------------------------

    pub(super) fn path(&self, from: HostId, to: HostId) -> Path {
        self.path_between(self.now.place_of(from), self.now.place_of(to)).0
    }

    /// The way from one place to another, and how deep it lies below the street.
    pub(super) fn path_between(&self, from: PlaceId, to: PlaceId) -> (Path, Option<i32>) {
        let (a, b) = (self.place(from), self.place(to));
        let street = &self.layout.street;
        if from == PlaceId::Registry || to == PlaceId::Registry {
            let (asker, registry) = if to == PlaceId::Registry { (a, b) } else { (b, a) };
            let drawer =
                street.drawer(registry.rect, registry::open_drawer(&self.now).unwrap_or(1));
            let path = Path::to_registry(&asker, registry.rect, drawer, self.layout.size().pans());
            let path = if to == PlaceId::Registry { path } else { path.reversed() };
            return (path, None);
        }
        // Cables are laid from left to right; the way back is the same cable.
        let (left, right) = if a.rect.x <= b.rect.x { (a, b) } else { (b, a) };
        // On phones, those who are passed by are away.
        let between = !self.layout.size().pans() && street.between(&a, &b);
        let depth = if between { DEEP } else { DEPTH };
        let path = Path::cable(left.port_out, right.port_in, self.layout.street(), depth);
        (if a.rect.x <= b.rect.x { path } else { path.reversed() }, Some(depth))
    }
}
