//! The drawers of the card index.

use crate::rect::Rect;

/// A drawer of the card index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawerPose {
    /// What is in it: `root`, `.com`, `allbusiness.com`.
    pub name: String,
    /// Who answers is in this one.
    pub open: bool,
    /// Where its front is, in whole scene units.
    pub rect: Rect,
}
