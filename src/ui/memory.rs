//! Memory, asked for once and not page by page.
//!
//! In `WebKit`, a tag's name once came out as zeros, and an access was once out of bounds. A read from where
//! the memory was before it had grown would explain both; that is not proven. What does not grow while it
//! is at work cannot be read in the wrong place. Should it grow all the same, the page shows the same:
//! `e2e/tests/memory.rs` has it grow around every call of a module and with every frame.

/// Enough for the player: a usual journey takes a third of it.
pub const PLAYER: usize = 4 << 20;

/// Enough for the engine and a usual journey. A large attachment takes more.
pub const ENGINE: usize = 8 << 20;

/// Has the module's memory grow by so many bytes, which are then there for whatever comes.
pub fn reserve(bytes: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
}
