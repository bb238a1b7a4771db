//! The build tools that the package registries provide, each in its own folder of the user's cache
//! (`$XDG_CACHE_HOME/email-journey/tools/<name>-<version>/`), found there or installed there.
//! Nothing outside that folder changes, and a tool of the right version is never touched.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::page_build::{Build, TARGET};
use crate::progress::{self, Step};
use crate::{Result, apt, run, stamp};

/// A tool, its version, and how it comes.
pub struct Tool {
    name: &'static str,
    version: &'static str,
    source: Source,
}

enum Source {
    /// `cargo install` without optimising, which takes a third of the time: these tools compute little.
    Cargo {
        package: &'static str,
        program: &'static str,
        /// With the author's lock file.
        locked: bool,
        /// With the features that the author switches on.
        default_features: bool,
    },
    /// `npm install`; the program is a script that Node.js runs.
    Npm { package: &'static str, script: &'static str },
}

/// Builds the page for those who like it better than `cargo xtask serve`; here, to see that it does.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    // Without what looks for newer versions and speaks TLS.
    source: Source::Cargo {
        package: "trunk",
        program: "trunk",
        locked: true,
        default_features: false,
    },
};

/// Runs the tests in WebAssembly, and makes the glue when Trunk builds. Its version must be that of
/// the crate (tested below).
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    // Its lock file may name crates that are too new for a mirror of the registry.
    source: Source::Cargo {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        locked: false,
        default_features: false,
    },
};

/// Makes the WebAssembly small.
pub const WASM_OPT: Tool = Tool {
    name: "binaryen",
    version: "132",
    source: Source::Npm { package: "binaryen", script: "binaryen/bin/wasm-opt" },
};

/// Joins scripts and style sheets, and makes them small.
pub const ESBUILD: Tool = Tool {
    name: "esbuild",
    version: "0.28.2",
    source: Source::Npm { package: "esbuild", script: "esbuild/bin/esbuild" },
};

/// Builds and runs the targets of `fuzz/`.
pub const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "0.13.2",
    source: Source::Cargo {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        locked: true,
        default_features: true,
    },
};

/// Checks the dependencies.
pub const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    source: Source::Cargo {
        package: "cargo-deny",
        program: "cargo-deny",
        locked: true,
        default_features: true,
    },
};

/// Steers Firefox.
pub const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.0",
    source: Source::Cargo {
        package: "geckodriver",
        program: "geckodriver",
        locked: true,
        default_features: true,
    },
};

/// What runs in a browser or steers one by JavaScript: its `package-lock.json` names the versions.
const MODULES: &str = "e2e/measure";

/// The oldest Node.js that runs what we install with npm.
const OLDEST_NODE: u32 = 18;

impl Tool {
    /// The tool's own folder.
    fn folder(&self) -> Result<PathBuf> {
        Ok(run::cache()?.join("tools").join(format!("{}-{}", self.name, self.version)))
    }

    /// The folder with the tool's programs, for a search path.
    pub fn bin(&self) -> Result<PathBuf> {
        Ok(self.folder()?.join(match self.source {
            Source::Cargo { .. } => "bin",
            Source::Npm { .. } => "node_modules",
        }))
    }

    /// The tool, ready for arguments.
    pub fn command(&self) -> Result<Command> {
        Ok(match self.source {
            Source::Cargo { program, .. } => run::command(self.bin()?.join(program)),
            Source::Npm { script, .. } => {
                let mut command = run::command("node");
                command.arg(self.bin()?.join(script));
                command
            }
        })
    }

    /// Whether it is there and says that it has the right version.
    pub fn is_ready(&self) -> bool {
        let version = self.command().and_then(|mut command| run::read(command.arg("--version")));
        version.is_ok_and(|said| said.split_whitespace().any(|word| word == self.version))
    }

    /// Installs it unless it is there. What is interrupted leaves nothing that looks finished.
    pub fn ensure(&self) -> Result {
        if self.is_ready() {
            return Ok(());
        }
        let (name, version, folder) = (self.name, self.version, self.folder()?);
        println!("Installing {name} {version} (once) into {} …", folder.display());
        let unfinished = folder.with_file_name(format!("{name}-{version}.part"));
        run::make_folder(&unfinished)?;
        run::run(&mut self.install(&unfinished)?)?;
        run::put_in_place(&unfinished, &folder)?;
        if self.is_ready() {
            run::remove_folder(&self.build_folder()?)
        } else {
            Err(format!("{name} was installed but does not answer as version {version}"))
        }
    }

    /// What installs it into this folder.
    fn install(&self, folder: &Path) -> Result<Command> {
        let version = self.version;
        Ok(match self.source {
            Source::Cargo { package, locked, default_features, .. } => {
                let mut command = run::cargo();
                command.args(["install", "--force", "--debug", "--root"]).arg(folder);
                command.arg(format!("{package}@{version}"));
                command.args(locked.then_some("--locked"));
                command.args((!default_features).then_some("--no-default-features"));
                // Goes on where it was when it is interrupted.
                command.arg("--target-dir").arg(self.build_folder()?);
                command.env("CARGO_PROFILE_DEV_DEBUG", "0").env_remove("RUSTFLAGS");
                command
            }
            Source::Npm { package, .. } => {
                let mut command = run::command("npm");
                command.current_dir(folder).args([
                    "install",
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    // Nothing of theirs is run at installation.
                    "--ignore-scripts",
                    // Otherwise npm takes the first folder above that has modules already.
                    "--prefix",
                ]);
                command.arg(folder).arg(format!("{package}@{version}"));
                command
            }
        })
    }

