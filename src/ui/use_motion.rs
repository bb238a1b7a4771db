//! What moves: sent on its way without drawing it anew, and without a script on every frame.
//!
//! With each beat, the browser is told how its tokens will move ([`scene::tracks`]), and moves them
//! by itself. Until something discrete changes ([`scene::changes`]), nothing has to be done but to
//! write the clock. While nothing moves, there is no timer and nothing on its way. For readers who want
//! no motion, one still follows the other ([`scene::stills`]), and nothing is ever on its way.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::browser::{self, Glide, Watch, Way};
use super::camera::{self, Pan};
use super::effect::use_effect_always;
use super::journey::Journey;
use super::live::Live;
use super::number::{hundredths, percent};
use crate::player::{Clock, ShowTime};
use ::text::ui as text;
use model::story::Step;
use scene::{Face, Layout, Rect, Size, TokenPlace};

/// The nodes that [`use_motion`] writes to.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Nodes {
    /// The whole scene, of which the picture shows a part.
    pub world: NodeRef,
    /// The box of tokens: the place of each child.
    pub tokens: NodeRef,
    /// The bubble's box: how far to the right, and where it ends.
    pub bubble: NodeRef,
    /// The camera in the strip.
    pub finder: NodeRef,
    /// The simulated time.
    pub clock: NodeRef,
    /// The slider.
    pub scrub: NodeRef,
    /// What stands where the slider is, on a box as wide as its rail.
    pub head: NodeRef,
    /// What covers the rail up to there, and what is in it.
    pub played: [NodeRef; 2],
}

/// The moment whose picture is shown: readers who want no motion see stills.
pub(super) fn shown_at(journey: &Journey, at: ShowTime) -> ShowTime {
    if browser::prefers_reduced_motion() { scene::still_at(&journey.stills, at) } else { at }
}

/// Keeps the picture at the player's moment, as soon as it is `drawn`, and lets time go on while the
/// player is in motion and `seen` says that somebody can see it. `shows` is how large the picture
/// is, and what it shows of the scene.
#[hook]
pub(super) fn use_motion(
    live: &Live,
    nodes: &Rc<Nodes>,
    shows: (Size, Rect),
    drawn: bool,
    seen: bool,
) {
    let moving = use_mut_ref(Moving::default);
    let (live, nodes) = (live.clone(), nodes.clone());
    // After each drawing, so that what was drawn is in its place before anybody sees it.
    use_effect_always(move || {
        if !drawn {
            return;
        }
        settle(&moving, &live, &nodes, shows, seen);
        let moving = Rc::downgrade(&moving);
        live.on_moved(move |live| {
            if let Some(moving) = moving.upgrade() {
                settle(&moving, live, &nodes, shows, seen);
            }
        });
    });
}

/// Puts everything where it belongs at this moment, and sends it on its way if time goes on.
fn settle(
    moving: &Rc<RefCell<Moving>>,
    live: &Live,
    nodes: &Rc<Nodes>,
    (size, view): (Size, Rect),
    seen: bool,
) {
    let drawn = live.player();
    let clock = live.let_go(seen);
    if live.player() != drawn {
        // It went out of sight a little later than this.
        live.redraw();
        return;
    }
    // From still to still, nothing is on its way.
    let glides = clock.filter(|_| !browser::prefers_reduced_motion());
    let mut it = moving.borrow_mut();
    it.tokens(live, nodes, size, glides);
    it.head(live, nodes, glides);
    it.view(nodes, live.layout(size).scene(), view, glides.is_some());
    it.time(live, nodes);
    browser::set_value(&nodes.scrub, &live.player().at.to_string());
    it.wake = clock.map(|_| wake(Rc::downgrade(moving), live.clone(), nodes.clone()));
}

/// Looks again when something changes, or when it is time to write the clock.
fn wake(moving: Weak<RefCell<Moving>>, live: Live, nodes: Rc<Nodes>) -> Watch {
    let journey = live.journey();
    let gone = journey.changes_until(live.player().at);
    let clock = live.clock();
    browser::later_drawn(live.plan_look(), move || {
        live.read_clock();
        if live.clock() != clock || journey.changes_until(live.player().at) != gone {
            live.redraw();
        } else if let Some(it) = moving.upgrade() {
            it.borrow_mut().time(&live, &nodes);
            let next = wake(moving, live, nodes);
            it.borrow_mut().wake = Some(next);
        }
    })
}

/// While this stays the same, what is on its way goes on: the picture's size, the beat, and whether
/// the next one is looked at already.
type Phase = (Size, usize, bool);

/// What is on its way.
#[derive(Default)]
struct Moving {
    wake: Option<Watch>,
    /// Of the box with the time: in digits, as a negative number, or, where there is room between letters,
    /// in hundredths of their size.
    width: i32,
    pan: Pan,
    panning: Vec<Glide>,
    travelling: Option<(Clock, Rc<Journey>, Phase)>,
    tokens: Vec<Glide>,
    playing: Option<(Clock, Rc<Journey>)>,
    heads: Vec<Glide>,
}

