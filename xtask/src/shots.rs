//! Screenshots of the page, to be looked at by a person.

use std::path::Path;

use crate::page_build::Build;
use crate::{Result, browsers, dist, run};

/// `cargo xtask shots`: builds the site and lets the browser harness take the pictures.
///
/// `only` are the harness's own options, which narrow down what is taken: `--at`, `--width`, `--look`.
pub fn command(out: &Path, only: &[String], yes: bool) -> Result {
    browsers::ensure_chromium(yes)?;
    dist::make(Build::Page, None, yes)?;
    let mut shots = run::cargo();
    shots.args(["run", "--quiet", "--package", "e2e", "--bin", "shots", "--", "--out"]).arg(out);
    run::run(shots.args(only))
}
