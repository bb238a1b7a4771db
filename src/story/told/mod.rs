//! A story as it is told: plain data, which can be stored and sent.
//!
//! - `story`: the whole, and what is so at a moment of show time;
//! - `step`: what a reader takes in at a time;
//! - `beat`: one movement of the picture;
//! - `line`: what somebody says;
//! - `overview`: who appears, and what is known of the whole.

pub(crate) mod beat;
pub(crate) mod line;
pub(crate) mod overview;
pub(crate) mod step;
pub(crate) mod story;
