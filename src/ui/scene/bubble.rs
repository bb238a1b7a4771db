//! What is being said, over the picture.

use yew::prelude::*;

use crate::scene::{Bubble, Rect};
use crate::ui::browser;
use crate::ui::camera;
use crate::ui::number::{hundredths, percent};

/// Speakers above this line have no room above them: their bubble stands beside them.
const HIGH_UP: i32 = 80;
/// From the middle of such a speaker to its bubble.
const BESIDE: i32 = 84;
/// The card index hangs between the bubbles of those on its left and those on its right.
const LEFT_OF_REGISTRY: i32 = 338;
const RIGHT_OF_REGISTRY: i32 = 556;
/// Over the roof of the wall of boxes.
const ROOF: i32 = 132;

/// Below the name of the card index.
const BELOW_REGISTRY: i32 = 184;

/// Properties of [`Say`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub bubble: Option<Bubble>,
    /// What the picture shows of the scene.
    pub view: Rect,
    pub narrow: bool,
    /// Whether the scene has a card index, and who is talking to it.
    pub registry: bool,
    pub asker: Option<Rect>,
    /// The speaker says no.
    pub refuses: bool,
    pub node: NodeRef,
}

/// On which side of the bubble its tail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tail {
    Below,
    Above,
    Left,
    Right,
}

impl Tail {
    const fn class(self) -> &'static str {
        match self {
            Self::Below => "is-above",
            Self::Above => "is-below",
            Self::Left => "is-right",
            Self::Right => "is-left",
        }
    }
}

/// Where the bubble may be, in whole scene units, and how far to the right in there its speaker
/// is, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Room {
    from: i32,
    until: i32,
    /// Its lower edge; its upper one where the tail is above it.
    edge: i32,
    share: i32,
    tail: Tail,
}

impl Room {
    fn new(bubble: &Bubble, props: &Props) -> Self {
        let view = props.view;
        let (x, y) = (bubble.tail_x, bubble.tail_y);
        let end = view.x + view.width;
        let (from, until, edge, tail) = match props.asker {
            // On phones the card index leaves no room above: beside the server that asks.
            Some(asker) if props.narrow => {
                let right = asker.x + asker.width;
                let on_right = end - right > asker.x - view.x;
                let (from, until) =
                    if on_right { (right + 14, end) } else { (view.x, asker.x - 14) };
                let tail = match on_right {
                    _ if y < HIGH_UP => Tail::Above,
                    true => Tail::Left,
                    false => Tail::Right,
                };
                (from, until, BELOW_REGISTRY, tail)
            }
            _ if props.narrow => (view.x, end, y - 14, Tail::Below),
            _ if y < HIGH_UP => (x + BESIDE, end, 12, Tail::Left),
            _ if props.registry && x < 400 => (view.x, LEFT_OF_REGISTRY, y - 14, Tail::Below),
            _ if props.registry && x > 520 && y < 200 => {
                let lower = if x < 1_000 { (y - 14).min(ROOF - 14) } else { y - 14 };
                (RIGHT_OF_REGISTRY, end, lower, Tail::Below)
            }
            _ if props.registry && x > 1_000 => (RIGHT_OF_REGISTRY, end, ROOF - 14, Tail::Below),
            // Small relays.
            _ if props.registry => (376, 684, y - 14, Tail::Below),
            _ => (view.x, end, y - 14, Tail::Below),
        };
        let share = ((x - from) * 100 / (until - from).max(1)).clamp(0, 100);
        Self { from, until, edge, share, tail }
    }
}

/// The bubble: as far to the right in its room as its speaker, so that it never leaves it.
#[component]
pub(super) fn Say(props: &Props) -> Html {
    let room = props.bubble.as_ref().map(|bubble| Room::new(bubble, props));
    let seen = if props.narrow { camera::with_sky(props.view) } else { props.view };
    {
        let node = props.node.clone();
        use_effect_with((room, seen), move |(room, seen)| {
            let Some(room) = room else { return };
            let set = |name: &str, part: i32, whole: i32| {
                browser::set_property(&node, name, &percent(part, whole));
            };
            browser::set_property(&node, "--p", &hundredths(room.share));
            set("left", room.from - seen.x, seen.width);
            set("right", seen.x + seen.width - room.until, seen.width);
            if room.tail == Tail::Below {
                browser::set_property(&node, "top", "8px");
                set("bottom", seen.y + seen.height - room.edge, seen.height);
            } else {
                set("top", room.edge - seen.y, seen.height);
                browser::set_property(&node, "bottom", "auto");
            }
        });
    }
    let Some((bubble, room)) = props.bubble.as_ref().zip(room) else {
        return html! { <div class="ej-air" ref={&props.node}></div> };
    };
    html! {
        <div class="ej-air" ref={&props.node}>
            <div class={classes!("ej-say", room.tail.class(), props.refuses.then_some("is-stop"))}>
                <code>{ &bubble.line }</code>
                <p>{ &bubble.gloss }</p>
            </div>
        </div>
    }
}
