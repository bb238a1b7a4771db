//! "Try your own": the reader's addresses and words.

use std::rc::Rc;

use yew::prelude::*;

use super::browser;
use super::conditions::{conditions, switched};
use super::draft::{Draft, Field};
use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use crate::limits::scenario::MAX_RELAYS;
use crate::presets;
use crate::text::ui as text;

/// Properties of [`Own`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
    }
}

/// The form behind its bar.
#[component]
pub(super) fn Own(props: &Props) -> Html {
    let Props { live, journey } = props;
    let open = use_state_eq(|| false);
    let draft = use_state(|| Draft::of(journey));
    // A preset or a link was opened since: its words are the reader's new beginning.
    let last = use_mut_ref(|| journey.clone());
    let changed_elsewhere = !Rc::ptr_eq(&last.borrow(), journey);
    let shown = if changed_elsewhere { Draft::of(journey) } else { (*draft).clone() };
    if changed_elsewhere {
        *last.borrow_mut() = journey.clone();
        draft.set(shown.clone());
    }
    let typed = {
        let (live, draft, last, shown) =
            (live.clone(), draft.setter(), last.clone(), shown.clone());
        Callback::from(move |(field, text): (Field, String)| {
            let next = shown.with(field, text);
            if let Ok(journey) = next.journey(&live.journey()) {
                *last.borrow_mut() = journey.clone();
                live.change(journey);
            }
            draft.set(next);
        })
    };
    // Why the core refused a switch.
    let refused = use_state_eq(|| None::<String>);
    let switch = {
        let (live, last, refused) = (live.clone(), last.clone(), refused.setter());
        Callback::from(move |n: usize| {
            let before = live.journey();
            refused.set(match Journey::new(before.slug, switched(&before.parts, n)) {
                Ok(journey) => {
                    *last.borrow_mut() = journey.clone();
                    live.change(journey);
                    None
                }
                Err(error) => Some(error.to_string()),
            });
            // The browser has ticked the box already: it is drawn as things are.
            live.redraw();
        })
    };
    let on = |field: Field| {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.emit((field, browser::typed(&event))))
    };
    let problem = shown.journey_problem(journey);
    let error = |field: Field| match &problem {
        Some((at, sentence)) if *at == field => Some(sentence.clone()),
        _ => None,
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let reset = {
        let (live, slug) = (live.clone(), journey.slug);
        Callback::from(move |_: MouseEvent| {
            if let Some(preset) = presets::find(slug) {
                live.pick(preset);
            }
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
        <section>
            <button class="ej-bar" type="button" data-ej="own" onclick={toggle}
                aria-expanded={open.to_string()}>
                <b>{ text::OWN }</b><span>{ text::OWN_HINT }</span>
                { icon(if *open { "#ej-ui-up" } else { "#ej-ui-down" }) }
            </button>
            if *open {
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
                    { conditions(&journey.parts, &switch, (*refused).clone()) }
                    <p class="ej-help is-wide">{ text::OWN_HELP }</p>
                </div>
            }
        </section>
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
