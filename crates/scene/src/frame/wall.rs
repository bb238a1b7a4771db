//! The boxes of the wall.

use crate::rect::Rect;

/// A box of the wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxPose {
    /// The name on its door, shortened to fit.
    pub name: String,
    /// How it is.
    pub state: BoxState,
    /// Where its door is, in whole scene units.
    pub rect: Rect,
}

/// How a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxState {
    /// Closed.
    Closed,
    /// Closed, with the letter in it: yellow.
    Lit,
    /// Open: the key fits.
    Open,
    /// Full: edges of paper, with an octagon.
    Full,
    /// It stays shut: the key did not fit. Yellow, with a bar across and an octagon.
    Locked,
}
