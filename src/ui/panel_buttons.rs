//! What can be opened below the picture: the row of buttons that opens it, and the place for it.
//!
//! What opens is the work of a second WebAssembly module, the engine (`src/ui/panels/`), fetched when
//! it is first wanted or about to be. It gets [`EngineRequest`]s, and what it asks for is done here.

use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Ear, Engine};
use super::effect::use_effect_on;
use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use super::opened::Opened;
use super::shape::{self, button};
use super::story_loader::LoadedStory;
use crate::engine_messages::{self, EngineRequest, Panel, PlayerRequest};
use crate::player::{Action, ShowTime};
use ::text::{came_back, hood, ui as text};

/// Nothing is open below the picture, or over it, any more.
fn close(live: &Live) {
    live.open_now(Opened { panel: None, ..live.opened() });
}

/// Does what the engine asks for.
fn handle(live: &Live, request: PlayerRequest) {
    match request {
        PlayerRequest::Seek(at) => live.act(Action::Seek(at)),
        PlayerRequest::Step(n) => {
            // These may lie over the picture.
            if let Some(Panel::WhatIf | Panel::Own) = live.opened().panel {
                close(live);
            }
            live.act(Action::Step(n));
        }
        request @ PlayerRequest::Show { .. } => {
            if let Some(loaded) = LoadedStory::of(request) {
                live.choose(loaded);
            }
        }
        PlayerRequest::Play => {
            close(live);
            live.act(Action::Toggle);
        }
    }
}

/// Properties of [`Folds`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    /// Something of it may be opened soon.
    pub soon: bool,
    /// The moment, if anything is open.
    pub at: ShowTime,
    pub open: Option<Panel>,
    /// It was opened from elsewhere.
    pub called: bool,
    /// A key was pressed inside a panel.
    pub onkeydown: Callback<KeyboardEvent>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.soon == other.soon
            && self.at == other.at
            && self.open == other.open
            && self.called == other.called
    }
}

/// Names the place where everything opens. Buttons name it rather than their panel, which is there
/// only once the engine has drawn it.
pub(super) const PANELS: &str = "panels";

/// How far the second module is.
#[derive(Clone, PartialEq)]
enum Module {
    /// Nobody has asked for it.
    Away,
    Coming,
    Here(Engine),
    /// It could not be fetched.
    Lost,
}

/// The row of buttons, and below it whatever is open.
#[component]
pub(super) fn Folds(props: &Props) -> Html {
    let Props { live, journey, soon, at, open, called, onkeydown } = props;
    let module = use_state_eq(|| Module::Away);
    let place = use_node_ref();
    let wanted = open.is_some() || *soon;
    let fetch = {
        let module = module.setter();
        use_callback((), move |(), ()| fetch(module.clone()))
    };
    {
        let fetch = fetch.clone();
        use_effect_on(wanted && *module == Module::Away, move |wanted| {
            if *wanted {
                fetch.emit(());
            }
        });
    }
    {
        let ear = use_memo((), |()| {
            let live = live.clone();
            Ear::new(move |request| {
                if let Some(request) = engine_messages::read(request) {
                    handle(&live, request);
                }
            })
        });
        let (place, heard) = (place.clone(), use_mut_ref(|| false));
        use_effect_on((journey.clone(), *at, *open, *called, module.clone()), move |it| {
            let (journey, at, open, called, module) = it;
            // It simulates what it is told of: not before anybody wants to see it.
            let wanted = heard.replace(open.is_some()) || open.is_some();
            if let Module::Here(engine) = &**module
                && wanted
            {
                let scenario = journey.scenario.clone();
                let request =
                    EngineRequest::Show { open: *open, called: *called, scenario, at: *at };
                engine.hear(&place, &engine_messages::write(&request), &ear);
            }
        });
    }
    {
        let (place, onkeydown) = (place.clone(), onkeydown.clone());
        use_effect_on((), move |()| {
            browser::watch_keys(&place, move |event| onkeydown.emit(event))
        });
    }
    let button = |panel: Panel, names: (&'static str, &'static str), test: &'static str| {
        let is_open = *open == Some(panel);
        let sign = icon(if is_open { "#ej-ui-up" } else { "#ej-ui-down" });
        let name = shape::all([shape::long_and_short(names), sign]);
        button!(
            live.on_panel(panel, test),
            name,
            "class" = "ej-fold",
            "data-ej" = test,
            "aria-expanded" = is_open,
            "aria-controls" = live.id(PANELS),
        )
    };
    let again = fetch.reform(|_: MouseEvent| ());
    let word = match &*module {
        _ if open.is_none() => None,
        Module::Away | Module::Coming => Some(text::FETCHING),
        Module::Lost => Some(text::NOT_FETCHED),
        Module::Here(_) => None,
    };
    html! {
        <>
            <div class="ej-folds">
                { button(Panel::CameBack, came_back::OPEN, "came-back") }
                { button(Panel::WhatIf, text::INVITE, "what-if") }
                { button(Panel::Own, text::OWN, "own") }
                { button(Panel::Hood, (hood::HOOD, hood::HOOD_SHORT), "hood") }
            </div>
            <div class="ej-fetch" role="status">
                if let Some(word) = word {
                    <p>{ word }</p>
                    if *module == Module::Lost {
                        { button!(
                            again, text::TRY_AGAIN.into(),
                            "class" = "ej-btn", "data-ej" = "fetch-again",
                        ) }
                    }
                }
            </div>
            // The loader puts these words there when the engine has trapped.
            <div class="ej-panels" tabindex="-1" id={live.id(PANELS)} ref={place} data-sorry={text::PANELS_BROKEN}></div>
        </>
    }
}

fn fetch(module: UseStateSetter<Module>) {
    module.set(Module::Coming);
    browser::fetch_engine(move |engine| {
        module.set(engine.map_or(Module::Lost, Module::Here));
    });
}
