//! What can be opened below the picture: which of it is open, and the row of buttons that opens it.
//!
//! The panels themselves are a second WebAssembly module (`src/ui/panels/`), fetched when it is
//! first wanted or about to be. This module tells them what is shown, and does what they ask for.

use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Panels};
use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use crate::player::{Action, ShowTime};
use crate::presets;
use crate::share;
use crate::text::ui as text;

/// Something that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    /// Why it went wrong, and what to do.
    Verdict,
    /// The link to this moment, and files to take along.
    Share,
    /// What could go wrong: the presets, and single conditions.
    WhatIf,
    /// The reader's own addresses and words.
    Own,
    /// What the computers really say.
    Hood,
}

impl Panel {
    /// All of them, in the order in which they stand below the row.
    pub(super) const ALL: [Self; 5] =
        [Self::Verdict, Self::Share, Self::WhatIf, Self::Own, Self::Hood];

    /// The `id` of what opens.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Verdict => "ej-verdict",
            Self::Share => "ej-share",
            Self::WhatIf => "ej-what-if",
            Self::Own => "ej-own",
            Self::Hood => "ej-hood",
        }
    }
}

/// Which panels are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Open(u8);

impl Open {
    /// As a number that the other module reads with [`Open::of`].
    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    /// The panels of this number.
    pub(super) const fn of(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether this one is.
    pub(super) const fn has(self, panel: Panel) -> bool {
        self.0 & (1 << panel as u8) != 0
    }

    /// With this one open, or closed.
    #[must_use]
    pub(super) const fn with(self, panel: Panel, open: bool) -> Self {
        let bit = 1 << panel as u8;
        Self(if open { self.0 | bit } else { self.0 & !bit })
    }
}

/// What a panel asks for, written as a letter and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// This preset, from the beginning.
    Pick(String),
    /// This scenario ([`share::pack`]), at the reader's place.
    Change(String),
    /// This moment.
    Seek(ShowTime),
    /// The rest of this step.
    Step(usize),
}

impl Wish {
    pub(super) fn write(&self) -> String {
        match self {
            Self::Pick(slug) => ["p", slug].concat(),
            Self::Change(packed) => ["c", packed].concat(),
            Self::Seek(at) => ["s", &at.to_string()].concat(),
            Self::Step(n) => ["n", &n.to_string()].concat(),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_at_checked(1)?;
        Some(match kind {
            "p" => Self::Pick(rest.to_owned()),
            "c" => Self::Change(rest.to_owned()),
            "s" => Self::Seek(rest.parse().ok()?),
            "n" => Self::Step(rest.parse().ok()?),
            _ => return None,
        })
    }
}

/// Does what a panel asks for.
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
    /// Opens or closes one.
    pub toggle: Callback<Panel>,
    /// A key was pressed inside a panel.
    pub onkeydown: Callback<KeyboardEvent>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey)
            && self.at == other.at
            && self.open == other.open
            && self.toggle == other.toggle
    }
}

/// How far the second module is.
#[derive(Clone, PartialEq)]
enum Module {
    /// Nobody has asked for it.
    Away,
    Coming,
    Here(Panels),
    /// It could not be fetched.
    Lost,
}

/// The row of buttons, and below it whatever is open.
#[component]
pub(super) fn Folds(props: &Props) -> Html {
    let Props { live, journey, at, open, toggle, onkeydown } = props;
    let module = use_state_eq(|| Module::Away);
    let place = use_node_ref();
    // A journey that fails will want its card; everybody else comes here after doing something.
    let wanted = *open != Open::default() || live.used() || journey.mended.is_some();
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
        let at = if *open == Open::default() { 0 } else { *at };
        let place = place.clone();
        use_effect_with((packed, at, *open, module.clone()), move |(packed, at, open, module)| {
            if let Module::Here(panels) = &**module {
                panels.show(&place, open.bits(), packed, *at);
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
    let button = |panel: Panel, name: &'static str, test: &'static str| {
        let is_open = open.has(panel);
        let onclick = {
            let toggle = toggle.clone();
            Callback::from(move |_: MouseEvent| toggle.emit(panel))
        };
        html! {
            <button class="ej-fold" type="button" data-ej={test} {onclick}
                aria-expanded={is_open.to_string()} aria-controls={is_open.then(|| panel.id())}>
                <span>{ name }</span>{ icon(if is_open { "#ej-ui-up" } else { "#ej-ui-down" }) }
            </button>
        }
    };
    let again = fetch.reform(|_: MouseEvent| ());
    let word = match &*module {
        _ if *open == Open::default() => None,
        Module::Away | Module::Coming => Some(text::FETCHING),
        Module::Lost => Some(text::NOT_FETCHED),
        Module::Here(_) => None,
    };
    html! {
        <>
            <div class="ej-folds">
                { button(Panel::WhatIf, text::WHAT_IF, "what-if") }
                { button(Panel::Own, text::OWN, "own") }
                { button(Panel::Hood, text::HOOD, "hood") }
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
    let heard = move |wish: String| {
        if let Some(wish) = Wish::read(&wish) {
            grant(&live, wish);
        }
    };
    browser::fetch_panels(heard, move |panels| {
        module.set(panels.map_or(Module::Lost, Module::Here));
    });
}
