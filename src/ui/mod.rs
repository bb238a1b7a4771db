//! The page, drawn with Yew. Only `browser` talks to the browser itself.
//!
//! Two programs are made of it: the player, and in [`panels`] the engine with everything that opens
//! below the picture, fetched when it is wanted. They share nothing but the page, and say to each
//! other what stands in [`crate::messages`].
//!
//! `live` knows what is shown. Yew draws it anew when something discrete changes; what moves is
//! sent on its way by `use_motion`.

mod address;
mod article;
mod browser;
mod camera;
mod caption;
mod host;
mod icon;
mod journey;
mod keys;
mod live;
mod number;
mod opening;
mod panel;
pub mod panels;
mod said;
mod scene;
mod scrubber;
mod shape;
mod storyboard;
mod terms;
mod top;
mod transport;
mod use_box;
mod use_motion;
mod widget;
mod words;

use yew::prelude::*;

use crate::embedding::Names;
use crate::presets::DEFAULT_SLUG;
use crate::share::{self, Link, LinkProblem};
use crate::text::ui as text;
use article::article;
use icon::symbols;
use opening::News;
use widget::Widget;

pub use browser::{PageElement, PageFunction};

/// Draws the page into `<div id="app">`, once it has what the address asks for.
///
/// `engine` fetches the engine: it promises the engine's function `hear`, which is [`panels::hear`].
/// `stories` promises the bytes of [`crate::told::Told`] for the slug of a preset.
pub fn start(engine: PageFunction, stories: PageFunction) {
    browser::on_panic("#app", text::BROKEN);
    browser::keep_loaders(engine, stories);
    let link = share::sort(&browser::fragment());
    opening::fetch(link.into(), host::names_in_address(), |first| match first {
        Some(first) => draw(first),
        None => opening::fetch(usual().into(), Names::new(), |instead| match instead {
            Some(instead) => draw(instead),
            None => browser::say_failed(),
        }),
    });
}

/// What is shown where something else could not be had.
fn usual() -> Link {
    let problem = Some(LinkProblem::NotOpened);
    Link::Preset { slug: DEFAULT_SLUG, step: None, problem }
}

fn draw(first: News) {
    if let Some(root) = browser::element("app") {
        yew::Renderer::<App>::with_root_and_props(root, Props { first }).render();
    }
}

/// Properties of [`App`].
#[derive(Properties, PartialEq)]
struct Props {
    /// What the address asks for.
    first: News,
}

/// The whole page, or the widget alone where the page is somebody's frame.
#[component]
fn App(props: &Props) -> Html {
    let first = &props.first;
    html! {
        <>
            { symbols() }
            if browser::is_embed() {
                <main>
                    <h1 class="ej-unseen">{ text::TITLE }</h1>
                    <Widget first={first.clone()} embed={true} />
                </main>
            } else {
                { article(first) }
            }
        </>
    }
}
