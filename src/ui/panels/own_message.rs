//! "Try your own": the reader's addresses and words.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::draft::{self, Draft, Field};
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::engine_messages::Place;
use crate::ui::icon::icon;
use ::text::ui as text;
use model::limits::scenario::MAX_RELAYS;
use model::parts::Parts;

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

/// What the reader has typed.
#[derive(Clone)]
struct Typed {
    draft: Draft,
    /// What was taken out of the fields last, as long as nothing else was typed.
    taken_out: Option<Draft>,
    /// What was sent to the page and has not come back yet: readers type faster than that. Anything else that
    /// comes is a preset or a link that was opened: its words are the new beginning.
    sent: Vec<Parts>,
}

thread_local! {
    /// The form may be closed and opened again: nothing that was typed is lost.
    static KEPT: RefCell<Option<Typed>> = const { RefCell::new(None) };
}

impl Typed {
    /// What stands in the fields when this comes from the page.
    fn now(study: &Study) -> Self {
        let kept = KEPT.take().and_then(|mut kept| {
            let back = kept.sent.iter().position(|parts| *parts == study.parts)?;
            kept.sent.drain(..back);
            Some(kept)
        });
        let now = kept.unwrap_or_else(|| Self {
            draft: Draft::of(study.preset, &study.parts),
            taken_out: None,
            sent: vec![study.parts.clone()],
        });
        KEPT.set(Some(now.clone()));
        now
    }
}

/// The form.
#[component]
pub(super) fn OwnMessage(props: &Props) -> Html {
    let Props { player, study } = props;
    let redraw = use_force_update();
    let Typed { draft: shown, taken_out, .. } = Typed::now(study);
    let put = {
        let (player, study) = (player.clone(), study.clone());
        move |draft: Draft, taken_out: Option<Draft>, parts: Option<Parts>, plays: bool| {
            let mut sent = KEPT.take().map_or_else(Vec::new, |kept| kept.sent);
            sent.extend(parts.clone());
            KEPT.set(Some(Typed { draft, taken_out, sent }));
            match parts {
                Some(parts) if plays => player.play(study.preset, parts),
                Some(parts) => player.change(study.preset, parts, Place::Here),
                None => {}
            }
            redraw.force_update();
        }
    };
    let typed = {
        let (put, study, shown) = (put.clone(), study.clone(), shown.clone());
        Callback::from(move |(field, text): (Field, String)| {
            let next = shown.with(field, text);
            let parts = next.parts(&study).ok();
            put(next, None, parts, false);
        })
    };
    let on = |field: Field| {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.emit((field, browser::typed(&event))))
    };
    let parts = shown.parts(study);
    let problem = parts.as_ref().err();
    let error = |field: Field| match &problem {
        Some((at, sentence)) if *at == field => Some(sentence.clone()),
        _ => None,
    };
    let plain = draft::example(study);
    let example = Draft::of(study.preset, &plain);
    let play = {
        let (put, shown, parts) = (put.clone(), shown.clone(), parts.clone());
        Callback::from(move |_: MouseEvent| match &parts {
            Ok(parts) => put(shown.clone(), None, Some(parts.clone()), true),
            // Below it stands why nothing is played.
            Err((field, _)) => browser::focus_on(field.id()),
        })
    };
    let is_example = shown == example;
    // Takes out what was typed, or brings it back.
    let turn = {
        let (shown, study, taken_out) = (shown.clone(), study.clone(), taken_out.clone());
        Callback::from(move |_: MouseEvent| match taken_out.clone() {
            Some(before) => {
                let parts = before.parts(&study).ok();
                put(before, None, parts, false);
            }
            None => put(example.clone(), Some(shown.clone()), Some(plain.clone()), false),
        })
    };
    let size = shown.get(Field::Attachment);
    let mut sizes = vec!["", "3 KB", "100 KB", "1 MB"];
    if !sizes.contains(&size) {
        sizes.push(size);
    }
    let on_size = {
        let typed = typed.clone();
        let sizes: Vec<String> = sizes.iter().map(|it| (*it).to_owned()).collect();
        Callback::from(move |event: Event| {
            let size = sizes.get(browser::chosen(&event)).cloned().unwrap_or_default();
            typed.emit((Field::Attachment, size));
        })
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
            { area(Field::Recipients, text::OWN_RECIPIENTS, text::OWN_RECIPIENTS_HINT, "2") }
            { line(Field::Subject, text::OWN_SUBJECT) }
            { area(Field::Text, text::OWN_TEXT, "", "5") }
            <div>
                <label for={Field::Attachment.id()}>
                    { text::OWN_ATTACHMENT }{ " " }<small>{ text::OWN_ATTACHMENT_HINT }</small>
                </label>
                <select class="ej-field is-words" id={Field::Attachment.id()}
                    data-ej={Field::Attachment.id()} onchange={on_size}>
                    { for sizes.iter().map(|each| html! {
                        <option key={*each} selected={*each == size}>
                            { if each.is_empty() { text::OWN_NO_ATTACHMENT } else { each } }
                        </option>
                    }) }
                </select>
                { explain(Field::Attachment, error(Field::Attachment)) }
            </div>
            <div>
                <label for={Field::Relays.id()}>{ text::OWN_RELAYS }</label>
                <div class="ej-relays">
                    <input id={Field::Relays.id()} data-ej={Field::Relays.id()} type="range"
                        min="0" max={MAX_RELAYS.to_string()} step="1"
                        value={shown.get(Field::Relays).to_owned()} oninput={on(Field::Relays)} />
                    <output for={Field::Relays.id()}>{ shown.get(Field::Relays).to_owned() }</output>
                </div>
                { explain(Field::Relays, error(Field::Relays)) }
            </div>
            <div class="ej-along">
                <button class="ej-btn is-solid" type="button" data-ej="own-play" onclick={play}
                    aria-disabled={problem.is_some().to_string()}>
                    { icon("#ej-ui-play") }{ text::OWN_PLAY }
                </button>
                if taken_out.is_some() || !is_example {
                    <button class="ej-btn" type="button" data-ej="own-reset" onclick={turn}>
                        { if taken_out.is_some() { text::OWN_UNDO } else { text::OWN_RESET } }
                    </button>
                }
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
