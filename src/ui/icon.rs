//! Small drawings inside buttons, and the drawings that everything refers to.

use yew::prelude::*;

use super::shape::{make, shape};

/// A 20 × 20 sign; decoration only.
pub(super) fn icon(href: &'static str) -> Html {
    let sign = shape!("use", "href" = href);
    make(("svg", None), &["class", "aria-hidden"], vec!["ej-i".into(), "true".into()], Some(sign))
}

/// A 16 × 16 sign; decoration only.
pub(super) fn small_icon(href: &'static str) -> Html {
    html! {
        <svg class="ej-i-16" viewBox="0 0 20 20" aria-hidden="true">
            <use {href} width="20" height="20" />
        </svg>
    }
}

/// All drawings, once in a page.
pub(super) fn symbols() -> Html {
    // A file of our own, with nothing in it that anybody has typed.
    Html::from_html_unchecked(AttrValue::Static(include_str!("symbols.svg")))
}
