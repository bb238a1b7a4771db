//! The message: as it was written, as it went over the wire, as it lies where it is now.

use std::rc::Rc;

use yew::prelude::*;

use super::browser;
use super::study::Study;
use crate::player::ShowTime;
use crate::ui::shape::{button, words};
use ::text::{hood as text, ui};
use model::address::Mailbox;
use model::limits::page::MAX_MESSAGE;
use model::story::Line;
use story::message_copy::{self, Kind};

/// Properties of [`Message`].
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

/// One of the three ways to look at it, and which copy or hop.
#[component]
pub(super) fn Message(props: &Props) -> Html {
    let Props { study, at } = props;
    let view = use_state_eq(|| 0_usize);
    let radio = |(n, name): (usize, &'static str)| {
        let setter = view.setter();
        let onchange = Callback::from(move |_: Event| setter.set(n));
        html! {
            <label class="ej-choice">
                <input type="radio" name="ej-view" data-ej={["view-", &n.to_string()].concat()}
                    checked={*view == n} {onchange} />
                <span>{ name }</span>
            </label>
        }
    };
    html! {
        <div class="ej-message">
            <fieldset class="ej-choices">
                <legend class="ej-unseen">{ text::VIEW }</legend>
                { for text::VIEWS.into_iter().enumerate().map(radio) }
            </fieldset>
            <p class="ej-help">{ text::VIEW_HELP[*view] }</p>
            { match *view {
                0 => html! { <Written study={study.clone()} /> },
                1 => html! { <Sent study={study.clone()} at={*at} /> },
                _ => html! { <Lying study={study.clone()} at={*at} /> },
            } }
        </div>
    }
}

/// Properties of [`Written`].
#[derive(Properties, PartialEq)]
struct WrittenProps {
    study: Rc<Study>,
}

/// As somebody has written it. Letters that had to be encoded are shown as letters first.
#[component]
fn Written(props: &WrittenProps) -> Html {
    let encoded = use_state_eq(|| false);
    let trace = &props.study.story.trace;
    let Some(bytes) = message_copy::composed(trace).and_then(|id| trace.messages.get(id.0)) else {
        return html! { <p class="ej-none">{ ui::NOTHING_YET }</p> };
    };
    let beginning = &bytes[..bytes.len().min(reader::LIMIT)];
    let decoded = reader::decoded(&String::from_utf8_lossy(beginning));
    let switch = decoded.is_some().then(|| {
        let encoded = encoded.clone();
        let name = if *encoded { text::SHOW_DECODED } else { text::SHOW_ENCODED };
        let onclick = Callback::from(move |_: MouseEvent| encoded.set(!*encoded));
        button!(onclick, words(name), "class" = "ej-link", "data-ej" = "encoded")
    });
    let decoded = decoded.filter(|_| !*encoded);
    html! {
        <section class="ej-part is-sender">
            <h4>{ text::written_by(&trace.cast.host(trace.cast.sender).name) }</h4>
            { block(decoded.as_ref().map_or(bytes, |decoded| decoded.as_bytes())) }
            { for switch }
        </section>
    }
}

/// The beginning of some bytes, as text.
fn block(bytes: &[u8]) -> Html {
    let (shown, left) = message_copy::beginning(bytes, MAX_MESSAGE);
    html! {
        <>
            <pre>{ String::from_utf8_lossy(shown).into_owned() }</pre>
            if left > 0 { <p class="ej-left">{ text::left_out(left) }</p> }
        </>
    }
}

/// A field in which one of several things is chosen.
fn choose(
    id: &'static str,
    name: &'static str,
    of: Vec<String>,
    chosen: &UseStateHandle<usize>,
) -> Html {
    if of.len() < 2 {
        return Html::default();
    }
    let now = (**chosen).min(of.len() - 1);
    let setter = chosen.setter();
    let onchange = Callback::from(move |event: Event| {
        setter.set(browser::chosen(&event));
    });
    html! {
        <p class="ej-which">
            <label for={id}>{ name }</label>
            <select class="ej-field is-words" {id} data-ej={id} {onchange}>
                { for of.into_iter().enumerate().map(|(n, what)| html! {
                    <option key={n} value={n.to_string()} selected={n == now}>{ what }</option>
                }) }
            </select>
        </p>
    }
}

/// As it went over the wire, on one of the hops so far.
#[component]
fn Sent(props: &Props) -> Html {
    let Props { study, at } = props;
    let hop = use_state_eq(|| usize::MAX);
    let trace = &study.story.trace;
    let said = study.story.lines_said(*at);
    let lines: Vec<&Line> =
        study.story.lines.iter().take(said).filter(|line| line.message).collect();
    let Some(line) = lines.get(*hop).or(lines.last()) else {
        return html! { <p class="ej-none">{ text::NOT_SENT_YET }</p> };
    };
    let name = |host| trace.cast.host(host).name.as_str();
    let hops = lines.iter().map(|line| ui::from_to(name(line.speaker), name(line.listener)));
    let (wire, left) =
        message_copy::wire_lines(&message_copy::on_the_wire(trace, line), MAX_MESSAGE);
    let count = wire.len();
    let rows = wire.into_iter().enumerate().map(|(n, line)| {
        let note = match line.kind {
            Kind::Plain => None,
            Kind::Stuffed => Some(text::STUFFED),
            Kind::End => Some(text::ENDS),
        };
        html! {
            <>
                if left > 0 && n + 1 == count { <i>{ text::left_out(left) }{ "\n" }</i> }
                if let Some(note) = note {
                    <mark>{ line.text }</mark>{ "  " }<i>{ note }</i>
                } else {
                    { line.text }
                }
                { "\n" }
            </>
        }
    });
    html! {
        <>
            { choose("ej-hop", text::WHICH_HOP, hops.collect(), &hop) }
            <section class="ej-part"><pre>{ for rows }</pre></section>
        </>
    }
}

/// As it lies where it is now, for one of the recipients.
#[component]
fn Lying(props: &Props) -> Html {
    let Props { study, at } = props;
    let who = use_state_eq(|| 0_usize);
    let trace = &study.story.trace;
    let people: Vec<&Mailbox> = trace.outcomes.iter().map(|(mailbox, _)| mailbox).collect();
    let mailbox = people.get(*who).or(people.first());
    let now = study.story.moment(*at);
    let copy =
        mailbox.filter(|_| *at > 0).and_then(|mailbox| message_copy::copy(trace, mailbox, now));
    let names = people.iter().map(ToString::to_string).collect();
    html! {
        <>
            { choose("ej-copy-for", text::WHOSE, names, &who) }
            if let Some(copy) = copy {
                <p class="ej-lies">{ text::lies(&trace.cast.host(copy.host).name, copy.boxed) }</p>
                { for copy.parts.iter().map(|part| {
                    let host = &trace.cast.host(part.by).name;
                    let own = part.by == trace.cast.sender;
                    let bytes = trace.messages.get(copy.message.0);
                    let bytes = bytes.and_then(|all| all.get(part.range.clone()));
                    html! {
                        <section key={part.range.start}
                            class={classes!("ej-part", own.then_some("is-sender"))}>
                            <h4>
                                { if own { text::written_by(host) } else { text::added_by(host) } }
                            </h4>
                            { block(bytes.unwrap_or_default()) }
                        </section>
                    }
                }) }
            } else {
                <p class="ej-none">{ text::NO_COPY_YET }</p>
            }
        </>
    }
}
