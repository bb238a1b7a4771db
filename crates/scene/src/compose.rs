//! Puts a frame together: what of the story is seen at one moment.

use super::frame::{Motion, Pose};
use super::layout::{CAMERA, Place, PlaceId, Rect};
use super::past::{Past, actors, same_pair};
use super::path::{DEEP, DEPTH, Path};
use super::plan::Layout;
use super::track::looks_ahead;
use model::cast::HostId;
use model::ids::Side;
use model::show_time::ShowTime;
use model::story::{Beat, BeatKind, Story};

/// Ten-thousandths of a beat.
pub(super) const WHOLE: u32 = 10_000;
/// When, within its beat, a key reaches the box, and when a letter lies in it.
pub(super) const KEY_THERE: u32 = 5_500;
pub(super) const LETTER_IN: u32 = 8_500;

/// Everything at one moment, before it is split into pose and motion.
pub(super) struct Moment<'a> {
    pub(super) story: &'a Story,
    pub(super) layout: &'a Layout,
    /// Index of the beat, and how far it is, in ten-thousandths.
    pub(super) beat: usize,
    pub(super) done: u32,
    /// The next beat is about to begin: whoever takes part in it is looked at already.
    pub(super) leads: bool,
    pub(super) past: Past,
    /// On the long street of phones, of two in play that stand far from each other the right one
    /// is drawn beside the left one: which, and where.
    visitor: Option<Place>,
    /// The card index, as whoever asks it sees it.
    registry: Place,
    /// On phones, when everything has been told: who is named by the verdict and is out of view. A
    /// flag points there.
    pub(super) named: Option<PlaceId>,
}

impl<'a> Moment<'a> {
    pub(super) fn new(story: &'a Story, layout: &'a Layout, at: ShowTime) -> Self {
        let beat = story.beat_at(at);
        let done = story.beats.get(beat).map_or(WHOLE, |beat| done_of(beat, at));
        let mut past = Past::default();
        for (n, earlier) in story.beats.iter().enumerate().take(beat) {
            past.apply(story, n, earlier);
        }
        past.settle(story, story.beats.get(beat).map_or(&BeatKind::Rest, |beat| &beat.kind));
        let leads = looks_ahead(story, at);
        past.take_turns(story, if leads { beat + 1 } else { beat });
        let registry = *layout.street.place(PlaceId::Registry);
        let mut moment =
            Self { story, layout, beat, done, leads, past, visitor: None, registry, named: None };
        if moment.is_over() {
            moment.turn_to_blamed();
        }
        if !layout.street.one_provider {
            moment.registry = layout.street.registry_beside(moment.asker());
        }
        if layout.size().pans() {
            moment.visitor = moment.visitor_of_pair();
            moment.named = moment.named_out_of_view();
        }
        moment
    }

