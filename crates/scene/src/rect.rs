//! A rectangle of the scene.

/// A rectangle in whole scene units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Rect {
    /// The right edge.
    pub const fn right(&self) -> i32 {
        self.x + self.width
    }

    /// The lower edge.
    pub const fn bottom(&self) -> i32 {
        self.y + self.height
    }

    /// The middle between left and right.
    pub const fn middle(&self) -> i32 {
        self.x + self.width / 2
    }

    /// Whether two rectangles have a point in common.
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.shares_width(other) && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether two rectangles have a point in common, seen from above.
    pub const fn shares_width(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right()
    }
}
