//! The journey on paper: a panel for each step, with its picture and its caption.
//!
//! Browsers tell of printing at the last moment, and then wait for nothing: what is drawn for paper is
//! drawn at once and placed by its attributes alone. Nothing of it is there at any other time.

use yew::prelude::*;

use super::browser::{self, Printing, Watch};
use super::journey::Journey;
use super::live::Live;
use super::scene::{Shot, shot};
use super::shape::{all, element, join, words};
use ::text::captions::{titled, whom_in};
use ::text::ui as text;
use model::story::{Step, Story};
use scene::{Layout, Size, frame_at};

/// The size at which pictures are drawn on paper, and the width that they have the shape of.
pub const SIZE: Size = Size::Small;
const SHAPE: u32 = 1200;

/// Draws all panels into `board` while the page is printed. A frame in somebody's page prints what it
/// shows, unless its reader asked for the storyboard; it becomes no larger than it is on the screen.
pub(super) fn watch(live: &Live, root: &NodeRef, board: &NodeRef) -> Watch {
    let (live, root, board) = (live.clone(), root.clone(), board.clone());
    browser::watch_printing(move |moment| match moment {
        Printing::Begins { asked } if asked || !browser::is_framed() => {
            browser::put(&board, &panels(&live.journey(), &live.layout(SIZE)));
        }
        Printing::Begins { .. } if !browser::has_content(&board) => {
            browser::keep_width(&root, true);
        }
        Printing::Begins { .. } => {}
        Printing::Ends => {
            browser::put(&board, &Html::default());
            browser::keep_width(&root, false);
        }
    })
}

fn panels(journey: &Journey, layout: &Layout) -> Html {
    let story = &journey.story;
    let panels = (1..).zip(&story.steps).map(|(n, step)| panel(story, layout, (n, step)));
    let name = [words(&[text::TITLE, " "].concat()), element!("b", words(&journey.name))];
    all([
        element!("p", all(name), "class" = "ej-board-name"),
        element!("ol", panels.collect::<Html>()),
    ])
}

fn panel(story: &Story, layout: &Layout, (n, step): (i32, &Step)) -> Html {
    let title = titled(&step.title, whom_in(story, step));
    let since = [element!("b", words(&time(story, step))), words(&[" ", text::SINCE].concat())];
    let parts = [
        element!("div", picture("", story, layout, step), "class" = "ej-scene"),
        element!("p", all(since), "class" = "ej-board-time"),
        element!("h3", words(&join!(n, ". ", &title))),
        element!("p", words(&step.caption)),
    ];
    element!("li", all(parts), "data-n" = i32::from(step.stage.number()))
}

/// The picture of a step as it ends.
pub fn picture(class: &'static str, story: &Story, layout: &Layout, step: &Step) -> Html {
    let frame = frame_at(story, layout, step.rest);
    let view = layout.view(frame.pose.camera, SHAPE);
    shot(&Shot { class, view, label: &step.title, whole: true }, layout, &frame)
}

/// The clock then.
pub fn time(story: &Story, step: &Step) -> String {
    text::clock(story.clock(step.rest).micros())
}
