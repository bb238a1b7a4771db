//! The simulated world. One door: a [`model::scenario::Scenario`] goes into [`simulate`], a
//! [`trace::Trace`] comes out.
//!
//! Nothing in here reads a clock, touches a real network, or depends on the order of a hash map:
//! the same scenario always gives the same trace, to the last byte.

pub mod dns;
pub mod event_queue;
pub mod host;
pub mod live_world;
pub mod message;
pub mod net;
pub mod pop3;
pub mod random;
mod simulation;
pub mod smtp;
pub mod stream;
pub mod trace;
mod world;

pub use simulation::{Bounds, simulate, simulate_within};
pub use trace::Trace;
