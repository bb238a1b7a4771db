//! Small drawings inside buttons. What they refer to stands in the page (`symbols.svg`).

use yew::prelude::*;

use super::shape::{Value, make, shape};

/// A 20 × 20 sign; decoration only.
pub(super) fn icon(href: &'static str) -> Html {
    let sign = shape!("use", "href" = href);
    make(
        ("svg", None),
        &["class", "aria-hidden"],
        &[Value::Word("ej-i"), Value::Word("true")],
        Some(sign),
    )
}
