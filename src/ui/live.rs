//! The one place that knows which journey is shown and which moment of it.
//!
//! Yew draws what [`Live`] says when something discrete changes. While time goes on in between,
//! nothing is drawn anew (see [`super::use_motion`]).

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use yew::prelude::*;

use super::address_settings::names_in_address;
use super::browser;
use super::journey::Journey;
use super::opened::Opened;
use super::story_loader::{self, LoadedStory, Wanted};
use crate::embedder_messages::Names;
use crate::engine_messages::{Panel, Place};
use crate::player::{Action, Clock, Motion, Playback, Player, ShowTime};
use model::link::{self, Link};
use model::preset_id::PresetId;
use model::story::Stage;
use scene::{Layout, Size, Typeface};
use text::links;

/// The number of the next widget in this page.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A handle on what is shown. Cheap to copy, and always the same one for one widget.
#[derive(Clone)]
pub(super) struct Live {
    inner: Rc<Inner>,
    redraw: UseForceUpdateHandle,
}

/// Hears that the player is at another moment.
type OnMoved = Box<dyn Fn(&Live)>;

/// Waits for the journey that is on its way.
type Waiting = Box<dyn FnOnce(&Live)>;

struct Inner {
    journey: RefCell<Rc<Journey>>,
    playback: RefCell<Playback>,
    moved: RefCell<Option<OnMoved>>,
    used: Cell<bool>,
    /// Which of the widgets of its page it is.
    number: u32,
    problem: RefCell<Option<String>>,
    opened: Cell<Opened>,
    /// How often another journey was asked for: only the last one is shown.
    asked: Cell<u32>,
    /// One is on its way, and these wait for it.
    coming: Cell<bool>,
    waiting: RefCell<Vec<Waiting>>,
    letters: RefCell<Rc<Typeface>>,
    names: RefCell<Names>,
    refused: RefCell<Vec<String>>,
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

    /// Where everything stands in a picture of this size.
    pub(super) fn layout(&self, size: Size) -> Rc<Layout> {
        self.journey().layout(size, &self.letters())
    }

    /// What pictures are written in.
    pub(super) fn letters(&self) -> Rc<Typeface> {
        self.inner.letters.borrow().clone()
    }

    /// From now on pictures are written in these letters.
    pub(super) fn write_in(&self, letters: Rc<Typeface>) {
        self.inner.letters.replace(letters);
    }

    /// The player, as of when the clock was last read.
    pub(super) fn player(&self) -> Player {
        self.inner.playback.borrow().player()
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
        let journey = self.journey();
        let mut playback = self.inner.playback.borrow_mut();
        if browser::prefers_reduced_motion() {
            let next = scene::next_still(&journey.stills, playback.player().at);
            let after = next.and_then(|next| scene::next_still(&journey.stills, next));
            playback.read_still(browser::now(), [next, after], &journey.marks);
        } else {
            playback.read(browser::now(), &journey.marks);
        }
    }

    /// Lets the clock go, or stops it. Returns it while it goes.
    pub(super) fn let_go(&self, goes: bool) -> Option<Clock> {
        let mut playback = self.inner.playback.borrow_mut();
        if goes {
            return playback.start(browser::now());
        }
        playback.stop(browser::now(), &self.journey().marks);
        None
    }

    /// Plans when to read the clock next. Returns how long to wait until then, in milliseconds.
    pub(super) fn plan_look(&self) -> u32 {
        let journey = self.journey();
        let mut playback = self.inner.playback.borrow_mut();
        let now = browser::now();
        if browser::prefers_reduced_motion() {
            let next = scene::next_still(&journey.stills, playback.player().at);
            return playback.plan_still(now, next, &journey.marks);
        }
        playback.plan(now, &journey.changes, &journey.marks)
    }

    /// The clock, while time goes on.
    pub(super) fn clock(&self) -> Option<Clock> {
        self.inner.playback.borrow().clock()
    }

