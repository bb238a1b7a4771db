//! "Try your own": the reader's addresses and words.

use std::rc::Rc;

use yew::prelude::*;

use super::draft::{Draft, Field};
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::engine_messages::Place;
use ::text::ui as text;
use model::limits::scenario::MAX_RELAYS;

/// Properties of [`OwnMessage`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study)
    }
}

/// The form behind its bar.
#[component]
pub(super) fn OwnMessage(props: &Props) -> Html {
    let Props { player, study } = props;
    let draft = use_state(|| Draft::of(study));
    // What was sent to the page and has not come back yet: readers type faster than that. Anything
    // else that comes is a preset or a link that was opened: its words are the new beginning.
    let sent = use_mut_ref(|| vec![study.parts.clone()]);
    let back = sent.borrow().iter().position(|parts| *parts == study.parts);
    let shown = if let Some(n) = back {
        sent.borrow_mut().drain(..n);
        (*draft).clone()
    } else {
        *sent.borrow_mut() = vec![study.parts.clone()];
        let fresh = Draft::of(study);
        draft.set(fresh.clone());
        fresh
    };
    let typed = {
        let (player, study, draft, sent, shown) =
            (player.clone(), study.clone(), draft.setter(), sent.clone(), shown.clone());
        Callback::from(move |(field, text): (Field, String)| {
            let next = shown.with(field, text);
            if let Ok(parts) = next.parts(&study) {
                sent.borrow_mut().push(parts.clone());
                player.change(study.preset, parts, Place::Here);
            }
            draft.set(next);
        })
    };
    let on = |field: Field| {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.emit((field, browser::typed(&event))))
    };
    let problem = shown.parts(study).err();
    let error = |field: Field| match &problem {
        Some((at, sentence)) if *at == field => Some(sentence.clone()),
        _ => None,
    };
    let reset = {
        let (player, study) = (player.clone(), study.clone());
        Callback::from(move |_: MouseEvent| player.pick(study.preset, &study.parts.owner))
    };
    let line = |field: Field, name: &'static str| {
        let error = error(field);
        html! {
            <div>
                <label for={field.id()}>{ name }</label>
                <input class={field_class(field)} id={field.id()} data-ej={field.id()} type="text"
                    autocomplete="off" spellcheck="false" value={shown.get(field).to_owned()}
                    oninput={on(field)} aria-invalid={error.is_some().to_string()}
                    aria-describedby={field.error_id()} />
                { explain(field, error) }
            </div>
        }
    };
    let area = |field: Field, name: &'static str, hint: &'static str, rows: &'static str| {
        let error = error(field);
        html! {
            <div>
                <label for={field.id()}>{ name }{ " " }<small>{ hint }</small></label>
                <textarea class={field_class(field)} id={field.id()} data-ej={field.id()} {rows}
                    spellcheck="false" value={shown.get(field).to_owned()} oninput={on(field)}
                    aria-invalid={error.is_some().to_string()}
                    aria-describedby={field.error_id()} />
                { explain(field, error) }
            </div>
        }
    };
    html! {
                <div class="ej-own">
                    { line(Field::Sender, text::OWN_SENDER) }
                    { line(Field::Subject, text::OWN_SUBJECT) }
                    { area(Field::Recipients, text::OWN_RECIPIENTS, text::OWN_RECIPIENTS_HINT, "3") }
                    { area(Field::Text, text::OWN_TEXT, "", "3") }
                    <div>
                        <label for={Field::Relays.id()}>{ text::OWN_RELAYS }</label>
                        <div class="ej-relays">
                            <input id={Field::Relays.id()} data-ej={Field::Relays.id()} type="range"
                                min="0" max={MAX_RELAYS.to_string()} step="1"
                                value={shown.get(Field::Relays).to_owned()}
                                oninput={on(Field::Relays)} />
                            <output for={Field::Relays.id()}>
                                { shown.get(Field::Relays).to_owned() }
                            </output>
                        </div>
                        { explain(Field::Relays, error(Field::Relays)) }
                    </div>
                    <div>
                        <button class="ej-btn" type="button" data-ej="own-reset" onclick={reset}>
                            { text::OWN_RESET }
                        </button>
                    </div>
                    <p class="ej-help is-wide">{ text::OWN_HELP }</p>
                </div>
    }
}

/// Addresses are shown as machines write them, words as people do.
const fn field_class(field: Field) -> &'static str {
    match field {
        Field::Subject | Field::Text => "ej-field is-words",
        _ => "ej-field",
    }
}

/// What is wrong with a field.
fn explain(field: Field, error: Option<String>) -> Html {
    html! {
        <p class="ej-error" id={field.error_id()} aria-live="polite">{ error.unwrap_or_default() }</p>
    }
}
