//! The address under the magnifying glass: what counts is the part after the @.

use yew::prelude::*;

use super::{fit, writing};
use crate::scene::{Layout, Rect};
use crate::text::ui as text;
use crate::ui::shape::{join, shape};

/// Around what is written, and between the glass and what is beside it.
const PAD: i32 = 9;
const APART: i32 = 28;

/// Where the glass may be.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// The server that looks at the address.
    pub server: Rect,
    /// From where to where, and above what.
    pub from: i32,
    pub until: i32,
    pub bottom: i32,
}

/// The magnified address: above the server that looks at it, on phones beside it.
pub(super) fn magnifier(local_part: &str, domain: &str, layout: &Layout, room: Room) -> Html {
    let letters = layout.letters() * 5 / 4;
    let wide = room.until - room.from - 2 * PAD;
    // Both parts side by side, in letters of one width.
    let side_by_side = width_of(local_part, letters) + width_of(domain, letters) + letters;
    if !layout.size().pans() && side_by_side + 3 * PAD <= wide {
        return one_line(local_part, domain, layout, room);
    }
    let letters = letters.min(room.bottom * 2 / 10);
    let before = fit(local_part, fits(wide, letters) - 1) + "@";
    let after = fit(domain, fits(wide - 2 * PAD, letters));
    let caption = text::DOMAIN.chars().count();
    let short = i32::try_from(caption).unwrap_or(0) * layout.letters() * 6 / 10 > wide;
    let caption = if short { text::DOMAIN_SHORT } else { text::DOMAIN };
    let caption_width =
        i32::try_from(caption.chars().count()).unwrap_or(0) * layout.letters() * 56 / 100;
    let hit = width_of(&after, letters) + 2 * PAD;
    let width = hit.max(width_of(&before, letters)).max(caption_width) + 2 * PAD;
    let height = letters * 4 + 14;
    let beside = layout.size().pans();
    let (x, y) = if beside {
        (room.from, room.server.y - 10)
    } else {
        (room.from, (room.bottom - height).max(4))
    };
    let middle = x + width / 2;
    let line = |k: i32| y + letters + 3 + k * (letters * 13 / 10 + 3);
    html! {
        <g class="ej-mg">
            { wedge(room.server, Rect { x, y, width, height }, beside) }
            { shape!(
                "rect", "class" = "ej-mg-box", "x" = x, "y" = y, "width" = width,
                "height" = height, "rx" = "7",
            ) }
            { shape!(
                "rect", "class" = "ej-mg-hit", "x" = middle - hit / 2,
                "y" = line(1) - letters - 1, "width" = hit, "height" = letters * 14 / 10,
                "rx" = "4",
            ) }
            { writing("ej-mg-tx is-middle", &before, (middle, line(0)), letters) }
            { writing("ej-mg-tx is-middle", &after, (middle, line(1)), letters) }
            { writing("ej-mg-in", caption, (middle, line(2)), layout.letters()) }
        </g>
    }
}

/// Both parts on one line, with what they mean above.
fn one_line(local_part: &str, domain: &str, layout: &Layout, room: Room) -> Html {
    let small = layout.letters();
    let letters = small * 5 / 4;
    let before = [local_part, "@"].concat();
    let first = width_of(&before, letters);
    let hit = width_of(domain, letters) + 2 * PAD - 2;
    let (width, height) = (PAD + first + hit + PAD, letters + 32);
    let (x, y) = (room.from, room.bottom - height - APART);
    let from = x + PAD + first + 2;
    let middle = from + hit / 2;
    let bracket = join!("M", from, " ", y - 6, "v-6h", hit, "v6M", middle, " ", y - 12, "v-6");
    let baseline = y + height / 2 + letters / 3;
    let both = first > 5 * small;
    let above = [y - 24, y - 7].into_iter().filter(|_| both).zip(text::BOX_NUMBER);
    html! {
        <g class="ej-mg">
            { wedge(room.server, Rect { x, y, width, height }, false) }
            { shape!(
                "rect", "class" = "ej-mg-box", "x" = x, "y" = y, "width" = width,
                "height" = height, "rx" = "7",
            ) }
            { shape!(
                "rect", "class" = "ej-mg-hit", "x" = from, "y" = y + 6, "width" = hit,
                "height" = height - 12, "rx" = "4",
            ) }
            { writing("ej-mg-tx", &before, (x + PAD, baseline), letters) }
            { writing("ej-mg-tx is-middle", domain, (middle, baseline), letters) }
            { shape!("path", "class" = "ej-mg-br", "d" = bracket) }
            { writing("ej-mg-la", text::DOMAIN, (middle.max(x + first), y - 24), small + 1) }
            { for above.map(|(y, line)| writing("ej-mg-lb", line, (x + PAD + first / 2 - 8, y), small)) }
        </g>
    }
}

/// From the letter in the server's hands to the glass.
fn wedge(server: Rect, glass: Rect, beside: bool) -> Html {
    let (left, right) = (server.x + 4, server.x + server.width * 70 / 84);
    let (top, bottom) =
        (server.bottom() - server.height * 70 / 136, server.bottom() - server.height * 26 / 136);
    let corners = if beside {
        [(glass.x, glass.y + 6), (right, top), (right, bottom), (glass.x, glass.bottom() - 6)]
    } else {
        let end = (glass.right() - 16).min(server.x + 8);
        [(glass.x + 8, glass.bottom()), (end, glass.bottom()), (left, top), (left, bottom)]
    };
    let d = corners.iter().fold(String::new(), |path, (x, y)| {
        let letter = if path.is_empty() { "M" } else { "L" };
        join!(&path, letter, *x, " ", *y)
    });
    shape!("path", "class" = "ej-mg-wedge", "d" = d)
}

/// How wide a text is in letters of this size, and how many fit.
fn width_of(text: &str, letters: i32) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(0) * letters * 62 / 100
}

fn fits(room: i32, letters: i32) -> usize {
    usize::try_from(room * 100 / (letters * 62)).unwrap_or(0).max(2)
}
