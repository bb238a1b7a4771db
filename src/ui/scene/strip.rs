//! The strip over the picture on narrow screens: all places, and what of them is shown.

use yew::prelude::*;

use super::route::class_of;
use super::{host, marks, n};
use crate::ui::number::percent;
use crate::ui::shape::{class, group, join, shape};
use scene::{Frame, HostPose, Layout, PlaceId, Symbol};

/// How high the strip is, in pixels, as in the style sheet.
const HEIGHT: i32 = 40;
/// Where hosts stand in it, and where the cables are.
const STREET: i32 = 30;
const CABLE: i32 = 34;
/// Where the card index is.
const CABINET: (i32, i32) = (4, 11);
/// How large signs are, and how many of what became of the message stand above each other.
const SIGN: i32 = 14;
const FATE: i32 = 12;
const COLUMN: usize = 3;

/// The whole street in a few strokes, so many pixels wide. `finder` is the rectangle that shows the
/// camera, in scene units; the animation loop moves it.
pub(in crate::ui) fn strip(layout: &Layout, frame: &Frame, finder: &NodeRef, width: u32) -> Html {
    let pose = &frame.pose;
    let width = i32::try_from(width).unwrap_or(1).max(100);
    // What became of the message for each of several recipients stands at the end.
    let columns = i32::try_from(pose.fates.len().div_ceil(COLUMN)).unwrap_or(0);
    let street = width - if columns > 0 { columns * FATE + 10 } else { 0 };
    let scene = layout.scene();
    let at = |x: i32| x * street / scene.width.max(1);
    let home = |id: PlaceId| pose.hosts.iter().find(|host| host.place == id).map(|host| host.home);
    let provider = at(home(PlaceId::Provider).unwrap_or(0));
    let middle = |host: &HostPose| match host.place {
        PlaceId::Registry => provider + 22,
        _ => at(host.home),
    };
    let x_of = |id: PlaceId| pose.hosts.iter().find(|host| host.place == id).map_or(0, middle);
    let routes = pose.routes.iter().map(|route| {
        let (a, b) = (x_of(route.from), x_of(route.to));
        let d = if route.to == PlaceId::Registry {
            let height = CABINET.0 + CABINET.1 / 2;
            join!("M", a, " ", STREET - 12, "V", height, "H", b)
        } else {
            join!("M", a, " ", CABLE, "H", b)
        };
        let class = class("ej-ov-w", &[Some(class_of(route.state))]);
        shape!("path", "class" = class, "d" = d)
    });
    let hosts = pose.hosts.iter().map(|each| sketch(each, middle(each)));
    let fates = pose.fates.iter().zip(0..).map(|(fate, k)| {
        let rows = i32::try_from(COLUMN).unwrap_or(1);
        let at = (street + 8 + k / rows * FATE, 8 + k % rows * FATE);
        html! {
            <>
                if fate.current {
                    { shape!(
                        "path", "class" = "ej-ov-turn", "d" = join!("M", at.0 - 6, " ", at.1 - 5,
                        "v10"),
                    ) }
                }
                { marks::fate(fate.fate, at, FATE - 2) }
            </>
        }
    });
    let whole = join!("0 0 ", width, " ", HEIGHT);
    let scaled = join!("0 0 ", scene.width, " ", HEIGHT);
    html! {
        <div class="ej-over" aria-hidden="true">
            <svg viewBox={whole} preserveAspectRatio="xMinYMid meet">
                <svg width={n(street)} height={n(HEIGHT)} viewBox={scaled}
                    preserveAspectRatio="none">
                    <rect class="ej-ov-cam" ref={finder} y="1.5" height="37" rx={n(5 * scene.width / street.max(1))} ry="5" />
                </svg>
                <g>{ for routes }</g>
                <g>{ for hosts }</g>
                <g>{ for fates }</g>
            </svg>
        </div>
    }
}

