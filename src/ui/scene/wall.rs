//! The wall of boxes: a server with a post office in front.

use yew::prelude::*;

use super::{marks, writing};
use crate::scene::{BoxPose, BoxState, Held, HostPose, Mark, Rect};
use crate::ui::shape::{join, shape};

/// The wall and its boxes. `letters` is the size of what is written on it.
pub(super) fn wall(host: &HostPose, doors: &[BoxPose], letters: i32) -> Html {
    let Rect { x, y, width, height } = host.rect;
    let first = doors.first().map_or(host.rect, |door| door.rect);
    let (roof, strip) = (first.y - 6 - y, first.x - 4 - x);
    // Those of other domains stand behind.
    let behind = (1..=host.behind.min(2)).rev().map(|k| {
        let k = i32::try_from(k).unwrap_or(1);
        html! {
            { shape!(
                "rect", "class" = "ej-sy ej-sy-b", "x" = x - 5 + 9 * k, "y" = y - 8 * k,
                "width" = width + 10, "height" = roof, "rx" = "4",
            ) }
        }
    });
    let slot = (x + 9, y + roof + 22);
    let drives = (0..3).map(|k| {
        let top = y + roof + (height - roof) * (38 + 17 * k) / 100;
        let (left, wide) = (x + 9, strip - 18);
        html! {
            <>
                { shape!(
                    "rect", "class" = "ej-sy", "x" = left, "y" = top, "width" = wide,
                    "height" = "12", "rx" = "2",
                ) }
                { shape!(
                    "circle", "class" = "ej-sy-k", "cx" = left + wide - 7, "cy" = top + 6,
                    "r" = "2",
                ) }
            </>
        }
    });
    html! {
        <>
            { for behind }
            { shape!(
                "rect", "class" = "ej-sy ej-sy-b", "x" = x + 1, "y" = y + roof / 2,
                "width" = width - 2, "height" = height - roof / 2, "rx" = "2",
            ) }
            { shape!(
                "rect", "class" = "ej-sy-s", "x" = x + 2, "y" = y + roof - 1, "width" = width - 4,
                "height" = "5",
            ) }
            { shape!(
                "rect", "class" = "ej-sy ej-sy-b", "x" = x - 5, "y" = y + 1, "width" = width + 10,
                "height" = roof - 2, "rx" = "4",
            ) }
            { shape!(
                "path", "class" = "ej-sy", "d" = join!("M", x + strip, " ", y + roof,
                "V", y + height),
            ) }
            { shape!(
                "rect", "class" = "ej-sy-k", "x" = slot.0, "y" = slot.1, "width" = strip - 18,
                "height" = "6", "rx" = "3",
            ) }
            if host.held == Held::Nothing { { for drives } }
            { writing("ej-sign", &host.sign, (host.rect.middle(), y + i32::midpoint(roof, letters * 7 / 10)), letters) }
            <g>{ for doors.iter().map(|each| door(each, letters)) }</g>
        </>
    }
}

/// One box.
fn door(door: &BoxPose, letters: i32) -> Html {
    let Rect { x, y, width, height } = door.rect;
    let (right, bottom) = (x + width, y + height);
    let plate = y + letters + 6;
    let yellow = matches!(door.state, BoxState::Lit | BoxState::Open | BoxState::Locked);
    let frame = if yellow { "ej-sy ej-sy-l ej-sy-3" } else { "ej-sy ej-sy-b" };
    let line = if yellow { "ej-sy ej-sy-m" } else { "ej-sy" };
    let low = i32::midpoint(plate, bottom);
    let lock = || {
        html! {
            <>
                { shape!(
                    "circle", "class" = if yellow { "ej-sy-li" } else { "ej-sy-k" },
                    "cx" = right - 12, "cy" = low - 2, "r" = "2.5",
                ) }
                { shape!("path", "class" = line, "d" = join!("M", right - 12, " ", low - 1, "v4")) }
            </>
        }
    };
    let inside = match door.state {
        BoxState::Closed => html! {
            <>
                { lock() }
                { shape!(
                    "path", "class" = "ej-sy ej-sy-q", "d" = join!("M", x + 10, " ", low,
                    "h", width * 40 / 100),
                ) }
            </>
        },
        // The letter is seen in it.
        BoxState::Lit => {
            html! { <>{ lock() }{ letter((x + 9, plate + 3), bottom - plate - 7) }</> }
        }
        BoxState::Open => html! {
            <>
                { shape!(
                    "rect", "class" = "ej-sy-li", "x" = x + 3, "y" = plate, "width" = width - 6,
                    "height" = bottom - plate - 2,
                ) }
                { shape!(
                    "rect", "class" = "ej-sy-lo", "x" = x + 12, "y" = plate + 3,
                    "width" = width - 24, "height" = bottom - plate - 7,
                ) }
                // Its door stands ajar.
                { shape!(
                    "path", "class" = "ej-sy ej-sy-b", "d" = join!("M", x, " ", plate,
                    "l-12 5v", bottom - plate, "l12 -5z"),
                ) }
            </>
        },
        BoxState::Full => {
            let sheets = (0..3).fold(String::new(), |path, k| {
                let height = plate + (bottom - plate) * (k + 1) / 4;
                join!(&path, "M", x + 7, " ", height, "h", width - 14)
            });
            shape!("path", "class" = "ej-sy", "d" = sheets)
        }
        BoxState::Locked => html! {
            <>
                { letter((x + 9, plate + 3), bottom - plate - 7) }
                { shape!(
                    "path", "class" = "ej-sy ej-sy-m ej-sy-3", "d" = join!("M", x + 3, " ", low,
                    "h", width - 6),
                ) }
            </>
        },
    };
    let stops = matches!(door.state, BoxState::Full | BoxState::Locked);
    html! {
        <g data-box={name_of(door.state)}>
            { shape!(
                "rect", "class" = frame, "x" = x + 1, "y" = y + 1, "width" = width - 2,
                "height" = height - 2, "rx" = "3",
            ) }
            if yellow {
                { shape!(
                    "path", "class" = line, "d" = join!("M", x + 2, " ", plate, "H", right - 2),
                ) }
            } else {
                { shape!(
                    "rect", "class" = "ej-sy-s", "x" = x + 2, "y" = y + 2, "width" = width - 4,
                    "height" = plate - y - 2, "rx" = "2",
                ) }
            }
            { inside }
            { writing(if yellow { "ej-pl is-lit" } else { "ej-pl" }, &door.name, (x + width / 2, y + letters + 2), letters) }
            if stops { { marks::mark(Mark::Stop, (right - 7, low + 3), letters * 8 / 5 + 2) } }
        </g>
    }
}

/// A small envelope.
fn letter((x, y): (i32, i32), height: i32) -> Html {
    let width = height * 3 / 2;
    let (half, deep) = (width / 2, height * 55 / 100);
    let flap = join!("M", x, " ", y, "l", half, " ", deep, "l", half, " -", deep);
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-sy ej-sy-m", "x" = x, "y" = y, "width" = width,
                "height" = height, "rx" = "2",
            ) }
            { shape!("path", "class" = "ej-sy ej-sy-m", "d" = flap) }
        </>
    }
}

/// For tests.
const fn name_of(state: BoxState) -> &'static str {
    match state {
        BoxState::Closed => "closed",
        BoxState::Lit => "lit",
        BoxState::Open => "open",
        BoxState::Full => "full",
        BoxState::Locked => "locked",
    }
}
