//! How much room the widget has, and whether anybody can see it.

use yew::prelude::*;

use super::browser;

/// How wide the widget is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Size {
    /// A phone: the picture shows a part of the scene.
    Narrow,
    /// Room for the whole scene, with short names and without technical lines.
    Middle,
    /// Room for everything.
    #[default]
    Wide,
}

/// Below these widths, in pixels, as in the style sheet.
const NARROW: u32 = 600;
const MIDDLE: u32 = 900;

/// Follows the element behind `root`. Until the first layout its size is not known.
#[hook]
pub(super) fn use_box(root: &NodeRef) -> (Option<Size>, bool) {
    let size = use_state_eq(|| None::<Size>);
    let on_screen = use_state_eq(|| true);
    let hidden = use_state_eq(|| false);
    {
        let root = root.clone();
        let (size, on_screen, hidden) = (size.setter(), on_screen.setter(), hidden.setter());
        use_effect_with((), move |()| {
            let watches = (
                browser::watch_width(&root, move |width| {
                    size.set(Some(match width {
                        0..NARROW => Size::Narrow,
                        NARROW..MIDDLE => Size::Middle,
                        _ => Size::Wide,
                    }));
                }),
                browser::watch_seen(&root, move |seen| on_screen.set(seen)),
                browser::watch_hidden(move |is| hidden.set(is)),
            );
            move || drop(watches)
        });
    }
    (*size, *on_screen && !*hidden)
}
