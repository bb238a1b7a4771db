//! Every line that is said, on two sides, with its meaning.

use std::rc::Rc;

use yew::prelude::*;

use super::study::Study;
use super::{PlayerHandle, browser};
use crate::engine_messages::PlayerRequest;
use crate::ui::effect::use_effect_on;
use ::text::hood as text;
use model::cast::HostId;
use model::story::Line;
use sim::trace::Side;

/// Properties of [`Conversation`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
    /// How many lines have been said.
    pub said: usize,
    /// What scrolls.
    pub pane: NodeRef,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.said == other.said
    }
}

/// All lines of all connections, in the order they were said.
#[component]
pub(super) fn Conversation(props: &Props) -> Html {
    let Props { player, study, said, pane } = props;
    {
        let pane = pane.clone();
        use_effect_on(*said, move |_| browser::scroll_to_now(&pane));
    }
    let lines = &study.story.lines;
    let onclick = {
        use_callback((player.clone(), study.clone()), move |n: usize, (player, study)| {
            if let Some(line) = study.story.lines.get(n) {
                player.send(&PlayerRequest::Seek(line.show_at));
            }
        })
    };
    // The lines said in one breath at this moment.
    let now = said.checked_sub(1).and_then(|n| lines.get(n)).map(|line| line.show_at);
    let mut first = 0;
    let talks = lines.chunk_by(|a, b| a.connection == b.connection).map(|talk| {
        let from = first;
        first += talk.len();
        let rows = talk.iter().enumerate().map(|(i, line)| {
            let n = from + i;
            let when = if n >= *said {
                When::Next
            } else if Some(line.show_at) == now {
                When::Now
            } else {
                When::Said
            };
            html! {
                <Row key={n} {n} study={study.clone()} {when} onclick={&onclick} />
            }
        });
        html! {
            <div key={from} class="ej-talk">
                { head(study, &talk[0]) }
                <div>{ for rows }</div>
            </div>
        }
    });
    html! {
        <>
            if lines.is_empty() {
                <p class="ej-none">{ text::NOTHING_SAID }</p>
            } else {
                <p class="ej-help ej-count-of">{ text::LINE_HINT }</p>
            }
            <div>{ for talks }</div>
        </>
    }
}

/// Who talks: the caller on the left.
fn head(study: &Study, line: &Line) -> Html {
    let (left, right) = match line.side {
        Side::Client => (line.speaker, line.listener),
        Side::Server => (line.listener, line.speaker),
    };
    html! {
        <div class="ej-who">
            <div class="ej-ends">
                <div>{ who(study, left) }</div>
                <div>{ who(study, right) }</div>
            </div>
            <div class="ej-plain">{ text::PLAIN_WORDS }</div>
        </div>
    }
}

/// A host's name and address.
fn who(study: &Study, host: HostId) -> Html {
    let host = study.story.trace.cast.host(host);
    html! { <>{ &host.name }<small>{ host.address.to_string() }</small></> }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Said,
    Now,
    Next,
}

#[derive(Properties)]
struct RowProps {
    study: Rc<Study>,
    n: usize,
    when: When,
    onclick: Callback<usize>,
}

impl PartialEq for RowProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study) && self.n == other.n && self.when == other.when
    }
}

/// One line. A click on it goes there.
#[component]
fn Row(props: &RowProps) -> Html {
    let Some(line) = props.study.story.lines.get(props.n) else {
        return Html::default();
    };
    let onclick = {
        let (onclick, n) = (props.onclick.clone(), props.n);
        Callback::from(move |_: MouseEvent| onclick.emit(n))
    };
    let class = classes!(
        "ej-line",
        (line.side == Side::Server).then_some("is-server"),
        line.message.then_some("is-message"),
        match props.when {
            When::Said => None,
            When::Now => Some("is-now"),
            When::Next => Some("is-next"),
        }
    );
    html! {
        <button type="button" {class} {onclick}
            data-now={(props.when == When::Now).then_some("")}>
            <code><span>{ &line.text }</span></code>
            <span>{ &line.gloss }</span>
        </button>
    }
}
