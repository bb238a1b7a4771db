//! The page, drawn with Yew. Only `browser` talks to the browser itself.
//!
//! Two programs are made of it: the player, and in [`panels`] everything that opens below the
//! picture, fetched when it is wanted. They share nothing but the page; `panel` says how they talk.
//!
//! `live` knows what is shown. Yew draws it anew when something discrete changes; what moves is
//! written straight to the picture by `use_motion`.

mod address;
mod article;
mod browser;
mod camera;
mod caption;
mod icon;
mod journey;
mod live;
mod panel;
pub mod panels;
mod scene;
mod scrubber;
mod top;
mod transport;
mod use_box;
mod use_motion;
mod widget;

use yew::prelude::*;

use crate::text::ui as text;
use article::article;
use icon::symbols;
use widget::Widget;

pub use browser::{PageElement, PageFunction};

/// Draws the page into `<div id="app">`. `loader` fetches the module of the panels: it promises
/// that module's function `show`, which is [`panels::show`].
pub fn start(loader: PageFunction) {
    browser::on_panic("#app", text::BROKEN);
    browser::keep_loader(loader);
    if let Some(root) = browser::element("app") {
        yew::Renderer::<App>::with_root(root).render();
    }
}

/// The whole page, or the widget alone where the page is somebody's frame.
#[component]
pub fn App() -> Html {
    html! {
        <>
            { symbols() }
            if browser::is_embed() { <Widget embed={true} /> } else { { article() } }
        </>
    }
}
