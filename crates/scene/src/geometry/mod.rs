//! Where everything stands: in a story at one size ([`layout`]), and at one moment of it ([`stage`]).

mod camera;
pub(super) mod layout;
pub(super) mod path;
mod positions;
pub(super) mod size;
pub(super) mod stage;
pub(super) mod street;
pub(super) mod ways;
