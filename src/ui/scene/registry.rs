//! The registry: a card index with a drawer for each level of the domain name system.

use yew::prelude::*;

use super::Pen;
use crate::ui::shape::{join, shape};
use scene::{DrawerPose, Face, HostPose, Rect};

/// The card index, and what is written on it.
pub(super) fn registry(host: &HostPose, drawers: &[DrawerPose], pen: Pen<'_>) -> Html {
    let Rect { x, y, width, height } = host.rect;
    let head = drawers.first().map_or(height, |drawer| drawer.rect.y - y);
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-sy ej-sy-b", "x" = x + 1, "y" = y + head / 2,
                "width" = width - 2, "height" = height - head / 2, "rx" = "3",
            ) }
            { shape!(
                "path", "class" = "ej-sy", "d" = join!("M", x + 12, " ", y + height,
                "v4M", x + width - 12, " ", y + height, "v4"),
            ) }
            { shape!(
                "rect", "class" = "ej-sy ej-sy-b", "x" = x - 4, "y" = y + 1, "width" = width + 8,
                "height" = head - 4, "rx" = "4",
            ) }
            { pen.write("ej-sign", Face::Bold, &host.sign, (host.rect.middle(), y + i32::midpoint(head - 4, pen.size * 7 / 10) + 1)) }
            <g>{ for drawers.iter().filter(|drawer| !drawer.open).map(|each| closed(each, pen)) }</g>
            <g>{ for drawers.iter().filter(|drawer| drawer.open).map(|each| open(each, pen)) }</g>
        </>
    }
}

fn baseline(rect: Rect, letters: i32) -> i32 {
    rect.y + i32::midpoint(rect.height, letters * 7 / 10)
}

fn closed(drawer: &DrawerPose, pen: Pen<'_>) -> Html {
    let Rect { x, y, width, height } = drawer.rect;
    html! {
        <>
            { shape!(
                "rect", "class" = "ej-sy ej-dr", "x" = x, "y" = y, "width" = width,
                "height" = height, "rx" = "2",
            ) }
            { pen.write("ej-pl", Face::Bold, &drawer.name, (drawer.rect.middle(), baseline(drawer.rect, pen.size))) }
        </>
    }
}

/// The drawer that is used: pulled out, with its cards behind the front.
fn open(drawer: &DrawerPose, pen: Pen<'_>) -> Html {
    let Rect { x, y, width, height } = drawer.rect;
    let (left, right, low) = (x + 4, x + width - 4, y + 6);
    let cards =
        join!("M", left, " ", low, "V", y - 3, "H", x + 14, "l3 -4h22l3 4H", right, "V", low, "z",);
    html! {
        <g data-drawer={drawer.name.clone()}>
            { shape!("path", "class" = "ej-sy ej-sy-b", "d" = cards) }
            { shape!(
                "rect", "class" = "ej-sy ej-dr is-open", "x" = x - 7, "y" = y + 1,
                "width" = width + 14, "height" = height + 3, "rx" = "3",
            ) }
            { pen.write("ej-pl is-open", Face::Bold, &drawer.name, (drawer.rect.middle(), baseline(drawer.rect, pen.size) + 2)) }
        </g>
    }
}
