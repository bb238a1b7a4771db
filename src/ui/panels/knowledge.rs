//! Who knows what at this moment: the sender, the servers, the recipients.

use yew::prelude::*;

use super::small_icon::small_icon;
use super::study::Study;
use crate::player::ShowTime;
use ::text::ui as text;
use story::knowledge::{self, Knowledge};

/// Three views of the same moment, and what became of the message so far.
pub(super) fn knows(study: &Study, at: ShowTime) -> Html {
    let story = &study.story;
    let known = knowledge::told(story, at);
    let sender = known.sender.iter().map(|fact| html! { <li>{ fact }</li> });
    html! {
        <>
            if !known.outcomes.is_empty() { <h4>{ text::OUTCOMES }</h4>{ outcomes(&known) } }
            <div class="ej-knows">
                <section>
                    <h4>{ text::SENDER_KNOWS }</h4>
                    if known.sender.is_empty() { { nothing() } }
                    <ul class="ej-todo">{ for sender }</ul>
                </section>
                <section>
                    <h4>{ text::SERVERS_HOLD }</h4>
                    { pairs(&known.servers) }
                </section>
                <section>
                    <h4>{ text::RECIPIENTS_SEE }</h4>
                    { pairs(&known.recipients) }
                </section>
            </div>
        </>
    }
}

/// What became of the message for each recipient: a sign, the address, a word or two.
pub(super) fn outcomes(known: &Knowledge) -> Html {
    html! {
        <ul class="ej-fates">
            { for known.outcomes.iter().map(|(address, fate, good)| {
                let (sign, class) = match good {
                    Some(true) => ("#ej-ui-check", "is-good"),
                    Some(false) => ("#ej-ui-stop", "is-bad"),
                    None => ("#ej-ui-wait", ""),
                };
                html! {
                    <li {class}>{ small_icon(sign) }<code>{ address }</code><span>{ fate }</span></li>
                }
            }) }
        </ul>
    }
}

/// Names and what is said of each.
fn pairs(pairs: &[(String, String)]) -> Html {
    if pairs.is_empty() {
        return nothing();
    }
    html! {
        <dl>
            { for pairs.iter().map(|(name, what)| html! {
                <><dt><code>{ name }</code></dt><dd>{ what }</dd></>
            }) }
        </dl>
    }
}

fn nothing() -> Html {
    html! { <p class="ej-none">{ text::NOTHING_YET }</p> }
}
