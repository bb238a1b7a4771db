//! Small drawings inside text. What they refer to stands in the page (`symbols.svg`).

use yew::prelude::*;

/// A 16 × 16 sign; decoration only.
pub(super) fn small_icon(href: &'static str) -> Html {
    html! {
        <svg class="ej-i-16" viewBox="0 0 20 20" aria-hidden="true">
            <use {href} width="20" height="20" />
        </svg>
    }
}
