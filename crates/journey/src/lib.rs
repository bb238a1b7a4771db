//! A journey from one end to the other, without a page: chosen, simulated, told, and handed on as a link, a
//! file, or real servers.
//!
//! ```text
//! Scenario ──simulate──▶ Trace ──tell──▶ Story ──compile──▶ CompiledStory
//! (what if)         (what happened)  (how to tell it)   (what the page plays)
//! ```

pub mod answers;
pub mod compile;
#[cfg(not(target_arch = "wasm32"))]
pub mod explanation;
pub mod export;
pub mod retelling;
#[cfg(not(target_arch = "wasm32"))]
pub mod scenario_file;
pub mod search;
#[cfg(not(target_arch = "wasm32"))]
pub mod serve;
pub mod share_link;
pub mod switches;
pub mod way_taken;
pub mod whose_move;
