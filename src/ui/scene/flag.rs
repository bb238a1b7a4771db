//! A few words above a host: what it waits for, or that the verdict names it.

use yew::prelude::*;

use super::{marks, n, writing};
use crate::scene::{Flag, Mark};

/// A flag, with a point towards its host.
pub(super) fn flag(flag: &Flag, host_x: i32, above: bool) -> Html {
    let rect = flag.rect;
    let radius = rect.height / 2;
    let x = host_x.clamp(rect.x + radius + 8, rect.right() - radius - 8);
    let (base, tip) = if above { (rect.bottom() - 1, 8) } else { (rect.y + 1, -8) };
    let point = ["M", &n(x - 8), " ", &n(base), "l8 ", &n(tip), "l8 ", &n(-tip)].concat();
    let text_x = i32::midpoint(rect.x + rect.height, rect.right() - 8);
    html! {
        <g class={classes!("ej-flag", (flag.mark == Mark::Stop).then_some("is-stop"))}>
            <rect x={n(rect.x)} y={n(rect.y)} width={n(rect.width)} height={n(rect.height)}
                rx={n(radius)} />
            <path d={point} />
            { marks::mark(flag.mark, (rect.x + radius + 2, rect.y + radius), rect.height - 8) }
            { writing("ej-flag-tx", &flag.text, (text_x, rect.y + radius + flag.size * 35 / 100), flag.size) }
        </g>
    }
}
