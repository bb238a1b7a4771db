//! The simulated world. One door: a scenario goes in, a trace comes out.

pub mod address;
pub mod dns;
pub mod message;
pub mod pop3;
pub mod smtp;
pub mod stream;
pub mod time;
