//! What narrow screens show of the scene, and how the view moves there.

use super::use_box::Size;
use crate::scene::{Rect, SCENE_HEIGHT, SCENE_WIDTH};

/// The whole scene.
pub(super) const WHOLE: Rect = Rect { x: 0, y: 0, width: SCENE_WIDTH, height: SCENE_HEIGHT };

/// How long the view takes to its next place, in milliseconds.
const DURATION: u32 = 600;

/// The shape of the picture on narrow screens (as in the style sheet): width and height.
const SHAPE: (i32, i32) = (452, 472);

/// What is really seen of the scene when it is to show `view`: some more of the sky.
pub(super) fn with_sky(view: Rect) -> Rect {
    let height = (view.width * SHAPE.1 / SHAPE.0).max(view.height);
    Rect { y: view.y + view.height - height, height, ..view }
}

/// What a widget of this size shows of the scene; narrow ones look through the story's `camera`.
pub(super) fn view(size: Size, camera: Rect) -> Rect {
    match size {
        Size::Wide => WHOLE,
        // There is nothing below the names.
        Size::Middle => Rect { height: 444, ..WHOLE },
        // The recipient's key hangs at the very end of the street.
        Size::Narrow if camera.x + camera.width > 1_160 => {
            Rect { width: SCENE_WIDTH - 6 - camera.x, ..camera }
        }
        Size::Narrow => camera,
    }
}

/// A view on its way from one place to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pan {
    from: Rect,
    to: Rect,
    gone: u32,
}

impl Default for Pan {
    fn default() -> Self {
        Self { from: WHOLE, to: WHOLE, gone: DURATION }
    }
}

impl Pan {
    /// Goes to `to` from now on, or is there at once.
    pub(super) fn aim(&mut self, to: Rect, moves: bool) {
        if to == self.to && moves {
            return;
        }
        *self = Self { from: self.now(), to, gone: if moves { 0 } else { DURATION } };
    }

    /// Time has gone by.
    pub(super) fn tick(&mut self, millis: u32) {
        self.gone = (self.gone + millis).min(DURATION);
    }

    /// The view at this moment: it starts and ends gently.
    pub(super) fn now(&self) -> Rect {
        // 3t² - 2t³, in thousandths.
        let t = i64::from(self.gone * 1_000 / DURATION);
        let share = (3 * t * t * 1_000 - 2 * t * t * t) / 1_000_000;
        let between = |a: i32, b: i32| {
            a + i32::try_from(i64::from(b - a) * share / 1_000).unwrap_or_default()
        };
        Rect {
            x: between(self.from.x, self.to.x),
            y: between(self.from.y, self.to.y),
            width: between(self.from.width, self.to.width),
            height: between(self.from.height, self.to.height),
        }
    }
}

/// As the attribute of an SVG element.
pub(super) fn view_box(view: Rect) -> String {
    let numbers = [view.x, view.y, view.width, view.height].map(|n| n.to_string());
    numbers.join(" ")
}
