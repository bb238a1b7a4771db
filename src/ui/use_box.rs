//! How much room the widget has, and whether anybody can see it.

use yew::prelude::*;

use super::browser;
use super::effect::use_effect_on;

/// Follows the element behind `root`: its width in pixels, at first that of the one which stands still
/// in its place, and whether it can be seen. What else is to be watched as long, `more` says: each effect of
/// its own would weigh a thousand bytes in the page.
#[hook]
pub(super) fn use_box<W: 'static>(
    root: &NodeRef,
    more: impl FnOnce() -> W + 'static,
) -> (u32, bool) {
    let width = use_state_eq(browser::first_width);
    let on_screen = use_state_eq(|| true);
    let hidden = use_state_eq(browser::is_hidden);
    {
        let root = root.clone();
        let (width, on_screen, hidden) = (width.setter(), on_screen.setter(), hidden.setter());
        use_effect_on((), move |()| {
            let watches = (
                browser::watch_width(&root, move |now| width.set(now)),
                browser::watch_seen(&root, move |seen| on_screen.set(seen)),
                browser::watch_hidden({
                    let hidden = hidden.clone();
                    move |is| hidden.set(is)
                }),
            );
            // It may have been shown before anybody listened.
            hidden.set(browser::is_hidden());
            let more = more();
            (watches, more)
        });
    }
    (*width, *on_screen && !*hidden)
}
