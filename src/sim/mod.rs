//! The simulated world. One door: a [`scenario::Scenario`] goes into [`simulate`], a
//! [`trace::Trace`] comes out.
//!
//! Nothing in here reads a clock, touches a real network, or depends on the order of a hash map:
//! the same scenario always gives the same trace, to the last byte.

pub mod address;
pub mod byte_size;
pub mod cast;
pub mod condition;
pub mod dns;
pub mod event_queue;
pub mod host;
pub mod message;
pub mod net;
pub mod owner;
pub mod parts;
pub mod pop3;
pub mod random;
pub mod scenario;
pub mod server_names;
pub mod smtp;
pub mod stream;
pub mod time;
pub mod trace;
pub mod world;

pub use condition::Condition;
pub use parts::Parts;
pub use scenario::Scenario;
pub use trace::Trace;
pub use world::simulate;
