//! Switches for what could go wrong, on the reader's own journey.

use std::mem::discriminant;

use yew::prelude::*;

use crate::sim::scenario::{Condition, Parts};
use crate::text::ui as text;

/// The switches, in the order of [`text::SWITCHES`]. All are about the first recipient, or the way
/// from the sender's computer.
const SWITCHES: [Condition; text::SWITCHES.len()] = [
    Condition::NoSuchPerson { recipient: 0 },
    Condition::NoSuchDomain { recipient: 0 },
    Condition::BoxFull { recipient: 0, hours: Some(26) },
    Condition::ServerDown { recipient: 0, minutes: Some(40), silent: false },
    Condition::Greylisted { recipient: 0 },
    Condition::RefusedAsSpam { recipient: 0 },
    Condition::SizeLimit { recipient: 0, kilobytes: 1 },
    Condition::WrongPassword { recipient: 0 },
    Condition::PacketLost { hop: 0, packet: 2 },
];

/// Whether two conditions differ in their figures only.
fn alike(a: &Condition, b: &Condition) -> bool {
    discriminant(a) == discriminant(b) && a.recipient() == b.recipient() && a.hop() == b.hop()
}

/// The conditions after switch `n` was pressed.
pub(super) fn switched(parts: &Parts, n: usize) -> Parts {
    let mut parts = parts.clone();
    if let Some(switch) = SWITCHES.get(n) {
        let before = parts.conditions.len();
        parts.conditions.retain(|condition| !alike(condition, switch));
        if parts.conditions.len() == before {
            parts.conditions.push(*switch);
        }
    }
    parts
}

/// The list; `problem` says why the last press was refused.
pub(super) fn conditions(
    parts: &Parts,
    pressed: &Callback<usize>,
    problem: Option<String>,
) -> Html {
    let first = parts.recipients.first().map(ToString::to_string).unwrap_or_default();
    let switch = |(n, name): (usize, &'static str)| {
        let id = ["own-wrong-", &n.to_string()].concat();
        let onchange = {
            let pressed = pressed.clone();
            Callback::from(move |_: Event| pressed.emit(n))
        };
        let checked = parts.conditions.iter().any(|condition| alike(condition, &SWITCHES[n]));
        html! {
            <label class="ej-switch">
                <input type="checkbox" data-ej={id} {checked} {onchange} />
                { name }
            </label>
        }
    };
    html! {
        <fieldset class="ej-switches is-wide">
            <legend>{ text::wrong_for(&first) }</legend>
            <div>{ for text::SWITCHES.into_iter().enumerate().map(switch) }</div>
            <p class="ej-error" aria-live="polite">{ problem.unwrap_or_default() }</p>
        </fieldset>
    }
}
