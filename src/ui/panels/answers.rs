//! "A server answers …": a reply, chosen or typed, or none at all; from which server, to what, how
//! often.

use std::rc::Rc;

use yew::prelude::*;

use super::study::Study;
use super::{PlayerHandle, browser};
use crate::engine_messages::Place;
use ::text::answers::{self as text, Manner};
use journey::answers::{self, Point, Server, TIMES};
use model::answer::AnswerStage;
use model::scenario::{Parts, Scenario};

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

/// What stands in the fields: kept as it is, valid or not.
#[derive(Clone, PartialEq, Default)]
struct Draft {
    /// Places in the lists of choices.
    server: usize,
    /// Until it is chosen: where recipients are named, since most is refused there.
    point: Option<usize>,
    manner: usize,
    usual: usize,
    times: usize,
    reply: String,
}

/// What came of the last press of the button.
#[derive(Clone, PartialEq)]
enum Outcome {
    None,
    /// It was set, and nothing has been changed since.
    Done,
    /// Why it could not be set.
    Refused(String),
}

/// The form, and what is set already.
#[component]
pub(super) fn Answers(props: &Props) -> Html {
    let Props { player, study } = props;
    let draft = use_state_eq(Draft::default);
    let outcome = use_state_eq(|| Outcome::None);
    let button = use_node_ref();
    let parts = &study.parts;
    let cast = &study.story.trace.cast;
    let servers = answers::servers(parts, cast);
    // A journey that was picked meanwhile can have fewer servers.
    let server = servers.get(draft.server).or(servers.first());
    let points = server.map(|server| answers::points(parts, server.to)).unwrap_or_default();
    let usual_point = points.iter().position(|point| point.stage == AnswerStage::Rcpt);
    let chosen_point = draft.point.or(usual_point).unwrap_or(0);
    let point = points.get(chosen_point).or(points.first());
    let manner = Manner::ALL.get(draft.manner).copied().unwrap_or(Manner::Says);
    let (Some(server), Some(point)) = (server, point) else { return Html::default() };

    let change = {
        let (draft, outcome) = (draft.clone(), outcome.setter());
        move |change: &dyn Fn(&mut Draft)| {
            let mut next = (*draft).clone();
            change(&mut next);
            draft.set(next);
            outcome.set(Outcome::None);
        }
    };
    let choose = |field: fn(&mut Draft, usize)| {
        let change = change.clone();
        Callback::from(move |event: Event| {
            let chosen = browser::chosen(&event);
            change(&|draft| field(draft, chosen));
        })
    };
    let choose_usual = {
        let (change, points) = (change.clone(), points.clone());
        Callback::from(move |event: Event| {
            let chosen = browser::chosen(&event);
            change(&|draft| {
                draft.usual = chosen;
                // The first choice is one's own words: they stay.
                let Some(usual) = chosen.checked_sub(1).and_then(|n| text::USUAL.get(n)) else {
                    return;
                };
                usual.reply.clone_into(&mut draft.reply);
                // Where it is given, if this server is asked for that at all.
                let there = points.iter().position(|point| point.stage == usual.stage);
                draft.point = there.or(draft.point);
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
                Ok(parts) => {
                    player.change(study.preset, parts, Place::Here);
                    Outcome::Done
                }
                Err(sentence) => Outcome::Refused(sentence),
            });
        })
    };
    let error = match &*outcome {
        Outcome::Refused(sentence) => Some(sentence.clone()),
        _ => None,
    };
    let says = manner == Manner::Says;
    html! {
        <fieldset class="ej-switches">
            <legend>{ text::HEADING }</legend>
            <div class="ej-answer">
                { select("answer-server", text::SERVER, draft.server,
                    servers.iter().map(|server| server.name.clone()),
                    choose(|draft, n| { draft.server = n; draft.point = None; })) }
                { select("answer-manner", text::MANNER, draft.manner,
                    Manner::ALL.iter().map(|manner| manner.name().to_owned()),
                    choose(|draft, n| draft.manner = n)) }
                if manner.has_point() {
                    { select("answer-point", text::POINT, chosen_point,
                        points.iter().map(|point| point.name.clone()),
                        choose(|draft, n| draft.point = Some(n))) }
                }
                { select("answer-times", text::OFTEN, draft.times,
                    TIMES.iter().map(|times| text::often(*times)),
                    choose(|draft, n| draft.times = n)) }
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
                            {oninput} aria-invalid={error.is_some().to_string()}
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
                        if *outcome == Outcome::Done { { text::ADDED } }
                    </p>
                </div>
            </div>
            { set(player, study, &button) }
        </fieldset>
    }
}

/// The parts with what was chosen and typed, or a sentence that says why not.
fn with_answer(
    parts: &Parts,
    server: &Server,
    point: &Point,
    manner: Manner,
    draft: &Draft,
) -> Result<Parts, String> {
    let times = TIMES.get(draft.times).copied().flatten();
    let answer = answers::answer(server.to, point, manner, &draft.reply, times)
        .map_err(|error| error.to_string())?;
    let scenario =
        Scenario::new(answers::with(parts, answer)).map_err(|error| error.to_string())?;
    Ok(scenario.parts().clone())
}

fn select(
    id: &'static str,
    name: &'static str,
    chosen: usize,
    choices: impl Iterator<Item = String>,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <div>
            <label for={id}>{ name }</label>
            <select class="ej-field is-words" {id} data-ej={id} {onchange}>
                { for choices.enumerate().map(|(n, choice)| html! {
                    <option key={n} value={n.to_string()} selected={n == chosen}>{ choice }</option>
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
