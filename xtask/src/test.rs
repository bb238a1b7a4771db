//! `cargo xtask test`: every check, one after the other, with the time each one took.

use std::time::{Duration, Instant};

use crate::compile::{MODULES, Module};
use crate::page_build::{Build, TARGET};
use crate::{Result, browsers, deny, dist, fuzz, peers, run, source_rules, tools, trunk};

/// The package with the static pages.
const PAGES: &str = "email-journey-site";
/// Everything that needs no web crate.
const CORE: [&str; 3] = ["--workspace", "--exclude", PAGES];
/// Lints that fail.
const DENY: [&str; 3] = ["--", "-D", "warnings"];

/// How much to check.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "one for each option of the command")]
pub struct Scope {
    /// Only what needs no set-up.
    pub quick: bool,
    /// Try in browsers what takes hours, too.
    pub full: bool,
    /// Build the site and test it in a browser.
    pub page: bool,
    /// Test the protocol machines against real mail software.
    pub peers: bool,
    /// Install missing system packages without asking.
    pub yes: bool,
}

/// Runs the checks, prints a summary and fails when one of them failed.
pub fn command(scope: Scope) -> Result {
    let mut phases = Phases::default();
    phases.run("set-up", || set_up(scope));
    phases.run("format", || run::run(run::cargo().args(["fmt", "--all", "--check"])));
    phases.run("source rules", source_rules::check_sources);
    phases.run("lints", || {
        run::run(run::cargo().args(["clippy"]).args(CORE).args(["--all-targets"]).args(DENY))
    });
    // Where the page can be compiled at all, a compiler finds most slips in seconds.
    if !scope.quick || tools::has_target() {
        phases.run("lints of the page", || {
            for Module { feature, .. } in MODULES {
                let page = ["clippy", "--target", TARGET, "--features", feature];
                run::run(run::cargo().args(page).args(DENY))?;
            }
            Ok(())
        });
    }
    if !scope.quick {
        phases.run("lints of the static pages", || {
            let pages = ["clippy", "--package", PAGES, "--all-targets"];
            run::run(run::cargo().args(pages).args(DENY))
        });
    }
    phases.run("core tests", || {
        run::run(run::cargo().args(["test"]).args(CORE).args(["--exclude", "e2e"]))
    });
    if !scope.quick {
        phases.run("static pages", || run::run(run::cargo().args(["test", "--package", PAGES])));
        phases.run("fuzzing", fuzz::quick);
        phases.run("dependencies", || deny::check(scope.yes));
        phases.run("documentation", documentation);
        phases.run("tests in WebAssembly", wasm_tests);
    }
    if !scope.quick && scope.page {
        phases.run("site", || dist::build(Build::Page, None));
        let built = phases.last_passed();
        let mut with_site = |name, check: &dyn Fn() -> Result| {
            if built {
                phases.run(name, check);
            } else {
                phases.skip(name);
            }
        };
        with_site("size", &dist::check_size);
        with_site("site built with Trunk", &trunk::check);
        with_site("tests of the harness", &browsers::test_harness);
        for (filter, name) in browsers::ENGINES {
            with_site(name, &|| browsers::test(filter, scope.full));
        }
    }
    if !scope.quick && scope.peers {
        phases.run("set-up of peers", || peers::ensure(scope.yes));
        if phases.last_passed() {
            phases.run("peers", || peers::test(scope.page));
        } else {
            phases.skip("peers");
        }
    } else if !scope.quick {
        peers::print_skipped()?;
    }
    phases.summary()
}

fn set_up(scope: Scope) -> Result {
    tools::ensure_components()?;
    if !scope.quick {
        tools::for_page(Build::Page, scope.yes)?;
        tools::WASM_BINDGEN.ensure()?;
        if scope.page {
            browsers::ensure(scope.yes)?;
        }
    }
    Ok(())
}

/// Builds the documentation of every crate; a broken link fails.
fn documentation() -> Result {
    let page = ["doc", "--no-deps", "--features", "engine", "--target", TARGET];
    let rest = ["doc", "--no-deps", "--workspace", "--exclude", "email-journey"];
    for args in [&page[..], &rest[..]] {
        run::run(run::cargo().args(args).env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(())
}

/// The core gives the same in WebAssembly as it gives natively.
fn wasm_tests() -> Result {
    if !run::root().join("tests/wasm_trace.rs").is_file() {
        println!("There is no tests/wasm_trace.rs yet.");
        return Ok(());
    }
    let runner = tools::WASM_BINDGEN.bin()?.join("wasm-bindgen-test-runner");
    let mut test = run::cargo();
    test.args(["test", "--target", TARGET, "--package", "email-journey", "--test", "wasm_trace"]);
    run::run(test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner))
}

/// What was run so far.
#[derive(Default)]
struct Phases(Vec<Phase>);

struct Phase {
    name: &'static str,
    took: Duration,
    /// `None` when it was left out because an earlier one failed.
    outcome: Option<Result>,
}

impl Phases {
    fn run(&mut self, name: &'static str, check: impl FnOnce() -> Result) {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = check();
        if let Err(message) = &outcome {
            println!("{message}");
        }
        self.0.push(Phase { name, took: start.elapsed(), outcome: Some(outcome) });
    }

    fn skip(&mut self, name: &'static str) {
        self.0.push(Phase { name, took: Duration::ZERO, outcome: None });
    }

    fn last_passed(&self) -> bool {
        self.0.last().is_some_and(|phase| matches!(phase.outcome, Some(Ok(()))))
    }

    /// Prints how it went, and fails unless all is well.
    fn summary(&self) -> Result {
        let count = |wanted: fn(&Phase) -> bool| self.0.iter().filter(|p| wanted(p)).count();
        println!("\n== summary");
        for Phase { name, took, outcome } in &self.0 {
            let word = match outcome {
                Some(Ok(())) => "ok",
                Some(Err(_)) => "FAILED",
                None => "skipped",
            };
            println!("{word:<8} {:>5} s  {name}", took.as_secs());
        }
        let passed = count(|phase| matches!(phase.outcome, Some(Ok(()))));
        let failed = count(|phase| matches!(phase.outcome, Some(Err(_))));
        let skipped = count(|phase| phase.outcome.is_none());
        println!("checks: {passed} passed, {failed} failed, {skipped} skipped");
        if failed == 0 { Ok(()) } else { Err("not every check passed".to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_fails_the_run_and_later_checks_still_run() {
        let mut phases = Phases::default();
        phases.run("bad", || Err("no".to_owned()));
        assert!(!phases.last_passed());
        phases.run("good", || Ok(()));
        assert!(phases.last_passed());
        assert!(phases.summary().is_err());
        phases.0.remove(0);
        assert!(phases.summary().is_ok());
    }
}
