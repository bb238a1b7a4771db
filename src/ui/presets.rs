//! "What could go wrong?"

use yew::prelude::*;

use super::icon::small_icon;
use super::journey::Journey;
use super::live::Live;
use crate::presets::{Ending, PRESETS, Preset};
use crate::text::presets::describe;
use crate::text::ui as text;

/// A chip for each preset.
pub(super) fn presets(live: &Live, journey: &Journey) -> Html {
    let own = journey.is_own();
    let (_, told) = describe(journey.slug);
    html! {
        <section class="ej-what">
            <h4>{ text::WHAT_IF }<span>{ text::WHAT_IF_HINT }</span></h4>
            <div class="ej-chips">
                { for PRESETS.iter().map(|preset| {
                    chip(live, preset, preset.slug == journey.slug && !own)
                }) }
            </div>
            <p class="ej-told">
                if own { <b>{ text::YOUR_OWN }</b>{ ": " } }
                { told }
            </p>
        </section>
    }
}

fn chip(live: &Live, preset: &'static Preset, chosen: bool) -> Html {
    let sign = match preset.ending {
        Ending::Fine => "#ej-ui-check",
        Ending::Mended => "#ej-ui-resend",
        Ending::Retried => "#ej-ui-wait",
        Ending::Forked => "#ej-ui-fork",
    };
    let onclick = {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| live.pick(preset))
    };
    html! {
        <button class="ej-chip" type="button" data-ej={["preset-", preset.slug].concat()} {onclick}
            aria-pressed={chosen.to_string()}>
            { small_icon(sign) }{ describe(preset.slug).0 }
        </button>
    }
}
