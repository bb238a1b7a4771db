//! The parts of the picture: each of them is drawn from the facts of a moment, on the stage.

pub(super) mod bubble;
pub(super) mod drawers;
pub(super) mod fates;
pub(super) mod flags;
mod host_names;
pub(super) mod hosts;
mod labels;
mod marks;
pub(super) mod routes;
pub(super) mod tokens;
pub(super) mod wall;
