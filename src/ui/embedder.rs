//! The page around, where this page is somebody's frame: what it asks for is done, and it is told
//! what happens ([`crate::embedder_messages`]).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::address_settings::looks_in_address;
use super::browser::{self, Message, Watch};
use super::effect::{use_effect_always, use_effect_on};
use super::live::{Live, came_back};
use crate::embedder_messages::{Controls, EmbedderMessage, Settings, Theme, VERSION, Verb};
use crate::player::{Action, Motion};
use ::text::embedding as text;
use model::preset_id::PresetId;
use model::story::Stage;

/// The page around, as far as it is known.
#[derive(Default)]
struct Embedder {
    /// Where the first valid greeting came from: nobody else is listened to from then on.
    origin: RefCell<Option<String>>,
    /// What it was told last: journey and step, and whether that was the end.
    told: RefCell<Option<(PresetId, String, bool)>>,
    height: Cell<u32>,
    /// What it has to be told when it greets.
    untold: RefCell<Vec<String>>,
}

impl Embedder {
    /// Tells it something, if it has greeted.
    fn tell(&self, kind: &str, fields: &[(&str, JsValue)]) {
        let Some(origin) = self.origin.borrow().clone() else {
            return;
        };
        // A page without an address of its own cannot be named; it is still our parent.
        let origin = if origin == "null" { "*" } else { &origin };
        browser::tell_around(origin, &[head(kind), fields.to_vec()].concat());
    }

    fn complain(&self, sentence: &str) {
        browser::warn(sentence);
        self.tell("error", &[("message", sentence.into())]);
    }
}

fn head(kind: &str) -> Vec<(&'static str, JsValue)> {
    vec![("ej", VERSION.into()), ("type", kind.into())]
}

/// Lets the page around drive the widget, and tells it what happens. `root` is the widget.
/// Returns how much there is to press, and whether the page around shows it.
#[hook]
pub(super) fn use_embedder(live: &Live, framed: bool, root: &NodeRef) -> (Controls, bool) {
    // Before anything is drawn.
    let address = use_memo((), |()| read_address());
    let controls = use_state_eq(|| address.controls.unwrap_or(Controls::Full));
    let shown = use_state_eq(|| true);
    let around = use_memo((), |()| Embedder::default());
    {
        let (live, around, root) = (live.clone(), around.clone(), root.clone());
        let (controls, shown) = (controls.setter(), shown.setter());
        use_effect_on(framed, move |framed| {
            let session = Rc::new(EmbedderSession { live, around, controls, shown });
            session.complain(&address);
            if browser::query("autoplay").is_some() {
                session.act(Verb::Autoplay);
            }
            framed.then(|| session.listen(&root))
        });
    }
    {
        // After each drawing: it may show another step.
        let live = live.clone();
        use_effect_always(move || {
            for sentence in live.take_refused() {
                around.complain(&sentence);
                if around.origin.borrow().is_none() {
                    around.untold.borrow_mut().push(sentence);
                }
            }
            tell_step(&live, &around);
        });
    }
    (*controls, *shown)
}

/// How the page's own address says that it should look, and does.
fn read_address() -> Settings {
    let settings = looks_in_address();
    look(&settings);
    settings
}

/// Gives the page its colours.
fn look(settings: &Settings) {
    if let Some(theme) = settings.theme {
        browser::set_theme(match theme {
            Theme::Auto | Theme::Host => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        });
    }
    for (property, value) in &settings.looks {
        browser::set_root_property(property, value);
    }
}

/// What carries out what the page around asks for.
struct EmbedderSession {
    live: Live,
    around: Rc<Embedder>,
    controls: UseStateSetter<Controls>,
    shown: UseStateSetter<bool>,
}

impl EmbedderSession {
    fn listen(self: &Rc<Self>, root: &NodeRef) -> (Watch, Option<Watch>) {
        let messages = {
            let session = self.clone();
            browser::watch_messages(move |message| session.hear(&message))
        };
        let height = {
            let around = self.around.clone();
            browser::watch_height(root, move |height| {
                around.height.set(height);
                around.tell("size", &[("height", height.into())]);
            })
        };
        browser::tell_around("*", &head("here"));
        (messages, height)
    }

