//! The link to this moment.

use std::rc::Rc;

use yew::prelude::*;

use super::study::Study;
use crate::player::ShowTime;
use crate::text::ui as text;
use crate::ui::browser;
use crate::ui::icon::icon;

/// Properties of [`Share`].
#[derive(Properties)]
pub(super) struct Props {
    pub study: Rc<Study>,
    pub at: ShowTime,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.at == other.at
    }
}

/// The link, to be read and copied.
#[component]
pub(super) fn Share(props: &Props) -> Html {
    let link = props.study.link((props.at > 0).then_some(props.at));
    let address = browser::link_to(&link.fragment);
    let field = use_node_ref();
    // The link that was copied, or could not be.
    let copied = use_state_eq(|| None::<(String, bool)>);
    let onclick = {
        let (field, copied, address) = (field.clone(), copied.setter(), address.clone());
        Callback::from(move |_: MouseEvent| {
            copied.set(Some((address.clone(), browser::copy_from(&field))));
        })
    };
    let done = copied.as_ref().filter(|(what, _)| *what == address).map(|(_, done)| *done);
    let (name, sign) = match done {
        Some(true) => (text::COPIED, "#ej-ui-check"),
        _ => (text::COPY, "#ej-ui-copy"),
    };
    html! {
        <div class="ej-share">
            <label for="ej-link">{ text::SHARE_LINK }</label>
            <input class="ej-field" id="ej-link" data-ej="link" ref={field} readonly=true
                value={address} />
            <button class="ej-btn" type="button" data-ej="copy" {onclick}>
                { icon(sign) }{ name }
            </button>
            <p role="status">{ match (done, link.text_left_out) {
                (Some(false), _) => text::COPY_BY_HAND,
                (_, true) => text::TEXT_LEFT_OUT,
                _ => text::SHARE_HELP,
            } }</p>
        </div>
    }
}
