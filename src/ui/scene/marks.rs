//! Signs beside what they are about: an octagon where somebody says no, a clock where something
//! waits. Shapes, so that colour is never the only sign.

use yew::prelude::*;

use crate::scene::{Fate, Mark};

/// A sign around `x`, `y`.
pub(super) fn mark(mark: Mark, (x, y): (i32, i32), size: i32) -> Html {
    let (href, name) = match mark {
        Mark::Stop => ("#ej-stop", "stop"),
        Mark::Clock => ("#ej-clock", "clock"),
        Mark::Mended => ("#ej-mended", "mended"),
    };
    sign(href, name, (x, y), size)
}

/// What became of the message for somebody.
pub(super) fn fate(fate: Fate, at: (i32, i32), size: i32) -> Html {
    let (href, name) = match fate {
        Fate::Open => ("#ej-fate-open", "open"),
        Fate::Waiting => ("#ej-clock", "waiting"),
        Fate::Delivered => ("#ej-fate-delivered", "delivered"),
        Fate::Returned => ("#ej-fate-returned", "returned"),
    };
    let (length, [x, y]) = placed(at, size);
    html! {
        <use class="ej-sign-of" data-fate={name} {href} {x} {y} width={length.clone()}
            height={length} />
    }
}

fn sign(href: &'static str, name: &'static str, at: (i32, i32), size: i32) -> Html {
    let (length, [x, y]) = placed(at, size);
    html! {
        <use class="ej-sign-of" data-mark={name} {href} {x} {y} width={length.clone()}
            height={length} />
    }
}

fn placed((x, y): (i32, i32), size: i32) -> (String, [String; 2]) {
    (size.to_string(), [x, y].map(|middle| (middle - size / 2).to_string()))
}
