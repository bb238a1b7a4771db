//! The page, drawn with Yew. Only [`browser`] talks to the browser itself.

mod browser;

use yew::prelude::*;

/// Draws the page into `<div id="app">`.
pub fn start() {
    if let Some(root) = browser::element("app") {
        yew::Renderer::<App>::with_root(root).render();
    }
}

/// The whole page: for now, a greeting.
#[component]
pub fn App() -> Html {
    use_effect_with((), |()| browser::mark_ready());
    html! { <p class="hello">{ "Hello" }</p> }
}
