//! "A server answers …": a reply, chosen or typed, or none at all; from which server, to what, how
//! often.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::study::Study;
use super::{PlayerHandle, browser};
use crate::engine_messages::Place;
use crate::ui::effect::use_effect_always;
use ::text::answers::{self as text, Manner};
use journey::answers::{self, Point, Server, TIMES};
use model::answer::{AnswerStage, AnswersTo, ServerAnswer};
use model::scenario::{Condition, Parts, Scenario};

/// Properties of [`Answers`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study)
    }
}

/// What stands in the fields: kept as it is, valid or not, whatever journey is picked meanwhile.
#[derive(Clone, PartialEq)]
struct Draft {
    /// Until it is chosen: the first.
    server: Option<AnswersTo>,
    /// Until it is chosen: where recipients are named, since most is refused there.
    point: Option<(AnswersTo, AnswerStage)>,
    manner: Manner,
    /// Place in the list of usual replies, from 1; 0: none of them.
    usual: usize,
    times: Option<u8>,
    reply: String,
}

impl Draft {
    const fn empty() -> Self {
        Self {
            server: None,
            point: None,
            manner: Manner::Says,
            usual: 0,
            times: None,
            reply: String::new(),
        }
    }

    /// Which of these it is.
    fn server_among(&self, servers: &[Server]) -> usize {
        servers.iter().position(|it| Some(it.to) == self.server).unwrap_or(0)
    }

    /// Which of these it is, or is like it.
    fn point_among(&self, points: &[Point]) -> usize {
        let stage = self.point.map_or(AnswerStage::Rcpt, |(_, stage)| stage);
        let same = points.iter().position(|it| Some((it.to, it.stage)) == self.point);
        same.or_else(|| points.iter().position(|it| it.stage == stage)).unwrap_or(0)
    }
}

/// What came of the last press of the button.
#[derive(Clone, PartialEq)]
enum Outcome {
    None,
    /// This was set.
    Set(ServerAnswer),
    /// Why it could not be set, and whether that is for the reply.
    Refused(String, bool),
}

thread_local! {
    /// The panel may be closed and opened again: nothing that was typed is lost.
    static KEPT: RefCell<Draft> = const { RefCell::new(Draft::empty()) };
}

/// The form, and what is set already.
#[component]
pub(super) fn Answers(props: &Props) -> Html {
    let Props { player, study } = props;
    let draft = use_state_eq(|| KEPT.with_borrow(Clone::clone));
    let outcome = use_state_eq(|| Outcome::None);
    let button = use_node_ref();
    let parts = &study.parts;
    let cast = &study.story.trace.cast;
    let servers = answers::servers(parts, cast);
    let server_at = draft.server_among(&servers);
    let Some(server) = servers.get(server_at) else { return Html::default() };
    let points = answers::points(parts, server.to);
    let point_at = draft.point_among(&points);
    let Some(point) = points.get(point_at) else { return Html::default() };
    let manners = answers::manners(parts, server.to);
    let manner_at = manners.iter().position(|it| *it == draft.manner).unwrap_or(0);
    let Some(manner) = manners.get(manner_at).copied() else { return Html::default() };

    let change = {
        let (draft, outcome) = (draft.clone(), outcome.setter());
        move |change: &dyn Fn(&mut Draft)| {
            let mut next = (*draft).clone();
            change(&mut next);
            KEPT.set(next.clone());
            draft.set(next);
            outcome.set(Outcome::None);
        }
    };
    let choose_usual = {
        let (change, to) = (change.clone(), server.to);
        Callback::from(move |event: Event| {
            let chosen = browser::chosen(&event);
            change(&|draft| {
                draft.usual = chosen;
                // The first choice is one's own words: they stay.
                let Some(usual) = chosen.checked_sub(1).and_then(|n| text::USUAL.get(n)) else {
                    return;
                };
                usual.reply.clone_into(&mut draft.reply);
                draft.point = Some((to, usual.stage));
            });
        })
    };
    let oninput = {
        let change = change.clone();
        Callback::from(move |event: InputEvent| {
            let typed = browser::typed(&event);
            change(&|draft| {
                draft.usual = 0;
                draft.reply.clone_from(&typed);
            });
        })
    };
    let add = {
        let (player, study, draft, outcome) =
            (player.clone(), study.clone(), draft.clone(), outcome.setter());
        let (server, point) = (server.clone(), point.clone());
        Callback::from(move |_: MouseEvent| {
            outcome.set(match with_answer(&study.parts, &server, &point, manner, &draft) {
                Ok((parts, answer)) => {
                    player.change(study.preset, parts, Place::Here);
                    Outcome::Set(answer)
                }
                Err(refused) => refused,
            });
        })
    };
    let (error, is_reply) = match &*outcome {
        Outcome::Refused(sentence, is_reply) => (Some(sentence.clone()), *is_reply),
        Outcome::None | Outcome::Set(_) => (None, false),
    };
    let is_set = match &*outcome {
        Outcome::Set(answer) => parts.conditions.contains(&Condition::Answers(answer.clone())),
        Outcome::None | Outcome::Refused(..) => false,
    };
    let says = manner == Manner::Says;
    html! {
        <fieldset class="ej-switches">
            <legend>{ text::HEADING }</legend>
            <div class="ej-answer">
                { select("answer-server", text::SERVER, server_at,
                    servers.iter().map(|server| server.name.clone()),
                    choose(&change, servers.iter().map(|it| it.to).collect(),
                        |draft, to| draft.server = Some(to))) }
                { select("answer-manner", text::MANNER, manner_at,
                    manners.iter().map(|manner| manner.name().to_owned()),
                    choose(&change, manners.clone(), |draft, manner| draft.manner = manner)) }
                if manner.has_point() {
                    { select("answer-point", text::POINT, point_at,
                        points.iter().map(|point| point.name.clone()),
                        choose(&change, points.iter().map(|it| (it.to, it.stage)).collect(),
                            |draft, point| draft.point = Some(point))) }
                }
                { select("answer-times", text::OFTEN,
                    TIMES.iter().position(|it| *it == draft.times).unwrap_or(0),
                    TIMES.iter().map(|times| text::often(*times)),
                    choose(&change, TIMES.to_vec(), |draft, times| draft.times = times)) }
                if says {
                    { select("answer-usual", text::USUAL_REPLIES, draft.usual,
                        std::iter::once(text::OWN_WORDS.to_owned())
                            .chain(text::USUAL.iter().map(|usual| usual.name.to_owned())),
                        choose_usual) }
                    <div class="is-wide">
                        <label for="answer-reply">
                            { text::REPLY }{ " " }<small>{ text::REPLY_HINT }</small>
                        </label>
                        <textarea class="ej-field" id="answer-reply" data-ej="answer-reply" rows="3"
                            spellcheck="false" autocomplete="off" value={draft.reply.clone()}
                            {oninput} aria-invalid={is_reply.to_string()}
                            aria-describedby="answer-error" />
                    </div>
                }
                <div class="is-wide">
                    <p class="ej-error" id="answer-error" aria-live="polite">
                        { error.unwrap_or_default() }
                    </p>
                    <button class="ej-btn" type="button" data-ej="answer-add" ref={button.clone()}
                        onclick={add}>
                        { text::ADD }
                    </button>
                    <p class="ej-help" role="status">
                        if is_set { { text::ADDED } }
                    </p>
                </div>
            </div>
            { set(player, study, &button) }
        </fieldset>
    }
}

