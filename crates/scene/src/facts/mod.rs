//! What is so at one moment of a story: read off the story alone, before anything has its place in
//! the picture.

pub(super) mod beat;
pub(super) mod domains;
pub(super) mod in_play;
pub(super) mod letter;
pub(super) mod moment;
pub(super) mod past;
pub(super) mod registry;
pub(super) mod standing;
pub(super) mod state;
pub(super) mod trouble;
mod turns;
