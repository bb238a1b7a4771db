//! The one place that knows which journey is shown and which moment of it.
//!
//! Yew draws what [`Live`] says when something discrete changes. While time goes on in between,
//! nothing is drawn anew (see [`super::use_motion`]).

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use yew::prelude::*;

use super::browser;
use super::journey::Journey;
use crate::player::{Action, Clock, Motion, Player, ShowTime};
use crate::presets::Preset;
use crate::share;
use crate::story::Stage;

/// The number of the next widget in this page.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A handle on what is shown. Cheap to copy, and always the same one for one widget.
#[derive(Clone)]
pub(super) struct Live {
    inner: Rc<Inner>,
    redraw: UseForceUpdateHandle,
}

/// Hears that the player is at another moment.
type Told = Box<dyn Fn(&Live)>;

struct Inner {
    journey: RefCell<Rc<Journey>>,
    player: Cell<Player>,
    /// Goes while time goes on.
    clock: Cell<Option<Clock>>,
    /// When it was last read.
    heard: Cell<u32>,
    moved: RefCell<Option<Told>>,
    used: Cell<bool>,
    /// Which of the widgets of its page it is.
    number: u32,
    problem: RefCell<Option<String>>,
}

impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Live {
    /// The `id` of something in this widget that no other widget of the page has.
    pub(super) fn id(&self, name: &str) -> String {
        ["ej-", &self.inner.number.to_string(), "-", name].concat()
    }

    /// The journey.
    pub(super) fn journey(&self) -> Rc<Journey> {
        self.inner.journey.borrow().clone()
    }

    /// The player, as of when the clock was last read.
    pub(super) fn player(&self) -> Player {
        self.inner.player.get()
    }

    /// Whether the reader has done anything yet.
    pub(super) fn used(&self) -> bool {
        self.inner.used.get()
    }

    /// What was wrong with the link that was opened.
    pub(super) fn problem(&self) -> Ref<'_, Option<String>> {
        self.inner.problem.borrow()
    }

    /// Reads the clock: the player is where it is now.
    pub(super) fn read_clock(&self) {
        let now = browser::now();
        if let Some(clock) = self.inner.clock.get() {
            let (player, clock) = clock.read(self.inner.heard.get(), now, &self.journey().marks);
            self.inner.player.set(player);
            self.inner.clock.set(clock);
        }
        self.inner.heard.set(now);
    }

    /// Lets the clock go, or stops it. Returns it while it goes.
    ///
    /// A clock that goes is not read: the player stays where it was drawn. Otherwise a slow machine
    /// would come to the end of a step while it is drawn, and nobody would draw that end.
    pub(super) fn let_go(&self, goes: bool) -> Option<Clock> {
        let goes = goes && self.player().in_motion();
        if !goes {
            self.read_clock();
        }
        let new = || {
            let started = browser::now();
            self.inner.heard.set(started);
            Clock { started, from: self.player() }
        };
        let clock = goes.then(|| self.inner.clock.get().unwrap_or_else(new));
        self.inner.clock.set(clock);
        clock
    }

    /// The clock, while time goes on.
    pub(super) fn clock(&self) -> Option<Clock> {
        self.inner.clock.get()
    }

    /// The reader has read what was wrong with the link.
    pub(super) fn dismiss_problem(&self) {
        self.inner.problem.replace(None);
        self.redraw();
    }

    /// Puts the player somewhere; its clock is started anew after the next drawing.
    fn set_player(&self, player: Player) {
        self.inner.player.set(player);
        self.inner.clock.set(None);
    }

    /// Draws.
    pub(super) fn redraw(&self) {
        self.redraw.force_update();
    }

    /// The reader does something to the player.
    pub(super) fn act(&self, action: Action) {
        let still = browser::prefers_reduced_motion();
        let action = if still && action == Action::Next { Action::Skip } else { action };
        self.read_clock();
        let (journey, before) = (self.journey(), self.player());
        let after = before.after(action, &journey.marks);
        self.set_player(after);
        let changes = |at| (at == 0, journey.changes_until(at));
        let only_moved = Player { at: before.at, ..after } == before
            && changes(before.at) == changes(after.at)
            && self.problem().is_none();
        self.inner.problem.replace(None);
        // The first thing that a reader does is always heard of.
        let only_moved = self.inner.used.replace(true) && only_moved;
        match &*self.inner.moved.borrow() {
            Some(told) if only_moved => told(self),
            _ => self.redraw(),
        }
    }

    /// Calls back when the player is at another moment of the same picture: nothing is drawn anew.
    pub(super) fn on_moved(&self, told: impl Fn(&Self) + 'static) {
        self.inner.moved.replace(Some(Box::new(told)));
    }

    /// The page around does something to the player. Not as good as the reader: nothing is read out
    /// for it.
    pub(super) fn drive(&self, action: Action) {
        self.read_clock();
        self.set_player(self.player().after(action, &self.journey().marks));
        self.redraw();
    }

    /// The page around wants another preset.
    pub(super) fn drive_to(&self, preset: &'static Preset) {
        self.set_player(Player { at: 0, motion: Motion::Paused, ..self.player() });
        let journey = Journey::preset(preset, &self.journey().parts.owner);
        self.inner.journey.replace(journey);
        self.redraw();
    }

    /// The page around wants the same journey under other names: the reader keeps the place.
    pub(super) fn drive_through(&self, journey: Rc<Journey>) {
        self.read_clock();
        let at = journey.place_from(&self.journey(), self.player().at);
        self.set_player(Player { at, motion: Motion::Paused, ..self.player() });
        self.inner.journey.replace(journey);
        self.redraw();
    }

    /// The reader goes to a stage.
    pub(super) fn go_to(&self, stage: Stage) {
        self.act(Action::Step(self.journey().first_of(stage)));
    }

    /// The reader picks a preset: from the beginning.
    pub(super) fn pick(&self, preset: &'static Preset) {
        self.show(Journey::preset(preset, &self.journey().parts.owner), 0);
    }

    /// The reader changed the scenario, and keeps the place.
    pub(super) fn change(&self, journey: Rc<Journey>) {
        let at = journey.place_from(&self.journey(), self.player().at);
        self.show(journey, at);
    }

    fn show(&self, journey: Rc<Journey>, at: ShowTime) {
        self.inner.used.set(true);
        self.inner.problem.replace(None);
        self.set_player(Player { at, motion: Motion::Paused, ..self.player() });
        self.inner.journey.replace(journey);
        self.redraw();
    }

    /// A link was opened.
    pub(super) fn open(&self, fragment: &str) {
        let mut opened = share::decode(fragment);
        if opened.parts.owner.is_empty() {
            // The names in the page's own address stay.
            let owner = &self.journey().parts.owner;
            opened.parts = share::owned(opened.slug, &opened.parts, owner);
        }
        let (journey, step, problem) = Journey::opened(opened);
        let at = step.and_then(|step| journey.marks.rests.get(step)).copied().unwrap_or(0);
        self.show(journey, at);
        self.inner.problem.replace(problem);
    }
}

/// What the widget shows: at first, what `fragment` says.
#[hook]
pub(super) fn use_live(fragment: &str) -> Live {
    let redraw = use_force_update();
    let inner = use_mut_ref(|| {
        let (journey, step, problem) = Journey::opened(share::decode(fragment));
        let at = step.and_then(|step| journey.marks.rests.get(step)).copied().unwrap_or(0);
        Rc::new(Inner {
            journey: RefCell::new(journey),
            player: Cell::new(Player { at, ..Player::default() }),
            clock: Cell::new(None),
            heard: Cell::new(0),
            moved: RefCell::default(),
            used: Cell::new(false),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            problem: RefCell::new(problem),
        })
    });
    let inner = inner.borrow().clone();
    Live { inner, redraw }
}
