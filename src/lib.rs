//! How an email travels from A to B: a real, deterministic simulation of the whole journey, and
//! the story that is told from it.

pub mod sim;
#[cfg(feature = "web")]
pub mod ui;
