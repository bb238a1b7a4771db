//! What every server holds at this moment: its queue, and its boxes.

use yew::prelude::*;

use super::small_icon::small_icon;
use super::study::Study;
use crate::player::ShowTime;
use ::text::hood as text;
use model::address::Mailbox;
use story::knowledge::{self, Boxed, NextTry, Queued, Store};

/// A section for each server that holds something.
pub(super) fn stores(study: &Study, at: ShowTime) -> Html {
    let story = &study.story;
    let all = if at == 0 { Vec::new() } else { knowledge::stores_told(story, at) };
    if all.is_empty() {
        return html! { <p class="ej-none">{ text::NOTHING_HELD }</p> };
    }
    html! { <div class="ej-stores">{ for all.iter().map(|store| held(study, store)) }</div> }
}

fn held(study: &Study, store: &Store) -> Html {
    let name = &study.story.trace.cast.host(store.host).name;
    html! {
        <section key={store.host.0}>
            <h4>{ name }</h4>
            if !store.queue.is_empty() {
                <table class="ej-table">
                    <caption>{ text::QUEUE }</caption>
                    { heads(&text::QUEUE_HEADS) }
                    <tbody>{ for store.queue.iter().map(queued) }</tbody>
                </table>
            }
            if !store.boxes.is_empty() {
                <table class="ej-table">
                    <caption>{ text::BOXES }</caption>
                    { heads(&text::BOX_HEADS) }
                    <tbody>{ for store.boxes.iter().map(boxed) }</tbody>
                </table>
            }
        </section>
    }
}

/// The heads of a table's columns.
pub(super) fn heads(names: &[&'static str]) -> Html {
    html! {
        <thead><tr>{ for names.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }</tr></thead>
    }
}

fn queued(entry: &Queued) -> Html {
    let people: Vec<String> = entry.recipients.iter().map(Mailbox::to_string).collect();
    let people = people.join(", ");
    let whom = match (entry.is_dsn, people.is_empty()) {
        (true, true) => text::A_REPORT.to_owned(),
        (true, false) => text::report_for(&people),
        (false, _) => people,
    };
    let next = match entry.next {
        NextTry::Now => text::NOW.to_owned(),
        NextTry::At(next) => knowledge::clock(next),
        NextTry::Never => text::NO_NEXT_TRY.to_owned(),
    };
    let why = entry.reason.clone().unwrap_or_else(|| text::NOTHING.to_owned());
    html! {
        <tr key={entry.queue_id.to_string()}>
            <th scope="row">{ whom }</th>
            <td data-head={text::QUEUE_HEADS[1]}>{ entry.tries }</td>
            <td data-head={text::QUEUE_HEADS[2]}>{ next }</td>
            <td data-head={text::QUEUE_HEADS[3]}>{ why }</td>
        </tr>
    }
}

fn boxed(one: &Boxed) -> Html {
    html! {
        <tr key={one.name.clone()} class={one.over.map(|_| "is-full")}>
            <th scope="row"><code>{ &one.name }</code></th>
            <td data-head={text::BOX_HEADS[1]}>{ one.messages }</td>
            <td data-head={text::BOX_HEADS[2]}>
                if one.over.is_some() { { small_icon("#ej-ui-stop") }{ " " } }
                { text::room(one.octets, one.over) }
            </td>
        </tr>
    }
}
