//! What the picture shows of the scene, and how the view moves on narrow screens.

use crate::scene::{Layout, Rect};

/// How long the view takes to its next place, in milliseconds.
const DURATION: u32 = 600;

/// How high the picture is in a widget of this width, in pixels, as in the style sheet: it depends
/// on nothing else.
const fn height(width: u32) -> u32 {
    match width {
        0..360 => 222,
        360..600 => 248,
        600..780 => 260,
        780..1200 => width / 3,
        _ => 400,
    }
}

/// What a widget of this width shows of the scene: exactly what its picture has room for. On narrow
/// screens the story's `camera` is in the middle of it, as far as the street goes; elsewhere it is
/// all of the scene, with some more of the sky.
pub(super) fn view(layout: &Layout, camera: Rect, width: u32) -> Rect {
    let scene = layout.scene();
    let [width, height] = [width.max(1), height(width)].map(|n| i32::try_from(n).unwrap_or(1));
    if layout.size().pans() {
        let seen = scene.height * width / height;
        let x = camera.middle() - seen / 2;
        let last = scene.width - seen;
        let x = if last < 0 { last / 2 } else { x.clamp(0, last) };
        return Rect { x, width: seen, ..scene };
    }
    let seen = scene.width * height / width;
    Rect { y: scene.height - seen, height: seen, ..scene }
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
        let nothing = Rect { x: 0, y: 0, width: 1, height: 1 };
        Self { from: nothing, to: nothing, gone: DURATION }
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
