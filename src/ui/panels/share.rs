//! What a reader takes along: the link to this moment, the storyboard on paper, a text for a reply,
//! and what to put on one's own site.

use std::rc::Rc;

use yew::prelude::*;

use super::came_back::{Pasted, of_pasted};
use super::copy_text::CopyText;
use super::site::Site;
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::player::ShowTime;
use crate::snippet::without_names;
use crate::ui::icon::icon;
use ::text::came_back::NOT_OVER;
use ::text::{site as words, ui as text};
use journey::export::reply::reply;

/// Properties of [`Share`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
    pub at: ShowTime,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.at == other.at
    }
}

/// The link, to be read and copied, and everything beside it.
#[component]
pub(super) fn Share(props: &Props) -> Html {
    let Props { player, study, at } = props;
    let from_here = use_state_eq(|| true);
    let site = use_state_eq(|| false);
    let moment = (*at > 0 && *from_here).then_some(*at);
    let link = study.link(moment);
    let address = without_names(&browser::link_to(&link.fragment));
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
    let on_from_here = {
        let from_here = from_here.clone();
        Callback::from(move |_: Event| from_here.set(!*from_here))
    };
    let on_site = {
        let site = site.clone();
        Callback::from(move |_: MouseEvent| site.set(!*site))
    };
    let print = Callback::from(|_: MouseEvent| browser::print());
    // Where it is not known how it ends, a card would tell.
    let (cards, sentence) = match of_pasted(study) {
        None => (&study.verdicts[..], None),
        Some(Pasted::StandIns(sentence)) => (&study.verdicts[..], Some(sentence)),
        Some(Pasted::Open) => (&[][..], Some(NOT_OVER)),
    };
    let letter = reply(&study.story.trace, cards, sentence, &address);
    html! {
        <div class="ej-share">
            <label for="ej-link">{ text::SHARE_LINK }</label>
            <input class="ej-field" id="ej-link" data-ej="link" ref={field} readonly=true
                value={address} />
            <button class="ej-btn" type="button" data-ej="copy" {onclick}>
                { icon(sign) }{ name }
            </button>
            <label class="ej-switch">
                <input type="checkbox" data-ej="from-here" checked={*from_here}
                    onchange={on_from_here} />
                { words::AT_THIS_STEP }
            </label>
            <p role="status">{ match (done, link.text_left_out) {
                (Some(false), _) => text::COPY_BY_HAND,
                (_, true) if link.all_left_out => text::ALL_LEFT_OUT,
                (_, true) => text::TEXT_LEFT_OUT,
                _ => text::SHARE_HELP,
            } }</p>
            <div class="ej-along">
                <CopyText id="answer" button={words::REPLY} label={words::REPLY_TEXT} text={letter}
                    shown={false} />
                <button class="ej-btn" type="button" data-ej="print" onclick={print}>
                    { words::PRINT }
                </button>
                <button class="ej-btn" type="button" data-ej="site" onclick={on_site}
                    aria-expanded={site.to_string()} aria-controls={site.then_some("ej-site")}>
                    { words::PUT_ON_SITE }{ icon(if *site { "#ej-ui-up" } else { "#ej-ui-down" }) }
                </button>
            </div>
            if *site {
                <Site player={player.clone()} study={study.clone()}
                    step={moment.and_then(|at| study.step_at(at))} />
            }
        </div>
    }
}
