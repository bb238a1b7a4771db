//! How the view moves along the street on narrow screens.

use super::browser::Way;
use super::number::percent;
use scene::Rect;

/// How long the view takes to its next place, in milliseconds.
const DURATION: u32 = 600;

/// It starts and ends gently: 3t² - 2t³, as a style sheet says it.
const GENTLY: &str = "cubic-bezier(.33333,0,.66667,1)";

/// A view on its way along the street.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pan {
    /// Its left edge, where it began.
    from: i32,
    to: Rect,
    /// The scene that it shows a part of.
    scene: Rect,
    /// In milliseconds since the page was opened.
    started: u32,
}

impl Default for Pan {
    fn default() -> Self {
        let nothing = Rect { x: 0, y: 0, width: 0, height: 0 };
        Self { from: 0, to: nothing, scene: nothing, started: 0 }
    }
}

impl Pan {
    /// Goes to `to` from now on, or is there at once. Says whether that is anything new.
    pub(super) fn aim(&mut self, scene: Rect, to: Rect, moves: bool, now: u32) -> bool {
        let same = self.scene == scene && self.to == to;
        if same && (moves || self.from == to.x) {
            return false;
        }
        // In another scene, or through a window of another size, nothing is where it was.
        let comparable = self.scene == scene && Rect { x: to.x, ..self.to } == to;
        let from = if moves && comparable { self.at(now) } else { to.x };
        *self = Self { from, to, scene, started: now };
        true
    }

    /// The way of the scene's box.
    pub(super) fn way(&self) -> Option<Way> {
        self.way_of(|x| transform(Rect { x, ..self.to }, self.scene))
    }

    /// The way of the frame in the strip, which is where it is at the end.
    pub(super) fn finder_way(&self) -> Option<Way> {
        self.way_of(|x| ["translateX(", &(x - self.to.x).to_string(), "px)"].concat())
    }

    fn way_of(&self, transform: impl Fn(i32) -> String) -> Option<Way> {
        let ends = [(0, self.from), (10_000, self.to.x)];
        (self.from != self.to.x).then(|| Way {
            starts: i32::try_from(self.started).unwrap_or(i32::MAX),
            lasts: DURATION,
            easing: GENTLY,
            points: ends.into_iter().map(|(part, x)| (part, transform(x), 100)).collect(),
        })
    }

    /// The left edge of the view at this moment.
    fn at(&self, now: u32) -> i32 {
        let t = i64::from(now.saturating_sub(self.started).min(DURATION) * 1_000 / DURATION);
        let share = (3 * t * t * 1_000 - 2 * t * t * t) / 1_000_000;
        let far = i64::from(self.to.x - self.from);
        self.from + i32::try_from(far * share / 1_000).unwrap_or_default()
    }
}

/// How wide the scene's box is when `view` fills the picture.
pub(super) fn box_width(view: Rect, scene: Rect) -> String {
    percent(scene.width, view.width)
}

/// What brings `view` into the picture: the scene's box stands on the picture's lower edge, on the
/// left.
pub(super) fn transform(view: Rect, scene: Rect) -> String {
    ["translateX(", &percent(-view.x, scene.width), ")"].concat()
}
