//! The page, drawn with Yew. Only `browser` talks to the browser itself.
//!
//! Two programs are made of it: the player, and in [`panels`] the engine with everything that opens
//! below the picture, fetched when it is wanted. They share nothing but the page, and say to each
//! other what stands in [`crate::engine_messages`].
//!
//! `live` knows what is shown. Yew draws it anew when something discrete changes; what moves is
//! sent on its way by `use_motion`.

mod address;
mod address_settings;
mod browser;
mod camera;
mod caption;
mod effect;
mod embedder;
mod font_metrics;
mod icon;
mod journey;
mod keys;
mod live;
mod live_region;
pub mod memory;
mod number;
mod opened;
mod panel_buttons;
#[cfg(feature = "engine")]
pub mod panels;
mod scene;
mod scrubber;
mod shape;
mod staged_start;
mod step_list;
pub mod still;
mod story_loader;
pub mod storyboard;
mod terms;
mod top_bar;
mod transport;
mod use_box;
mod use_motion;
mod widget;

use yew::prelude::*;

use crate::embedder_messages::Names;
use model::link::{self, Link, LinkProblem};
use model::preset_id::PresetId;
use staged_start::{Drawn, use_staged_start};
use story_loader::LoadedStory;
use widget::Widget;

pub use browser::{PageElement, PageFunction};

/// Draws the widget into `<div id="app">`, once it has what the address asks for.
///
/// `engine` fetches the engine: it promises the engine's function `hear`, which is [`panels::hear`].
/// `stories` promises the bytes of [`model::compiled_story::CompiledStory`] for the slug of a preset.
pub fn start(engine: PageFunction, stories: PageFunction) {
    browser::tell_panics();
    browser::keep_loaders(engine, stories);
    let link = link::sort_on(browser::page_preset(), &browser::fragment());
    story_loader::fetch(link.into(), address_settings::names_in_address(), |first| match first {
        Some(first) => draw(first),
        None => story_loader::fetch(usual().into(), Names::new(), |instead| match instead {
            Some(instead) => draw(instead),
            None => browser::give_up(),
        }),
    });
}

/// What is shown where something else could not be had.
fn usual() -> Link {
    let problem = Some(LinkProblem::NotOpened);
    Link::Preset { preset: PresetId::default(), step: None, problem }
}

fn draw(first: LoadedStory) {
    // A slow machine answers between reading the story and drawing it.
    browser::soon(move || {
        if let Some(root) = browser::element("app") {
            yew::Renderer::<App>::with_root_and_props(root, Props { first }).render();
        }
    });
}

/// Properties of [`App`].
#[derive(Properties, PartialEq)]
struct Props {
    /// What the address asks for.
    first: LoadedStory,
}

/// The widget. Everything around it is in the page already (`crates/site/`).
#[component]
fn App(props: &Props) -> Html {
    let drawn = use_staged_start();
    html! {
        if drawn > Drawn::Nothing {
            <Widget first={props.first.clone()} embed={browser::is_embed()} {drawn} />
        }
    }
}
