//! "What could go wrong?": the examples in groups and single things to switch on, found by what
//! people type.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::answers::Answers;
use super::small_icon::small_icon;
use super::study::Study;
use super::{PlayerHandle, browser};
use crate::engine_messages::Place;
use crate::ui::effect::use_effect_on;
use ::text::presets::describe;
use ::text::search as words;
use ::text::ui as text;
use journey::answers;
use journey::search::{self, Found, Hit, OwnAnswer, Reason};
use journey::switches;
use model::owner::Owner;
use model::preset_id::PresetId;
use model::presets::{self, Ending, Preset};
use model::scenario::Scenario;
use model::switch_id::SwitchId;

/// Properties of [`Picker`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
    /// It was opened from elsewhere: the focus goes to the field.
    pub called: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study)
    }
}

thread_local! {
    /// The panel may be closed and opened again: what was looked for stays.
    static KEPT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The field, the groups, the switches.
#[component]
pub(super) fn Picker(props: &Props) -> Html {
    let Props { player, study, called } = props;
    let field = use_node_ref();
    let query = use_state_eq(|| KEPT.with_borrow(Clone::clone));
    {
        let (field, called) = (field.clone(), *called);
        use_effect_on((), move |()| {
            if called {
                browser::focus(&field);
            }
        });
    }
    let oninput = {
        let query = query.setter();
        Callback::from(move |event: InputEvent| {
            let typed = browser::typed(&event);
            KEPT.set(typed.clone());
            query.set(typed);
        })
    };
    let own = presets::is_changed(study.preset, &study.parts);
    let found = search::find(&query);
    let nothing = found.is_empty();
    let said = said(&found, &query);
    // Who finds nothing still has everything to choose from.
    let found = if nothing { search::find("") } else { found };
    let answer_is_best = !found.shows_meaning();
    let Found { answer, examples, switches, .. } = found;
    let chip = |hit: &Hit<&'static Preset>| {
        chip(player, hit, &study.parts.owner, hit.what.id == study.preset && !own)
    };
    let section = |name: &'static str, chips: Vec<Html>| {
        html! {
            <section key={name} class="ej-group">
                <h4>{ name }</h4>
                <div class="ej-chips">{ for chips }</div>
            </section>
        }
    };
    let groups: Vec<Html> = if nothing || query.trim().is_empty() {
        let of_group =
            |n| examples.iter().filter(move |hit| group(hit.what) == n).map(chip).collect();
        let groups = text::GROUPS.into_iter().enumerate();
        groups.map(|(n, name)| section(name, of_group(n))).collect()
    } else {
        // In one row: what fits best comes first.
        let mut all: Vec<_> = examples.iter().map(chip).collect();
        if let Some(answer) = &answer {
            let at = if answer_is_best { 0 } else { all.len() };
            all.insert(at, answer_chip(player, study, answer));
        }
        (!all.is_empty()).then(|| section(words::EXAMPLES, all)).into_iter().collect()
    };
    let switches: Vec<_> = switches.iter().map(|hit| hit.what).collect();
    html! {
        <div class="ej-what">
            <div class="ej-what-top">
                <h3>{ text::WHAT_IF }</h3>
                <p>{ text::WHAT_IF_HINT }</p>
                <label for="ej-find">{ text::FIND }</label>
                // Of several lines: a field of one would join the lines of an answer.
                <textarea class="ej-field is-words" id="ej-find" data-ej="find" rows="1"
                    ref={&field} placeholder={text::FIND_HINT} autocomplete="off"
                    spellcheck="false" value={(*query).clone()} {oninput} />
            </div>
            <p class={if nothing { "ej-found is-none" } else { "ej-found" }} role="status">{ said }</p>
            <p class="ej-chosen">
                { words::SHOWN_NOW }{ " " }
                <b>{ if own { text::YOUR_OWN } else { describe(study.preset).0 } }</b>{ ": " }
                { describe(study.preset).1 }
                if let Some(step) = study.first_refusal() {
                    { " " }
                    { skip(player, step) }
                }
            </p>
            <div class="ej-groups">{ for groups }</div>
            if !switches.is_empty() {
                <Switches player={player.clone()} study={study.clone()} {switches} />
            }
            <Answers player={player.clone()} study={study.clone()} />
        </div>
    }
}

/// Leads to the step in which somebody says no for the first time.
fn skip(player: &PlayerHandle, step: usize) -> Html {
    let player = player.clone();
    let onclick = Callback::from(move |_: MouseEvent| player.go_to(step));
    html! {
        <button class="ej-link" type="button" data-ej="skip" {onclick}>{ words::SKIP }</button>
    }
}

/// What is said of what was found for a query.
fn said(found: &Found, query: &str) -> String {
    if query.trim().is_empty() {
        return String::new();
    }
    let meaning = found.meaning.as_ref();
    let meaning = meaning.map(|it| words::meaning(&it.said, it.cause, it.is_certain) + " ");
    let then = match (&meaning, found.is_empty()) {
        (None, true) => words::NOTHING_FOUND.to_owned(),
        (Some(_), true) => words::NOT_SHOWN_YET.to_owned(),
        (_, false) => {
            let answer = found.answer.as_ref().map(|it| it.is_pasted);
            words::found(answer, found.examples.len(), found.switches.len())
        }
    };
    meaning.unwrap_or_default() + &then
}

