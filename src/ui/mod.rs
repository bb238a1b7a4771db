//! The page, drawn with Yew. Only `browser` talks to the browser itself.
//!
//! `live` knows what is shown. Yew draws it anew when something discrete changes; what moves is
//! sent on its way by `use_motion`.

mod address;
mod article;
mod browser;
mod camera;
mod caption;
mod conditions;
mod conversation;
mod draft;
mod hood;
mod icon;
mod journey;
mod keys;
mod knows;
mod live;
mod lookups;
mod number;
mod own;
mod panel;
mod presets;
mod said;
mod scene;
mod scrubber;
mod share;
mod storyboard;
mod terms;
mod top;
mod transport;
mod use_box;
mod use_motion;
mod verdict;
mod widget;
mod words;

use yew::prelude::*;

use crate::text::ui as text;
use article::article;
use icon::symbols;
use widget::Widget;

/// Draws the page into `<div id="app">`.
pub fn start() {
    browser::on_panic(text::BROKEN);
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
