//! Which letters the reader has: measured when the widget starts, and again whenever they change.
//!
//! That is when a typeface has come or was set by the page's owner, when the reader has asked for larger
//! letters, or for more room between them.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Sample};
use super::shape::{element, words};
use crate::scene::{MEASURED, Typeface};

/// What is measured. Nobody sees it, hears it, finds it or copies it.
pub(super) fn sample(node: &NodeRef) -> Html {
    let all = [
        element!("b", words(MEASURED)),
        element!("i", words(MEASURED)),
        element!("code", words(MEASURED)),
    ];
    html! { <p class="ej-letters" ref={node} aria-hidden="true">{ for all }</p> }
}

/// The letters of the [`sample`] behind this node.
#[hook]
pub(super) fn use_letters(node: &NodeRef) -> Rc<Typeface> {
    let letters = use_state_eq(Rc::<Typeface>::default);
    {
        let (node, letters) = (node.clone(), letters.setter());
        use_effect_with((), move |()| {
            let measure = {
                let (node, measured) = (node.clone(), Cell::new((0, 0)));
                move || {
                    let Some(sample) = Sample::of(&node) else { return };
                    if measured.replace(sample.size()) != sample.size()
                        && let Some(found) = measure(&sample)
                    {
                        letters.set(Rc::new(found));
                    }
                }
            };
            measure();
            let watch = browser::watch_width(&node, move |_| measure());
            move || drop(watch)
        });
    }
    (*letters).clone()
}

/// Nothing where nothing of the sample is shown, as in a frame that is hidden.
fn measure(sample: &Sample) -> Option<Typeface> {
    Typeface::measured(|face, n| sample.letter(face as u32, n), sample.size().1)
}
