//! The registry: a card index with a drawer for each level of the domain name system.

use yew::prelude::*;

use super::{n, writing};
use crate::scene::{DrawerPose, HostPose, Rect};

/// The card index. `letters` is the size of what is written on it.
pub(super) fn registry(host: &HostPose, drawers: &[DrawerPose], letters: i32) -> Html {
    let Rect { x, y, width, height } = host.rect;
    let head = drawers.first().map_or(height, |drawer| drawer.rect.y - y);
    html! {
        <>
            <rect class="ej-sy ej-sy-b" x={n(x + 1)} y={n(y + head / 2)} width={n(width - 2)}
                height={n(height - head / 2)} rx="3" />
            <path class="ej-sy" d={["M", &n(x + 12), " ", &n(y + height), "v4M", &n(x + width - 12), " ", &n(y + height), "v4"].concat()} />
            <rect class="ej-sy ej-sy-b" x={n(x - 4)} y={n(y + 1)} width={n(width + 8)}
                height={n(head - 4)} rx="4" />
            { writing("ej-sign", &host.sign, (host.rect.middle(), y + i32::midpoint(head - 4, letters * 7 / 10) + 1), letters) }
            <g>{ for drawers.iter().filter(|drawer| !drawer.open).map(|each| closed(each, letters)) }</g>
            <g>{ for drawers.iter().filter(|drawer| drawer.open).map(|each| open(each, letters)) }</g>
        </>
    }
}

fn baseline(rect: Rect, letters: i32) -> i32 {
    rect.y + i32::midpoint(rect.height, letters * 7 / 10)
}

fn closed(drawer: &DrawerPose, letters: i32) -> Html {
    let Rect { x, y, width, height } = drawer.rect;
    html! {
        <>
            <rect class="ej-sy ej-dr" x={n(x)} y={n(y)} width={n(width)} height={n(height)} rx="2" />
            { writing("ej-pl", &drawer.name, (drawer.rect.middle(), baseline(drawer.rect, letters)), letters) }
        </>
    }
}

/// The drawer that is used: pulled out, with its cards behind the front.
fn open(drawer: &DrawerPose, letters: i32) -> Html {
    let Rect { x, y, width, height } = drawer.rect;
    let cards = [
        "M",
        &n(x + 4),
        " ",
        &n(y + 6),
        "V",
        &n(y - 3),
        "H",
        &n(x + 14),
        "l3 -4h22l3 4H",
        &n(x + width - 4),
        "V",
        &n(y + 6),
        "z",
    ];
    html! {
        <g data-drawer={drawer.name.clone()}>
            <path class="ej-sy ej-sy-b" d={cards.concat()} />
            <rect class="ej-sy ej-dr is-open" x={n(x - 7)} y={n(y + 1)} width={n(width + 14)}
                height={n(height + 3)} rx="3" />
            { writing("ej-pl is-open", &drawer.name, (drawer.rect.middle(), baseline(drawer.rect, letters) + 2), letters) }
        </g>
    }
}
