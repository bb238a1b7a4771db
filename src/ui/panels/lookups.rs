//! What was looked up in the registry: for each thing that a server wanted to know, question by
//! question whom it asked and what came back.

use yew::prelude::*;

use super::PlayerHandle;
use super::study::Study;
use crate::player::ShowTime;
use ::text::{hood as text, ui};
use sim::dns::RecordType;
use story::lookups::{self, Exchange, Lookup, Step};

/// A section for each look-up; the first `asked` questions have been asked by now.
pub(super) fn look_ups(player: &PlayerHandle, study: &Study, asked: usize, at: ShowTime) -> Html {
    let looked_up = study.lookups();
    if looked_up.is_empty() {
        return html! { <p class="ej-none">{ text::NOTHING_ASKED }</p> };
    }
    let now = study.story.moment(at);
    let sections = looked_up.iter().enumerate().map(|(n, lookup)| {
        let host = &study.story.trace.cast.host(lookup.host).name;
        let name = lookup.question.name.as_str();
        let wanted = match lookup.question.rtype {
            RecordType::Mx => text::wants_server(host, name),
            RecordType::A => text::wants_address(host, name),
        };
        let steps = lookup.steps.iter().map(|step| match step {
            Step::Asked(n) => question(player, study, *n, *n < asked),
            Step::Remembered { question, .. } => html! {
                <li class="ej-card is-said">
                    <dl><dt>{ text::ASKED }</dt><dd><code>{ question.to_string() }</code>
                        <span>{ text::REMEMBERED }</span></dd></dl>
                </li>
            },
        });
        html! {
            <section key={n} class="ej-lookup">
                <h4>{ wanted }</h4>
                <ol class="ej-qa">{ for steps }</ol>
                { result(lookup, at > 0 && lookup.result.as_ref().is_some_and(|(it, _)| *it <= now)) }
            </section>
        }
    });
    html! { <>{ for sections }</> }
}

/// What came out, once it is known.
fn result(lookup: &Lookup, known: bool) -> Html {
    match &lookup.result {
        Some((_, found)) if known => {
            let words = match found {
                Ok(answer) => answer.to_string(),
                Err(error) => error.to_string(),
            };
            html! { <p class="ej-result"><b>{ text::RESULT }</b>{ " " }<code>{ words }</code></p> }
        }
        _ => html! { <p class="ej-result is-next">{ text::NO_RESULT_YET }</p> },
    }
}

/// One question and its answer.
fn question(player: &PlayerHandle, study: &Study, n: usize, said: bool) -> Html {
    let Some((told_at, exchange)) = study.exchanges.get(n) else {
        return Html::default();
    };
    let onclick = {
        let (player, at) = (player.clone(), *told_at);
        Callback::from(move |_: MouseEvent| player.seek(at))
    };
    let name = lookups::name_of(&study.story.trace, exchange.server);
    let host = &study.story.trace.cast.host(exchange.host).name;
    html! {
        <li key={n} class={classes!("ej-card", said.then_some("is-said"))}>
            <h5>{ ui::from_to(host, &name) }</h5>
            <dl>
                <dt>{ text::ASKED }</dt>
                <dd><code>{ exchange.question.to_string() }</code></dd>
                { answer(exchange) }
            </dl>
            <button type="button" class="ej-link" data-ej="show-question" {onclick}
                aria-label={text::show(&exchange.question.to_string())}>
                { text::SHOW }
            </button>
        </li>
    }
}

fn answer(exchange: &Exchange) -> Html {
    let kind = if exchange.referral { text::REFERRAL } else { text::ANSWER };
    html! {
        <>
            <dt>{ kind }</dt>
            <dd>
                if exchange.reply.is_none() {
                    <span>{ text::NO_ANSWER }</span>
                } else {
                    <span class="ej-says">{ exchange.gloss() }</span>
                    { for exchange.records.iter().map(|record| html! { <code>{ record }</code> }) }
                    if let Some(ttl) = exchange.ttl { <span>{ text::remembered_for(ttl) }</span> }
                }
            </dd>
        </>
    }
}
