//! The page's address follows the story, and the story follows the address.

use yew::prelude::*;

use super::browser;
use super::live::Live;
use crate::player::Motion;
use crate::sim::scenario::Parts;

/// How long the story rests before the address is written, in milliseconds.
const REST: u32 = 1_000;

/// Keeps address and story together, if this page is ours.
#[hook]
pub(super) fn use_address(live: &Live, ours: bool) {
    // What the address says now: the scenario of its entry in the history.
    let written = use_mut_ref(|| {
        let journey = live.journey();
        (journey.slug, journey.parts.clone())
    });
    {
        let (live, written) = (live.clone(), written.clone());
        use_effect_with(ours, move |ours| {
            let watch = ours.then(|| {
                browser::watch_fragment(move |fragment| {
                    live.open(&fragment);
                    let journey = live.journey();
                    *written.borrow_mut() = (journey.slug, journey.parts.clone());
                    live.redraw();
                })
            });
            move || drop(watch)
        });
    }
    let (journey, player) = (live.journey(), live.player());
    let rests = ours && live.used() && player.motion == Motion::Paused;
    let link = if rests { journey.link(&player).fragment } else { String::new() };
    use_effect_with((rests, link), move |(rests, link)| {
        let link = link.clone();
        let timer = rests.then(|| {
            browser::later(REST, move || {
                if browser::fragment() == link {
                    return;
                }
                let now: (&'static str, Parts) = (journey.slug, journey.parts.clone());
                let new_entry = *written.borrow() != now;
                *written.borrow_mut() = now;
                browser::write_fragment(&link, new_entry);
            })
        });
        move || drop(timer)
    });
}
