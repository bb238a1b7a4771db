//! Every line that is said, on two sides, with its meaning.

use std::rc::Rc;

use yew::prelude::*;

use super::browser;
use super::journey::Journey;
use super::live::Live;
use crate::player::Action;
use crate::sim::cast::HostId;
use crate::sim::trace::Side;
use crate::story::conversation::Line;
use crate::text::ui as text;

/// Properties of [`Conversation`].
#[derive(Properties)]
pub(super) struct Props {
    pub live: Live,
    pub journey: Rc<Journey>,
    /// How many lines have been said.
    pub said: usize,
    /// The tab's `id`.
    pub labelled: &'static str,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey) && self.said == other.said
    }
}

/// All lines of all connections, in the order they were said.
#[component]
pub(super) fn Conversation(props: &Props) -> Html {
    let Props { live, journey, said, labelled } = props;
    let pane = use_node_ref();
    {
        let pane = pane.clone();
        use_effect_with(*said, move |_| browser::scroll_to_now(&pane));
    }
    let lines = &journey.story.lines;
    let onclick = {
        let live = live.clone();
        use_callback((), move |n: usize, ()| {
            if let Some(line) = live.journey().story.lines.get(n) {
                live.act(Action::Seek(line.show_at));
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
                <Row key={n} {n} journey={journey.clone()} {when} onclick={&onclick} />
            }
        });
        html! {
            <div key={from} class="ej-talk">
                { head(journey, &talk[0]) }
                <div>{ for rows }</div>
            </div>
        }
    });
    html! {
        <div class="ej-pane" id="ej-pane" role="tabpanel" aria-labelledby={*labelled} tabindex="0"
            ref={&pane}>
            if lines.is_empty() { <p class="ej-none">{ text::NOTHING_SAID }</p> }
            <div>{ for talks }</div>
        </div>
    }
}

/// Who talks: the caller on the left.
fn head(journey: &Journey, line: &Line) -> Html {
    let (left, right) = match line.side {
        Side::Client => (line.speaker, line.listener),
        Side::Server => (line.listener, line.speaker),
    };
    html! {
        <div class="ej-who">
            <div class="ej-ends">
                <div>{ who(journey, left) }</div>
                <div>{ who(journey, right) }</div>
            </div>
            <div class="ej-plain">{ text::PLAIN_WORDS }</div>
        </div>
    }
}

/// A host's name and address.
fn who(journey: &Journey, host: HostId) -> Html {
    let host = journey.story.trace.cast.host(host);
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
    journey: Rc<Journey>,
    n: usize,
    when: When,
    onclick: Callback<usize>,
}

impl PartialEq for RowProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.journey, &other.journey) && self.n == other.n && self.when == other.when
    }
}

/// One line. A click on it goes there.
#[component]
fn Row(props: &RowProps) -> Html {
    let Some(line) = props.journey.story.lines.get(props.n) else {
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
