//! How the page is compiled: what for, and how much is made of it.

/// The compile target of the page.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// How to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// For readers: as small as it gets.
    Page,
    /// For whoever is working on it: built again in seconds.
    Quick,
}

impl Build {
    /// The profile of `Cargo.toml` that the modules are compiled with.
    pub fn profile(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Quick => "serve",
        }
    }
}
