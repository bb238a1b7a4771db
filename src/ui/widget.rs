//! The embeddable widget: everything between its frame.

use std::rc::Rc;

use yew::prelude::*;

use super::address::use_address;
use super::caption::{Caption, hitch_told};
use super::embedder::use_embedder;
use super::icon::icon;
use super::keys::on_key;
use super::live::{Live, use_live};
use super::live_region::LiveRegion;
use super::panel_buttons::Folds;
use super::scene::{Scene, strip};
use super::shape::button;
use super::staged_start::Drawn;
use super::step_list::StepList;
use super::story_loader::LoadedStory;
use super::top_bar::TopBar;
use super::transport::transport;
use super::use_box::use_box;
use super::use_motion::{Nodes, shown_at, use_motion};
use super::{browser, font_metrics, storyboard};
use crate::embedder_messages::Controls;
use crate::player::Motion;
use ::text::ui as text;
use scene::{Rect, Size, frame_at};

/// Properties of [`Widget`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What the address asks for.
    pub first: LoadedStory,
    /// It is alone in its page, which is somebody's frame: it leaves the address alone.
    pub embed: bool,
    /// How much of it is drawn.
    pub drawn: Drawn,
}

/// The widget.
#[component]
pub(super) fn Widget(props: &Props) -> Html {
    let live = use_live(&props.first);
    let root = use_node_ref();
    let nodes = use_memo((), |()| Nodes::default());
    let (sample, board) = (use_node_ref(), use_node_ref());
    let (width, seen) = use_box(&root, {
        let (live, root, sample, board) =
            (live.clone(), root.clone(), sample.clone(), board.clone());
        move || (font_metrics::watch(&sample, &live), storyboard::watch(&live, &root, &board))
    });
    let drawn = props.drawn;
    use_address(&live, !props.embed);
    let (controls, shown) = use_embedder(&live, browser::is_framed(), &root);
    let seen = seen && shown;

    let (journey, player) = (live.journey(), live.player());
    let size = Size::of(width);
    let picture = (drawn >= Drawn::Picture).then(|| {
        let layout = live.layout(size);
        let frame = Rc::new(frame_at(&journey.story, &layout, shown_at(&journey, player.at)));
        let view = layout.view(frame.pose.camera, width);
        (layout, frame, view)
    });
    let view = picture.as_ref().map_or_else(Rect::default, |(_, _, view)| *view);
    use_motion(&live, &nodes, (size, view), drawn == Drawn::Whole, seen);

    let step = journey.step(player.at);
    let stage = journey.stage(player.at);
    let title = step.map_or("", |step| step.title.as_str());
    let motion = match player.motion {
        Motion::Paused => "paused",
        Motion::Playing => "playing",
        Motion::Stepping(_) => "stepping",
    };
    let at_end = player.at >= journey.marks.end;
    let now = journey.story.step_at(player.at);

    let (opened, open) = (live.opened(), live.panel());
    let words = opened.words;
    // A journey that fails will want its card; everybody else comes to the panels after doing something.
    // What is fetched for them would hold up what moves.
    let soon = (live.used() || journey.mended.is_some()) && !player.in_motion();
    // Where nothing is open nobody need know the moment.
    let told_at = if open.is_none() { 0 } else { player.at };
    let onkeydown = {
        let live = live.clone();
        Callback::from(move |event: KeyboardEvent| on_key(&live, &event))
    };
    let on_keys = onkeydown.clone();
    html! {
        <section class="ej" ref={root} {onkeydown} aria-labelledby={live.id("title")}
            data-stage={stage.slug()} data-motion={motion}
            data-moves={(seen && player.in_motion()).then_some("true")} data-end={at_end.then_some("true")}
            data-controls={(controls == Controls::Minimal).then_some("minimal")}
            data-step={step.map(|step| step.name.clone())} data-preset={journey.preset.slug()}>
            { font_metrics::sample(&sample) }
            if drawn >= Drawn::TopBar {
                <TopBar live={live.clone()} journey={journey.clone()} step={now} failed={journey.failed_by(player.at)} {open} />
            }
            if let Some(problem) = live.problem().clone() { { self::problem(&live, problem) } }
            // Keys act after a click on the picture too.
            <div class="ej-view" tabindex="-1">
                if let Some((layout, frame, view)) = picture {
                    if size.pans() {
                        { strip(&layout, &frame, &nodes.finder, width) }
                    }
                    <Scene {layout} label={text::picture(title, frame.pose.in_words())} {frame} {view}
                        whole={drawn == Drawn::Whole} nodes={(*nodes).clone()} />
                }
            </div>
            if drawn >= Drawn::Caption {
                <Caption live={live.clone()} journey={journey.clone()} step={now}
                    clock={nodes.clock.clone()} {at_end} hitch={hitch_told(&journey, player.at)} {words}
                    {open} />
                if words {
                    <StepList live={live.clone()} journey={journey.clone()} step={now} />
                }
            }
            if drawn >= Drawn::Controls {
                { transport(&live, &journey, player, &nodes) }
                <Folds live={live.clone()} journey={journey.clone()} {soon} at={told_at} {open}
                    called={opened.called} onkeydown={on_keys} />
                <LiveRegion {journey} step={now}
                    quiet={!live.used() || player.motion == Motion::Playing} />
                <div class="ej-board" ref={board}></div>
            }
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
            { button!(
                onclick, icon("#ej-ui-close"), "class" = "ej-btn is-quiet", "aria-label" = text::CLOSE,
            ) }
        </div>
    }
}
