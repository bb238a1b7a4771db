//! What narrow screens show of the scene, and how the view moves there.

use super::browser::Way;
use super::number::percent;
use super::use_box::Size;
use crate::scene::{Rect, SCENE_HEIGHT, SCENE_WIDTH};

/// The whole scene.
pub(super) const WHOLE: Rect = Rect { x: 0, y: 0, width: SCENE_WIDTH, height: SCENE_HEIGHT };

/// How long the view takes to its next place, in milliseconds.
const DURATION: u32 = 600;

/// It starts and ends gently: 3t² - 2t³, as a style sheet says it.
const GENTLY: &str = "cubic-bezier(.33333,0,.66667,1)";

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
    /// In milliseconds since the page was opened.
    started: u32,
}

impl Default for Pan {
    fn default() -> Self {
        Self { from: WHOLE, to: WHOLE, started: 0 }
    }
}

impl Pan {
    /// Goes to `to` from now on, or is there at once. Says whether that is anything new.
    pub(super) fn aim(&mut self, to: Rect, moves: bool, now: u32) -> bool {
        if to == self.to && (moves || self.from == to) {
            return false;
        }
        let from = if moves { self.at(now) } else { to };
        *self = Self { from, to, started: now };
        true
    }

    /// The way of the picture's box, which is as wide as it is at the end.
    pub(super) fn way(&self) -> Option<Way> {
        self.way_of(|view| transform(view, self.to))
    }

    /// The way of the frame in the overview, which is where it is at the end.
    pub(super) fn finder_way(&self) -> Option<Way> {
        self.way_of(|view| {
            let moved = (view.x - self.to.x).to_string();
            ["translateX(", &moved, "px) scaleX(", &ratio(view.width, self.to.width), ")"].concat()
        })
    }

    fn way_of(&self, transform: impl Fn(Rect) -> String) -> Option<Way> {
        let ends = [(0, self.from), (10_000, self.to)];
        (self.from != self.to).then(|| Way {
            starts: i32::try_from(self.started).unwrap_or(i32::MAX),
            lasts: DURATION,
            easing: GENTLY,
            points: ends.into_iter().map(|(part, view)| (part, transform(view), 100)).collect(),
        })
    }

    /// The view at this moment.
    fn at(&self, now: u32) -> Rect {
        let t = i64::from(now.saturating_sub(self.started).min(DURATION) * 1_000 / DURATION);
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

/// How wide the picture's box is when `view` fills the picture.
pub(super) fn box_width(view: Rect) -> String {
    percent(SCENE_WIDTH, view.width)
}

/// What brings `view` into the picture, from a box that is as wide as for `fits` and stands on the
/// picture's lower edge, on the left.
pub(super) fn transform(view: Rect, fits: Rect) -> String {
    let below = SCENE_HEIGHT - view.y - view.height;
    let scaled = |n: i32| i64::from(n) * i64::from(fits.width) / i64::from(view.width.max(1));
    let (x, y) = (percent(-scaled(view.x), SCENE_WIDTH), percent(scaled(below), SCENE_HEIGHT));
    ["translate(", &x, ",", &y, ") scale(", &ratio(fits.width, view.width), ")"].concat()
}

/// `a` to `b`, such as `1.0345`.
fn ratio(a: i32, b: i32) -> String {
    let share = i64::from(a) * 10_000 / i64::from(b.max(1));
    let digits = (10_000 + share % 10_000).to_string();
    [&(share / 10_000).to_string(), ".", &digits[1..]].concat()
}
