//! The page, drawn with Yew. Only `browser` talks to the browser itself.
//!
//! Two programs are made of it: the player, and in [`panels`] the engine with everything that opens
//! below the picture, fetched when it is wanted. They share nothing but the page, and say to each
//! other what stands in [`crate::messages`].
//!
//! `live` knows what is shown. Yew draws it anew when something discrete changes; what moves is
//! sent on its way by `use_motion`.

mod address;
mod browser;
mod camera;
mod caption;
mod host;
mod icon;
mod journey;
mod keys;
mod live;
mod number;
mod panel;
pub mod panels;
mod said;
mod scene;
mod scrubber;
#[cfg(feature = "prerender")]
pub(crate) mod still;
mod storyboard;
mod terms;
mod top;
mod transport;
mod use_box;
mod use_motion;
mod widget;
mod words;

use yew::prelude::*;

use widget::Widget;

pub use browser::{PageElement, PageFunction};

/// Draws the widget into `<div id="app">`. `loader` fetches the engine: it promises the engine's
/// function `hear`, which is [`panels::hear`].
pub fn start(loader: PageFunction) {
    browser::give_up_on_panic();
    browser::keep_loader(loader);
    if let Some(root) = browser::element("app") {
        yew::Renderer::<App>::with_root(root).render();
    }
}

/// The widget. Everything around it is in the page already (`src/prerender/`).
#[component]
pub fn App() -> Html {
    html! { <Widget embed={browser::is_embed()} /> }
}
