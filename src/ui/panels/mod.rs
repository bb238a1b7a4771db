//! The engine: everything that opens below the picture, a program of its own.
//!
//! It is told which panels are open, which scenario is shown and which moment of it, and simulates
//! by itself. What a reader does in here is sent to the player as a [`PlayerRequest`]; what comes of it comes
//! back through [`hear`].

mod answers;
mod browser;
mod came_back;
mod conversation;
mod copy_text;
mod draft;
mod glossary;
mod hidden_names;
mod hood;
mod knowledge;
mod layers;
mod lookups;
mod message;
mod own_message;
mod packets;
mod picker;
mod share;
mod site;
mod small_icon;
mod stores;
mod study;
mod verdict;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Renderer;
use yew::prelude::*;

use crate::embedder_messages::Names;
use crate::engine_messages::{self, EngineRequest, Panel, Place, PlayerRequest};
use crate::player::ShowTime;
use browser::{PageElement, PageFunction};
use came_back::CameBack;
use hood::Hood;
use journey::share_link::{Opened, decode, owned, unpack};
use model::owner::Owner;
use model::preset_id::PresetId;
use model::scenario::Parts;
use own_message::OwnMessage;
use picker::Picker;
use share::Share;
use study::Study;
use verdict::verdicts;

/// The player, as far as the engine can ask it for things.
#[derive(Clone, PartialEq)]
pub(super) struct PlayerHandle(PageFunction);

impl PlayerHandle {
    fn send(&self, request: &PlayerRequest) {
        browser::tell(&self.0, &engine_messages::write(request));
    }

    /// Another journey.
    fn show(&self, study: &Study, place: Place, problem: Option<String>, refused: Vec<String>) {
        self.send(&PlayerRequest::Show {
            story: Box::new(study.compiled()),
            place,
            problem,
            refused,
        });
    }

    /// A step, where the reader sees it.
    fn go_to(&self, step: usize) {
        browser::show_picture();
        self.send(&PlayerRequest::Step(step));
    }

    /// A moment, where the reader sees it.
    fn seek(&self, at: ShowTime) {
        browser::show_picture();
        self.send(&PlayerRequest::Seek(at));
    }

    /// Another scenario, played from its beginning where the reader sees it.
    fn play(&self, preset: PresetId, parts: Parts) {
        browser::show_picture();
        self.change(preset, parts, Place::Beginning);
        PLAYS.set(true);
        self.send(&PlayerRequest::Play);
    }

    /// Another scenario, which began as this preset.
    fn change(&self, preset: PresetId, parts: Parts, place: Place) {
        self.show(
            &study(Opened { preset, step: None, parts, problem: None }),
            place,
            None,
            Vec::new(),
        );
    }
}

/// What every panel knows.
#[derive(Clone, PartialEq, Properties)]
struct Props {
    player: PlayerHandle,
    study: Rc<Study>,
    at: ShowTime,
    open: Option<Panel>,
    /// It takes the focus when it appears.
    called: bool,
}

thread_local! {
    /// The panel that closes next does so for a journey to be played.
    static PLAYS: Cell<bool> = const { Cell::new(false) };
    /// What is shown, once something is.
    static SHOWN: RefCell<Option<AppHandle<Root>>> = const { RefCell::new(None) };
    /// What was asked for last.
    static LAST: RefCell<Option<Rc<Study>>> = const { RefCell::new(None) };
}

/// Does what an [`EngineRequest`] says, inside `place`. `tell` gets what the reader asks for ([`PlayerRequest`]).
pub fn hear(place: PageElement, request: &[u8], tell: PageFunction) {
    let player = PlayerHandle(tell);
    match engine_messages::read(request) {
        Some(EngineRequest::Show { open, called, scenario, at }) => {
            let study = study(unpack(&scenario));
            show(place, Props { player, study, at, open, called });
        }
        Some(EngineRequest::Tell { fragment, names }) => {
            let mut opened = decode(&fragment);
            let (step, problem) = (opened.step.take(), opened.problem.take());
            let problem = problem.map(|problem| text::links::whole(&problem));
            let (owner, refused) = owner_of(&names);
            // Names in the link itself stay.
            if opened.parts.owner.is_empty() {
                opened.parts = owned(opened.preset, &opened.parts, &owner);
            } else {
                // But whom to ask never stands in a link.
                opened.parts.owner = opened.parts.owner.with_help_desk_of(&owner);
            }
            player.show(&study(opened), Place::Step(step), problem, refused);
        }
        Some(EngineRequest::Rename { scenario, names }) => {
            let mut opened = unpack(&scenario);
            let (owner, refused) = owner_of(&names);
            opened.parts = owned(opened.preset, &opened.parts, &owner);
            player.show(&study(opened), Place::Here, None, refused);
        }
        None => {}
    }
}

fn show(place: PageElement, props: Props) {
    SHOWN.with_borrow_mut(|shown| {
        if let Some(handle) = shown {
            handle.update(props);
        } else {
            browser::tell_panics();
            keep_apart();
            *shown = Some(Renderer::<Root>::with_root_and_props(place, props).render());
        }
    });
}

/// The owner of these names, as far as they can be used, and what cannot, in words.
fn owner_of(names: &Names) -> (Owner, Vec<String>) {
    let texts = names.iter().map(|(field, text)| (*field, text.as_str()));
    let (owner, refused) = Owner::default().with(texts);
    (owner, refused.iter().map(ToString::to_string).collect())
}

/// What is known of this; nothing is simulated twice in a row.
fn study(opened: Opened) -> Rc<Study> {
    LAST.with_borrow_mut(|last| {
        let study = Study::of(opened, last.as_ref());
        *last = Some(study.clone());
        study
    })
}

/// The same, worked out again: what is hidden in links is another.
fn study_again(opened: Opened) -> Rc<Study> {
    LAST.set(None);
    study(opened)
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

/// The open panel.
#[component]
fn Root(props: &Props) -> Html {
    let Props { player, study, at, open, called } = props;
    // What is in it is drawn after it; and what it lay over is seen once it is gone.
    use_effect_with(*open, |open| {
        if open.is_some() {
            browser::soon(browser::show_some);
        } else if PLAYS.take() {
            browser::focus_on_play();
        }
    });
    let Some(panel) = *open else {
        return Html::default();
    };
    let (player, study) = (player.clone(), study.clone());
    let content = match panel {
        Panel::Verdict => verdicts(&player, &study, true),
        Panel::Share => html! { <Share {player} {study} at={*at} /> },
        Panel::CameBack => html! { <CameBack {player} {study} {called} /> },
        Panel::WhatIf => html! { <Picker {player} {study} {called} /> },
        Panel::Own => html! { <OwnMessage {player} {study} /> },
        Panel::Hood => html! { <Hood {player} {study} at={*at} /> },
    };
    html! {
        <section key={panel.id()} class="ej-panel" id={panel.id()}>{ content }</section>
    }
}