/// Which of the groups in [`text::GROUPS`].
fn group(preset: &Preset) -> usize {
    match preset.ending {
        Ending::Fine => 0,
        Ending::Forked if preset.parts().conditions.is_empty() => 0,
        Ending::Mended | Ending::Retried => 1,
        Ending::Waiting => 2,
        Ending::Forked | Ending::Refused => 3,
        Ending::Lost => 4,
    }
}

pub(super) fn chip(
    player: &PlayerHandle,
    hit: &Hit<&'static Preset>,
    owner: &Owner,
    chosen: bool,
) -> Html {
    let preset = hit.what;
    let reason = match hit.reason {
        Reason::None => None,
        Reason::Meaning => Some(words::SHOWS_IT.to_owned()),
        Reason::Code(word) | Reason::Word(word) => Some(words::for_word(word)),
    };
    let sign = match preset.ending {
        Ending::Fine => "#ej-ui-check",
        Ending::Mended | Ending::Retried => "#ej-ui-resend",
        Ending::Waiting => "#ej-ui-wait",
        Ending::Forked => "#ej-ui-fork",
        Ending::Refused => "#ej-ui-stop",
        Ending::Lost => "#ej-ui-close",
    };
    let onclick = {
        let (player, owner) = (player.clone(), owner.clone());
        Callback::from(move |_: MouseEvent| player.play(preset.id, preset.parts_for(&owner)))
    };
    html! {
        <button key={preset.slug()} class="ej-chip" type="button"
            data-ej={["preset-", preset.slug()].concat()} {onclick} aria-pressed={chosen.to_string()}>
            { small_icon(sign) }{ describe(preset.id).0 }
            if let Some(reason) = reason {
                <small>{ reason }</small>
            }
        </button>
    }
}

/// A journey in which everything works but for this answer.
pub(super) fn answer_chip(player: &PlayerHandle, study: &Study, found: &OwnAnswer) -> Html {
    let preset = Preset::of(PresetId::EverythingWorks);
    let parts = answers::with(&preset.parts_for(&study.parts.owner), found.answer());
    let chosen = parts == study.parts;
    let onclick = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| player.play(preset.id, parts.clone()))
    };
    let name = if found.is_pasted { words::THIS_ANSWER } else { words::SUCH_AN_ANSWER };
    html! {
        <button key="answer" class="ej-chip" type="button" data-ej="found-answer" {onclick}
            aria-pressed={chosen.to_string()}>
            { small_icon("#ej-ui-stop") }{ name }
            <small>{ words::in_short(&found.reply) }</small>
        </button>
    }
}

/// Properties of [`Switches`].
#[derive(Properties)]
struct SwitchesProps {
    player: PlayerHandle,
    study: Rc<Study>,
    switches: Vec<SwitchId>,
}

impl PartialEq for SwitchesProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.switches == other.switches
    }
}

/// What can be switched on in the journey that is shown, for one of its recipients.
#[component]
fn Switches(props: &SwitchesProps) -> Html {
    let SwitchesProps { player, study, switches } = props;
    let whom = use_state_eq(|| 0_usize);
    // Why the core refused a switch.
    let refused = use_state_eq(|| None::<String>);
    let redraw = use_force_update();
    let people = &study.parts.recipients;
    let recipient = u8::try_from((*whom).min(people.len().saturating_sub(1))).unwrap_or(0);
    let press = {
        let (player, study, refused) = (player.clone(), study.clone(), refused.setter());
        Callback::from(move |switch: SwitchId| {
            let parts = switches::pressed(switch, &study.parts, recipient);
            refused.set(match Scenario::new(parts) {
                Ok(scenario) => {
                    player.change(study.preset, scenario.parts().clone(), Place::Here);
                    None
                }
                Err(error) => Some(error.to_string()),
            });
            // The browser has ticked the box already: it is drawn as things are.
            redraw.force_update();
        })
    };
    let switch = |switch: &SwitchId| {
        let (press, switch) = (press.clone(), *switch);
        let onchange = Callback::from(move |_: Event| press.emit(switch));
        let checked = switches::is_on(switch, &study.parts, recipient);
        html! {
            <label key={switch.slug()} class="ej-switch">
                <input type="checkbox" data-ej={["wrong-", switch.slug()].concat()} {checked}
                    {onchange} />
                { switches::name(switch) }
            </label>
        }
    };
    let onchange = {
        let whom = whom.setter();
        Callback::from(move |event: Event| whom.set(browser::chosen(&event)))
    };
    html! {
        <fieldset class="ej-switches">
            <legend>{ text::SWITCH_ON }</legend>
            if people.len() > 1 {
                <p class="ej-which">
                    <label for="ej-whom">{ text::SWITCH_FOR }</label>
                    <select class="ej-field is-words" id="ej-whom" data-ej="whom" {onchange}>
                        { for people.iter().enumerate().map(|(n, mailbox)| html! {
                            <option key={n} value={n.to_string()}
                                selected={n == usize::from(recipient)}>
                                { mailbox.to_string() }
                            </option>
                        }) }
                    </select>
                </p>
            }
            <div>{ for switches.iter().map(switch) }</div>
            <p class="ej-error" aria-live="polite">{ (*refused).clone().unwrap_or_default() }</p>
        </fieldset>
    }
}