    fn hear(self: &Rc<Self>, message: &Message) {
        if !message.is_from_around() {
            return;
        }
        let Some(heard) = EmbedderMessage::read(&|name| message.field(name)) else {
            return;
        };
        let pinned = self.around.origin.borrow().clone();
        match (pinned, heard) {
            (None, EmbedderMessage::Hello(settings)) => {
                self.around.origin.replace(Some(message.origin()));
                // Which moment is shown is in the address, and the reader may have gone on.
                self.apply(&Settings { preset: None, came_back: false, step: None, ..settings });
                self.around.tell("ready", &[]);
                for sentence in self.around.untold.take() {
                    self.around.tell("error", &[("message", sentence.as_str().into())]);
                }
                self.around.tell("size", &[("height", self.around.height.get().into())]);
                self.around.told.replace(None);
                tell_step(&self.live, &self.around);
            }
            (Some(origin), heard) if origin == message.origin() => match heard {
                // It was not sure whether it had been heard.
                EmbedderMessage::Hello(_) => {}
                EmbedderMessage::Set(settings) => self.apply(&settings),
                EmbedderMessage::Do(verb) => {
                    let session = self.clone();
                    self.live.when_here(move |_| session.act(verb));
                }
            },
            _ => {}
        }
    }

    fn apply(self: &Rc<Self>, settings: &Settings) {
        if let Some(controls) = settings.controls {
            self.controls.set(controls);
        }
        look(settings);
        let names = settings.names(&self.live.names());
        if names != *self.live.names() {
            self.live.drive_through(names);
        }
        if settings.came_back {
            self.live.open_now(came_back());
            self.live.redraw();
        }
        if let Some(preset) = settings.preset {
            let (live, journey) = (&self.live, self.live.journey());
            if live.is_waiting() || preset != journey.preset || journey.changed {
                live.drive_to(preset);
            }
        }
        if let Some(name) = settings.step.clone() {
            let session = self.clone();
            self.live.when_here(move |_| session.go(&name));
        }
        self.complain(settings);
    }

    fn complain(&self, settings: &Settings) {
        for sentence in &settings.refused {
            self.around.complain(sentence);
        }
    }

    fn act(&self, verb: Verb) {
        let player = self.live.player();
        match verb {
            Verb::Play if player.motion == Motion::Playing => {}
            Verb::Autoplay if self.live.used() || browser::prefers_reduced_motion() => {}
            Verb::Autoplay => self.act(Verb::Play),
            Verb::Pause if !player.in_motion() => {}
            // In the middle of a step: the clock stops, and goes on to the end.
            Verb::Play if player.in_motion() => {
                self.live.drive(Action::Toggle);
                self.live.drive(Action::Toggle);
            }
            Verb::Play | Verb::Pause => self.live.drive(Action::Toggle),
            Verb::Next => self.live.drive(Action::Next),
            Verb::Back => self.live.drive(Action::Back),
            Verb::Go(name) => self.go(&name),
            Verb::Hide => self.shown.set(false),
            Verb::Show => self.shown.set(true),
        }
    }

    /// To the step or the stage of this name.
    fn go(&self, name: &str) {
        let journey = self.live.journey();
        let stage = || {
            let stage = Stage::ALL.into_iter().find(|stage| stage.slug() == name)?;
            Some(journey.first_of(stage))
        };
        match journey.story.step_named(name).or_else(stage) {
            Some(step) => self.live.drive(Action::Step(step)),
            None => self.around.complain(&text::no_such_step(name)),
        }
    }
}

/// Tells the page around which step is shown, if that is another one than it knows of.
fn tell_step(live: &Live, around: &Embedder) {
    let (journey, player) = (live.journey(), live.player());
    let Some(step) = journey.step(player.at) else {
        return;
    };
    let now = (journey.preset, step.name.clone(), player.at >= journey.marks.end);
    let (preset, name, ended) = around.told.replace(Some(now.clone())).unwrap_or_default();
    if (preset, &name) != (now.0, &now.1) {
        let stage = journey.stage(player.at).slug();
        around.tell(
            "step",
            &[
                ("preset", journey.preset.slug().into()),
                ("step", step.name.as_str().into()),
                ("stage", stage.into()),
                ("title", step.title.as_str().into()),
            ],
        );
    }
    if now.2 && !ended {
        around.tell("end", &[("preset", journey.preset.slug().into())]);
    }
}
