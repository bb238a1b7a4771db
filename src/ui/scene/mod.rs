//! The picture: an SVG scene with a speech bubble over it.

mod bubble;
mod flag;
mod host;
mod magnifier;
mod marks;
mod registry;
mod route;
mod shot;
mod spoken;
mod strip;
mod token;
mod wall;

pub(crate) use shot::{Shot, shot};
pub(super) use strip::{still as still_strip, strip};

use std::rc::Rc;

use yew::prelude::*;

use super::use_motion::Nodes;
use crate::ui::shape::{class, element, join, shape, words};
use bubble::Say;
use host::HostDrawing;
use magnifier::Room;
use scene::{
    Face, Fate, Frame, HostPose, Layout, Mark, PlaceId, Pose, Rect, RoutePose, RouteState, Tail,
    TokenKind, Typeface,
};

/// Properties of [`Scene`].
#[derive(Properties)]
pub(super) struct Props {
    /// Where everything stands.
    pub layout: Rc<Layout>,
    pub frame: Rc<Frame>,
    /// What the picture shows, for readers who do not see it.
    pub label: AttrValue,
    /// What it shows of the scene.
    pub view: Rect,
    /// At first there is only what moves.
    pub whole: bool,
    pub nodes: Nodes,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.layout, &other.layout)
            && self.frame.pose == other.frame.pose
            && self.label == other.label
            && self.view == other.view
            && self.whole == other.whole
    }
}

/// The picture of one moment.
#[component]
pub(super) fn Scene(props: &Props) -> Html {
    let Props { layout, frame, label, view, whole, nodes } = props;
    let (pose, scene) = (&frame.pose, layout.scene());
    let view_box = join!("0 0 ", scene.width, " ", scene.height);
    let tokens = pose.tokens.iter().map(|each| token::token(each, scene.width, layout.typeface()));
    html! {
        <figure class="ej-scene">
            <div class="ej-world" ref={&nodes.world}>
                <svg role="img" aria-label={label} viewBox={view_box}>
                    if *whole {
                        <Scenery layout={layout.clone()} frame={frame.clone()} view={*view} />
                    }
                </svg>
                <div class="ej-tokens" ref={&nodes.tokens} aria-hidden="true">{ for tokens }</div>
            </div>
            <Say bubble={pose.bubble.clone()} view={*view} narrow={layout.size().pans()} spaced={layout.typeface().is_spaced()}
                node={&nodes.bubble} />
        </figure>
    }
}

/// Properties of [`Scenery`].
#[derive(Properties)]
struct SceneryProps {
    layout: Rc<Layout>,
    frame: Rc<Frame>,
    view: Rect,
}

/// Much that is said changes the bubble and what travels, and nothing of this.
impl PartialEq for SceneryProps {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.frame.pose, &other.frame.pose);
        Rc::ptr_eq(&self.layout, &other.layout)
            && self.view == other.view
            && a.hosts == b.hosts
            && a.routes == b.routes
            && a.boxes == b.boxes
            && a.drawers == b.drawers
            && a.flags == b.flags
            && a.fates == b.fates
            && a.camera == b.camera
            && a.sorted_address == b.sorted_address
            && key_hangs(a) == key_hangs(b)
            && lead(a) == lead(b)
    }
}

/// The key hangs on its hook as long as it is not on its way.
fn key_hangs(pose: &Pose) -> bool {
    !pose.tokens.iter().any(|token| token.kind == TokenKind::Key)
}

/// The line from a bubble to who speaks, where they are far apart; and whether it is a refusal.
fn lead(pose: &Pose) -> Option<(&str, bool)> {
    pose.bubble.as_ref().and_then(|bubble| match &bubble.tail {
        Tail::Apart(way) => Some((way.as_str(), bubble.refuses)),
        _ => None,
    })
}

/// Everything that stands still, drawn anew where that changes.
#[component]
fn Scenery(props: &SceneryProps) -> Html {
    scenery(&props.layout, &props.frame, props.view)
}

