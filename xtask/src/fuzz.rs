//! `cargo xtask fuzz`: looks behind the doors of `fuzz/` for input that breaks a promise.
//!
//! With a nightly toolchain and a C++ compiler that is libFuzzer's work. Where one of them is
//! missing, the tests of `fuzz/` try changed seeds for as long: they follow no coverage, so they
//! find less, and it is said so.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, run, tools};

/// How long each target runs unless told otherwise, in seconds.
pub const SECONDS: u64 = 60;

/// How long each target runs in `cargo xtask test`, in seconds.
const QUICK_SECONDS: u64 = 10;

const PACKAGE: &str = "email-journey-fuzz";

/// Longest input that libFuzzer makes, in bytes.
const LONGEST: u32 = 4_096;

/// Runs these targets, or all, each for so many seconds.
pub fn command(seconds: u64, targets: &[String]) -> Result {
    let targets = &chosen(targets)?;
    match missing() {
        None => with_lib_fuzzer(seconds, targets),
        Some(what) => {
            println!("No libFuzzer here, because {what} is missing. Trying changed seeds instead:");
            println!("they follow no coverage, so they find less.");
            with_changed_seeds(seconds, targets)
        }
    }
}

/// Tries so many changed seeds behind each of these doors, or all, on any toolchain, and says which took longest.
pub fn mutations(count: u64, targets: &[String]) -> Result {
    for target in chosen(targets)? {
        let mut command = run::cargo();
        command.args(["run", "--release", "--package", PACKAGE, "--example", "mutations", "--"]);
        run::run(command.args([&target, &count.to_string()]))?;
    }
    Ok(())
}

/// These targets, which there must be, or all.
fn chosen(targets: &[String]) -> Result<Vec<String>> {
    let known = known_targets()?;
    if let Some(unknown) = targets.iter().find(|target| !known.contains(target)) {
        return Err(format!("there is no target \"{unknown}\"; there are {}", known.join(", ")));
    }
    Ok(if targets.is_empty() { known } else { targets.to_vec() })
}

/// The part of `cargo xtask test`: a short time for each target. Without libFuzzer nothing more is
/// tried than the core tests have tried already.
pub fn quick() -> Result {
    match missing() {
        None => with_lib_fuzzer(QUICK_SECONDS, &known_targets()?),
        Some(what) => {
            println!("Left out: libFuzzer, because {what} is missing.");
            println!("The core tests have tried changed seeds behind the same doors.");
            Ok(())
        }
    }
}

/// What libFuzzer needs and is not there.
fn missing() -> Option<&'static str> {
    if run::read(nightly("rustc").arg("--version")).is_err() {
        Some("a nightly toolchain (rustup toolchain install nightly)")
    } else if run::find(&["c++", "g++", "clang++"]).is_none() {
        Some("a C++ compiler")
    } else {
        None
    }
}

/// A program of the nightly toolchain, whatever toolchain runs us.
fn nightly(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = run::command("rustup");
    command.args(["run", "nightly"]).arg(program);
    for inherited in ["CARGO", "RUSTC", "RUSTDOC", "RUSTFLAGS", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(inherited);
    }
    // Where there is none, none is fetched.
    command.env("RUSTUP_AUTO_INSTALL", "0");
    command
}

fn folder() -> PathBuf {
    run::root().join("fuzz")
}

/// The targets by name: one file each.
fn known_targets() -> Result<Vec<String>> {
    let files = run::files(&folder().join("fuzz_targets"))?;
    Ok(files.iter().filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect())
}

fn with_lib_fuzzer(seconds: u64, targets: &[String]) -> Result {
    tools::CARGO_FUZZ.ensure()?;
    let build = folder().join("target");
    println!("Building for libFuzzer (the first time takes some minutes) …");
    // No sanitizer: nothing here is unsafe code, and checks of overflow and assertions are on.
    let mut command = cargo_fuzz("build", &build)?;
    run::run(&mut command)?;
    let mut failed = Vec::new();
    for target in targets {
        println!("{target}: {seconds} s …");
        match look(target, seconds, &build) {
            Ok(found) => println!("{target}: {found}"),
            Err(message) => {
                println!("{message}");
                failed.push(target.as_str());
            }
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("something was found: {}", failed.join(", ")))
    }
}

