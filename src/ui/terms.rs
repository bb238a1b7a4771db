//! A caption whose technical terms explain themselves: to the pointer after a short while, at once
//! to the focus and to a tap.

use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Watch};
use super::effect::use_effect_on;
use super::live::Live;
use text::glossary::{self, Entry, Stretch};

/// How long the pointer rests on a term before it is explained, in milliseconds.
const BEFORE: u32 = 250;
/// How long the pointer may take from a term to its explanation.
const AFTER: u32 = 200;
/// Presses inside of these keep the explanation open.
const INSIDE: &str = ".ej-term, .ej-gloss";

/// Properties of [`Terms`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub live: Live,
    pub caption: AttrValue,
    /// What the explanation is placed in.
    pub within: NodeRef,
}

/// Who opened an explanation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Pointer,
    Focus,
    Press,
}

/// What is explained, and where it stands.
#[derive(Clone, Copy, PartialEq)]
struct Open {
    entry: &'static Entry,
    by: By,
    at: (i32, i32),
}

/// The caption. The explanation lies over what is above it and takes no room.
#[component]
pub(super) fn Terms(props: &Props) -> Html {
    let Props { live, caption, within } = props;
    let open = use_state_eq(|| None::<Open>);
    let soon = use_mut_ref(|| None::<Watch>);
    let card = use_node_ref();
    let shown = *open;

    // What the timers do must be what the last of pointer, focus and press wanted.
    let set = {
        let (setter, soon) = (open.setter(), soon.clone());
        move |next: Option<Open>, after: u32| {
            let setter = setter.clone();
            if after == 0 {
                *soon.borrow_mut() = None;
                setter.set(next);
            } else {
                *soon.borrow_mut() = Some(browser::later(after, move || setter.set(next)));
            }
        }
    };
    {
        let (set, card) = (set.clone(), card.clone());
        use_effect_on(shown, move |shown| {
            shown.map(|Open { at: (x, y), .. }| {
                browser::set_property(&card, "--x", &[&x.to_string(), "px"].concat());
                browser::set_property(&card, "--y", &[&y.to_string(), "px"].concat());
                browser::watch_leaving(INSIDE, move || set(None, 0))
            })
        });
    }

    let wants = {
        let (set, within) = (set.clone(), within.clone());
        Rc::new(move |event: &Event, entry: &'static Entry, by: By| {
            let next = Some(Open { entry, by, at: browser::place_in(event, &within) });
            let now = shown.map(|open| (open.by, open.entry == entry));
            match (by, now) {
                // What was opened on purpose stays.
                (By::Pointer, Some((By::Focus | By::Press, _))) => {}
                (By::Pointer, Some((By::Pointer, true))) => set(shown, 0),
                (By::Pointer, _) => set(next, BEFORE),
                (By::Press, Some((By::Press, true))) => set(None, 0),
                _ => set(next, 0),
            }
        })
    };
    let leaves = {
        let set = set.clone();
        Callback::from(move |_: MouseEvent| {
            if shown.is_none_or(|open| open.by == By::Pointer) {
                set(None, AFTER);
            }
        })
    };
    let stays = {
        let set = set.clone();
        Callback::from(move |_: MouseEvent| set(shown, 0))
    };
    let blurred = Callback::from(move |_: FocusEvent| set(None, 0));
    let term = |shown: &str, entry: &'static Entry| {
        let does = |by: By| {
            let wants = wants.clone();
            Callback::from(move |event: Event| wants(&event, entry, by))
        };
        let id = live.id(entry.term).replace(' ', "-");
        html! {
            <>
                <button class="ej-term" type="button" aria-describedby={id.clone()}
                    onmouseenter={does(By::Pointer).reform(Event::from)} onmouseleave={&leaves}
                    onfocus={does(By::Focus).reform(Event::from)} onblur={&blurred}
                    onclick={does(By::Press).reform(Event::from)}>
                    { shown.to_owned() }
                </button>
                <span {id} hidden=true>{ entry.text }</span>
            </>
        }
    };

    // No line ends between a term and the bracket before it or the comma after it.
    let words = glossary::tied_terms(caption).into_iter().map(|tied| match tied.piece {
        Stretch::Text(text) => html! { { text } },
        Stretch::Term(shown, entry) => {
            html! { <span class="ej-tied">{ tied.before }{ term(shown, entry) }{ tied.after }</span> }
        }
    });
    html! {
        <>
            <p class="ej-lines">{ for words }</p>
            if let Some(Open { entry, .. }) = shown {
                <div class="ej-gloss" ref={card} onmouseenter={stays} onmouseleave={leaves}
                    onmousedown={|event: MouseEvent| event.prevent_default()}>
                    <b>{ entry.term }</b><p>{ entry.text }</p>
                </div>
            }
        </>
    }
}
