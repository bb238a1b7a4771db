//! What is on record, as far as a story rests on it: read off the trace and its lines, before
//! anything is told.
//!
//! - `journey`: all of it, in the order in which it is told;
//! - `submission`: how the message was handed in;
//! - `routing`: what the provider found out about the way to a domain;
//! - `smooth`: a delivery without anything in between;
//! - `delivery`: any other, as a row of `milestone`s, with `failure` and `collection` among them;
//! - `group`: the recipients in one domain;
//! - `dialogue`: what was said on one connection;
//! - `pieces`: the packets that carried a message;
//! - `tries`: what a host tries, and what it finds out for it;
//! - `events`: which event was the one.

mod delivery;
mod events;
mod tries;

pub(crate) mod collection;
pub(crate) mod dialogue;
pub(crate) mod failure;
pub(crate) mod group;
pub(crate) mod journey;
pub(crate) mod milestone;
pub(crate) mod pieces;
pub(crate) mod routing;
pub(crate) mod smooth;
pub(crate) mod submission;
