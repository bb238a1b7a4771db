//! The page's address follows the story, and the story follows the address.

use yew::prelude::*;

use super::browser;
use super::effect::use_effect_on;
use super::live::Live;
use crate::player::Motion;

/// How long the story rests before the address is written, in milliseconds.
const REST: u32 = 1_000;

/// Keeps address and story together, if this page is ours.
#[hook]
pub(super) fn use_address(live: &Live, ours: bool) {
    // What the address says now: the scenario of its entry in the history.
    let written = use_mut_ref(|| live.journey().scenario.clone());
    {
        let (live, written) = (live.clone(), written.clone());
        use_effect_on(ours, move |ours| {
            ours.then(|| {
                browser::watch_fragment(move |fragment| {
                    live.open(&fragment);
                    let written = written.clone();
                    live.when_here(move |live| {
                        written.borrow_mut().clone_from(&live.journey().scenario);
                    });
                })
            })
        });
    }
    let (journey, player) = (live.journey(), live.player());
    let paused = player.motion == Motion::Paused;
    // Another story is written while it plays, too: WebKit goes back to no entry that comes long after a press.
    let written_now = ours && live.used() && (paused || *written.borrow() != journey.scenario);
    let at = if paused { player.at } else { 0 };
    let link = if written_now { journey.link(at) } else { String::new() };
    use_effect_on((written_now, link), move |(written_now, link)| {
        let link = link.clone();
        written_now.then(|| {
            browser::later(REST, move || {
                if browser::fragment() == link {
                    return;
                }
                let new_entry = *written.borrow() != journey.scenario;
                written.borrow_mut().clone_from(&journey.scenario);
                browser::write_fragment(&link, new_entry);
            })
        })
    });
}
