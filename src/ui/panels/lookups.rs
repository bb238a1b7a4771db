//! What was looked up in the registry.

use yew::prelude::*;

use super::Page;
use super::study::Study;
use crate::messages::Wish;
use crate::story::lookups::Exchange;
use crate::text::ui as text;

/// A card for each question; the first `asked` of them have been asked.
pub(super) fn look_ups(page: &Page, study: &Study, asked: usize, labelled: &'static str) -> Html {
    let cards = study.exchanges.iter().enumerate().map(|(n, (told_at, exchange))| {
        let onclick = {
            let (page, at) = (page.clone(), *told_at);
            Callback::from(move |_: MouseEvent| page.wish(&Wish::Seek(at)))
        };
        card(study, n, exchange, n < asked, onclick)
    });
    html! {
        <div class="ej-pane" id="ej-pane" role="tabpanel" aria-labelledby={labelled} tabindex="0">
            if study.exchanges.is_empty() {
                <p class="ej-none">{ text::NOTHING_ASKED }</p>
            }
            <div class="ej-qa">{ for cards }</div>
        </div>
    }
}

fn card(
    study: &Study,
    n: usize,
    exchange: &Exchange,
    said: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    let name = |host| study.story.trace.cast.host(host).name.as_str();
    let kind = if exchange.referral { text::REFERRAL } else { text::ANSWER };
    html! {
        <button key={n} type="button" class={classes!("ej-card", said.then_some("is-said"))} {onclick}>
            <h5>
                { text::question(n + 1) }
                <span>{ text::from_to(name(exchange.host), name(exchange.server)) }</span>
            </h5>
            <dl>
                <dt>{ text::ASKED }</dt>
                <dd><code>{ &exchange.question }</code></dd>
                <dt>{ kind }</dt>
                <dd>
                    if exchange.reply.is_none() { <span>{ text::NO_ANSWER }</span> }
                    { for exchange.records.iter().map(|record| html! { <code>{ record }</code> }) }
                    if exchange.reply.is_some() { <span>{ exchange.gloss() }</span> }
                </dd>
            </dl>
        </button>
    }
}
