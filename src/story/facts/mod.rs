//! What is on record, as far as a story rests on it: read off the trace and its lines, before anything
//! is told.
//!
//! - `events`: which event was the one;
//! - `tries`: what a host tries, and what it finds out for it;
//! - `dialogue`: what was said on one connection;
//! - `pieces`: the packets that carried a message;
//! - `group`: the recipients in one domain;
//! - `submission`: how the message was handed in;
//! - `routing`: what the provider found out about the way to a domain;
//! - `smooth`: a delivery without anything in between.

pub(crate) mod dialogue;
pub(crate) mod events;
pub(crate) mod group;
pub(crate) mod pieces;
pub(crate) mod routing;
pub(crate) mod smooth;
pub(crate) mod submission;
pub(crate) mod tries;
