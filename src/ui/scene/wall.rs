//! The wall of boxes: a server with a post office in front.

use yew::prelude::*;

use super::{marks, n, writing};
use crate::scene::{BoxPose, BoxState, Held, HostPose, Mark, Rect};

/// The wall and its boxes. `letters` is the size of what is written on it.
pub(super) fn wall(host: &HostPose, doors: &[BoxPose], letters: i32) -> Html {
    let Rect { x, y, width, height } = host.rect;
    let first = doors.first().map_or(host.rect, |door| door.rect);
    let (roof, strip) = (first.y - 6 - y, first.x - 4 - x);
    // Those of other domains stand behind.
    let behind = (1..=host.behind.min(2)).rev().map(|k| {
        let k = i32::try_from(k).unwrap_or(1);
        html! {
            <rect class="ej-sy ej-sy-b" x={n(x - 5 + 9 * k)} y={n(y - 8 * k)} width={n(width + 10)}
                height={n(roof)} rx="4" />
        }
    });
    let slot = (x + 9, y + roof + 22);
    let drives = (0..3).map(|k| {
        let top = y + roof + (height - roof) * (38 + 17 * k) / 100;
        let (left, wide) = (x + 9, strip - 18);
        html! {
            <>
                <rect class="ej-sy" x={n(left)} y={n(top)} width={n(wide)} height="12" rx="2" />
                <circle class="ej-sy-k" cx={n(left + wide - 7)} cy={n(top + 6)} r="2" />
            </>
        }
    });
    html! {
        <>
            { for behind }
            <rect class="ej-sy ej-sy-b" x={n(x + 1)} y={n(y + roof / 2)} width={n(width - 2)}
                height={n(height - roof / 2)} rx="2" />
            <rect class="ej-sy-s" x={n(x + 2)} y={n(y + roof - 1)} width={n(width - 4)} height="5" />
            <rect class="ej-sy ej-sy-b" x={n(x - 5)} y={n(y + 1)} width={n(width + 10)}
                height={n(roof - 2)} rx="4" />
            <path class="ej-sy" d={["M", &n(x + strip), " ", &n(y + roof), "V", &n(y + height)].concat()} />
            <rect class="ej-sy-k" x={n(slot.0)} y={n(slot.1)} width={n(strip - 18)} height="6"
                rx="3" />
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
                <circle class={if yellow { "ej-sy-li" } else { "ej-sy-k" }} cx={n(right - 12)}
                    cy={n(low - 2)} r="2.5" />
                <path class={line} d={["M", &n(right - 12), " ", &n(low - 1), "v4"].concat()} />
            </>
        }
    };
    let inside = match door.state {
        BoxState::Closed => html! {
            <>
                { lock() }
                <path class="ej-sy ej-sy-q"
                    d={["M", &n(x + 10), " ", &n(low), "h", &n(width * 40 / 100)].concat()} />
            </>
        },
        // The letter is seen in it.
        BoxState::Lit => {
            html! { <>{ lock() }{ letter((x + 9, plate + 3), bottom - plate - 7) }</> }
        }
        BoxState::Open => html! {
            <>
                <rect class="ej-sy-li" x={n(x + 3)} y={n(plate)} width={n(width - 6)}
                    height={n(bottom - plate - 2)} />
                <rect class="ej-sy-lo" x={n(x + 12)} y={n(plate + 3)} width={n(width - 24)}
                    height={n(bottom - plate - 7)} />
                // Its door stands ajar.
                <path class="ej-sy ej-sy-b" d={["M", &n(x), " ", &n(plate), "l-12 5v", &n(bottom - plate), "l12 -5z"].concat()} />
            </>
        },
        BoxState::Full => {
            let sheets = (0..3).fold(String::new(), |path, k| {
                let height = plate + (bottom - plate) * (k + 1) / 4;
                [path, ["M", &n(x + 7), " ", &n(height), "h", &n(width - 14)].concat()].concat()
            });
            html! { <path class="ej-sy" d={sheets} /> }
        }
        BoxState::Locked => html! {
            <>
                { letter((x + 9, plate + 3), bottom - plate - 7) }
                <path class="ej-sy ej-sy-m ej-sy-3" d={["M", &n(x + 3), " ", &n(low), "h", &n(width - 6)].concat()} />
            </>
        },
    };
    let stops = matches!(door.state, BoxState::Full | BoxState::Locked);
    html! {
        <g data-box={name_of(door.state)}>
            <rect class={frame} x={n(x + 1)} y={n(y + 1)} width={n(width - 2)}
                height={n(height - 2)} rx="3" />
            if yellow {
                <path class={line} d={["M", &n(x + 2), " ", &n(plate), "H", &n(right - 2)].concat()} />
            } else {
                <rect class="ej-sy-s" x={n(x + 2)} y={n(y + 2)} width={n(width - 4)}
                    height={n(plate - y - 2)} rx="2" />
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
    let flap = [
        "M",
        &n(x),
        " ",
        &n(y),
        "l",
        &n(width / 2),
        " ",
        &n(height * 55 / 100),
        "l",
        &n(width / 2),
        " -",
        &n(height * 55 / 100),
    ];
    html! {
        <>
            <rect class="ej-sy ej-sy-m" x={n(x)} y={n(y)} width={n(width)} height={n(height)}
                rx="2" />
            <path class="ej-sy ej-sy-m" d={flap.concat()} />
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
