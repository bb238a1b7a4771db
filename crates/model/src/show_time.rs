//! The time in which a story is told, and the moments of it that a player goes to.

/// Show time, in milliseconds from the beginning of the story.
pub type ShowTime = u32;

/// What the player needs to know of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// When the picture turns to each step. Increasing.
    pub turns: Vec<ShowTime>,
    /// Where each step rests: the moment at which all that it tells has happened. Increasing.
    pub rests: Vec<ShowTime>,
    /// The end of the story.
    pub end: ShowTime,
}

impl Marks {
    /// The step that comes next: when the picture turns to it, and where it rests. What the first
    /// one tells stands there from the beginning, so that at the beginning the second one is next.
    pub fn next(&self, at: ShowTime) -> Option<(ShowTime, ShowTime)> {
        let after = self.rests.partition_point(|rest| *rest <= at);
        let next = if after == 0 && self.rests.len() > 1 { 1 } else { after };
        let rest = *self.rests.get(next)?;
        Some((self.turns.get(next).copied().unwrap_or(at), rest))
    }
}
