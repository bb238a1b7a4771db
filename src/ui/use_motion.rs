//! What moves: written straight to the picture, without drawing it anew.

use yew::prelude::*;

use super::browser::{self, Frames};
use super::camera::{self, Pan};
use super::journey::Journey;
use super::live::Live;
use crate::player::{Action, Motion, Player, ShowTime};
use crate::scene::{self, Rect};
use crate::text::ui as text;

/// The nodes that [`use_motion`] writes to.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Nodes {
    /// The picture: its `viewBox`.
    pub picture: NodeRef,
    /// The group of tokens: the place of each child.
    pub tokens: NodeRef,
    /// The bubble's box: how far to the right, and where it ends.
    pub bubble: NodeRef,
    /// The camera in the overview.
    pub finder: NodeRef,
    /// The simulated time.
    pub clock: NodeRef,
    /// The slider.
    pub scrub: NodeRef,
    /// The coloured part of each stage's rail.
    pub rails: [NodeRef; 3],
}

/// The moment whose picture is shown: readers who want no motion see each step as it ends.
pub(super) fn shown_at(journey: &Journey, at: ShowTime) -> ShowTime {
    match journey.step(at) {
        Some(step) if at > 0 && browser::prefers_reduced_motion() => step.rest,
        _ => at,
    }
}

/// Keeps the picture at the player's moment, and lets time go on while the player is in motion and
/// `seen` says that somebody can see it. `view` is what the picture is to show of the scene.
#[hook]
pub(super) fn use_motion(live: &Live, nodes: &Nodes, view: Rect, seen: bool) {
    let pan = use_mut_ref(Pan::default);
    let running = seen && live.player().motion != Motion::Paused;

    // After each drawing, so that what was drawn is in its place before anybody sees it.
    {
        let (live, nodes, pan) = (live.clone(), nodes.clone(), pan.clone());
        use_effect(move || {
            pan.borrow_mut().aim(view, running && !browser::prefers_reduced_motion());
            place(&live.journey(), &live.player(), &nodes, pan.borrow().now());
        });
    }

    let (live, nodes) = (live.clone(), nodes.clone());
    use_effect_with(running, move |running| {
        let frames = running.then(|| {
            Frames::start(move |gone| {
                let (journey, before) = (live.journey(), live.player());
                let player = before.after(Action::Tick(gone), &journey.marks);
                live.set_player(player);
                pan.borrow_mut().tick(gone);
                if player.motion != before.motion || changes(&journey, before.at, player.at) {
                    live.redraw();
                } else {
                    move_tokens(&journey, &player, &nodes);
                    set_view(&nodes, pan.borrow().now());
                    // Words and sliders need no sixty changes a second; each costs a layout.
                    if before.at / COARSE != player.at / COARSE {
                        set_time(&journey, &player, &nodes);
                    }
                }
            })
        });
        move || drop(frames)
    });
}

/// Whether there is something to draw anew between two moments.
fn changes(journey: &Journey, before: ShowTime, now: ShowTime) -> bool {
    let story = &journey.story;
    let key = |at| scene::pose_key(story, &journey.layout, shown_at(journey, at));
    key(before) != key(now)
        || story.step_at(before) != story.step_at(now)
        || story.lines_said(before) != story.lines_said(now)
}

/// How often clock and slider are written while time goes on, in milliseconds of show time.
const COARSE: u32 = 100;

/// Writes everything that is continuous.
pub(super) fn place(journey: &Journey, player: &Player, nodes: &Nodes, view: Rect) {
    move_tokens(journey, player, nodes);
    set_view(nodes, view);
    set_time(journey, player, nodes);
}

fn move_tokens(journey: &Journey, player: &Player, nodes: &Nodes) {
    let at = shown_at(journey, player.at);
    let motion = scene::motion_at(&journey.story, &journey.layout, at);
    browser::place_children(
        &nodes.tokens,
        motion.tokens.iter().map(|token| {
            let transform = ["translate(", &hundredths(token.x), " ", &hundredths(token.y), ")"];
            (transform.concat(), token.opacity)
        }),
    );
}

fn set_view(nodes: &Nodes, view: Rect) {
    browser::set_attribute(&nodes.picture, "viewBox", &camera::view_box(view));
    for (name, value) in ["x", "width"].into_iter().zip([view.x, view.width]) {
        browser::set_attribute(&nodes.finder, name, &value.to_string());
    }
}

fn set_time(journey: &Journey, player: &Player, nodes: &Nodes) {
    let at = shown_at(journey, player.at);
    browser::set_text(&nodes.clock, &text::clock(journey.story.clock(at).micros()));
    browser::set_value(&nodes.scrub, &player.at.to_string());
    for (n, rail) in nodes.rails.iter().enumerate() {
        let (from, until) = rail_of(journey, n);
        let done = player.at.clamp(from, until) - from;
        browser::set_attribute(rail, "width", &percent(done, journey.marks.end));
    }
}

/// From where to where the rail of stage `n` goes.
pub(super) fn rail_of(journey: &Journey, n: usize) -> (ShowTime, ShowTime) {
    let of_stage = |step: &&crate::story::Step| usize::from(step.stage.number()) == n + 1;
    let steps = &journey.story.steps;
    let first = steps.iter().find(of_stage);
    let last = steps.iter().rev().find(of_stage);
    match (first, last) {
        (Some(first), Some(last)) => {
            (if n == 0 { first.from } else { first.rest }, last.rest.max(first.from))
        }
        _ => (0, 0),
    }
}

/// `part` of `whole`, such as `12.34%`.
pub(super) fn percent(part: u32, whole: u32) -> String {
    let share = u64::from(part) * 10_000 / u64::from(whole.max(1));
    [hundredths(i32::try_from(share).unwrap_or(10_000)), "%".to_owned()].concat()
}

/// A number of hundredths, such as `-12.05`.
pub(super) fn hundredths(n: i32) -> String {
    let (sign, n) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
    let zero = if n % 100 < 10 { ".0" } else { "." };
    [sign, &(n / 100).to_string(), zero, &(n % 100).to_string()].concat()
}
