//! The address under the magnifying glass: what counts is the part after the @.

use yew::prelude::*;

use super::Pen;
use crate::ui::shape::{join, shape};
use ::text::ui as text;
use scene::{Face, Layout, Rect};

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
    let small = Pen::new(layout);
    let large = small.of(small.size * 5 / 4);
    let wide = room.until - room.from - 2 * PAD;
    // Both parts side by side, in letters of one width.
    let of = |text: &str| large.width(text, Face::Mono);
    let side_by_side = of(local_part) + of(domain) + large.size;
    if !layout.size().pans() && side_by_side + 3 * PAD <= wide {
        return one_line(local_part, domain, small, room);
    }
    let large = large.of(large.size.min(room.bottom * 2 / 10));
    let before = large.fit(local_part, wide - large.width("@", Face::Mono), Face::Mono) + "@";
    let after = large.fit(domain, wide - 2 * PAD, Face::Mono);
    let short = small.width(text::DOMAIN, Face::Bold) > wide;
    let caption = if short { text::DOMAIN_SHORT } else { text::DOMAIN };
    let caption = small.fit(caption, wide, Face::Bold);
    let hit = large.width(&after, Face::Mono) + 2 * PAD;
    let widest = large.width(&before, Face::Mono).max(small.width(&caption, Face::Bold));
    let width = hit.max(widest) + 2 * PAD;
    let letters = large.size;
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
            { large.write("ej-mg-tx is-middle", Face::Mono, &before, (middle, line(0))) }
            { large.write("ej-mg-tx is-middle", Face::Mono, &after, (middle, line(1))) }
            { small.write("ej-mg-in", Face::Bold, &caption, (middle, line(2))) }
        </g>
    }
}

/// Both parts on one line, with what they mean above.
fn one_line(local_part: &str, domain: &str, small: Pen<'_>, room: Room) -> Html {
    let large = small.of(small.size * 5 / 4);
    let before = [local_part, "@"].concat();
    let first = large.width(&before, Face::Mono);
    let hit = large.width(domain, Face::Mono) + 2 * PAD - 2;
    let (width, height) = (PAD + first + hit + PAD, large.size + 32);
    // What stands above it is not to be cut off.
    let (x, y) = (room.from, (room.bottom - height - APART).max(small.size + 29));
    let from = x + PAD + first + 2;
    let middle = from + hit / 2;
    let bracket = join!("M", from, " ", y - 6, "v-6h", hit, "v6M", middle, " ", y - 12, "v-6");
    let baseline = y + height / 2 + large.size / 3;
    // What the domain is stands over it, and what the box number is over that, where both have room.
    let title = small.of(small.size + 1);
    let most = room.until - room.from;
    let names = [text::DOMAIN, text::DOMAIN_SHORT];
    let fits = |name: &&str| title.width(name, Face::Bold) <= most;
    let name = names.into_iter().find(fits).unwrap_or_default();
    let half = title.width(name, Face::Bold) / 2;
    let over = middle.max(x + first).max(room.from + half);
    let number = text::BOX_NUMBER;
    let wide = number.map(|line| small.width(line, Face::Plain)).into_iter().max().unwrap_or(0);
    let aside = (x + PAD + first / 2 - 8).max(wide / 2 + 4);
    let both = first > 5 * small.size && aside + wide / 2 + PAD <= (over - half).min(from);
    let above = [y - 24, y - 7].into_iter().filter(|_| both).zip(number);
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
            { large.write("ej-mg-tx", Face::Mono, &before, (x + PAD, baseline)) }
            { large.write("ej-mg-tx is-middle", Face::Mono, domain, (middle, baseline)) }
            { shape!("path", "class" = "ej-mg-br", "d" = bracket) }
            { title.write("ej-mg-la", Face::Bold, name, (over, y - 24)) }
            { for above.map(|(y, line)| small.write("ej-mg-lb", Face::Plain, line, (aside, y))) }
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
