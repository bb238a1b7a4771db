//! The card at the end of a study that does not simply succeed.

use std::rc::Rc;

use yew::prelude::*;

use super::came_back::{Pasted, of_pasted};
use super::knowledge::outcomes;
use super::small_icon::small_icon;
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::ui::icon::icon;
use ::text::came_back::NOT_OVER;
use ::text::ui as text;
use ::text::verdict::ASK;
use model::owner::HelpDesk;
use story::verdict::{Fixer, Verdict};

/// A card for each group of recipients with the same fate; whether each can be copied as a text.
pub(super) fn verdicts(player: &PlayerHandle, study: &Rc<Study>, copies: bool) -> Html {
    let several = study.parts.recipients.len() > 1;
    let pasted = of_pasted(study);
    if matches!(pasted, Some(Pasted::Open)) {
        return html! {
            <section class="ej-verdict" data-ej="verdict-card" aria-labelledby="ej-verdict-h">
                <h4 id="ej-verdict-h">{ text::VERDICT }</h4>
                <p>{ NOT_OVER }</p>
            </section>
        };
    }
    let stand_ins = match pasted {
        Some(Pasted::StandIns(sentence)) => Some(sentence),
        _ => None,
    };
    html! {
        <section class="ej-verdict" data-ej="verdict-card" aria-labelledby="ej-verdict-h">
            <h4 id="ej-verdict-h">{ text::VERDICT }</h4>
            if several { { outcomes(&study.known) } }
            { for study.verdicts.iter().enumerate().map(|(n, _)| html! {
                <Card key={n} player={player.clone()} study={study.clone()} {n} {several} {copies} {stand_ins} />
            }) }
            if let Some(sentence) = stand_ins { <p class="ej-help">{ sentence }</p> }
        </section>
    }
}

#[derive(Properties)]
struct CardProps {
    player: PlayerHandle,
    study: Rc<Study>,
    n: usize,
    several: bool,
    copies: bool,
    stand_ins: Option<&'static str>,
}

impl PartialEq for CardProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.n == other.n
    }
}

#[component]
fn Card(props: &CardProps) -> Html {
    let CardProps { player, study, n, several, copies, stand_ins } = props;
    // Whether the text was copied, or could not be.
    let copied = use_state_eq(|| None::<bool>);
    let Some(verdict) = study.verdicts.get(*n) else {
        return Html::default();
    };
    let letter = match stand_ins {
        Some(sentence) => [&verdict.copy, "\n", sentence].concat(),
        None => verdict.copy.clone(),
    };
    let copy = {
        let (copied, text) = (copied.setter(), letter.clone());
        Callback::from(move |_: MouseEvent| copied.set(Some(browser::copy(&text))))
    };
    let (name, sign) = match *copied {
        Some(true) => (text::COPIED, "#ej-ui-check"),
        _ => (text::COPY_REPLY, "#ej-ui-copy"),
    };
    let mended = is_mended(verdict);
    let mark = if mended { "#ej-ui-check" } else { "#ej-ui-stop" };
    html! {
        <article class={classes!("ej-fate", (!mended).then_some("is-stop"))}>
            if *several { <p class="ej-for">{ addresses(verdict) }</p> }
            <div class="ej-happened">
                { icon(mark) }
                <div><h5>{ text::HAPPENED }</h5><p>{ &verdict.happened }</p></div>
            </div>
            <div class="ej-facts">
                <div>
                    <h5>{ text::WHERE }</h5>
                    <p>{ &verdict.place }</p>
                    { show_where(player, study, verdict) }
                </div>
                <div><h5>{ text::AGAIN }</h5><p>{ &verdict.again }</p></div>
                <div>
                    <h5>{ text::WHO_FIXES }</h5>
                    <ul class="ej-fixers">
                        { for verdict.fixers.iter().map(|fixer| self::fixer(*fixer)) }
                    </ul>
                    <p>{ &verdict.who }</p>
                </div>
                <div>
                    <h5>{ text::DO_NOW }</h5>
                    <ul class="ej-todo">
                        { for verdict.actions.iter().map(|action| html! { <li>{ action }</li> }) }
                    </ul>
                    if let Some(desk) = &verdict.ask { { ask(desk) } }
                </div>
            </div>
            if let Some((line, words)) = &verdict.reply { { reply(line, words) } }
            if *copies {
                <div class="ej-copy">
                    <button class="ej-btn" type="button" data-ej="copy-reply" onclick={copy}>
                        { icon(sign) }{ name }
                    </button>
                    <p>{ text::COPY_REPLY_HINT }</p>
                    <p role="status">
                        if *copied == Some(false) { { text::COPY_REPLY_BY_HAND } }
                    </p>
                    if *copied == Some(false) {
                        <textarea class="ej-field is-words" data-ej="reply-text" readonly=true rows="10"
                            aria-label={text::REPLY_TEXT} value={letter} />
                    }
                </div>
            }
        </article>
    }
}

/// Whether nothing is left to be done.
pub(super) fn is_mended(verdict: &Verdict) -> bool {
    verdict.fixers.as_slice() == [Fixer::Nobody]
}

/// For whom a card is.
fn addresses(verdict: &Verdict) -> String {
    let all: Vec<String> = verdict.recipients.iter().map(ToString::to_string).collect();
    [text::FOR, &all.join(", ")].concat()
}

/// Goes to the first step in which this host, or else anybody, says no.
fn show_where(player: &PlayerHandle, study: &Study, verdict: &Verdict) -> Html {
    let Some(step) = study.refusal(verdict.host) else {
        return Html::default();
    };
    let onclick = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| player.go_to(step))
    };
    html! {
        <button class="ej-link" type="button" data-ej="show-where" {onclick}>
            { text::SHOW_WHERE }
        </button>
    }
}

/// Whom the page's owner says to ask. It is a link where the owner's own page has put it around us: at the
/// top, whoever wrote the page's address may have made it up.
fn ask(desk: &HelpDesk) -> Html {
    let name = desk.text().to_owned();
    html! {
        <p class="ej-desk" data-ej="ask">
            <b>{ ASK }</b>{ " " }
            if let Some(href) = desk.link().filter(|_| browser::is_embed() && browser::is_framed()) {
                <a {href} target="_blank" rel="noopener noreferrer">{ name }</a>
            } else {
                { name }
            }
        </p>
    }
}

fn fixer(fixer: Fixer) -> Html {
    let sign = match fixer {
        Fixer::Sender | Fixer::SendersDomain | Fixer::Recipient => "#ej-ui-person",
        Fixer::SendersProvider | Fixer::RecipientsProvider => "#ej-ui-server",
        Fixer::Nobody => "#ej-ui-check",
    };
    html! { <li>{ small_icon(sign) }{ fixer.name() }</li> }
}

/// What was answered, and what each part of it means.
fn reply(line: &str, words: &[(String, String)]) -> Html {
    html! {
        <div class="ej-reply">
            <h5>{ text::REPLY }</h5>
            <code>{ line.to_owned() }</code>
            <dl>
                { for words.iter().map(|(word, meaning)| html! {
                    <><dt><code>{ word }</code></dt><dd>{ meaning }</dd></>
                }) }
            </dl>
        </div>
    }
}