    pub(super) fn kind(&self) -> &'a BeatKind {
        self.story.beats.get(self.beat).map_or(&BeatKind::Rest, |beat| &beat.kind)
    }

    /// The beat whose actors are in play: this one, or while nothing moves the last one that did.
    pub(super) fn acting(&self) -> &'a BeatKind {
        match self.kind() {
            BeatKind::Rest if self.leads => &BeatKind::Rest,
            BeatKind::Rest => self.past.last.map_or(&BeatKind::Rest, |n| &self.story.beats[n].kind),
            kind => kind,
        }
    }

    /// The beat whose actors are looked at: the one that is about to begin, or the acting one.
    pub(super) fn looked_at(&self) -> &'a BeatKind {
        let next = self.story.beats.get(self.beat + 1).filter(|_| self.leads);
        next.map_or_else(|| self.acting(), |beat| &beat.kind)
    }

    /// The index of that beat.
    pub(super) fn acting_index(&self) -> usize {
        match self.kind() {
            BeatKind::Rest => self.past.last.unwrap_or(0),
            _ => self.beat,
        }
    }

    /// Whether everything has been told.
    pub(super) fn is_over(&self) -> bool {
        self.beat + 1 >= self.story.beats.len() && *self.kind() == BeatKind::Rest
    }

    pub(super) fn place_of(&self, host: HostId) -> PlaceId {
        PlaceId::of(&self.story.overview.cast, host)
    }

    /// A place where it is now.
    pub(super) fn place(&self, id: PlaceId) -> Place {
        match self.visitor {
            _ if id == PlaceId::Registry => self.registry,
            Some(visitor) if visitor.id == id => visitor,
            _ => *self.layout.street.place(id),
        }
    }

    /// Who takes part: from, to (the same where nobody else does).
    pub(super) fn actors(&self) -> Option<(PlaceId, PlaceId)> {
        let (a, b) = actors(self.looked_at())?;
        Some((self.place_of(a), self.place_of(b)))
    }

    /// Who says or sends something to whom, if anybody does. At rest, whose move it was that the
    /// caption tells: that of the message, or of whoever called; not of whoever spoke last.
    pub(super) fn heading(&self) -> Option<(PlaceId, PlaceId)> {
        let (a, b) = self.actors().filter(|(a, b)| a != b)?;
        let at_rest = *self.kind() == BeatKind::Rest && !self.leads;
        let BeatKind::Say { lines: (first, _), .. } = self.acting() else { return Some((a, b)) };
        let Some(line) = self.story.lines.get(*first).filter(|_| at_rest) else {
            return Some((a, b));
        };
        if line.refuses {
            return Some((a, b));
        }
        let step = self.story.beats.get(self.beat).map(|beat| beat.step);
        let beats = self.story.beats[..self.beat].iter().rev();
        let mut of_step = beats.take_while(|beat| Some(beat.step) == step);
        let message = of_step.find_map(|beat| match &beat.kind {
            BeatKind::Pieces { from, to, .. } => Some((self.place_of(*from), self.place_of(*to))),
            _ => None,
        });
        let called = if line.side == Side::Server { (b, a) } else { (a, b) };
        Some(message.filter(|pair| same_pair(*pair, (a, b))).unwrap_or(called))
    }

    /// Whether somebody takes part.
    pub(super) fn in_play(&self, id: PlaceId) -> bool {
        self.actors().is_some_and(|(a, b)| a == id || b == id)
    }

    /// Who asks the registry, or would.
    pub(super) fn asker(&self) -> PlaceId {
        match self.actors() {
            Some((PlaceId::Registry, other) | (other, PlaceId::Registry)) => other,
            Some((alone, same))
                if alone == same && !matches!(alone, PlaceId::Sender | PlaceId::Recipient) =>
            {
                alone
            }
            _ => PlaceId::Provider,
        }
    }

    /// Whether the registry is in play, or in trouble while nobody else is with who asked it.
    pub(super) fn registry_matters(&self) -> bool {
        let trouble = || {
            let cast = &self.story.overview.cast;
            self.past.in_trouble(cast, PlaceId::Registry).is_some()
                && self.actors().is_some_and(|(a, b)| a == b && a == self.asker())
        };
        !self.layout.street.one_provider && (self.in_play(PlaceId::Registry) || trouble())
    }

    fn visitor_of_pair(&self) -> Option<Place> {
        let (a, b) = self.actors().filter(|(a, b)| a != b)?;
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
                && !self.registry_matters()
                && self.actors().is_some_and(|(a, b)| below(a) || below(b));
        }
        if id == PlaceId::Registry {
            return !self.registry_matters();
        }
        if self.in_play(id) {
            return false;
        }
        let asker = self.place(self.asker()).rect;
        let rect = self.place(id).rect;
        let on_left = self.registry.rect.x < asker.x;
        let in_the_way = if on_left { rect.x < asker.x } else { rect.x > asker.x };
        self.visitor.is_some() || in_the_way && (self.registry_matters() || self.sorts())
    }

    /// Whether the address is under the magnifying glass.
    pub(super) fn sorts(&self) -> bool {
        matches!(self.acting(), BeatKind::Sort { .. })
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
            sorted_address: match self.acting() {
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
        let (a, b) = self.actors().unwrap_or((PlaceId::Sender, PlaceId::Provider));
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
            _ if self.registry_matters() || self.sorts() && !street.one_provider => {
                PlaceId::Registry
            }
            PlaceId::Sender => PlaceId::Provider,
            PlaceId::Provider if !street.one_provider => match self.looked_at() {
                BeatKind::Wait { .. } => next(alone),
                _ => PlaceId::Sender,
            },
            PlaceId::Recipient => street.wall(),
            from => next(from),
        }
    }

    // ---- ways ---------------------------------------------------------------------------------

    pub(super) fn path(&self, from: HostId, to: HostId) -> Path {
        self.path_between(self.place_of(from), self.place_of(to)).0
    }

    /// The way from one place to another, and how deep it lies below the street.
    pub(super) fn path_between(&self, from: PlaceId, to: PlaceId) -> (Path, Option<i32>) {
        let (a, b) = (self.place(from), self.place(to));
        let street = &self.layout.street;
        if from == PlaceId::Registry || to == PlaceId::Registry {
            let (asker, registry) = if to == PlaceId::Registry { (a, b) } else { (b, a) };
            let drawer = street.drawer(registry.rect, self.open_drawer().unwrap_or(1));
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

fn done_of(beat: &Beat, at: ShowTime) -> u32 {
    let length = u64::from(beat.until.saturating_sub(beat.from)).max(1);
    let gone = u64::from(at.saturating_sub(beat.from));
    u32::try_from(gone * u64::from(WHOLE) / length).unwrap_or(WHOLE).min(WHOLE)
}
