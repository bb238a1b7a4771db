//! Every sentence a reader sees, one file per kind, as functions with typed parameters.
//!
//! Nothing in here knows the simulator, the stories or the picture: it is given facts and makes
//! sentences.

pub mod answers;
pub mod brief;
pub mod came_back;
pub mod captions;
pub mod embedding;
pub mod explanation;
pub mod failure_captions;
pub mod gloss;
pub mod glossary;
pub mod hood;
pub mod knowledge;
pub mod links;
pub mod owner;
pub mod packets;
pub mod pages;
pub mod presets;
pub mod scene;
pub mod search;
pub mod serve;
pub mod set_aside;
pub mod site;
pub mod transcript;
pub mod ui;
pub mod units;
pub mod verdict;
