//! The picture of one moment as it stands in a page before any script has come, and as it is drawn
//! without a browser: one drawing, with what travels in it, and nothing that has to be placed.

use std::rc::Rc;

use yew::prelude::*;

use super::{Scenery, n, token};
use crate::scene::{Frame, Layout, Rect};
use crate::ui::number::hundredths;

/// The whole scene, of which `view` is shown.
pub(crate) fn shot(
    class: &'static str,
    layout: &Rc<Layout>,
    frame: &Rc<Frame>,
    view: Rect,
    label: &str,
) -> Html {
    let scene = layout.scene();
    let view_box = ["0 0 ", &n(scene.width), " ", &n(scene.height)].concat();
    let tokens = frame.pose.tokens.iter().zip(&frame.motion.tokens).map(|(token, place)| {
        let (_, drawing) = token::drawing(token, layout.typeface());
        let transform =
            ["translate(", &hundredths(place.x), " ", &hundredths(place.y), ")"].concat();
        let opacity = (place.opacity < 100).then(|| hundredths(place.opacity.into()));
        let class = token::paper(token);
        html! { <g {class} {transform} {opacity}>{ drawing }</g> }
    });
    html! {
        <svg {class} role="img" aria-label={label.to_owned()} viewBox={view_box}>
            <Scenery layout={layout.clone()} frame={frame.clone()} {view} />
            <g class="ej-tokens">{ for tokens }</g>
        </svg>
    }
}
