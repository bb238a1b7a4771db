//! The build tools that the package registries provide, each in its own folder of the user's cache
//! (`$XDG_CACHE_HOME/email-journey/tools/<name>-<version>/`), found there or installed there.
//! Nothing outside that folder changes, and a tool of the right version is never touched.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, apt, run, stamp};

/// A tool, its version, and how it comes.
pub struct Tool {
    name: &'static str,
    version: &'static str,
    source: Source,
}

enum Source {
    /// `cargo install`, with or without the author's lock file.
    Cargo { package: &'static str, program: &'static str, locked: bool },
    /// The same, built in a hurry and slow; for what has nothing to compute.
    CargoQuick { package: &'static str, program: &'static str },
    /// `npm install`; the program is a script that Node.js runs.
    Npm { package: &'static str, script: &'static str },
}

/// Builds the page.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    source: Source::Cargo { package: "trunk", program: "trunk", locked: true },
};

/// Makes the JavaScript side of the page. Its version must be that of the crate (tested below).
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    // Its lock file may name crates that are too new for a mirror of the registry.
    source: Source::Cargo { package: "wasm-bindgen-cli", program: "wasm-bindgen", locked: false },
};

/// Makes the WebAssembly small.
pub const WASM_OPT: Tool = Tool {
    name: "binaryen",
    version: "132",
    source: Source::Npm { package: "binaryen", script: "binaryen/bin/wasm-opt" },
};

/// Makes scripts and style sheets small.
pub const ESBUILD: Tool = Tool {
    name: "esbuild",
    version: "0.28.2",
    source: Source::Npm { package: "esbuild", script: "esbuild/bin/esbuild" },
};

/// Builds and runs the targets of `fuzz/`.
pub const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "0.13.2",
    source: Source::Cargo { package: "cargo-fuzz", program: "cargo-fuzz", locked: true },
};

/// Checks the dependencies.
pub const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    source: Source::Cargo { package: "cargo-deny", program: "cargo-deny", locked: true },
};

/// Steers Firefox.
pub const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.0",
    source: Source::CargoQuick { package: "geckodriver", program: "geckodriver" },
};

/// What runs in a browser or steers one by JavaScript: its `package-lock.json` names the versions.
const MODULES: &str = "e2e/measure";

/// The compile target of the page.
const TARGET: &str = "wasm32-unknown-unknown";

impl Tool {
    /// The tool's own folder.
    fn folder(&self) -> Result<PathBuf> {
        Ok(cache()?.join("tools").join(format!("{}-{}", self.name, self.version)))
    }

    /// The folder with the tool's programs, for a search path.
    pub fn bin(&self) -> Result<PathBuf> {
        Ok(match self.source {
            Source::Cargo { .. } | Source::CargoQuick { .. } => self.folder()?.join("bin"),
            Source::Npm { .. } => self.folder()?.join("node_modules"),
        })
    }

    /// The tool, ready for arguments.
    pub fn command(&self) -> Result<Command> {
        Ok(match self.source {
            Source::Cargo { program, .. } | Source::CargoQuick { program, .. } => {
                run::command(self.bin()?.join(program))
            }
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

    /// Installs it unless it is there.
    pub fn ensure(&self) -> Result {
        if self.is_ready() {
            return Ok(());
        }
        let folder = self.folder()?;
        let (name, version) = (self.name, self.version);
        println!("Installing {name} {version} (once) into {} …", folder.display());
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        match self.source {
            Source::Cargo { package, locked, .. } => {
                let mut command = self.cargo_install(package, &folder);
                if locked {
                    command.arg("--locked");
                }
                run::run(&mut command)?;
            }
            Source::CargoQuick { package, .. } => {
                let mut command = self.cargo_install(package, &folder);
                command.args(["--debug", "--locked"]).env("CARGO_PROFILE_DEV_DEBUG", "0");
                run::run(&mut command)?;
            }
            Source::Npm { package, .. } => {
                let mut command = run::command("npm");
                command.current_dir(&folder).args([
                    "install",
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    // Nothing of theirs is run at installation.
                    "--ignore-scripts",
                ]);
                run::run(command.arg(format!("{package}@{version}")))?;
            }
        }
        if self.is_ready() {
            Ok(())
        } else {
            Err(format!("{name} was installed but does not answer as version {version}"))
        }
    }
}

impl Tool {
    fn cargo_install(&self, package: &str, folder: &Path) -> Command {
        let mut command = run::cargo();
        command.args(["install", "--force", "--root"]).arg(folder);
        command.arg(format!("{package}@{}", self.version));
        // A target folder meant for this project's build is not the tool's.
        command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
        command
    }
}

/// Everything that building the page needs.
pub fn for_page(yes: bool) -> Result {
    apt::ensure(&[&apt::NODE, &apt::NPM], yes)?;
    ensure_target()?;
    for tool in [&WASM_BINDGEN, &TRUNK, &WASM_OPT, &ESBUILD] {
        tool.ensure()?;
    }
    Ok(())
}

/// The folder with the Node.js modules of the tests, which has the lock file's hash in its name.
pub fn modules() -> Result<PathBuf> {
    let lock = run::read_file(&run::root().join(MODULES).join("package-lock.json"))?;
    let name = format!("modules-{:016x}", stamp::hash(lock.as_bytes()));
    Ok(cache()?.join("tools").join(name).join("node_modules"))
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
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        let from = run::root().join(MODULES).join(name);
        run::write_file(&folder.join(name), run::read_file(&from)?)?;
    }
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    run::run(run::command("npm").current_dir(folder).args(install))
}

/// Everything that compiling for the page needs.
pub fn ensure_target() -> Result {
    let mut rustc = run::command("rustc");
    let libraries = run::read(rustc.args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(&libraries).is_dir() {
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

/// This project's folder in the user's cache.
pub fn cache() -> Result<PathBuf> {
    let base = match (std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")) {
        (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache),
        (_, Some(home)) => PathBuf::from(home).join(".cache"),
        _ => return Err("neither XDG_CACHE_HOME nor HOME is set".to_owned()),
    };
    Ok(base.join("email-journey"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_version_of_the_lock_file() {
        let lock = run::read_file(&run::root().join("Cargo.lock")).unwrap();
        let wanted = format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", WASM_BINDGEN.version);
        assert!(lock.contains(&wanted), "tools.rs and Cargo.lock name different wasm-bindgens");
    }
}
