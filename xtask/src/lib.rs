//! Developer commands: everything `cargo xtask` does. `main.rs` only reads the arguments.
//!
//! [`serve`] is also what the browser tests serve the page with, so that developers, tests and
//! screenshots see the same page under the same policy.

#![expect(clippy::missing_errors_doc, reason = "`Result` says it once for all of them")]

pub mod apt;
pub mod browsers;
pub mod budget;
pub mod compile;
pub mod compression;
pub mod deny;
pub mod dist;
pub mod extras;
pub mod fuzz;
pub mod guard;
pub mod kept_release;
pub mod links;
pub mod measure;
pub mod page_build;
pub mod peers;
pub mod policy;
pub mod progress;
pub mod release;
pub mod run;
pub mod serve;
pub mod short_names;
pub mod shots;
pub mod source_rules;
pub mod stamp;
pub mod test;
pub mod third_party;
pub mod tools;
pub mod trunk;

/// What a developer command ends with: an error is a sentence for the person at the terminal.
pub type Result<T = ()> = std::result::Result<T, String>;
