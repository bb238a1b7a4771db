//! The embeddable widget: everything between its frame.

use std::rc::Rc;

use yew::prelude::*;

use super::address::use_address;
use super::browser;
use super::caption::Caption;
use super::hood::Hood;
use super::icon::icon;
use super::keys::on_key;
use super::live::{Live, use_live};
use super::own::Own;
use super::panel::Panel;
use super::presets::Presets;
use super::said::Said;
use super::scene::{Scene, overview};
use super::share::Share;
use super::storyboard::Storyboard;
use super::top::Top;
use super::transport::transport;
use super::use_box::use_box;
use super::use_motion::{Nodes, shown_at, use_motion};
use super::verdict::verdicts;
use super::words::Words;
use crate::player::Motion;
use crate::scene::{Size, frame_at};
use crate::text::ui as text;

/// Properties of [`Widget`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// It is alone in its page, which is somebody's frame: it leaves the address alone.
    pub embed: bool,
}

/// The widget.
#[component]
pub(super) fn Widget(props: &Props) -> Html {
    let first = use_memo((), |()| browser::fragment());
    let live = use_live(&first);
    let root = use_node_ref();
    let nodes = use_memo((), |()| Nodes::default());
    let (width, seen) = use_box(&root);
    use_address(&live, !props.embed);

    let (journey, player) = (live.journey(), live.player());
    let size = Size::of(width);
    let layout = journey.layout(size).clone();
    let frame = Rc::new(frame_at(&journey.story, &layout, shown_at(&journey, player.at)));
    let view = layout.view(frame.pose.camera, width);
    use_motion(&live, &nodes, size, view, seen);
    use_effect_with((), |()| browser::mark_ready());

    let step = journey.step(player.at);
    let stage = journey.stage(player.at);
    let label = {
        let title = step.map_or("", |step| step.title.as_str());
        text::picture(title, frame.pose.in_words())
    };
    let motion = match player.motion {
        Motion::Paused => "paused",
        Motion::Playing => "playing",
        Motion::Stepping(_) => "stepping",
    };
    let at_end = player.at >= journey.marks.end;
    let now = journey.story.step_at(player.at);

    let words = use_state_eq(|| false);
    let on_words = {
        let words = words.clone();
        Callback::from(move |_: MouseEvent| words.set(!*words))
    };
    let panel = use_state_eq(|| None::<Panel>);
    let on_panel = {
        let panel = panel.clone();
        Callback::from(move |wanted| {
            panel.set(if *panel == Some(wanted) { None } else { Some(wanted) });
        })
    };
    {
        // It is opened from afar.
        let root = root.clone();
        use_effect_with(*panel, move |panel| {
            if *panel == Some(Panel::WhatIf) {
                browser::focus_in(&root, "[data-ej=find]");
            }
        });
    }
    let onkeydown = {
        let live = live.clone();
        Callback::from(move |event: KeyboardEvent| on_key(&live, &event))
    };
    html! {
        <section class="ej" ref={root} {onkeydown} aria-labelledby={live.id("title")}
            data-stage={stage.slug()} data-motion={motion} data-end={at_end.then_some("true")}
            data-step={step.map(|step| step.name.clone())} data-preset={journey.slug}>
            <Top live={live.clone()} journey={journey.clone()} at={player.at} panel={*panel}
                on_panel={on_panel.clone()} />
            if let Some(problem) = live.problem().clone() { { self::problem(&live, problem) } }
            // Keys act after a click on the picture too.
            <div class="ej-view" tabindex="-1">
                if size.pans() {
                    { overview(&layout, &frame, &nodes.finder, width) }
                }
                <Scene {layout} {frame} {label} {view} nodes={(*nodes).clone()} />
            </div>
            <Caption live={live.clone()} journey={journey.clone()} step={now}
                clock={nodes.clock.clone()} {at_end} words={*words} {on_words}
                panel={*panel} {on_panel} />
            if *words {
                <Words live={live.clone()} journey={journey.clone()} step={now} />
            }
            { transport(&live, &journey, player, &nodes) }
            if *panel == Some(Panel::Share) {
                <Share live={live.clone()} journey={journey.clone()} at={player.at} />
            }
            if *panel == Some(Panel::Verdict) && !journey.verdicts.is_empty() {
                { verdicts(&live, &journey) }
            }
            <Presets live={live.clone()} journey={journey.clone()} />
            <Own live={live.clone()} journey={journey.clone()} />
            <Hood live={live.clone()} journey={journey.clone()} at={player.at} />
            <Said journey={journey.clone()} step={now}
                quiet={!live.used() || player.motion == Motion::Playing} />
            <Storyboard {journey} />
        </section>
    }
}

/// What was wrong with the link, over the picture: it takes no room, and goes with the first click.
fn problem(live: &Live, problem: String) -> Html {
    let onclick = {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| live.dismiss_problem())
    };
    html! {
        <div class="ej-problem" role="status">
            <p>{ problem }</p>
            <button class="ej-btn is-quiet" type="button" aria-label={text::CLOSE} {onclick}>
                { icon("#ej-ui-close") }
            </button>
        </div>
    }
}
