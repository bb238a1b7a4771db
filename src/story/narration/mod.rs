//! How it is told: each part writes steps and beats into the ledger.
//!
//! - `ledger`: steps, beats and the moments of lines, one after the other;
//! - `pace`: how long beats take;
//! - `speech`: conversations, or what matters of them, and messages;
//! - `queries`: questions to name servers and their answers;
//! - `submission`, `routing`, `delivery`, `collection`, `mailbox_locked`: the parts.

mod collection;
mod mailbox_locked;
mod queries;
mod speech;

pub(crate) mod delivery;
pub(crate) mod ledger;
pub(crate) mod pace;
pub(crate) mod routing;
pub(crate) mod submission;
