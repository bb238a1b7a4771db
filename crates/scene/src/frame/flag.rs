//! The few words above a host.

use super::host::Mark;
use crate::place::PlaceId;
use crate::rect::Rect;

/// A few words above a host, with a sign before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Above whom.
    pub place: PlaceId,
    /// The sign.
    pub mark: Mark,
    /// The words.
    pub text: String,
    /// The size of its letters.
    pub size: i32,
    /// Where it is, in whole scene units.
    pub rect: Rect,
    /// Where its point goes.
    pub points: Points,
}

/// Where a flag points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// To its host, above which it is (or below, where that hangs in the sky).
    AtHost,
    /// To the left, where its host is out of view.
    Left,
    /// To the right.
    Right,
}
