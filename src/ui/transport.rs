//! Back, play, next; the slider; the speed.

use yew::prelude::*;

use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use super::scrubber::scrubber;
use super::shape::{self, button, element, words};
use super::use_motion::Nodes;
use crate::player::{Action, Motion, Player, Speed};
use ::text::ui as text;

/// The controls.
pub(super) fn transport(live: &Live, journey: &Journey, player: Player, nodes: &Nodes) -> Html {
    let does = |action: Action| {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| live.act(action))
    };
    let at_end = player.at >= journey.marks.end;
    let (play, sign) = match player.motion {
        Motion::Paused if at_end => (text::REPLAY, "#ej-ui-play"),
        Motion::Paused => (text::PLAY, "#ej-ui-play"),
        _ => (text::PAUSE, "#ej-ui-pause"),
    };
    let speed = |speed: Speed| text::SPEEDS[speed as usize];
    let name = |name: &'static str| element!("span", words(name), "class" = "ej-name");
    html! {
        <div class="ej-transport">
            <div class="ej-keys">
                { button!(
                    does(Action::Back), shape::all([icon("#ej-ui-back"), name(text::BACK)]),
                    "class" = "ej-btn", "data-ej" = "back", "aria-label" = text::BACK,
                ) }
                { button!(
                    does(Action::Toggle), shape::all([icon(sign), name(play)]),
                    "class" = "ej-btn is-solid", "data-ej" = "play",
                ) }
                { button!(
                    does(Action::Next), shape::all([name(text::NEXT), icon("#ej-ui-next")]),
                    "class" = "ej-btn", "data-ej" = "next", "aria-label" = text::NEXT,
                    "aria-disabled" = at_end,
                ) }
                { button!(
                    does(Action::SetSpeed(player.speed.next())), speed(player.speed).into(),
                    "class" = "ej-btn ej-narrow-only", "data-ej" = "speed",
                    "aria-label" = [text::SPEED, " ", speed(player.speed)].concat(),
                ) }
            </div>
            { scrubber(live, journey, player.at, nodes) }
            <div class="ej-speed" role="group" aria-label={text::SPEED}>
                { for Speed::ALL.iter().map(|each| button!(
                    does(Action::SetSpeed(*each)), speed(*each).into(),
                    "aria-pressed" = *each == player.speed,
                )) }
            </div>
        </div>
    }
}
