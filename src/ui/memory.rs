//! Memory, asked for once and not page by page.
//!
//! Each time it grows, a browser may have to move all of it. That it is read rightly however often it
//! grows is shown by `e2e/tests/memory.rs`, which has it grow around every call of a module and with every
//! frame.

/// Enough for the player: a usual journey takes a third of it.
pub const PLAYER: usize = 4 << 20;

/// Enough for the engine and a usual journey. A large attachment takes more.
pub const ENGINE: usize = 8 << 20;

/// Has the module's memory grow by so many bytes, which are then there for whatever comes.
pub fn reserve(bytes: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
}