    /// Where it is compiled.
    fn build_folder(&self) -> Result<PathBuf> {
        Ok(run::cache()?.join("build").join(format!("{}-{}", self.name, self.version)))
    }
}

/// The steps that get everything that building the page needs.
pub fn steps_for_page<'a>(how: Build, yes: bool) -> Vec<Step<'a>> {
    let mut steps = vec![
        Step::new("Node.js, and the compile target of WebAssembly", "seconds", move || {
            apt::ensure(&[&apt::NODE, &apt::NPM], yes)?;
            check_node()?;
            ensure_target()
        }),
        Step::new("The libraries that the page is made of", "seconds, about 30 MB", fetch),
    ];
    steps.push(match how {
        Build::Quick => Step::new("esbuild, from npm", "seconds, 10 MB", || ESBUILD.ensure()),
        Build::Page => Step::new("esbuild and Binaryen, from npm", "seconds, 30 MB", || {
            ESBUILD.ensure()?;
            WASM_OPT.ensure()?;
            ensure_std_source();
            Ok(())
        }),
    });
    steps
}

/// Everything that building the page needs.
pub fn for_page(how: Build, yes: bool) -> Result {
    progress::take(steps_for_page(how, yes))
}

/// Says what to do where Node.js is too old.
fn check_node() -> Result {
    let said = run::read(run::command("node").arg("--version"))?;
    let first = said.trim_start_matches('v').split('.').next().unwrap_or_default();
    if first.parse::<u32>().is_ok_and(|version| version >= OLDEST_NODE) {
        return Ok(());
    }
    Err(format!(
        "Node.js is too old here: `node --version` says {said}, and {OLDEST_NODE} or newer is \
         needed. https://nodejs.org has it; put it on the search path before the old one"
    ))
}

/// Gets the crates of `Cargo.lock`, for this machine and for the page.
fn fetch() -> Result {
    let about = run::read(run::command("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("rustc -vV does not say which machine this is")?;
    run::run(run::cargo().args(["fetch", "--locked", "--target", TARGET, "--target", host]))
}

/// The folder with the Node.js modules of the tests, which has the lock file's hash in its name.
pub fn modules() -> Result<PathBuf> {
    let lock = run::read_file(&run::root().join(MODULES).join("package-lock.json"))?;
    let name = format!("modules-{:016x}", stamp::hash(lock.as_bytes()));
    Ok(run::cache()?.join("tools").join(name).join("node_modules"))
}

/// Installs the Node.js modules unless they are there.
pub fn ensure_modules() -> Result {
    let modules = modules()?;
    // npm writes this last.
    if modules.join(".package-lock.json").is_file() {
        return Ok(());
    }
    let folder = modules.parent().unwrap_or(&modules);
    println!("Installing axe-core and puppeteer-core (once) into {} …", folder.display());
    run::make_folder(folder)?;
    for name in ["package.json", "package-lock.json"] {
        let from = run::root().join(MODULES).join(name);
        run::write_file(&folder.join(name), run::read_file(&from)?)?;
    }
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    run::run(run::command("npm").current_dir(folder).args(install))
}

/// Where the sources of the standard library are, if they are there: with them it is built as small as
/// the page itself.
pub fn std_source() -> Option<PathBuf> {
    let sysroot = run::read(run::command("rustc").args(["--print", "sysroot"])).ok()?;
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust");
    source.join("library/Cargo.lock").is_file().then_some(source)
}

/// Adds the sources of the standard library to the toolchain, or says what is lost without them.
fn ensure_std_source() {
    if std_source().is_some() {
        return;
    }
    println!("Adding rust-src to the toolchain …");
    if let Err(error) = run::run(run::command("rustup").args(["component", "add", "rust-src"])) {
        println!(
            "{error}\nWithout the sources of the standard library (rust-src) the page becomes about \
             12 KB larger, and its size is not checked. Everything else is the same."
        );
    }
}

/// Whether the toolchain has the compile target of the page.
pub fn has_target() -> bool {
    let mut rustc = run::command("rustc");
    let libraries = run::read(rustc.args(["--print", "target-libdir", "--target", TARGET]));
    libraries.is_ok_and(|folder| Path::new(&folder).is_dir())
}

/// Adds the compile target of the page to the toolchain.
pub fn ensure_target() -> Result {
    if has_target() {
        return Ok(());
    }
    println!("Adding the compile target {TARGET} …");
    run::run(run::command("rustup").args(["target", "add", TARGET])).map_err(|error| {
        format!("{error}\nThe compile target {TARGET} is missing: add it to your Rust toolchain")
    })
}

/// Formatter and linter of the toolchain.
pub fn ensure_components() -> Result {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if run::read(run::cargo().args([subcommand, "--version"])).is_err() {
            println!("Adding {component} to the toolchain …");
            run::run(run::command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_version_of_the_lock_file() {
        let lock = run::read_file(&run::root().join("Cargo.lock")).unwrap();
        for name in ["wasm-bindgen", "wasm-bindgen-cli-support"] {
            let wanted = format!("name = \"{name}\"\nversion = \"{}\"\n", WASM_BINDGEN.version);
            assert!(lock.contains(&wanted), "tools.rs and Cargo.lock name different {name}s");
        }
    }
}
