//! How an email travels from A to B: a real, deterministic simulation of the whole journey, and
//! the story that is told from it.
//!
//! ```text
//! Scenario ──simulate──▶ Trace ──tell──▶ Story ──frame_at(t)──▶ Frame ──draw──▶ SVG + HTML
//!  (what if)            (what happened)  (how to tell it)       (this instant)
//! ```

pub mod embedding;
pub mod messages;
pub mod player;
pub mod snippet;

#[cfg(feature = "web")]
pub mod ui;