fn cargo_fuzz(what: &str, build: &Path) -> Result<Command> {
    let mut command = nightly(tools::CARGO_FUZZ.bin()?.join("cargo-fuzz"));
    command.args(["fuzz", what, "--features", "libfuzzer", "--sanitizer", "none"]);
    // Many units, each optimised by itself, compile several times faster and run little slower.
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.args(["--codegen-units", "16", "--target-dir"]).arg(build);
    Ok(command)
}

/// Runs one target; what it did comes out, or what it found.
fn look(target: &str, seconds: u64, build: &Path) -> Result<String> {
    let folder = folder();
    let corpus = folder.join("corpus").join(target);
    std::fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    let dictionary = folder.join("dictionaries").join(format!("{target}.dict"));
    let mut command = cargo_fuzz("run", build)?;
    // What it learns goes into the first folder; the seeds stay as they are.
    command.arg(target).arg(&corpus).arg(folder.join("seeds").join(target)).arg("--");
    command.args([format!("-max_total_time={seconds}"), format!("-max_len={LONGEST}")]);
    command.arg(format!("-dict={}", dictionary.display()));
    command.args(["-timeout=25", "-print_final_stats=1"]);
    let output = command.output().map_err(|error| format!("libFuzzer did not start: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        Ok(summary(&said))
    } else {
        let lines: Vec<&str> = said.lines().collect();
        let end = lines[lines.len().saturating_sub(60)..].join("\n");
        let seeds = format!("fuzz/seeds/{target}/");
        Err(format!("{end}\n{target}: once mended, put the input into {seeds} with a test"))
    }
}

/// What libFuzzer says at the end, in a line.
fn summary(said: &str) -> String {
    let executed = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .map_or("?", str::trim);
    // `#8192 DONE   cov: 123 ft: 456 corp: 78/9Kb lim: 4096 exec/s: 819 rss: 40Mb`
    let done = said.lines().rev().find(|line| line.contains("DONE")).unwrap_or_default();
    let value = |name: &str| {
        let rest = done.split(name).nth(1).unwrap_or("?");
        rest.split_whitespace().next().unwrap_or("?").to_owned()
    };
    let (edges, corpus) = (value("cov: "), value("corp: "));
    format!("{executed} inputs tried, {edges} edges reached, corpus of {corpus}, nothing found")
}

fn with_changed_seeds(seconds: u64, targets: &[String]) -> Result {
    let mut command = run::cargo();
    command.args(["test", "--release", "--package", PACKAGE, "--test", "doors", "--"]);
    command.args(["--nocapture", "--test-threads", "1"]);
    command.args(targets.iter().map(|target| format!("{target}_holds")));
    run::run(command.env("FUZZ_SECONDS", seconds.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_its_files_and_its_test() {
        let manifest = run::read_file(&folder().join("Cargo.toml")).unwrap();
        let doors = run::read_file(&folder().join("tests/doors.rs")).unwrap();
        let targets = known_targets().unwrap();
        assert!(!targets.is_empty());
        for target in targets {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
            assert!(doors.contains(&format!("fn {target}_holds()")), "{target}");
            assert!(folder().join("dictionaries").join(format!("{target}.dict")).is_file());
            assert!(!run::files(&folder().join("seeds").join(target)).unwrap().is_empty());
        }
    }

    #[test]
    fn an_unknown_target_is_named_with_those_there_are() {
        let error = command(1, &["imap".to_owned()]).unwrap_err();
        assert!(error.contains("\"imap\"") && error.contains("pop3, "), "{error}");
    }

    #[test]
    fn what_libfuzzer_says_is_told_in_a_line() {
        let said = "#2\tINITED cov: 5 ft: 5 corp: 1/1b exec/s: 0 rss: 30Mb\n\
                    #81\tDONE   cov: 12 ft: 45 corp: 7/9Kb lim: 4096 exec/s: 40 rss: 40Mb\n\
                    stat::number_of_executed_units: 81\n";
        assert_eq!(
            summary(said),
            "81 inputs tried, 12 edges reached, corpus of 7/9Kb, nothing found"
        );
    }
}
