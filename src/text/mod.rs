//! Every sentence a reader sees, one file per kind, as functions with typed parameters.
//!
//! Nothing in here depends on the rest: it is given facts and makes sentences.

pub mod brief;
pub mod captions;
pub mod embedding;
pub mod failure_captions;
pub mod gloss;
pub mod glossary;
#[cfg(feature = "web")]
pub mod hood;
pub mod knowledge;
pub mod links;
pub mod owner;
pub mod packets;
#[cfg(feature = "prerender")]
pub mod pages;
pub mod presets;
pub mod scene;
pub mod search;
#[cfg(not(target_arch = "wasm32"))]
pub mod serve;
pub mod site;
pub mod transcript;
#[cfg(feature = "web")]
pub mod ui;
pub mod units;
pub mod verdict;
