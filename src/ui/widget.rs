//! The embeddable widget: everything between its frame.

use std::rc::Rc;

use yew::prelude::*;

use super::address::use_address;
use super::browser::{self, KeyTarget};
use super::camera;
use super::caption::Caption;
use super::hood::Hood;
use super::journey::Journey;
use super::live::{Live, use_live};
use super::own::Own;
use super::presets::Presets;
use super::scene::{Scene, overview};
use super::top::Top;
use super::transport::transport;
use super::use_box::use_box;
use super::use_motion::{Nodes, shown_at, use_motion};
use super::verdict::verdicts;
use crate::player::{Action, Motion};
use crate::scene::{Size, frame_at};
use crate::story::Stage;
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
    let layout = journey.layout(size);
    let frame = Rc::new(frame_at(&journey.story, layout, shown_at(&journey, player.at)));
    let view = camera::view(layout, frame.pose.camera, width);
    use_motion(&live, &nodes, size, view, seen);
    use_effect_with((), |()| browser::mark_ready());

    let step = journey.step(player.at);
    let stage = journey.stage(player.at);
    let title = step.map_or(text::SCENE, |step| step.title.as_str()).to_owned();
    let motion = match player.motion {
        Motion::Paused => "paused",
        Motion::Playing => "playing",
        Motion::Stepping(_) => "stepping",
    };
    // The card with the verdict: open at the end, or as the reader has left it.
    let left = use_state(|| None::<(Rc<Journey>, bool)>);
    let open = match &*left {
        Some((of, open)) if Rc::ptr_eq(of, &journey) => *open,
        _ => journey.is_last(player.at),
    };
    let why = (!journey.verdicts.is_empty()).then_some(open);
    let on_why = {
        let (left, journey) = (left.setter(), journey.clone());
        Callback::from(move |_: MouseEvent| left.set(Some((journey.clone(), !open))))
    };
    let onkeydown = {
        let live = live.clone();
        Callback::from(move |event: KeyboardEvent| on_key(&live, &event))
    };
    html! {
        <div class="ej" ref={root} {onkeydown} data-stage={stage.slug()} data-motion={motion}
            data-step={step.map(|step| step.name.clone())} data-preset={journey.slug}>
            <Top live={live.clone()} journey={journey.clone()} at={player.at} />
            if let Some(problem) = live.problem().clone() {
                <p class="ej-problem" role="status">{ problem }</p>
            }
            if size.pans() {
                { overview(layout, &frame, &nodes.finder, width) }
            }
            <Scene journey={journey.clone()} {frame} label={title} {size} {view}
                nodes={(*nodes).clone()} />
            <Caption live={live.clone()} journey={journey.clone()}
                step={journey.story.step_at(player.at)} clock={nodes.clock.clone()} {why} {on_why}
                quiet={!live.used() || player.motion == Motion::Playing} />
            { transport(&live, &journey, player, &nodes) }
            if why == Some(true) {
                { verdicts(&live, &journey) }
            }
            <Presets live={live.clone()} journey={journey.clone()} />
            <Own live={live.clone()} journey={journey.clone()} />
            <Hood live={live.clone()} {journey} at={player.at} />
        </div>
    }
}

/// Keys work while the focus is inside the widget, and only where they mean nothing else.
fn on_key(live: &Live, event: &KeyboardEvent) {
    let Some(target) = browser::key_target(event) else {
        return;
    };
    if target == KeyTarget::Field {
        return;
    }
    let act = |action| {
        event.prevent_default();
        live.act(action);
    };
    match event.key().as_str() {
        "ArrowRight" => act(Action::Next),
        "ArrowLeft" => act(Action::Back),
        " " if target != KeyTarget::Button => act(Action::Toggle),
        "Home" => act(Action::First),
        "End" => act(Action::Last),
        key => {
            for stage in Stage::ALL {
                if stage.number().to_string() == key {
                    event.prevent_default();
                    live.go_to(stage);
                }
            }
        }
    }
}