    /// The reader has read what was wrong with the link.
    pub(super) fn dismiss_problem(&self) {
        self.inner.problem.replace(None);
        self.redraw();
    }

    /// Puts the player somewhere. Its clock starts again after the next drawing.
    fn set_player(&self, player: Player) {
        self.inner.playback.borrow_mut().put(player);
    }

    /// The player after `action`.
    fn after(&self, action: Action) -> Player {
        let journey = self.journey();
        let still = browser::prefers_reduced_motion();
        self.player().after(action, if still { &journey.still_marks } else { &journey.marks })
    }

    /// Draws.
    pub(super) fn redraw(&self) {
        self.redraw.force_update();
    }

    /// The reader does something to the player.
    pub(super) fn act(&self, action: Action) {
        self.read_clock();
        let (journey, before) = (self.journey(), self.player());
        let after = self.after(action);
        self.set_player(after);
        let changes = |at| (at == 0, journey.changes_until(at));
        let only_moved = Player { at: before.at, ..after } == before
            && changes(before.at) == changes(after.at)
            && self.problem().is_none();
        self.inner.problem.replace(None);
        // The first thing that a reader does is always heard of.
        let only_moved = self.inner.used.replace(true) && only_moved;
        match &*self.inner.moved.borrow() {
            Some(on_moved) if only_moved => on_moved(self),
            _ => self.redraw(),
        }
        // What is pressed elsewhere on a long page is to be seen.
        match action {
            Action::Step(_) => browser::show_picture(),
            Action::Toggle if after.motion == Motion::Playing => browser::show_picture(),
            _ => {}
        }
    }

    /// Calls back when the player is at another moment of the same picture: nothing is drawn anew.
    pub(super) fn on_moved(&self, act: impl Fn(&Self) + 'static) {
        self.inner.moved.replace(Some(Box::new(act)));
    }

    /// The page around does something to the player. Not as good as the reader: nothing is read out
    /// for it.
    pub(super) fn drive(&self, action: Action) {
        self.read_clock();
        self.set_player(self.after(action));
        self.redraw();
    }

    /// The page around wants another preset. Not as good as the reader either.
    pub(super) fn drive_to(&self, preset: PresetId) {
        self.fetch(Link::Preset { preset, step: None, problem: None }, false);
    }

    /// The page around wants the same journey with these names of its owner's: the reader keeps the
    /// place.
    pub(super) fn drive_through(&self, names: Names) {
        self.inner.names.replace(names);
        let scenario = self.journey().scenario.clone();
        self.fetch(Wanted::Renamed(scenario), false);
    }

