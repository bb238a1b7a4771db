//! Where everything stands.

pub(super) mod layout;
pub(super) mod path;
pub(super) mod size;
pub(super) mod street;
