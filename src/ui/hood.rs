//! The drawer "Under the hood".

use std::rc::Rc;

use yew::prelude::*;

use super::browser;
use super::conversation::Conversation;
use super::icon::icon;
use super::journey::Journey;
use super::knows::knows;
use super::live::Live;
use super::lookups::look_ups;
use crate::export;
use crate::player::ShowTime;
use crate::text::ui as text;

/// Properties of [`Hood`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    pub at: ShowTime,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey) && self.at == other.at
    }
}

/// What the drawer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Conversation,
    LookUps,
    Knows,
}

/// The drawer: closed, nothing in it is drawn.
#[component]
pub(super) fn Hood(props: &Props) -> Html {
    let Props { live, journey, at } = props;
    let open = use_state_eq(|| false);
    let tab = use_state_eq(|| Tab::Conversation);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let capture = {
        let journey = journey.clone();
        Callback::from(move |_: MouseEvent| {
            let name = [journey.slug, ".pcap"].concat();
            browser::save(&name, &export::pcap::pcap(&journey.story.trace));
        })
    };
    let story = &journey.story;
    let said = story.lines_said(*at);
    let asked = journey.exchanges.iter().filter(|(told_at, _)| told_at <= at).count();
    let tab_button = |each: Tab, name: &'static str, id: &'static str, count: Option<usize>| {
        let chosen = *tab == each;
        let setter = tab.setter();
        let onclick = Callback::from(move |_: MouseEvent| setter.set(each));
        html! {
            <button class="ej-tab" type="button" role="tab" {id} data-ej={id} {onclick}
                aria-controls="ej-pane" aria-selected={chosen.to_string()}>
                { name }
                if let Some(count) = count { <i>{ count }</i> }
            </button>
        }
    };
    let labelled = match *tab {
        Tab::Conversation => "tab-conversation",
        Tab::LookUps => "tab-lookups",
        Tab::Knows => "tab-knows",
    };
    html! {
        <section>
            <button class="ej-bar" type="button" data-ej="hood" onclick={toggle}
                aria-expanded={open.to_string()}>
                <b>{ text::HOOD }</b><span>{ text::HOOD_HINT }</span>
                { icon(if *open { "#ej-ui-up" } else { "#ej-ui-down" }) }
            </button>
            if *open {
                <div class="ej-tabs" role="tablist" aria-label={text::HOOD}>
                    { tab_button(Tab::Conversation, text::CONVERSATION, "tab-conversation", Some(said)) }
                    { tab_button(Tab::LookUps, text::LOOK_UPS, "tab-lookups", Some(asked)) }
                    { tab_button(Tab::Knows, text::KNOWS, "tab-knows", None) }
                </div>
                { match *tab {
                    Tab::Conversation => html! {
                        <Conversation live={live.clone()} journey={journey.clone()} {said}
                            {labelled} />
                    },
                    Tab::LookUps => look_ups(live, journey, asked, labelled),
                    Tab::Knows => knows(journey, *at, labelled),
                } }
                <div class="ej-take">
                    <button class="ej-btn" type="button" data-ej="capture" onclick={capture}>
                        { icon("#ej-ui-download") }{ text::CAPTURE }
                    </button>
                    <p class="ej-help">{ text::CAPTURE_HELP }</p>
                </div>
            }
        </section>
    }
}
