//! The cables and lines between places.

use super::text_line::TextLine;
use crate::place::PlaceId;

/// A route between two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutePose {
    /// From where.
    pub from: PlaceId,
    /// To where.
    pub to: PlaceId,
    /// Its line as an SVG path, in whole scene units.
    pub path: String,
    /// Its two ends on the street (or at the card index), in whole scene units.
    pub ends: [(i32, i32); 2],
    /// How far below the street it lies; nothing for the line to the card index.
    pub depth: Option<i32>,
    /// How it is.
    pub state: RouteState,
    /// What is spoken on it, with an arrow while something travels, where there is room for it.
    pub tag: Option<TextLine>,
    /// Which way something travels on it, if it does: as from `from` to `to`?
    pub forward: Option<bool>,
    /// One of its ends is away.
    pub away: bool,
}

/// How a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteState {
    /// Not used yet: dots.
    Idle,
    /// In use: thick, with direction.
    Live,
    /// Used before: thin.
    Used,
    /// It ends at a no: solid, with an octagon at the far end (`to`).
    Refused,
    /// It ends at a "not now": solid, in the colour of what waits.
    PutOff,
    /// A report went back on it: dashes.
    Return,
    /// A report goes back on it now: thick dashes, with direction.
    Returning,
    /// Nobody answers on it, or it is waited for: short dashes, with a clock.
    Waiting,
}
