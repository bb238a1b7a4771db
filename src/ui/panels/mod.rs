//! The engine: everything that opens below the picture, a program of its own.
//!
//! It is told which panels are open, which scenario is shown and which moment of it, and simulates
//! by itself. What a reader does in here is sent to the page as a [`Wish`]; what comes of it comes
//! back through [`hear`].

mod conversation;
mod copied;
mod draft;
mod glossary;
mod hood;
mod knows;
mod layers;
mod lookups;
mod message;
mod own;
mod packets;
mod picker;
mod share;
mod site;
mod stores;
mod study;
mod verdict;

use std::cell::RefCell;
use std::rc::Rc;

use yew::Renderer;
use yew::prelude::*;

use super::browser::{self, PageElement, PageFunction};
use crate::messages::{self, Open, Order, Panel, Wish};
use crate::player::ShowTime;
use crate::text::ui as text;
use hood::Hood;
use own::Own;
use picker::Picker;
use share::Share;
use study::Study;
use verdict::verdicts;

/// What asks the page for things.
#[derive(Clone, PartialEq)]
pub(super) struct Page(PageFunction);

impl Page {
    fn wish(&self, wish: &Wish) {
        browser::tell(&self.0, &messages::write(wish));
    }
}

/// What every panel knows.
#[derive(Clone, PartialEq, Properties)]
struct Props {
    page: Page,
    study: Rc<Study>,
    at: ShowTime,
    open: Open,
    /// The one of them that takes the focus when it appears.
    called: Option<Panel>,
}

thread_local! {
    /// What is shown, once something is.
    static SHOWN: RefCell<Option<(AppHandle<Root>, Rc<Study>)>> = const { RefCell::new(None) };
}

/// Does what an [`Order`] says, inside `place`. `tell` gets what the reader wishes for ([`Wish`]).
pub fn hear(place: PageElement, order: &[u8], tell: PageFunction) {
    let Some(Order::Show { open, called, scenario, at }) = messages::read(order) else {
        return;
    };
    SHOWN.with_borrow_mut(|shown| {
        let before = shown.as_ref().map(|(_, study)| study);
        let study = Study::of(&scenario, before);
        let props = Props { page: Page(tell), study: study.clone(), at, open, called };
        if let Some((handle, known)) = shown {
            *known = study;
            handle.update(props);
        } else {
            browser::on_panic(".ej-panels", text::PANELS_BROKEN);
            keep_apart();
            let handle = Renderer::<Root>::with_root_and_props(place, props).render();
            *shown = Some((handle, study));
        }
    });
}

/// How many roots the page's own program has at most.
const ROOTS: usize = 8;

/// Yew marks the roots of its trees in the page with numbers, and each of our two programs counts
/// them for itself. One of them stands inside the other: with the same number, each would take the
/// other's buttons for its own. So this one begins to count elsewhere.
fn keep_apart() {
    for root in std::iter::repeat_with(browser::detached).take(ROOTS).flatten() {
        Renderer::<Nothing>::with_root(root).render().destroy();
    }
}

#[component]
fn Nothing() -> Html {
    Html::default()
}

/// The open panels, one below the other.
#[component]
fn Root(props: &Props) -> Html {
    let Props { page, study, at, open, called } = props;
    let panel = |panel: Panel, content: Html| {
        html! { <section key={panel.id()} class="ej-panel" id={panel.id()}>{ content }</section> }
    };
    let each = Panel::ALL.into_iter().filter(|each| open.has(*each)).map(|each| {
        let (page, study) = (page.clone(), study.clone());
        panel(
            each,
            match each {
                Panel::Verdict => verdicts(&page, &study),
                Panel::Share => html! { <Share {page} {study} at={*at} /> },
                Panel::WhatIf => {
                    html! { <Picker {page} {study} called={*called == Some(Panel::WhatIf)} /> }
                }
                Panel::Own => html! { <Own {page} {study} /> },
                Panel::Hood => html! { <Hood {page} {study} at={*at} /> },
            },
        )
    });
    html! { <>{ for each }</> }
}
