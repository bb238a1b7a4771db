//! What somebody says.

/// What somebody says, and where there is room for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bubble {
    /// Who: the middle of the speaker, in whole scene units.
    pub tail_x: i32,
    /// The top of the speaker, in whole scene units.
    pub tail_y: i32,
    /// From where to where the bubble may reach.
    pub from: i32,
    /// See [`Bubble::from`].
    pub until: i32,
    /// Its lower edge at most.
    pub edge: i32,
    /// On which side its speaker is.
    pub tail: Tail,
    /// The speaker says no, for good.
    pub refuses: bool,
    /// The line as it goes over the wire (one line; longer replies end in an ellipsis).
    pub line: String,
    /// What it means.
    pub gloss: String,
}

/// Where somebody who speaks is, seen from the bubble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Below it.
    Below,
    /// On its left.
    Left,
    /// On its right.
    Right,
    /// Not near enough for a tail: a line leads there, as an SVG path in whole scene units.
    Apart(String),
}
