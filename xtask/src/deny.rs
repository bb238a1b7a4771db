//! What `deny.toml` says about dependencies: their licences, sources and versions, and what is known
//! against them. cargo-deny takes minutes to install, so only an automatic run installs it.

use std::process::Command;

use crate::{Result, run, tools};

/// Checks the dependencies where cargo-deny is there, or may be installed.
pub fn check(install: bool) -> Result {
    let installed = tools::CARGO_DENY.is_ready();
    if !installed && !install {
        println!("Left out: cargo-deny is not installed, and takes minutes to install.");
        println!("`cargo xtask test --yes` installs it.");
        return Ok(());
    }
    tools::CARGO_DENY.ensure()?;
    run::run(deny()?.args(["check", "licenses", "bans", "sources"]))?;
    // The database of advisories lies on the network.
    if let Err(error) = run::read(deny()?.args(["fetch", "db"])) {
        println!("Left out: the advisories, because their database could not be fetched.");
        println!("{}", error.lines().nth(1).unwrap_or_default());
        return Ok(());
    }
    run::run(deny()?.args(["check", "advisories"]))
}

fn deny() -> Result<Command> {
    let mut command = tools::CARGO_DENY.command()?;
    command.args(["--workspace", "--locked", "--log-level", "error"]);
    Ok(command)
}
