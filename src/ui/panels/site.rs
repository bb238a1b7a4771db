//! "Put this on your site": how it should look, the owner's names, and the snippets to paste.

use std::rc::Rc;

use yew::prelude::*;

use super::copy_text::CopyText;
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::embedder_messages::{Controls, Theme};
use crate::engine_messages::Place;
use crate::snippet::{Snippet, site_of};
use ::text::site as text;
use journey::share_link;
use model::owner::{Field, Owner};
use model::presets;

/// Properties of [`Site`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
    /// The step to begin with.
    pub step: Option<String>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.step == other.step
    }
}

/// What stands in the fields, right or wrong.
type Texts = [String; Field::ALL.len()];

fn texts_of(owner: &Owner) -> Texts {
    Field::ALL.map(|field| owner.get(field).unwrap_or_default())
}

/// The owner of these texts, as far as they can be used, and what cannot.
fn read(texts: &Texts) -> (Owner, Vec<(Field, String)>) {
    let all = Field::ALL.into_iter().zip(texts.iter().map(String::as_str));
    let (owner, refused) = Owner::default().with(all);
    (owner, refused.into_iter().map(|error| (error.field, error.to_string())).collect())
}

/// The panel.
#[component]
pub(super) fn Site(props: &Props) -> Html {
    let Props { player, study, step } = props;
    let theme = use_state_eq(|| 0_usize);
    let controls = use_state_eq(|| 0_usize);
    let autoplay = use_state_eq(|| false);
    let owner = &study.parts.owner;
    let texts = use_state(|| texts_of(owner));
    // What was sent to the page and has not come back yet; anything else that comes is somebody
    // else's: its names are the new beginning.
    let sent = use_mut_ref(|| vec![owner.clone()]);
    let back = sent.borrow().iter().position(|each| each == owner);
    let shown = if let Some(n) = back {
        sent.borrow_mut().drain(..n);
        (*texts).clone()
    } else {
        *sent.borrow_mut() = vec![owner.clone()];
        let fresh = texts_of(owner);
        texts.set(fresh.clone());
        fresh
    };
    let typed = {
        let (player, study, texts, sent, shown) =
            (player.clone(), study.clone(), texts.setter(), sent, shown.clone());
        Callback::from(move |(field, text): (Field, String)| {
            let mut next = shown.clone();
            next[field as usize] = text;
            let (owner, _) = read(&next);
            texts.set(next);
            let last = sent.borrow().last().cloned();
            if last.as_ref() != Some(&owner) {
                let parts = share_link::owned(study.preset, &study.parts, &owner);
                sent.borrow_mut().push(owner);
                player.change(study.preset, parts, Place::Here);
            }
        })
    };
    let (_, refused) = read(&shown);
    let field = |field: Field| {
        let (name, hint) = text::FIELDS[field as usize];
        let id = ["ej-site-", field.name()].concat();
        let error = refused.iter().find(|(at, _)| *at == field).map(|(_, sentence)| sentence);
        let oninput = {
            let typed = typed.clone();
            Callback::from(move |event: InputEvent| typed.emit((field, browser::typed(&event))))
        };
        let told = [&id, "-error"].concat();
        html! {
            <div key={field.name()}>
                <label for={id.clone()}>{ name }{ " " }<small>{ hint }</small></label>
                <input class="ej-field" id={id} data-ej={["site-", field.name()].concat()}
                    type="text" autocomplete="off" spellcheck="false" {oninput}
                    value={shown[field as usize].clone()}
                    aria-invalid={error.is_some().to_string()} aria-describedby={told.clone()} />
                <p class="ej-error" id={told} aria-live="polite">
                    { error.cloned().unwrap_or_default() }
                </p>
            </div>
        }
    };
    let toggle = {
        let autoplay = autoplay.clone();
        Callback::from(move |_: Event| autoplay.set(!*autoplay))
    };
    let address = browser::link_to("");
    let snippet = Snippet {
        site: site_of(&address),
        preset: study.preset,
        step: step.as_deref(),
        theme: [Theme::Auto, Theme::Light, Theme::Dark, Theme::Host][*theme],
        controls: [Controls::Full, Controls::Minimal][*controls],
        autoplay: *autoplay,
        owner,
    };
    let kinds = [
        ("snippet-element", snippet.element()),
        ("snippet-frame", snippet.frame()),
        ("snippet-picture", snippet.picture()),
    ];
    html! {
        <section class="ej-site" id="ej-site" aria-label={text::PUT_ON_SITE}>
            <p class="ej-help">{ text::SITE_HELP }</p>
            <div class="ej-names">
                { choice("ej-site-theme", text::THEME, &text::THEMES, &theme) }
                { choice("ej-site-controls", text::CONTROLS, &text::CONTROLS_OF, &controls) }
            </div>
            <label class="ej-switch">
                <input type="checkbox" data-ej="site-autoplay" checked={*autoplay}
                    onchange={toggle} />
                { text::AUTOPLAY }
            </label>
            <fieldset class="ej-names">
                <legend>{ text::NAMES }</legend>
                { for Field::ALL.into_iter().map(field) }
            </fieldset>
            if presets::is_changed(study.preset, &study.parts) {
                <p class="ej-help">{ text::NOT_IN_SNIPPET }</p>
            }
            { for text::SNIPPETS.into_iter().zip(kinds).map(|((name, what), (id, code))| html! {
                <div key={id} class="ej-snippet">
                    <h4>{ name }<span>{ ": " }{ what }</span></h4>
                    <CopyText {id} button={text::copy_of(name)} label={name} text={code}
                        shown={true} />
                </div>
            }) }
        </section>
    }
}

/// A field in which one of several things is chosen.
fn choice(
    id: &'static str,
    name: &'static str,
    of: &'static [&'static str],
    chosen: &UseStateHandle<usize>,
) -> Html {
    let now = **chosen;
    let setter = chosen.setter();
    let last = of.len().saturating_sub(1);
    let onchange =
        Callback::from(move |event: Event| setter.set(browser::chosen(&event).min(last)));
    html! {
        <div>
            <label for={id}>{ name }</label>
            <select class="ej-field is-words" {id} data-ej={id} {onchange}>
                { for of.iter().enumerate().map(|(n, what)| html! {
                    <option key={n} value={n.to_string()} selected={n == now}>{ *what }</option>
                }) }
            </select>
        </div>
    }
}
