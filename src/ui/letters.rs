//! Which letters the reader has: measured when the widget starts, and again whenever they change.
//!
//! That is when a typeface has come or was set by the page's owner, when the reader has asked for larger
//! letters, or for more room between them.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Sample};
use crate::scene::{Face, MEASURED, Typeface};

/// What is measured. Nobody sees it, hears it, finds it or copies it.
pub(super) fn sample(node: &NodeRef) -> Html {
    html! {
        <p class="ej-letters" ref={node} aria-hidden="true">
            <b>{ MEASURED }</b><i>{ MEASURED }</i><code>{ MEASURED }</code>
        </p>
    }
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
            let watch = browser::watch_size(&node, measure);
            move || drop(watch)
        });
    }
    (*letters).clone()
}

/// Nothing where nothing of the sample is shown, as in a frame that is hidden.
fn measure(sample: &Sample) -> Option<Typeface> {
    let advance = |face, n| match face {
        Face::Bold => sample.letter(0, n),
        Face::Plain => sample.letter(1, n),
        Face::Mono => sample.letter(2, n),
    };
    Typeface::measured(advance, sample.size().1)
}
