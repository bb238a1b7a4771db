//! Signs beside what they are about: an octagon where somebody says no, a clock where something
//! waits. Shapes, so that colour is never the only sign.

use yew::prelude::*;

/// An octagon around `x`, `y`.
pub(super) fn stop(x: i32, y: i32, size: i32) -> Html {
    mark("#ej-stop", "stop", x, y, size)
}

/// A clock around `x`, `y`.
pub(super) fn clock(x: i32, y: i32, size: i32) -> Html {
    mark("#ej-clock", "clock", x, y, size)
}

fn mark(href: &'static str, name: &'static str, x: i32, y: i32, size: i32) -> Html {
    let length = size.to_string();
    html! {
        <use class="ej-sign-of" data-mark={name} {href} x={(x - size / 2).to_string()}
            y={(y - size / 2).to_string()} width={length.clone()} height={length} />
    }
}
