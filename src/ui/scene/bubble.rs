//! What is being said, over the picture.

use yew::prelude::*;

use crate::scene::{Bubble, Rect};
use crate::ui::browser;
use crate::ui::camera;
use crate::ui::use_motion::{hundredths, percent};

/// Speakers above this line have no room above them: their bubble stands beside them.
const HIGH_UP: i32 = 80;
/// From the middle of such a speaker to its bubble.
const BESIDE: i32 = 76;

/// Properties of [`Say`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub bubble: Option<Bubble>,
    /// What narrow screens show.
    pub camera: Option<Rect>,
    pub node: NodeRef,
}

/// The bubble: as far to the right in the scene as its speaker, so that it never leaves the scene.
#[component]
pub(super) fn Say(props: &Props) -> Html {
    let bubble = props.bubble.clone();
    let view = props.camera.map_or(camera::WHOLE, camera::with_sky);
    let place = bubble.as_ref().map(|bubble| (bubble.tail_x, bubble.tail_y));
    let beside = props.camera.is_none() && place.is_some_and(|(_, y)| y < HIGH_UP);
    {
        let node = props.node.clone();
        use_effect_with((place, view, beside), move |(place, view, beside)| {
            let Some((x, y)) = *place else { return };
            let part = |n: i32, whole: i32| {
                percent(
                    u32::try_from(n.clamp(0, whole)).unwrap_or(0),
                    whole.unsigned_abs(),
                )
            };
            let (x, y) = (x - view.x, y - view.y);
            let p = hundredths((x * 100 / view.width.max(1)).clamp(0, 100));
            browser::set_property(&node, "--p", &p);
            let left = if *beside {
                part(x + BESIDE, view.width)
            } else {
                String::new()
            };
            browser::set_property(&node, "left", &left);
            let bottom = if *beside { y + 100 } else { (y - 14).max(60) };
            browser::set_property(&node, "bottom", &part(view.height - bottom, view.height));
        });
    }
    html! {
        <div class="ej-air" ref={&props.node}>
            if let Some(bubble) = bubble {
                <div class={classes!("ej-say", beside.then_some("is-beside"))}>
                    <code>{ bubble.line }</code>
                    <p>{ bubble.gloss }</p>
                </div>
            }
        </div>
    }
}