impl Moving {
    /// The tokens: as far as they are, and on to the end of their beat.
    fn tokens(&mut self, live: &Live, nodes: &Nodes, size: Size, clock: Option<Clock>) {
        let journey = live.journey();
        let at = shown_at(&journey, live.player().at);
        let beat = journey.story.beat_at(at);
        let phase = (size, beat, scene::looks_ahead(&journey.story, at));
        let same = self.travelling.as_ref().is_some_and(|(of, told, now)| {
            Some(*of) == clock && Rc::ptr_eq(told, &journey) && *now == phase
        });
        if same {
            return;
        }
        let layout = &*live.layout(size);
        place_tokens(&journey, layout, at, nodes);
        self.tokens = match (clock, journey.story.beats.get(beat)) {
            (Some(clock), Some(told)) => {
                let lasts = clock.from.speed.lasts(told.until.saturating_sub(told.from));
                let tracks = scene::tracks(&journey.story, layout, at);
                let ways = tracks.into_iter().map(|track| {
                    track.moves().then(|| {
                        let points = track.points.iter();
                        let points =
                            points.map(|(part, at)| (*part, translation(layout, at), at.opacity));
                        let starts = clock.time_of(told.from);
                        Way { starts, lasts, easing: "linear", points: points.collect() }
                    })
                });
                browser::glide_children(&nodes.tokens, ways)
            }
            _ => Vec::new(),
        };
        self.travelling = clock.map(|clock| (clock, journey, phase));
    }

    /// What goes with the slider, on to the end of the story.
    fn head(&mut self, live: &Live, nodes: &Nodes, clock: Option<Clock>) {
        let journey = live.journey();
        let same = self
            .playing
            .as_ref()
            .is_some_and(|(of, told)| Some(*of) == clock && Rc::ptr_eq(told, &journey));
        if same {
            return;
        }
        let end = journey.marks.end;
        let to = |percent: String| ["translateX(", &percent, ")"].concat();
        // The cover goes from the left of the rail to its end; what is in it stays where it is.
        let here = i64::from(live.player().at);
        let left = here - i64::from(end);
        let parts = [
            (&nodes.head, here, [0, end.into()]),
            (&nodes.played[0], left, [-i64::from(end), 0]),
            (&nodes.played[1], -left, [end.into(), 0]),
        ];
        self.heads.clear();
        for (node, here, [from, until]) in parts {
            browser::set_property(node, "transform", &to(percent(here, end)));
            self.heads.extend(clock.and_then(|clock| {
                let point = |part, at| (part, to(percent(at, end)), 100);
                let way = Way {
                    starts: clock.time_of(0),
                    lasts: clock.from.speed.lasts(end),
                    easing: "linear",
                    points: vec![point(0, from), point(10_000, until)],
                };
                browser::glide(node, &way)
            }));
        }
        self.playing = clock.map(|clock| (clock, journey));
    }

    /// The time, in a box that is as wide as it should be: a digit for each letter, as blanks and dots are
    /// narrower by what others are wider.
    fn time(&mut self, live: &Live, nodes: &Nodes) {
        let journey = live.journey();
        let at = shown_at(&journey, live.player().at);
        let time = text::clock(journey.story.clock(at).micros());
        let letters = i32::try_from(time.len()).unwrap_or(0);
        // The browser's own measure of a digit knows nothing of room between letters.
        let spaced = live.letters().is_spaced();
        let width =
            if spaced { letters * live.letters().width("0", 100, Face::Bold) } else { -letters };
        if width != self.width {
            self.width = width;
            let width = if spaced {
                [&hundredths(width), "em"].concat()
            } else {
                [&letters.to_string(), "ch"].concat()
            };
            browser::set_property(&nodes.clock, "width", &width);
        }
        browser::set_text(&nodes.clock, &time);
    }

    /// What the picture shows of the scene.
    fn view(&mut self, nodes: &Nodes, scene: Rect, view: Rect, moves: bool) {
        if !self.pan.aim(scene, view, moves, browser::now()) {
            return;
        }
        show(nodes, scene, view);
        for (name, value) in ["x", "width"].into_iter().zip([view.x, view.width]) {
            browser::set_attribute(&nodes.finder, name, &value.to_string());
        }
        let ways = [(&nodes.world, self.pan.way()), (&nodes.finder, self.pan.finder_way())];
        let glides = ways.into_iter().filter_map(|(node, way)| browser::glide(node, &way?));
        self.panning = glides.collect();
    }
}

fn place_tokens(journey: &Journey, layout: &Layout, at: ShowTime, nodes: &Nodes) {
    let motion = scene::motion_at(&journey.story, layout, at);
    browser::place_children(
        &nodes.tokens,
        motion.tokens.iter().map(|place| (translation(layout, place), place.opacity)),
    );
}

fn show(nodes: &Nodes, scene: Rect, view: Rect) {
    browser::set_property(&nodes.world, "width", &camera::box_width(view, scene));
    browser::set_property(&nodes.world, "transform", &camera::transform(view, scene));
}

/// A token's place, in parts of its box: that is as large as the scene.
fn translation(layout: &Layout, at: &TokenPlace) -> String {
    let scene = layout.scene();
    let (x, y) = (percent(at.x, scene.width * 100), percent(at.y, scene.height * 100));
    ["translate(", &x, ",", &y, ")"].concat()
}

/// From where to where the rail of stage `n` goes.
pub(super) fn rail_of(steps: &[Step], n: usize) -> (ShowTime, ShowTime) {
    let of_stage = |step: &&Step| usize::from(step.stage.number()) == n + 1;
    let first = steps.iter().find(of_stage);
    let last = steps.iter().rev().find(of_stage);
    match (first, last) {
        (Some(first), Some(last)) => {
            (if n == 0 { first.from } else { first.rest }, last.rest.max(first.from))
        }
        _ => (0, 0),
    }
}
