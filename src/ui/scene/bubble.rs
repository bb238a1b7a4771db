//! What is being said, over the picture.

use yew::prelude::*;

use crate::scene::{Bubble, Rect};
use crate::ui::browser;
use crate::ui::camera;
use crate::ui::use_motion::hundredths;

/// Speakers above this line have no room above them: their bubble stands beside them.
const HIGH_UP: i32 = 80;
/// From the middle of such a speaker to its bubble.
const BESIDE: i32 = 84;
/// The card index hangs between the bubbles of those on its left and those on its right.
const LEFT_OF_REGISTRY: i32 = 338;
const RIGHT_OF_REGISTRY: i32 = 556;
/// Over the roof of the wall of boxes.
const ROOF: i32 = 132;

/// Properties of [`Say`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub bubble: Option<Bubble>,
    /// What narrow screens show.
    pub camera: Option<Rect>,
    /// Whether the scene has a card index.
    pub registry: bool,
    pub node: NodeRef,
}

/// Where the bubble may be, in hundredths of a percent of the picture, and how far to the right in
/// there its speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Room {
    left: i32,
    right: i32,
    bottom: i32,
    share: i32,
}

impl Room {
    fn new(bubble: &Bubble, camera: Option<Rect>, registry: bool) -> Self {
        let view = camera.map_or(camera::WHOLE, camera::with_sky);
        let (x, y) = (bubble.tail_x, bubble.tail_y);
        let whole = camera.is_none();
        let end = view.x + view.width;
        let (from, until, lower) = if whole && y < HIGH_UP {
            (x + BESIDE, end, y + 100)
        } else if whole && registry && x < 400 {
            (view.x, LEFT_OF_REGISTRY, y - 14)
        } else if whole && registry && x > 520 {
            (RIGHT_OF_REGISTRY, end, (y - 14).min(ROOF - 14))
        } else {
            (view.x, end, y - 14)
        };
        let of = |n: i32, whole: i32| n * 10_000 / whole.max(1);
        Self {
            left: of(from - view.x, view.width),
            right: of(end - until, view.width),
            bottom: of(view.y + view.height - lower, view.height),
            share: ((x - from) * 100 / (until - from).max(1)).clamp(0, 100),
        }
    }
}

/// The bubble: as far to the right in its room as its speaker, so that it never leaves it.
#[component]
pub(super) fn Say(props: &Props) -> Html {
    let Props {
        bubble,
        camera,
        registry,
        node,
    } = props;
    let room = bubble
        .as_ref()
        .map(|bubble| Room::new(bubble, *camera, *registry));
    let beside = camera.is_none()
        && bubble
            .as_ref()
            .is_some_and(|bubble| bubble.tail_y < HIGH_UP);
    {
        let node = node.clone();
        use_effect_with(room, move |room| {
            let Some(room) = room else { return };
            let percent = |n: i32| [hundredths(n), "%".to_owned()].concat();
            browser::set_property(&node, "--p", &hundredths(room.share));
            browser::set_property(&node, "left", &percent(room.left));
            browser::set_property(&node, "right", &percent(room.right));
            browser::set_property(&node, "bottom", &percent(room.bottom));
        });
    }
    html! {
        <div class="ej-air" ref={node}>
            if let Some(bubble) = bubble {
                <div class={classes!("ej-say", beside.then_some("is-beside"))}>
                    <code>{ &bubble.line }</code>
                    <p>{ &bubble.gloss }</p>
                </div>
            }
        </div>
    }
}
