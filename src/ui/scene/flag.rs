//! A few words above a host: what it waits for, or that the verdict names it.

use yew::prelude::*;

use super::{Pen, marks};
use crate::ui::shape::{class, group, join, shape};
use scene::{Face, Flag, Mark, Points};

/// A flag, with a point towards its host.
pub(super) fn flag(flag: &Flag, host_x: i32, above: bool, pen: Pen<'_>) -> Html {
    let rect = flag.rect;
    let radius = rect.height / 2;
    let x = host_x.clamp(rect.x + radius + 8, rect.right() - radius - 8);
    let (base, tip) = if above { (rect.bottom() - 1, 8) } else { (rect.y + 1, -8) };
    let side = rect.y + radius - 8;
    let point = match flag.points {
        Points::AtHost => join!("M", x - 8, " ", base, "l8 ", tip, "l8 ", -tip),
        Points::Left => join!("M", rect.x + 3, " ", side, "l-8 8l8 8"),
        Points::Right => join!("M", rect.right() - 3, " ", side, "l8 8l-8 8"),
    };
    let text_x = i32::midpoint(rect.x + rect.height, rect.right() - 8);
    let content = html! {
        <>
            { shape!(
                "rect", "x" = rect.x, "y" = rect.y, "width" = rect.width, "height" = rect.height,
                "rx" = radius,
            ) }
            { shape!("path", "d" = point) }
            { marks::mark(flag.mark, (rect.x + radius + 2, rect.y + radius), rect.height - 8) }
            { pen.of(flag.size).write("ej-flag-tx", Face::Bold, &flag.text, (text_x, rect.y + radius + flag.size * 35 / 100)) }
        </>
    };
    group!(content, "class" = class("ej-flag", &[(flag.mark == Mark::Stop).then_some("is-stop")]))
}
