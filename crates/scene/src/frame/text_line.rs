//! A line of text in the picture.

/// A line of text, around its middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// Its middle.
    pub x: i32,
    /// Its baseline.
    pub y: i32,
    /// The size of its letters.
    pub size: i32,
    /// It is the name; otherwise what a machine says of itself.
    pub name: bool,
    /// How wide it is at most.
    pub width: i32,
}