/// Everything that stands still.
fn scenery(layout: &Layout, frame: &Frame, view: Rect) -> Html {
    let pose = &frame.pose;
    let (street, scene) = (layout.street(), layout.scene());
    let (hung, pen) = (key_hangs(pose), Pen::new(layout));
    let shown = || pose.hosts.iter().filter(|host| !host.away);
    // Those in play stand before the others.
    let (back, front): (Vec<&HostPose>, Vec<&HostPose>) =
        shown().partition(|host| !host.state.in_play());
    let hosts = back.into_iter().chain(front).map(|pose_of| {
        let wall = pose_of.symbol == scene::Symbol::Wall;
        host::host(&HostDrawing {
            pose: pose_of,
            layout,
            doors: if wall { &pose.boxes } else { &[] },
            drawers: &pose.drawers,
            hung,
        })
    });
    // What is in use lies over what is not.
    let seen = pose.routes.iter().filter(|route| !route.away);
    let (below, above): (Vec<&RoutePose>, Vec<&RoutePose>) =
        seen.partition(|route| matches!(route.state, RouteState::Idle | RouteState::Used));
    let routes = [below, above].concat();
    let flags = pose.flags.iter().filter_map(|each| {
        let host = pose.hosts.iter().find(|host| host.place == each.place)?;
        Some(flag::flag(each, host.rect.middle(), each.rect.y < host.rect.y, pen))
    });
    // Signs stand over the ports. Where there is a flag, it has a clock already.
    let signs = shown().filter_map(|host| {
        let flagged = pose.flags.iter().any(|flag| flag.place == host.place);
        let (mark, at) = host.mark.filter(|(mark, _)| *mark == Mark::Stop || !flagged)?;
        Some(marks::mark(mark, at, layout.sign()))
    });
    let server = pose.hosts.iter().find(|host| host.state.in_play()).map(|host| host.rect);
    let glass = pose.sorted_address.iter().zip(server);
    let registry = pose.hosts.iter().find(|host| host.place == PlaceId::Registry);
    let glass = glass.map(|((local_part, domain), server)| {
        let room = if layout.size().pans() {
            let from = server.right() + 34;
            let until = pose.camera.right().min(view.right()) - 8;
            Room { server, from, until, bottom: street - 20 }
        } else {
            let until = registry.map_or(server.right() + 80, |registry| registry.rect.x - 14);
            Room { server, from: 24, until, bottom: server.y - 12 }
        };
        magnifier::magnifier(local_part, domain, layout, room)
    });
    let fates = if layout.size().pans() { &[] } else { pose.fates.as_slice() };
    let lead = lead(pose).into_iter().map(|(way, refuses)| {
        let class = class("ej-lead", &[refuses.then_some("is-stop")]);
        shape!("path", "class" = class, "d" = way.to_owned())
    });
    // The street goes on beyond the scene.
    let beyond = 800;
    let (left, width) = (n(-beyond), n(scene.width + 2 * beyond));
    html! {
        <>
            { shape!(
                "path", "class" = "ej-hill",
                "d" = hills(registry.map(|registry| registry.rect), scene, street),
            ) }
            { shape!(
                "rect", "class" = "ej-ground", "x" = left.clone(), "y" = street, "width" = width,
                "height" = scene.height - street + 10,
            ) }
            { shape!(
                "path", "class" = "ej-street", "d" = join!("M", &left, " ", street,
                "H", scene.width + beyond),
            ) }
            <g>{ for routes.iter().map(|each| route::line(each, street, pen)) }</g>
            <g>{ for hosts }</g>
            <g>{ for routes.iter().map(|each| route::ends(each)) }</g>
            <g>{ for signs }</g>
            <g>{ for fates.iter().map(|each| fate(each.fate, &each.title, each.at, each.size, each.current)) }</g>
            <g>{ for glass }</g>
            <g>{ for flags }</g>
            <g>{ for lead }</g>
        </>
    }
}

/// Hills behind everything else. The card index stands on one, where it has room in the sky.
fn hills(cabinet: Option<Rect>, scene: Rect, street: i32) -> String {
    let low = street - 30;
    let start = join!("M-800 ", street, "V", low);
    let end = join!("H", scene.width + 800, "V", street, "z");
    let Some(cabinet) = cabinet.filter(|cabinet| cabinet.bottom() < street) else {
        // One after the other, along the street.
        let waves = (0..=scene.width / 520).map(|k| {
            let (x, high) = (k * 520, low - 46 - 18 * (k % 2));
            join!(
                "S",
                x + 20,
                " ",
                high,
                " ",
                x + 150,
                " ",
                high,
                "S",
                x + 300,
                " ",
                low,
                " ",
                x + 420,
                " ",
                low
            )
        });
        return start + "H-100" + &waves.collect::<String>() + &end;
    };
    let (top, left, right) = (cabinet.bottom() + 4, cabinet.x - 26, cabinet.right() + 26);
    let (up, down) =
        ([left - 330, left - 190, left - 130], [right + 150, right + 210, right + 360]);
    join!(
        &start,
        "H",
        up[0],
        "C",
        up[1],
        " ",
        low,
        " ",
        up[2],
        " ",
        top,
        " ",
        left,
        " ",
        top,
        "H",
        right,
        "C",
        down[0],
        " ",
        top,
        " ",
        down[1],
        " ",
        low - 14,
        " ",
        down[2],
        " ",
        low - 14,
        &end,
    )
}

/// What became of the message for one of several recipients.
fn fate(fate: Fate, title: &str, at: (i32, i32), size: i32, current: bool) -> Html {
    let frame = size + 4;
    html! {
        <g>
            <title>{ title.to_owned() }</title>
            if current {
                { shape!(
                    "rect", "class" = "ej-turn", "x" = at.0 - frame / 2, "y" = at.1 - frame / 2,
                    "width" = frame, "height" = frame, "rx" = "5",
                ) }
            }
            { marks::fate(fate, at, size) }
        </g>
    }
}

/// What writes in the picture: its letters, and their size.
#[derive(Clone, Copy)]
struct Pen<'a> {
    letters: &'a Typeface,
    size: i32,
}

impl<'a> Pen<'a> {
    /// For signs and tags.
    fn new(layout: &'a Layout) -> Self {
        Self { letters: layout.typeface(), size: layout.letters() }
    }

    /// The same letters at another size.
    const fn of(self, size: i32) -> Self {
        Self { size, ..self }
    }

    /// How wide a text is.
    fn width(self, text: &str, face: Face) -> i32 {
        self.letters.width(text, self.size, face)
    }

    /// A text that fits: its middle is left out if it has to be.
    fn fit(self, text: &str, room: i32, face: Face) -> String {
        self.letters.fit(text, room, self.size, face)
    }

    /// A text around (or from, or up to) a point on its baseline. As long as nobody has measured the
    /// letters, they take the room that was reckoned with, whatever they are.
    // Once in the page, not at each text.
    #[inline(never)]
    fn write(self, class: &'static str, face: Face, text: &str, (x, y): (i32, i32)) -> Html {
        let room = self.letters.is_assumed().then(|| self.width(text, face));
        let adjust = room.is_some().then_some("spacingAndGlyphs");
        element!(
            "text",
            words(text),
            "class" = class,
            "x" = x,
            "y" = y,
            "font-size" = self.size,
            "textLength" = room,
            "lengthAdjust" = adjust,
        )
    }
}

/// A number as an attribute.
fn n(number: i32) -> String {
    number.to_string()
}
