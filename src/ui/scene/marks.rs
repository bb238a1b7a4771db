//! Signs beside what they are about: an octagon where somebody says no, a clock where something
//! waits. Shapes, so that colour is never the only sign.

use yew::prelude::*;

use crate::ui::shape::shape;
use scene::{Fate, Mark};

/// A sign around `x`, `y`.
pub(super) fn mark(mark: Mark, (x, y): (i32, i32), size: i32) -> Html {
    let (href, name) = match mark {
        Mark::Stop => ("#ej-stop", "stop"),
        Mark::Astray => ("#ej-stop", "astray"),
        Mark::Clock => ("#ej-clock", "clock"),
        Mark::Mended => ("#ej-mended", "mended"),
    };
    sign(href, (Some(name), None), (x, y), size)
}

/// What became of the message for somebody.
pub(super) fn fate(fate: Fate, at: (i32, i32), size: i32) -> Html {
    let (href, name) = match fate {
        Fate::Open => ("#ej-fate-open", "open"),
        Fate::Waiting => ("#ej-clock", "waiting"),
        Fate::Delivered => ("#ej-fate-delivered", "delivered"),
        Fate::Returned => ("#ej-fate-returned", "returned"),
    };
    sign(href, (None, Some(name)), at, size)
}

/// `names` are for tests: of a mark, or of a fate.
fn sign(
    href: &'static str,
    names: (Option<&'static str>, Option<&'static str>),
    at: (i32, i32),
    size: i32,
) -> Html {
    let (x, y) = (at.0 - size / 2, at.1 - size / 2);
    shape!(
        "use",
        "class" = "ej-sign-of",
        "data-mark" = names.0,
        "data-fate" = names.1,
        "href" = href,
        "x" = x,
        "y" = y,
        "width" = size,
        "height" = size,
    )
}
