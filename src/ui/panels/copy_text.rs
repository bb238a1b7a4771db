//! A text to take along: a button that copies it, and the text itself, to be marked by hand.

use yew::prelude::*;

use super::browser;
use crate::ui::icon::icon;
use ::text::{site as text, ui};

/// Properties of [`CopyText`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The `id` of the text, and its name for tests.
    pub id: &'static str,
    /// What is on the button.
    pub button: String,
    /// What the text is.
    pub label: &'static str,
    /// The text.
    pub text: String,
    /// Whether the text is there before copying it was refused.
    pub shown: bool,
}

/// The button, and the text where it is wanted.
#[component]
pub(super) fn CopyText(props: &Props) -> Html {
    let Props { id, button, label, text, shown } = props;
    // The text that was copied, or could not be.
    let copied = use_state_eq(|| None::<(String, bool)>);
    let onclick = {
        let (copied, text) = (copied.setter(), text.clone());
        Callback::from(move |_: MouseEvent| {
            copied.set(Some((text.clone(), browser::copy(&text))));
        })
    };
    let done = copied.as_ref().filter(|(what, _)| what == text).map(|(_, done)| *done);
    let (name, sign) = match done {
        Some(true) => (ui::COPIED, "#ej-ui-check"),
        _ => (button.as_str(), "#ej-ui-copy"),
    };
    html! {
        <div class="ej-taken">
            if *shown || done == Some(false) {
                <textarea class="ej-field" id={*id} data-ej={*id} readonly=true rows="4"
                    spellcheck="false" aria-label={*label} value={text.clone()} />
            }
            <button class="ej-btn" type="button" data-ej={["copy-", *id].concat()} {onclick}>
                { icon(sign) }{ name.to_owned() }
            </button>
            <p role="status">if done == Some(false) { { text::COPY_BY_HAND } }</p>
        </div>
    }
}
