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
mod panel;
pub mod panels;
mod said;
mod scene;
mod scrubber;
mod storyboard;
mod terms;
mod top;
mod transport;
mod use_box;
mod use_motion;
mod widget;
mod words;

use yew::prelude::*;

use crate::text::ui as text;
use article::article;
use icon::symbols;
use widget::Widget;

pub use browser::{PageElement, PageFunction};

/// Draws the page into `<div id="app">`. `loader` fetches the engine: it promises the engine's
/// function `hear`, which is [`panels::hear`].
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
            if browser::is_embed() {
                <main>
                    <h1 class="ej-unseen">{ text::TITLE }</h1>
                    <Widget embed={true} />
                </main>
            } else {
                { article() }
            }
        </>
    }
}
