//! The page's two modules: Rust compiled to WebAssembly, and the JavaScript glue between each of them
//! and the browser.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::page_build::{Build, TARGET};
use crate::{Result, guard, run, tools};

/// The programs of `src/bin/` that are in the page: the player and the engine.
pub const MODULES: [Module; 2] =
    [Module { name: "app", feature: "web" }, Module { name: "panels", feature: "engine" }];

/// A program that is in the page.
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// The feature that it is built with.
    pub feature: &'static str,
}

/// Compiles the modules. Returns the folder that they are in.
pub fn compile(how: Build) -> Result<PathBuf> {
    for module in &MODULES {
        compile_module(module, how)?;
    }
    Ok(run::target_folder()?.join(TARGET).join(how.profile()))
}

/// Compiles one of them alone: together, each would have the features of both, and the player would bring
/// the simulator along.
fn compile_module(module: &Module, how: Build) -> Result {
    let cargo = || {
        let mut cargo = run::cargo();
        cargo.args(["build", "--locked", "--target", TARGET, "--profile", how.profile()]);
        cargo.args(["--package", "email-journey", "--features", module.feature]);
        cargo.args(["--bin", module.name]);
        cargo
    };
    match how {
        Build::Quick => run::run(&mut cargo())?,
        Build::Page => {
            let std = tools::std_source();
            let small = run::run(optimise(&mut cargo(), std.as_deref())?);
            // The options for that are not stable: another compiler may not know them, and then the page
            // is a tenth larger, but there is one. What is wrong in the page itself fails again.
            if std.is_some() && small.is_err() && !run::stopped() {
                println!(
                    "Compiled again with the standard library as it comes: the page is larger."
                );
                run::run(optimise(&mut cargo(), None)?)?;
            } else {
                small?;
            }
        }
    }
    Ok(())
}

/// Writes the modules and their glue into `site`, each as `<name>_bg.wasm` and `<name>.js`.
pub fn link(compiled: &Path, site: &Path) -> Result {
    for Module { name, .. } in MODULES {
        make_glue(&compiled.join(format!("{name}.wasm")), site)?;
        guard::guard(&site.join(format!("{name}.js")), name)?;
    }
    Ok(())
}

/// Has cargo make the page as small as it gets, and the same wherever it is made; `std` is the folder
/// with the sources of the standard library, where that is to be compiled too.
fn optimise<'c>(cargo: &'c mut Command, std: Option<&Path>) -> Result<&'c mut Command> {
    let mut flags = same_paths()?;
    if let Some(std) = std {
        flags.push(remapped(std, "/rustc"));
        // A panic is a trap (`guard.rs` tells of it): without words for the console, which are a
        // twelfth of the module.
        flags.extend(["-Zunstable-options", "-Cpanic=immediate-abort"].map(OsString::from));
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        // The standard library is of the same compiler, and these options are tested with it.
        cargo.env("RUSTC_BOOTSTRAP", "1");
    }
    // There may be spaces in them.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join(std::ffi::OsStr::new("\u{1f}")));
    Ok(cargo)
}

/// Options with which what is compiled is the same wherever the sources lie.
pub fn same_paths() -> Result<Vec<OsString>> {
    // Libraries name the places of their sources.
    let mut flags: Vec<OsString> = registries()?.iter().map(|path| remapped(path, "")).collect();
    flags.push(remapped(run::root(), "."));
    Ok(flags)
}

fn remapped(from: &Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(from);
    flag.push("=");
    flag.push(to);
    flag
}

/// The folders with the sources of libraries, one for each registry.
fn registries() -> Result<Vec<PathBuf>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.unwrap_or_default().join("registry/src");
    let fail = |error: std::io::Error| format!("{}: {error}", sources.display());
    // Libraries that lie in the repository of whoever builds have none.
    if !sources.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&sources).map_err(fail)?;
    entries.map(|entry| Ok(entry.map_err(fail)?.path())).collect()
}

/// Has wasm-bindgen make the glue of a module, and the module that goes with it.
fn make_glue(compiled: &Path, site: &Path) -> Result {
    let fail = |error| format!("wasm-bindgen cannot use {}: {error:#}", compiled.display());
    let mut bindgen = Bindgen::new();
    bindgen.web(true).map_err(fail)?.typescript(false).input_path(compiled);
    bindgen.generate(site).map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody who builds with Trunk gets the same modules.
    #[test]
    fn the_page_asks_trunk_for_the_same_modules() {
        let page = run::read_file(&run::root().join("index.html")).unwrap();
        let asked = |line: &&str| line.contains("data-trunk rel=\"rust\"");
        assert_eq!(page.lines().filter(asked).count(), MODULES.len());
        for Module { name, feature } in MODULES {
            let module = format!("data-bin=\"{name}\"");
            let mut lines = page.lines().filter(asked);
            let line = lines.find(|line| line.contains(&module)).expect(name);
            assert!(line.contains(&format!("data-cargo-features=\"{feature}\"")), "{line}");
        }
        assert!(page.contains("data-trunk rel=\"copy-dir\" href=\"static\""));
    }
}
