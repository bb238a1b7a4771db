//! The way of a message.

use crate::Said;

/// One server on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// The server that handed it over.
    pub from: Option<Said<String>>,
    /// The server that took it.
    pub by: Option<Said<String>>,
}
