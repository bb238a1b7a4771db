//! Markup as text.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use yew::prelude::*;

#[derive(Properties, PartialEq)]
struct Props {
    children: Html,
}

#[component]
fn Just(props: &Props) -> Html {
    props.children.clone()
}

/// What Yew writes for this.
pub(super) fn render(html: Html) -> String {
    let renderer = yew::LocalServerRenderer::<Just>::with_props(Props { children: html });
    let mut text = pin!(renderer.hydratable(false).render());
    let mut context = Context::from_waker(Waker::noop());
    // Nothing in it waits for anything but itself.
    loop {
        if let Poll::Ready(text) = text.as_mut().poll(&mut context) {
            return text;
        }
    }
}

/// Text in markup, also inside of quotes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
