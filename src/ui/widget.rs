//! The embeddable widget: everything between its frame.

use std::rc::Rc;

use yew::prelude::*;

use super::address::use_address;
use super::browser::{self, KeyTarget};
use super::camera;
use super::caption::Caption;
use super::journey::Journey;
use super::live::{Live, use_live};
use super::panel::{Folds, Open, Panel};
use super::scene::{Scene, overview};
use super::top::Top;
use super::transport::transport;
use super::use_box::{Size, use_box};
use super::use_motion::{Nodes, shown_at, use_motion};
use crate::player::{Action, Motion};
use crate::scene::frame_at;
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
    let (size, seen) = use_box(&root);
    use_address(&live, !props.embed);

    let (journey, player) = (live.journey(), live.player());
    let narrow = size == Size::Narrow;
    let frame = Rc::new(frame_at(&journey.story, &journey.layout, shown_at(&journey, player.at)));
    let view = camera::view(size, frame.pose.camera);
    use_motion(&live, &nodes, view, seen);
    use_effect_with((), |()| browser::mark_ready());

    let step = journey.step(player.at);
    let stage = journey.stage(player.at);
    let title = step.map_or(text::SCENE, |step| step.title.as_str()).to_owned();
    let stop = journey.stopped(shown_at(&journey, player.at));
    let motion = match player.motion {
        Motion::Paused => "paused",
        Motion::Playing => "playing",
        Motion::Stepping(_) => "stepping",
    };
    // The card with the verdict: open at the end, or as the reader has left it.
    let left = use_state(|| None::<(Rc<Journey>, bool)>);
    let others = use_state_eq(Open::default);
    let verdict = journey.mended.is_some()
        && match &*left {
            Some((of, open)) if Rc::ptr_eq(of, &journey) => *open,
            _ => journey.is_last(player.at),
        };
    let open = others.with(Panel::Verdict, verdict);
    let toggle = {
        let (left, others) = (left.setter(), others.setter());
        use_callback((journey.clone(), open), move |panel, (journey, open)| {
            let opens = !open.has(panel);
            match panel {
                Panel::Verdict => left.set(Some((journey.clone(), opens))),
                _ => others.set(open.with(Panel::Verdict, false).with(panel, opens)),
            }
        })
    };
    let onkeydown = {
        let live = live.clone();
        Callback::from(move |event: KeyboardEvent| on_key(&live, &event))
    };
    let on_keys = onkeydown.clone();
    html! {
        <div class="ej" ref={root} {onkeydown} data-stage={stage.slug()} data-motion={motion}
            data-step={step.map(|step| step.name.clone())} data-preset={journey.slug}>
            <Top live={live.clone()} journey={journey.clone()} at={player.at}
                share={open.has(Panel::Share)} toggle={&toggle} />
            if let Some(problem) = live.problem().clone() {
                <p class="ej-problem" role="status">{ problem }</p>
            }
            if narrow {
                { overview(&journey, &frame, &nodes.finder) }
            }
            <Scene journey={journey.clone()} {frame} label={title} {size} {view} {stop}
                nodes={(*nodes).clone()} />
            <Caption live={live.clone()} journey={journey.clone()}
                step={journey.story.step_at(player.at)} clock={nodes.clock.clone()} why={verdict} toggle={&toggle}
                quiet={!live.used() || player.motion == Motion::Playing} />
            { transport(&live, &journey, player, &nodes) }
            <Folds live={live.clone()} {journey} at={player.at} {open} {toggle} onkeydown={on_keys} />
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
