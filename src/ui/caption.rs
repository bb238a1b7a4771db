//! What is happening, in words, with the clock beside it.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use super::panel::Panel;
use crate::text::glossary::{self, Entry, Stretch};
use crate::text::ui as text;

/// Properties of [`Caption`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    pub step: usize,
    /// Where the animation loop writes the time.
    pub clock: NodeRef,
    /// Whether the verdict is shown.
    pub why: bool,
    pub toggle: Callback<Panel>,
    /// Do not read anything out: the reader has not asked for anything, or the story plays.
    pub quiet: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.step == other.step
            && self.quiet == other.quiet
            && self.why == other.why
            && self.toggle == other.toggle
    }
}

/// Title and caption of a step; a click on a dotted word explains it.
#[component]
pub(super) fn Caption(props: &Props) -> Html {
    let open = use_state_eq(|| None::<&'static str>);
    let said = use_mut_ref(String::new);
    let Some(step) = props.journey.story.steps.get(props.step) else {
        return Html::default();
    };
    if !props.quiet {
        *said.borrow_mut() = [step.title.as_str(), ". ", step.caption.as_str()].concat();
    }
    let pieces = glossary::find_terms(&step.caption);
    let entry = pieces.iter().find_map(|piece| match piece {
        Stretch::Term(_, entry) if Some(entry.term) == *open => Some(*entry),
        _ => None,
    });
    // No line ends between a term and the comma after it.
    let mut pieces = pieces.iter().peekable();
    let mut words = Vec::new();
    let mut taken = 0;
    while let Some(piece) = pieces.next() {
        match piece {
            Stretch::Text(text) => {
                words.push(html! { { text.get(taken..).unwrap_or_default() } });
                taken = 0;
            }
            Stretch::Term(shown, entry) => {
                let after = match pieces.peek() {
                    Some(Stretch::Text(text)) => text.split(' ').next().unwrap_or_default(),
                    _ => "",
                };
                taken = after.len();
                let is_open = Some(entry.term) == *open;
                words.push(html! {
                    <span class="ej-tied">{ term(shown, entry, is_open, open.setter()) }{ after }</span>
                });
            }
        }
    }
    let toggle = props.toggle.reform(|_: MouseEvent| Panel::Verdict);
    let close = {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| open.set(None))
    };
    html! {
        <section class="ej-caption">
            <div>
                <h3>{ &step.title }</h3>
                <p>{ for words }</p>
            </div>
            <div class="ej-side">
                <div class="ej-time"><b ref={&props.clock}></b><span>{ text::SINCE }</span></div>
                if let Some(mended) = props.journey.mended {
                    <button class={classes!("ej-btn", "ej-why", (!mended).then_some("is-stop"))}
                        type="button" data-ej="verdict"
                        aria-expanded={props.why.to_string()}
                        aria-controls={props.why.then(|| Panel::Verdict.id())} onclick={toggle}>
                        { icon(if mended { "#ej-ui-wait" } else { "#ej-ui-stop" }) }{ text::WHY }
                    </button>
                }
            </div>
            if let Some(entry) = entry { { card(entry, close) } }
            <p class="ej-unseen" role="status" aria-live="polite">{ said.borrow().clone() }</p>
        </section>
    }
}

fn term(
    shown: &str,
    entry: &'static Entry,
    is_open: bool,
    open: UseStateSetter<Option<&'static str>>,
) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| {
        open.set(if is_open { None } else { Some(entry.term) });
    });
    html! {
        <button class="ej-term" type="button" {onclick} aria-expanded={is_open.to_string()}>
            { shown.to_owned() }
        </button>
    }
}

fn card(entry: &'static Entry, close: Callback<MouseEvent>) -> Html {
    html! {
        <div class="ej-gloss">
            <div><b>{ entry.term }</b><p class="ej-gloss-text">{ entry.text }</p></div>
            <button class="ej-btn is-quiet" type="button" aria-label={text::CLOSE} onclick={close}>
                { icon("#ej-ui-close") }
            </button>
        </div>
    }
}