/// Changes a draft by what was chosen of several.
fn choose<T: Copy + 'static>(
    change: &(impl Fn(&dyn Fn(&mut Draft)) + Clone + 'static),
    choices: Vec<T>,
    field: fn(&mut Draft, T),
) -> Callback<Event> {
    let change = change.clone();
    Callback::from(move |event: Event| {
        if let Some(chosen) = choices.get(browser::chosen(&event)).copied() {
            change(&|draft| field(draft, chosen));
        }
    })
}

/// The parts with what was chosen and typed, and that; or why not.
fn with_answer(
    parts: &Parts,
    server: &Server,
    point: &Point,
    manner: Manner,
    draft: &Draft,
) -> Result<(Parts, ServerAnswer), Outcome> {
    let answer = answers::answer(server.to, point, manner, &draft.reply, draft.times)
        .map_err(|error| Outcome::Refused(error.to_string(), true))?;
    let scenario = Scenario::new(answers::with(parts, answer.clone()))
        .map_err(|error| Outcome::Refused(error.to_string(), false))?;
    Ok((scenario.parts().clone(), answer))
}

fn select(
    id: &'static str,
    name: &'static str,
    chosen: usize,
    choices: impl Iterator<Item = String>,
    onchange: Callback<Event>,
) -> Html {
    html! { <Select {id} {name} {chosen} choices={choices.collect::<Vec<_>>()} {onchange} /> }
}

/// Properties of [`Select`].
#[derive(Properties, PartialEq)]
struct SelectProps {
    id: &'static str,
    name: &'static str,
    chosen: usize,
    choices: Vec<String>,
    onchange: Callback<Event>,
}

/// A list to choose from. What is chosen can change by other fields, too.
#[component]
fn Select(props: &SelectProps) -> Html {
    let SelectProps { id, name, chosen, choices, onchange } = props;
    let list = use_node_ref();
    {
        // The attribute means nothing any more once somebody has chosen.
        let (list, chosen) = (list.clone(), *chosen);
        use_effect_always(move || browser::choose(&list, chosen));
    }
    html! {
        <div>
            <label for={*id}>{ *name }</label>
            <select class="ej-field is-words" id={*id} data-ej={*id} ref={list} {onchange}>
                { for choices.iter().enumerate().map(|(n, choice)| html! {
                    <option key={n} value={n.to_string()}>{ choice.clone() }</option>
                }) }
            </select>
        </div>
    }
}

/// The answers that are set, each to be taken away again.
fn set(player: &PlayerHandle, study: &Rc<Study>, button: &NodeRef) -> Html {
    let set = answers::set(&study.parts, &study.story.trace.cast);
    if set.is_empty() {
        return Html::default();
    }
    let item = |(n, told): (usize, String)| {
        let onclick = {
            let (player, study, button) = (player.clone(), study.clone(), button.clone());
            Callback::from(move |_: MouseEvent| {
                let mut parts = study.parts.clone();
                parts.conditions.remove(n);
                player.change(study.preset, parts, Place::Here);
                // The one that was pressed goes away.
                browser::focus(&button);
            })
        };
        html! {
            <li key={n}>
                <span>{ told.clone() }</span>
                <button class="ej-btn" type="button" data-ej={["answer-remove-", &n.to_string()].concat()}
                    aria-label={text::remove(&told)} {onclick}>
                    { text::REMOVE }
                </button>
            </li>
        }
    };
    html! {
        <>
            <h5>{ text::SET }</h5>
            <ul class="ej-set">{ for set.into_iter().map(item) }</ul>
        </>
    }
}
