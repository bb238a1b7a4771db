//! The drawer "Under the hood": a row of tabs, and what the chosen one shows.

use std::rc::Rc;

use yew::prelude::*;

use super::conversation::Conversation;
use super::glossary::glossary;
use super::knowledge::knows;
use super::lookups::look_ups;
use super::message::Message;
use super::packets::Packets;
use super::stores::stores;
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::player::ShowTime;
use crate::ui::icon::icon;
use ::text::{hood as text, ui};
use journey::export;

/// Properties of [`Hood`].
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

/// What the drawer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Conversation,
    Packets,
    LookUps,
    Stores,
    Message,
    Knows,
    Glossary,
}

impl Tab {
    const ALL: [Self; 7] = [
        Self::Conversation,
        Self::Packets,
        Self::LookUps,
        Self::Stores,
        Self::Message,
        Self::Knows,
        Self::Glossary,
    ];

    /// Its `id`, and its name.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Conversation => ("tab-conversation", text::CONVERSATION),
            Self::Packets => ("tab-packets", text::PACKETS),
            Self::LookUps => ("tab-lookups", text::LOOK_UPS),
            Self::Stores => ("tab-stores", text::STORES),
            Self::Message => ("tab-message", text::MESSAGE),
            Self::Knows => ("tab-knows", text::KNOWS),
            Self::Glossary => ("tab-glossary", text::GLOSSARY),
        }
    }
}

/// The `id` of what the chosen tab shows.
const PANE: &str = "ej-pane";

/// The drawer.
#[component]
pub(super) fn Hood(props: &Props) -> Html {
    let Props { player, study, at } = props;
    let chosen = use_state_eq(|| Tab::Conversation);
    let tabs = use_memo((), |()| Tab::ALL.map(|_| NodeRef::default()));
    let pane = use_node_ref();
    let onkeydown = {
        let (chosen, tabs) = (chosen.clone(), tabs.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(next) = neighbour(*chosen as usize, &event.key()) else {
                return;
            };
            event.prevent_default();
            chosen.set(Tab::ALL[next]);
            browser::focus(&tabs[next]);
        })
    };
    let capture = {
        let study = study.clone();
        Callback::from(move |_: MouseEvent| {
            let name = [study.preset.slug(), ".pcap"].concat();
            browser::save(&name, &export::pcap::pcap(&study.story.trace));
        })
    };
    let (story, table) = (&study.story, study.table());
    // Once all has been told, nothing is left to be said.
    let until = if story.is_over(*at) { ShowTime::MAX } else { *at };
    let said = story.lines_said(until);
    let asked = study.exchanges.iter().filter(|(told_at, _)| *told_at <= until).count();
    let sent = if *at == 0 { 0 } else { table.sent_when_told(story, *at) };
    let count = |tab: Tab| match tab {
        Tab::Conversation => Some((said, story.lines.len())),
        Tab::Packets => Some((sent, table.rows().len())),
        Tab::LookUps => Some((asked, study.exchanges.len())),
        _ => None,
    };
    let tab = |(n, each): (usize, Tab)| {
        let (id, name) = each.names();
        let setter = chosen.setter();
        let onclick = Callback::from(move |_: MouseEvent| setter.set(each));
        let is = *chosen == each;
        html! {
            <button class="ej-tab" type="button" role="tab" {id} data-ej={id} {onclick}
                ref={&tabs[n]} aria-selected={is.to_string()} aria-controls={is.then_some(PANE)}
                tabindex={if is { "0" } else { "-1" }}>
                { name }
                if let Some((now, all)) = count(each) { { " " }<i>{ text::so_many(now, all) }</i> }
            </button>
        }
    };
    let (player, study, at) = (player.clone(), study.clone(), *at);
    let shown = match *chosen {
        Tab::Conversation => html! { <Conversation {player} {study} {said} pane={&pane} /> },
        Tab::Packets => html! { <Packets {player} {study} {sent} pane={&pane} /> },
        Tab::LookUps => look_ups(&player, &study, asked, at),
        Tab::Stores => stores(&study, at),
        Tab::Message => html! { <Message {study} {at} /> },
        Tab::Knows => knows(&study, at),
        Tab::Glossary => glossary(),
    };
    html! {
        <>
            <div class="ej-tabs" role="tablist" aria-label={text::HOOD} {onkeydown}>
                { for Tab::ALL.into_iter().enumerate().map(tab) }
            </div>
            <div key={chosen.names().0} class="ej-pane" id={PANE} role="tabpanel" tabindex="0"
                aria-labelledby={chosen.names().0} ref={pane}>
                { shown }
            </div>
            <div class="ej-take">
                <button class="ej-btn" type="button" data-ej="capture" onclick={capture}>
                    { icon("#ej-ui-download") }{ ui::CAPTURE }
                </button>
                <p class="ej-help">{ ui::CAPTURE_HELP }</p>
            </div>
        </>
    }
}

/// The tab to which a key leads.
fn neighbour(now: usize, key: &str) -> Option<usize> {
    let count = Tab::ALL.len();
    match key {
        "ArrowRight" => Some((now + 1) % count),
        "ArrowLeft" => Some((now + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}
