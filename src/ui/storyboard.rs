//! The journey on paper: a panel for each step, with its picture and its caption.

use std::rc::Rc;

use yew::prelude::*;

use super::browser;
use super::journey::Journey;
use super::scene::Scene;
use super::use_motion::{Nodes, place};
use crate::scene::{Size, Typeface, frame_at};
use crate::story::Step;
use crate::text::story::titled;
use crate::text::ui as text;

/// The size at which pictures are drawn on paper, and the width that they have the shape of.
const SIZE: Size = Size::Small;
const SHAPE: u32 = 1200;

/// Properties of [`Storyboard`].
#[derive(Properties)]
pub(super) struct Props {
    pub journey: Rc<Journey>,
    /// What the pictures are written in.
    pub letters: Rc<Typeface>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey) && Rc::ptr_eq(&self.letters, &other.letters)
    }
}

/// All panels, while the page is being printed and at no other time.
#[component]
pub(super) fn Storyboard(props: &Props) -> Html {
    let Props { journey, letters } = props;
    let printing = use_state_eq(|| false);
    {
        let printing = printing.setter();
        use_effect_with((), move |()| {
            let watch = browser::watch_printing(move |is| printing.set(is));
            move || drop(watch)
        });
    }
    if !*printing {
        return Html::default();
    }
    let name = journey.name.as_str();
    html! {
        <div class="ej-board">
            <p class="ej-board-name">{ text::TITLE }{ " " }<b>{ name }</b></p>
            <ol>
                { for (0..journey.story.steps.len()).map(|n| html! {
                    <Panel key={n} journey={journey.clone()} letters={letters.clone()} {n} />
                }) }
            </ol>
        </div>
    }
}

#[derive(Properties)]
struct PanelProps {
    journey: Rc<Journey>,
    letters: Rc<Typeface>,
    n: usize,
}

impl PartialEq for PanelProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && Rc::ptr_eq(&self.letters, &other.letters)
            && self.n == other.n
    }
}

#[component]
fn Panel(props: &PanelProps) -> Html {
    let PanelProps { journey, letters, n } = props;
    let nodes = use_memo((), |()| Nodes::default());
    let Some(step) = journey.story.steps.get(*n) else {
        return Html::default();
    };
    let Step { title, caption, stage, rest, .. } = step;
    let layout = journey.layout(SIZE, letters);
    let frame = Rc::new(frame_at(&journey.story, &layout, *rest));
    let view = layout.view(frame.pose.camera, SHAPE);
    {
        let (journey, layout, nodes, rest) =
            (journey.clone(), layout.clone(), nodes.clone(), *rest);
        use_effect_with((), move |()| place(&journey, rest, &nodes, &layout, view));
    }
    html! {
        <li data-n={stage.number().to_string()}>
            <Scene {layout} {frame} label={title.clone()} {view}
                whole=true nodes={(*nodes).clone()} />
            <p class="ej-board-time"><b ref={&nodes.clock}></b>{ " " }{ text::SINCE }</p>
            <h3>{ n + 1 }{ ". " }{ titled(title, journey.story.whom(step)) }</h3>
            <p>{ caption }</p>
        </li>
    }
}
