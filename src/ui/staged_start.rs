//! The start in stages: a slow machine answers between them.

use yew::prelude::*;

use super::browser;
use super::effect::use_effect_on;

/// How much of the widget is drawn, in the order in which it comes. Each stage has all that came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Drawn {
    /// Nothing of it.
    Nothing,
    /// Its frame, which is measured.
    Frame,
    /// The bar above the picture.
    TopBar,
    /// The caption below it.
    Caption,
    /// All that is pressed or read further below.
    Controls,
    /// The picture, as it stands.
    Picture,
    /// All.
    Whole,
}

impl Drawn {
    /// The next stage, if there is one.
    const fn next(self) -> Option<Self> {
        match self {
            Self::Nothing => Some(Self::Frame),
            Self::Frame => Some(Self::TopBar),
            Self::TopBar => Some(Self::Caption),
            Self::Caption => Some(Self::Controls),
            Self::Controls => Some(Self::Picture),
            Self::Picture => Some(Self::Whole),
            Self::Whole => None,
        }
    }
}

/// How much of the widget is drawn. At first one stage follows the other; what stands still in the page
/// is shown until all are there.
#[hook]
pub(super) fn use_staged_start() -> Drawn {
    let drawn = use_state_eq(|| Drawn::Nothing);
    let set = drawn.setter();
    use_effect_on(*drawn, move |drawn| {
        let timer = drawn.next().map(|next| browser::later(0, move || set.set(next)));
        if timer.is_none() {
            browser::mark_ready();
        }
        timer
    });
    *drawn
}
