//! Keys, while the focus is inside the widget, and only where they mean nothing else.

use yew::prelude::*;

use super::browser::{self, KeyTarget};
use super::live::Live;
use super::panel_buttons::PANELS;
use crate::player::Action;
use model::story::Stage;

/// Does what the key means here, if it means anything.
pub(super) fn on_key(live: &Live, event: &KeyboardEvent) {
    let Some(target) = browser::key_target(event) else {
        return;
    };
    let act = |action| {
        event.prevent_default();
        live.act(action);
    };
    match (event.key().as_str(), target) {
        ("Escape", _) => {
            if let Some((rest, opener)) = live.opened().left() {
                event.prevent_default();
                live.open_now(rest);
                browser::focus_later(opener);
            }
        }
        // The browser goes on from there, into what has opened.
        ("Tab", KeyTarget::Opener) if !event.shift_key() => browser::focus(&live.id(PANELS)),
        (_, KeyTarget::Taken) => {}
        // A slider moves at once.
        ("ArrowRight" | "ArrowUp", KeyTarget::Scrub) => act(Action::Skip),
        ("ArrowLeft" | "ArrowDown", KeyTarget::Scrub) | ("ArrowLeft", _) => act(Action::Back),
        ("ArrowRight", _) => act(Action::Next),
        (" ", KeyTarget::Scrub | KeyTarget::Other) => act(Action::Toggle),
        ("Home", _) => act(Action::First),
        ("End", _) => act(Action::Last),
        (key, _) => {
            if let Some(stage) = Stage::ALL.iter().find(|it| it.number().to_string() == key) {
                event.prevent_default();
                live.go_to(*stage);
            }
        }
    }
}
