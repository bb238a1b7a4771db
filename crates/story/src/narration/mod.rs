//! How it is told: each part writes steps and beats into the ledger.
//!
//! - `submission`, `routing`, `delivery`: the three stages;
//! - `failures`, `dsns`, `set_aside`, `mailbox_locked`, `collection`: what a delivery is made of, besides;
//! - `speech`: conversations, or what matters of them, and messages;
//! - `queries`: questions to name servers and their answers;
//! - `ledger`: steps, beats and the moments of lines, one after the other;
//! - `beat_length`: how long things take.

mod collection;
mod dsns;
mod failures;
mod mailbox_locked;
mod queries;
mod set_aside;
mod speech;

pub(crate) mod beat_length;
pub(crate) mod clock_off;
pub(crate) mod delivery;
pub(crate) mod held;
pub(crate) mod ledger;
pub(crate) mod routing;
pub(crate) mod submission;