/// A host in a few strokes, around `x`.
fn sketch(host: &HostPose, x: i32) -> Html {
    let (width, height) = match host.symbol {
        Symbol::Compose | Symbol::Inbox => (16, 12),
        Symbol::MailServer | Symbol::Relay => (9, 16),
        Symbol::Registry => (16, CABINET.1),
        Symbol::Wall => (24, 18),
    };
    let x = x - width / 2;
    let y = if host.symbol == Symbol::Registry { CABINET.0 } else { STREET - height };
    let lines = match host.symbol {
        Symbol::Wall => {
            let (left, right) = (x + 8, x + 16);
            let (top, half) = (y + 1, y + 9);
            Some(join!("M", left, " ", top, "v16M", right, " ", top, "v16M", x, " ", half, "h24"))
        }
        Symbol::Registry => Some(join!("M", x, " ", y + 4, "h16m-16 3.5h16")),
        _ => None,
    };
    let content = html! {
        <>
            { shape!("rect", "x" = x, "y" = y, "width" = width, "height" = height, "rx" = "2") }
            if let Some(d) = lines { { shape!("path", "d" = d) } }
            if let Some((mark, _)) = host.mark {
                { marks::mark(mark, (x + width, y + 3), SIGN) }
            }
        </>
    };
    group!(content, "class" = class("ej-ov-h", &host::classes_of(host.state)))
}

/// Widths of the picture on phones, and the class of what is drawn for each: how much of the street is
/// seen cannot be said in parts of the strip.
const WIDTHS: [(u32, &str); 3] = [(318, "is-small"), (370, "is-usual"), (480, "is-large")];

/// The same as it stands in the page before any script has come: every place in parts of the strip,
/// however wide that is. Nothing has happened in it yet.
pub(in crate::ui) fn still(layout: &Layout, frame: &Frame) -> Html {
    let pose = &frame.pose;
    let scene = layout.scene();
    let part = |x: i32| percent(x, scene.width);
    let place = |id: PlaceId| {
        // The card index hangs beside the provider.
        let (of, more) = if id == PlaceId::Registry { (PlaceId::Provider, 22) } else { (id, 0) };
        let home = pose.hosts.iter().find(|host| host.place == of).map_or(0, |host| host.home);
        (part(home), more)
    };
    let routes = pose.routes.iter().map(|route| {
        let class = classes!("ej-ov-w", class_of(route.state));
        let ((a, _), (b, more)) = (place(route.from), place(route.to));
        if route.to == PlaceId::Registry {
            let height = CABINET.0 + CABINET.1 / 2;
            let d = ["M0 ", &n(STREET - 12), "V", &n(height), "H", &n(more)].concat();
            return html! { <svg x={a} overflow="visible"><path {class} {d} /></svg> };
        }
        html! { <line {class} x1={a} x2={b} y1={n(CABLE)} y2={n(CABLE)} /> }
    });
    let hosts = pose.hosts.iter().map(|host| {
        let (x, more) = place(host.place);
        html! { <svg {x} overflow="visible">{ sketch(host, more) }</svg> }
    });
    let finders = WIDTHS.map(|(pixels, class)| {
        let view = layout.view(pose.camera, pixels);
        html! {
            <rect class={classes!("ej-ov-cam", class)} x={part(view.x)} width={part(view.width)}
                y="1.5" height="37" rx="5" />
        }
    });
    let fates = pose
        .fates
        .iter()
        .zip(0..)
        .map(|(fate, k)| marks::fate(fate.fate, (8, 8 + k * FATE), FATE - 2));
    html! {
        <div class="ej-over" aria-hidden="true">
            <svg class={(!pose.fates.is_empty()).then_some("has-fates")}>
                { for finders }
                <g>{ for routes }</g>
                <g>{ for hosts }</g>
                <svg x="100%" overflow="visible">{ for fates }</svg>
            </svg>
        </div>
    }
}
