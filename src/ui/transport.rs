//! Back, play, next; the slider; the speed.

use yew::prelude::*;

use super::icon::icon;
use super::journey::Journey;
use super::live::Live;
use super::scrubber::scrubber;
use super::use_motion::Nodes;
use crate::player::{Action, Motion, Player, Speed};
use crate::text::ui as text;

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
    html! {
        <div class="ej-transport">
            <div class="ej-keys">
                <button class="ej-btn" type="button" data-ej="back" aria-label={text::BACK}
                    onclick={does(Action::Back)}>
                    { icon("#ej-ui-back") }<span class="ej-name">{ text::BACK }</span>
                </button>
                <button class="ej-btn is-solid" type="button" data-ej="play"
                    onclick={does(Action::Toggle)}>
                    { icon(sign) }<span class="ej-name">{ play }</span>
                </button>
                <button class="ej-btn" type="button" data-ej="next" aria-label={text::NEXT}
                    aria-disabled={at_end.to_string()} onclick={does(Action::Next)}>
                    <span class="ej-name">{ text::NEXT }</span>{ icon("#ej-ui-next") }
                </button>
                <button class="ej-btn ej-narrow-only" type="button" data-ej="speed"
                    aria-label={[text::SPEED, " ", speed(player.speed)].concat()}
                    onclick={does(Action::SetSpeed(player.speed.next()))}>
                    { speed(player.speed) }
                </button>
            </div>
            { scrubber(live, journey, player.at, nodes) }
            <div class="ej-speed" role="group" aria-label={text::SPEED}>
                { for Speed::ALL.iter().map(|each| html! {
                    <button type="button" aria-pressed={(*each == player.speed).to_string()}
                        onclick={does(Action::SetSpeed(*each))}>{ speed(*each) }</button>
                }) }
            </div>
        </div>
    }
}
