//! What can be opened below the picture: the row of buttons that opens it, and the place for it.
//!
//! What opens is the work of a second WebAssembly module, the engine (`src/ui/panels/`), fetched when
//! it is first wanted or about to be. It gets [`Order`]s, and what it wishes for is done here.

use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Engine};
use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use crate::messages::{self, Open, Order, Panel, Wish};
use crate::player::{Action, ShowTime};
use crate::presets;
use crate::share;
use crate::text::{hood, ui as text};

/// Does what the engine asks for.
fn grant(live: &Live, wish: Wish) {
    match wish {
        Wish::Pick(slug) => {
            if let Some(preset) = presets::find(&slug) {
                live.pick(preset);
            }
        }
        Wish::Change(packed) => {
            let opened = share::unpack(&packed);
            if let Ok(journey) = Journey::new(opened.slug, opened.parts) {
                live.change(journey);
            }
        }
        Wish::Seek(at) => live.act(Action::Seek(at)),
        Wish::Step(n) => live.act(Action::Step(n)),
    }
}

/// Properties of [`Folds`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    pub at: ShowTime,
    pub open: Open,
    /// The one of them that was opened from elsewhere.
    pub called: Option<Panel>,
    /// Opens or closes one.
    pub on_panel: Callback<Panel>,
    /// A key was pressed inside a panel.
    pub onkeydown: Callback<KeyboardEvent>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.at == other.at
            && self.open == other.open
            && self.called == other.called
            && self.on_panel == other.on_panel
    }
}

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
    let Props { live, journey, at, open, called, on_panel, onkeydown } = props;
    let module = use_state_eq(|| Module::Away);
    let place = use_node_ref();
    // A journey that fails will want its card; everybody else comes here after doing something.
    let wanted = !open.is_empty() || live.used() || journey.mended.is_some();
    let fetch = {
        let (module, live) = (module.setter(), live.clone());
        use_callback((), move |(), ()| fetch(&live, module.clone()))
    };
    {
        let fetch = fetch.clone();
        use_effect_with(wanted && *module == Module::Away, move |wanted| {
            if *wanted {
                fetch.emit(());
            }
        });
    }
    {
        let packed = use_memo(journey.clone(), |journey| share::pack(journey.slug, &journey.parts));
        // Where nothing is open nobody need know the moment.
        let at = if open.is_empty() { 0 } else { *at };
        let place = place.clone();
        use_effect_with((packed, at, *open, *called, module.clone()), move |it| {
            let (packed, at, open, called, module) = it;
            if let Module::Here(engine) = &**module {
                let scenario = (**packed).clone();
                let order = Order::Show { open: *open, called: *called, scenario, at: *at };
                engine.hear(&place, &messages::write(&order));
            }
        });
    }
    {
        let (place, onkeydown) = (place.clone(), onkeydown.clone());
        use_effect_with((), move |()| {
            let keys = browser::watch_keys(&place, move |event| onkeydown.emit(event));
            move || drop(keys)
        });
    }
    let button = |panel: Panel, (long, short): (&'static str, &'static str), test: &'static str| {
        let is_open = open.has(panel);
        let onclick = {
            let on_panel = on_panel.clone();
            Callback::from(move |_: MouseEvent| on_panel.emit(panel))
        };
        html! {
            <button class="ej-fold" type="button" data-ej={test} {onclick}
                aria-expanded={is_open.to_string()} aria-controls={is_open.then(|| panel.id())}>
                <span class="ej-long">{ long }</span><span class="ej-short">{ short }</span>
                { icon(if is_open { "#ej-ui-up" } else { "#ej-ui-down" }) }
            </button>
        }
    };
    let again = fetch.reform(|_: MouseEvent| ());
    let word = match &*module {
        _ if open.is_empty() => None,
        Module::Away | Module::Coming => Some(text::FETCHING),
        Module::Lost => Some(text::NOT_FETCHED),
        Module::Here(_) => None,
    };
    html! {
        <>
            <div class="ej-folds">
                { button(Panel::WhatIf, text::INVITE, "what-if") }
                { button(Panel::Own, text::OWN, "own") }
                { button(Panel::Hood, (hood::HOOD, hood::HOOD), "hood") }
            </div>
            <div class="ej-fetch" role="status">
                if let Some(word) = word {
                    <p>{ word }</p>
                    if *module == Module::Lost {
                        <button class="ej-btn" type="button" data-ej="fetch-again" onclick={again}>
                            { text::TRY_AGAIN }
                        </button>
                    }
                }
            </div>
            <div class="ej-panels" ref={place}></div>
        </>
    }
}

fn fetch(live: &Live, module: UseStateSetter<Module>) {
    module.set(Module::Coming);
    let live = live.clone();
    let heard = move |wish: &[u8]| {
        if let Some(wish) = messages::read(wish) {
            grant(&live, wish);
        }
    };
    browser::fetch_engine(heard, move |engine| {
        module.set(engine.map_or(Module::Lost, Module::Here));
    });
}
