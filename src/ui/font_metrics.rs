//! Which letters the reader has: measured when the widget starts, and again whenever they change.
//!
//! That is when a typeface has come or was set by the page's owner, when the reader has asked for larger
//! letters, or for more room between them.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Sample, Watch};
use super::live::Live;
use super::shape::{element, words};
use scene::{MEASURED, Typeface};

/// What is measured. Nobody sees it, hears it, finds it or copies it.
pub(super) fn sample(node: &NodeRef) -> Html {
    let all = [
        element!("b", words(MEASURED)),
        element!("span", words(MEASURED)),
        element!("code", words(MEASURED)),
    ];
    html! { <p class="ej-letters" ref={node} aria-hidden="true">{ for all }</p> }
}

/// Has pictures written in the letters of the [`sample`] behind this node, now and whenever they change.
pub(super) fn watch(node: &NodeRef, live: &Live) -> Option<Watch> {
    let (sample, live, measured) = (node.clone(), live.clone(), Cell::new((0, 0)));
    let measure = move || {
        let Some(sample) = Sample::of(&sample) else { return };
        let size = sample.size();
        if measured.replace(size) != size
            // Nothing where nothing of the sample is shown, as in a frame that is hidden.
            && let Some(found) =
                Typeface::measured(|face, n| sample.letter(face as u32, n), size.1)
        {
            live.write_in(Rc::new(found));
            live.redraw();
        }
    };
    measure();
    browser::watch_width(node, move |_| measure())
}
