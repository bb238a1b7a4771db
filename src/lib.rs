//! The page: how an email travels from A to B, played and explained in the browser.
//!
//! ```text
//! Scenario ──simulate──▶ Trace ──tell──▶ Story ──frame_at(t)──▶ Frame ──draw──▶ SVG + HTML
//!  (what if)            (what happened)  (how to tell it)       (this instant)
//! ```
//!
//! Everything up to the frame is in crates of its own. Without features there is only what needs no
//! browser; `web` adds the player, and `engine` the panels with all that they need to simulate and tell.

pub mod embedder_messages;
pub mod engine_messages;
pub mod player;
pub mod snippet;

#[cfg(feature = "web")]
pub mod ui;