    /// The names of the owner of the page around, as they came.
    pub(super) fn names(&self) -> Ref<'_, Names> {
        self.inner.names.borrow()
    }

    /// Which of them could not be used, in words: told once.
    pub(super) fn take_refused(&self) -> Vec<String> {
        self.inner.refused.take()
    }

    /// What the reader has opened.
    pub(super) fn opened(&self) -> Opened {
        self.inner.opened.get()
    }

    /// The panel that is open. Where all is well there is nothing to say why.
    pub(super) fn panel(&self) -> Option<Panel> {
        let mended = self.journey().mended;
        self.opened().panel.filter(|it| *it != Panel::Verdict || mended.is_some())
    }

    /// Something else is open from now on.
    pub(super) fn open_now(&self, opened: Opened) {
        self.inner.opened.set(opened);
        self.redraw();
    }

    /// What opens a panel, or closes it, when its button is pressed.
    pub(super) fn on_panel(&self, panel: Panel, opener: &'static str) -> Callback<MouseEvent> {
        let live = self.clone();
        Callback::from(move |_| live.open_now(live.opened().press(panel, opener)))
    }

    /// A link was opened.
    pub(super) fn open(&self, fragment: &str) {
        self.inner.opened.set(asked_in(fragment, self.opened()));
        self.fetch(link::sort_on(browser::page_preset(), fragment), true);
    }

    /// Whether another journey is on its way.
    pub(super) fn is_waiting(&self) -> bool {
        self.inner.coming.get()
    }

    /// Does something with the journey that is on its way, or with the one that is here.
    pub(super) fn when_here(&self, then: impl FnOnce(&Self) + 'static) {
        if self.inner.coming.get() {
            self.inner.waiting.borrow_mut().push(Box::new(then));
        } else {
            then(self);
        }
    }

    fn fetch(&self, wanted: impl Into<Wanted>, by_reader: bool) {
        let number = self.inner.asked.get().wrapping_add(1);
        self.inner.asked.set(number);
        self.inner.coming.set(true);
        let live = self.clone();
        story_loader::fetch(wanted.into(), self.names().clone(), move |loaded| {
            if live.inner.asked.get() != number {
                return;
            }
            live.inner.used.set(live.used() || by_reader);
            match loaded {
                Some(loaded) => live.show(loaded),
                None => {
                    live.inner.problem.replace(Some(links::NOT_OPENED.to_owned()));
                }
            }
            live.inner.coming.set(false);
            for then in live.inner.waiting.take() {
                then(&live);
            }
            live.redraw();
        });
    }

    /// The reader goes to a stage.
    pub(super) fn go_to(&self, stage: Stage) {
        self.act(Action::Step(self.journey().first_of(stage)));
    }

    /// The reader has chosen or changed something: whatever is on its way comes too late.
    pub(super) fn choose(&self, loaded: LoadedStory) {
        self.inner.asked.set(self.inner.asked.get().wrapping_add(1));
        self.inner.coming.set(false);
        self.inner.waiting.take();
        self.inner.used.set(true);
        self.show(loaded);
        self.redraw();
    }

    fn show(&self, LoadedStory { journey, place, problem, refused }: LoadedStory) {
        self.read_clock();
        let at = moment(&journey, &place, Some((&self.journey(), self.player().at)));
        self.set_player(Player { at, motion: Motion::Paused, ..self.player() });
        self.inner.journey.replace(journey);
        self.inner.refused.replace(refused);
        self.inner.problem.replace(problem);
    }
}

/// What is open after a link was opened.
fn asked_in(fragment: &str, before: Opened) -> Opened {
    if link::is_came_back(fragment) { came_back() } else { before }
}

/// The field for what came back is open. Nobody is taken away from the page around.
pub(super) fn came_back() -> Opened {
    Opened::asked(Some(Panel::CameBack), !browser::is_embed())
}

/// Which moment of `journey` that is, for a reader who was at that moment `before`.
fn moment(journey: &Journey, place: &Place, before: Option<(&Journey, ShowTime)>) -> ShowTime {
    match place {
        Place::Beginning => 0,
        Place::Here => before.map_or(0, |(before, at)| journey.place_from(before, at)),
        Place::Step(name) => {
            journey.rest_of(name.as_ref().and_then(|name| journey.story.step_named(name)))
        }
    }
}

/// What the widget shows: at first, what the address asks for.
#[hook]
pub(super) fn use_live(first: &LoadedStory) -> Live {
    let redraw = use_force_update();
    let inner = use_mut_ref(|| {
        let LoadedStory { journey, place, problem, refused } = first.clone();
        let at = moment(&journey, &place, None);
        Rc::new(Inner {
            journey: RefCell::new(journey),
            playback: RefCell::new(Playback::new(Player { at, ..Player::default() })),
            moved: RefCell::default(),
            used: Cell::new(false),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            problem: RefCell::new(problem),
            opened: Cell::new(asked_in(&browser::fragment(), Opened::default())),
            asked: Cell::new(0),
            coming: Cell::new(false),
            waiting: RefCell::default(),
            letters: RefCell::default(),
            names: RefCell::new(names_in_address()),
            refused: RefCell::new(refused),
        })
    });
    let inner = inner.borrow().clone();
    Live { inner, redraw }
}
