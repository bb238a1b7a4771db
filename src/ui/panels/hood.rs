//! The drawer "Under the hood".

use std::rc::Rc;

use yew::prelude::*;

use super::Page;
use super::conversation::Conversation;
use super::knows::knows;
use super::lookups::look_ups;
use super::study::Study;
use crate::export;
use crate::player::ShowTime;
use crate::text::ui as text;
use crate::ui::browser;
use crate::ui::icon::icon;

/// Properties of [`Hood`].
#[derive(Properties)]
pub(super) struct Props {
    pub page: Page,
    pub study: Rc<Study>,
    pub at: ShowTime,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.at == other.at
    }
}

/// What the drawer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Conversation,
    LookUps,
    Knows,
}

/// What the drawer shows.
#[component]
pub(super) fn Hood(props: &Props) -> Html {
    let Props { page, study, at } = props;
    let tab = use_state_eq(|| Tab::Conversation);
    let capture = {
        let study = study.clone();
        Callback::from(move |_: MouseEvent| {
            let name = [study.slug, ".pcap"].concat();
            browser::save(&name, &export::pcap::pcap(&study.story.trace));
        })
    };
    let story = &study.story;
    let said = story.lines_said(*at);
    let asked = study.exchanges.iter().filter(|(told_at, _)| told_at <= at).count();
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
        <>
                <div class="ej-tabs" role="tablist" aria-label={text::HOOD}>
                    { tab_button(Tab::Conversation, text::CONVERSATION, "tab-conversation", Some(said)) }
                    { tab_button(Tab::LookUps, text::LOOK_UPS, "tab-lookups", Some(asked)) }
                    { tab_button(Tab::Knows, text::KNOWS, "tab-knows", None) }
                </div>
                { match *tab {
                    Tab::Conversation => html! {
                        <Conversation page={page.clone()} study={study.clone()} {said}
                            {labelled} />
                    },
                    Tab::LookUps => look_ups(page, study, asked, labelled),
                    Tab::Knows => knows(study, *at, labelled),
                } }
                <div class="ej-take">
                    <button class="ej-btn" type="button" data-ej="capture" onclick={capture}>
                        { icon("#ej-ui-download") }{ text::CAPTURE }
                    </button>
                    <p class="ej-help">{ text::CAPTURE_HELP }</p>
                </div>
        </>
    }
}
