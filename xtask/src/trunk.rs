//! For those who build with Trunk: `trunk serve` shows the whole page too. What is left to
//! `cargo xtask dist` is what a server gains from: small files, names that follow their content, headers.

use std::path::{Path, PathBuf};

use crate::{Result, compile, dist, guard, links, run, tools};

/// Where Trunk says that it is building.
const STAGING: &str = "TRUNK_STAGING_DIR";

/// `cargo xtask trunk-pages`: writes the static pages into what Trunk has built. `Trunk.toml` has it run
/// after each build.
pub fn pages() -> Result {
    let staging = std::env::var_os(STAGING).map(PathBuf::from);
    let staging = staging.ok_or_else(|| format!("Trunk runs this; ${STAGING} is not set"))?;
    for compile::Module { name, .. } in compile::MODULES {
        guard::guard(&staging.join(format!("{name}.js")), name)?;
    }
    dist::pages(&staging, None)
}

/// Builds with Trunk, and looks whether the page is complete.
pub fn check() -> Result {
    tools::TRUNK.ensure()?;
    tools::WASM_BINDGEN.ensure()?;
    let site = run::target_folder()?.join("trunk");
    let mut trunk = tools::TRUNK.command()?;
    trunk.args(["build", "--skip-version-check", "--dist"]).arg(&site);
    // Trunk would fetch another one that is not on the search path.
    trunk.env("PATH", run::path_with(&[tools::WASM_BINDGEN.bin()?])?);
    // Trunk reads this variable and wants "true" or "false" in it, and CI systems write "1".
    run::run(trunk.env_remove("NO_COLOR"))?;
    links::check(&site)?;
    complete(&site, &dist::folder())
}

/// Fails when a page, a picture or a story of the site that we build is not in Trunk's.
fn complete(trunk: &Path, ours: &Path) -> Result {
    let mut lost = Vec::new();
    for file in run::files(ours)? {
        let name = file.strip_prefix(ours).unwrap_or(&file);
        let is = |extension: &str| name.extension().is_some_and(|it| it == extension);
        // The folder of stories has a hash in its name.
        let there = if is("bin") {
            trunk.join("stories").join(name.file_name().unwrap_or_default())
        } else {
            trunk.join(name)
        };
        if (is("html") || is("png") || is("bin")) && !there.is_file() {
            lost.push(there.display().to_string());
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(format!("Trunk left out {}", lost.join(", "))) }
}
