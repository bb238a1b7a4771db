//! Every packet that has been sent so far; a chosen one layer by layer.

use std::rc::Rc;

use yew::prelude::*;

use super::layers::Layers;
use super::small_icon::small_icon;
use super::stores::heads;
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::ui::effect::use_effect_on;
use crate::ui::icon::icon;
use ::text::{hood as text, packets as words, ui};
use model::limits::page::MAX_PACKETS;
use story::packets::{self, Item};

/// Properties of [`Packets`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
    /// How many have been sent.
    pub sent: usize,
    /// What scrolls.
    pub pane: NodeRef,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.sent == other.sent
    }
}

/// What the reader has opened.
#[derive(Clone, Default, PartialEq)]
struct Opened {
    /// A packet: its row.
    packet: Option<usize>,
    /// Trains that are shown packet by packet.
    trains: Vec<usize>,
    /// The row that is shown first; otherwise the latest are shown.
    from: Option<usize>,
}

/// The table.
#[component]
pub(super) fn Packets(props: &Props) -> Html {
    let Props { player, study, sent, pane } = props;
    let opened = use_state_eq(Opened::default);
    {
        let opened = opened.setter();
        use_effect_on(study.clone(), move |_| opened.set(Opened::default()));
    }
    {
        // The moment is another one: back to the latest, but for somebody who reads.
        let (pane, opened) = (pane.clone(), opened.clone());
        use_effect_on(*sent, move |_| {
            if opened.packet.is_none() {
                opened.set(Opened { from: None, ..(*opened).clone() });
                browser::scroll_to_now(&pane);
            }
        });
    }
    if *sent == 0 {
        return html! { <p class="ej-none">{ text::NO_PACKETS }</p> };
    }
    let open = {
        let opened = opened.clone();
        move |change: &dyn Fn(&mut Opened)| {
            let mut next = (*opened).clone();
            change(&mut next);
            opened.set(next);
        }
    };
    let items = study.table().items(*sent, &opened.trains);
    let (all, last) = (items.len(), items.len() - 1);
    let row_of = |n: usize| match &items[n] {
        Item::Packet(row) => *row,
        Item::Train(_, rows) => rows.start,
    };
    let latest = all.saturating_sub(MAX_PACKETS);
    let first =
        opened.from.map_or(latest, |from| (0..all).find(|n| row_of(*n) >= from).unwrap_or(latest));
    let earlier = (first > 0).then(|| row_of(first.saturating_sub(MAX_PACKETS)));
    let later = (first + MAX_PACKETS < all).then(|| row_of(first + MAX_PACKETS));
    let rows = items.iter().enumerate().skip(first).take(MAX_PACKETS).map(|(n, item)| {
        let item = item.clone();
        let now = n == last;
        match item {
            Item::Packet(row) => {
                let is_open = opened.packet == Some(row);
                let onclick = {
                    let open = open.clone();
                    Callback::from(move |_: MouseEvent| {
                        open(&|it| it.packet = if is_open { None } else { Some(row) });
                    })
                };
                packet(player, study, row, is_open, now, onclick)
            }
            Item::Train(train, rows) => {
                let (open, from) = (open.clone(), rows.start);
                let onclick = Callback::from(move |_: MouseEvent| {
                    open(&|it| {
                        it.trains.push(train);
                        it.from = Some(from);
                    });
                });
                let load = study.table().load(&study.story.trace, rows.clone());
                html! {
                    <tr key={rows.start} class="ej-train" data-now={now.then_some("")}>
                        <td>{ text::numbers(rows.start + 1, rows.end) }</td>
                        <td class="ej-rest" colspan={(text::PACKET_HEADS.len() - 1).to_string()}>
                            { words::train(load.carriers, load.others, load.bytes) }{ " " }
                            <button class="ej-link" type="button" data-ej="one-by-one" {onclick}>
                                { text::ONE_BY_ONE }
                            </button>
                        </td>
                    </tr>
                }
            }
        }
    });
    let rows: Html = rows.collect();
    let page_button = |from: Option<usize>, test: &'static str, name: &'static str| {
        let from = from?;
        let open = open.clone();
        let onclick = Callback::from(move |_: MouseEvent| open(&|it| it.from = Some(from)));
        Some(
            html! { <button class="ej-btn" type="button" data-ej={test} {onclick}>{ name }</button> },
        )
    };
    html! {
        <>
            <p class="ej-help ej-count-of">{ text::packets_sent(*sent, study.table().rows().len()) }</p>
            { for page_button(earlier, "earlier", text::EARLIER) }
            <table class="ej-table ej-packets">
                <caption class="ej-unseen">{ text::PACKETS }</caption>
                { heads(&text::PACKET_HEADS) }
                <tbody>{ rows }</tbody>
            </table>
            { for page_button(later, "later", text::LATER) }
        </>
    }
}

/// A row, and below it what is in the packet if that is open.
fn packet(
    player: &PlayerHandle,
    study: &Rc<Study>,
    row: usize,
    open: bool,
    now: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    let (story, trace) = (&study.story, &study.story.trace);
    let Some((packet, again)) = study
        .table()
        .rows()
        .get(row)
        .and_then(|it| Some((trace.packets.get(it.packet.index())?, it.again)))
    else {
        return Html::default();
    };
    let name = |host| trace.cast.host(host).name.as_str();
    let what = packets::what(trace, &story.lines, packet);
    let id = ["ej-packet-", &(row + 1).to_string()].concat();
    let lost = !packet.arrived();
    let class = classes!("ej-packet", lost.then_some("is-lost"), open.then_some("is-open"));
    let seek = {
        let (player, at) = (player.clone(), story.moment_of(packet.sent_at));
        Callback::from(move |_: MouseEvent| player.seek(at))
    };
    html! {
        <key={row}>
            <tr {class} data-now={now.then_some("")}>
                <td>
                    <button class="ej-no" type="button" data-ej={id.clone()} {onclick}
                        aria-expanded={open.to_string()} aria-controls={open.then(|| id.clone())}
                        aria-label={text::packet(row + 1, &what)}>
                        { row + 1 }{ icon(if open { "#ej-ui-up" } else { "#ej-ui-down" }) }
                    </button>
                </td>
                <td class="ej-figure">{ ui::clock(packet.sent_at.micros()) }</td>
                <td class="ej-way">
                    <span>{ name(packet.from) }{ " →" }</span>{ " " }
                    <span>{ name(packet.to) }</span>
                </td>
                <td class="ej-content">
                    <b>{ packets::protocol(trace, packet) }{ " " }{ packets::flags(packet) }</b>
                    <span>{ what }</span>
                    if lost { <em>{ small_icon("#ej-ui-close") }{ text::LOST }</em> }
                    if again { <em>{ small_icon("#ej-ui-resend") }{ text::AGAIN }</em> }
                </td>
                <td class="ej-figure is-last">{ packet.bytes.len() }</td>
            </tr>
            if open {
                <tr class="ej-detail" {id}>
                    <td colspan={text::PACKET_HEADS.len().to_string()}>
                        <Layers study={study.clone()} packet={packet.id} />
                        <button class="ej-link" type="button" data-ej="show-packet" onclick={seek}>
                            { text::SHOW }
                        </button>
                    </td>
                </tr>
            }
        </>
    }
}
