//! The wall of boxes: a server with a post office in front.

use yew::prelude::*;

use super::{Pen, marks};
use crate::ui::shape::{join, shape};
use scene::{BoxPose, BoxState, Face, Held, HostPose, Mark, Rect};

/// The wall and its boxes, and what is written on them.
pub(super) fn wall(host: &HostPose, doors: &[BoxPose], pen: Pen<'_>) -> Html {
    let Rect { x, y, width, height } = host.rect;
    let letters = pen.size;
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
    let (mut drives, mut lights) = (String::new(), String::new());
    for k in 0..3 {
        let top = y + roof + (height - roof) * (38 + 17 * k) / 100;
        let (left, wide) = (x + 9, strip - 18);
        drives += &join!("M", left, " ", top, "h", wide, "v12h", -wide, "z");
        lights += &join!("M", left + wide - 7, " ", top + 6, DOT);
    }
    let (closed, others): (Vec<&BoxPose>, Vec<&BoxPose>) =
        doors.iter().partition(|door| door.state == BoxState::Closed);
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
            if host.held == Held::Nothing {
                { shape!("path", "class" = "ej-sy", "d" = drives) }
                { shape!("path", "class" = "ej-sy-k", "d" = lights) }
            }
            { pen.write("ej-sign", Face::Bold, &host.sign, (host.rect.middle(), y + i32::midpoint(roof, letters * 7 / 10))) }
            { shut(&closed, letters) }
            { for others.iter().map(|each| door(each, letters)) }
            { for doors.iter().map(|each| name(each, pen)) }
            { for others.iter().map(|each| stop(each, letters)) }
        </>
    }
}

/// A small disc, around where the path is.
const DOT: &str = "m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0";

/// Up to where a box's name plate goes.
fn plate_of(door: &BoxPose, letters: i32) -> i32 {
    door.rect.y + letters + 6
}

/// The closed ones, most of a wall: a few paths for all of them, as each element costs its time in every
/// picture.
fn shut(doors: &[&BoxPose], letters: i32) -> Html {
    let [mut frames, mut plates, mut locks, mut keyholes, mut slots] = [const { String::new() }; 5];
    for door in doors {
        let Rect { x, y, width, height } = door.rect;
        let (right, plate) = (x + width, plate_of(door, letters));
        let low = i32::midpoint(plate, y + height);
        let inner = width - 4;
        frames +=
            &join!("M", x + 1, " ", y + 1, "h", width - 2, "v", height - 2, "h", 2 - width, "z",);
        plates += &join!("M", x + 2, " ", y + 2, "h", inner, "V", plate, "h", -inner, "z");
        locks += &join!("M", right - 12, " ", low - 2, DOT);
        keyholes += &join!("M", right - 12, " ", low - 1, "v4");
        slots += &join!("M", x + 10, " ", low, "h", width * 40 / 100);
    }
    html! {
        <>
            { shape!("path", "class" = "ej-sy ej-sy-b", "d" = frames) }
            { shape!("path", "class" = "ej-sy-s", "d" = plates) }
            { shape!("path", "class" = "ej-sy-k", "d" = locks) }
            { shape!("path", "class" = "ej-sy", "d" = keyholes) }
            { shape!("path", "class" = "ej-sy ej-sy-q", "d" = slots) }
        </>
    }
}

/// Whether a box is drawn like what is in play.
fn is_yellow(door: &BoxPose) -> bool {
    matches!(door.state, BoxState::Lit | BoxState::Open | BoxState::Locked)
}

/// What is written on a box.
fn name(door: &BoxPose, pen: Pen<'_>) -> Html {
    let class = if is_yellow(door) { "ej-pl is-lit" } else { "ej-pl" };
    let at = (door.rect.middle(), door.rect.y + pen.size + 2);
    pen.write(class, Face::Bold, &door.name, at)
}

/// The sign at a box that does not take the message, or not let it go.
fn stop(door: &BoxPose, letters: i32) -> Html {
    if !matches!(door.state, BoxState::Full | BoxState::Locked) {
        return Html::default();
    }
    let low = i32::midpoint(plate_of(door, letters), door.rect.bottom());
    let size = letters * 8 / 5 + 2;
    marks::mark(Mark::Stop, (door.rect.right() - size / 2, low + 3), size)
}

/// A box that something happens to.
fn door(door: &BoxPose, letters: i32) -> Html {
    let Rect { x, y, width, height } = door.rect;
    let (right, bottom) = (x + width, y + height);
    let plate = plate_of(door, letters);
    let yellow = is_yellow(door);
    let frame = if yellow { "ej-sy ej-sy-l ej-sy-3" } else { "ej-sy ej-sy-b" };
    let low = i32::midpoint(plate, bottom);
    let inside = match door.state {
        BoxState::Closed => Html::default(),
        // The letter is seen in it.
        BoxState::Lit => html! {
            <>
                { shape!(
                    "path", "class" = "ej-sy-li", "d" = join!("M", right - 12, " ", low - 2, DOT),
                ) }
                { shape!(
                    "path", "class" = "ej-sy ej-sy-m",
                    "d" = join!("M", right - 12, " ", low - 1, "v4"),
                ) }
                { letter((x + 9, plate + 3), bottom - plate - 7) }
            </>
        },
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
    html! {
        <>
            { shape!(
                "rect", "class" = frame, "x" = x + 1, "y" = y + 1, "width" = width - 2,
                "height" = height - 2, "rx" = "3",
            ) }
            if yellow {
                { shape!(
                    "path", "class" = "ej-sy ej-sy-m", "d" = join!("M", x + 2, " ", plate, "H", right - 2),
                ) }
            } else {
                { shape!(
                    "rect", "class" = "ej-sy-s", "x" = x + 2, "y" = y + 2, "width" = width - 4,
                    "height" = plate - y - 2, "rx" = "2",
                ) }
            }
            { inside }
        </>
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
