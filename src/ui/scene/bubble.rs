//! What is being said, over the picture.

use crate::ui::effect::use_effect_on;
use yew::prelude::*;

use crate::ui::browser;
use crate::ui::number::{hundredths, percent};
use crate::ui::shape::{self, element, keyed, words};
use scene::{Bubble, Rect, Tail};

/// Properties of [`Say`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub bubble: Option<Bubble>,
    /// What the picture shows of the scene.
    pub view: Rect,
    pub narrow: bool,
    /// The reader has lines further apart than usual.
    pub spaced: bool,
    pub node: NodeRef,
}

/// The bubble: as far to the right in its room as its speaker, so that it never leaves it.
#[component]
pub(super) fn Say(props: &Props) -> Html {
    let (view, narrow) = (props.view, props.narrow);
    {
        let node = props.node.clone();
        let bubble = props.bubble.clone();
        use_effect_on((bubble, view, narrow), move |(bubble, seen, narrow)| {
            let Some(bubble) = bubble else { return };
            let set = |name: &str, part: i32, whole: i32| {
                browser::set_property(&node, name, &percent(part, whole));
            };
            let (from, until) =
                if *narrow { (seen.x, seen.right()) } else { (bubble.from, bubble.until) };
            let share = (bubble.tail_x - from) * 100 / (until - from).max(1);
            browser::set_property(&node, "--p", &hundredths(share.clamp(0, 100)));
            set("left", from - seen.x, seen.width);
            set("right", seen.right() - until, seen.width);
            set("bottom", seen.bottom() - bubble.edge, seen.height);
        });
    }
    let Some(bubble) = &props.bubble else {
        return html! { <div class="ej-air" ref={&props.node}></div> };
    };
    let tail = match bubble.tail {
        Tail::Below => "is-above",
        Tail::Left => "is-right",
        Tail::Right => "is-left",
        Tail::Apart(_) => "is-apart",
    };
    let (refuses, spaced) =
        (bubble.refuses.then_some("is-stop"), props.spaced.then_some("is-spaced"));
    let said =
        shape::all([element!("code", words(&bubble.line)), element!("p", words(&bubble.gloss))]);
    let class = shape::class("ej-say", &[Some(tail), refuses, spaced]);
    html! {
        <div class="ej-air" ref={&props.node}>
            { keyed(bubble.line.clone(), element!("div", said, "class" = class)) }
        </div>
    }
}
