//! Screenshots of the page, to be looked at by a person.

use std::path::Path;

use crate::{Result, browsers, dist, run, tools};

/// `cargo xtask shots`: builds the site and lets the browser harness take the pictures.
pub fn command(out: &Path, at: &[String], yes: bool) -> Result {
    tools::for_page(yes)?;
    browsers::ensure_chromium(yes)?;
    dist::build(dist::Build::Page)?;
    let mut shots = run::cargo();
    shots.args(["run", "--quiet", "--package", "e2e", "--bin", "shots", "--", "--out"]).arg(out);
    for fragment in at {
        shots.args(["--at", fragment]);
    }
    run::run(&mut shots)
}
