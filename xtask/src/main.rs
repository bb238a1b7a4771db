//! `cargo xtask`: reads the arguments and hands over to the library.

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::{Result, dist, fuzz, run, serve, shots, test};

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--port N]                 build the page quickly and serve it under the site's policy
  dist                             build the optimised site into dist/ and check its size
  test [--quick] [--no-page] [--no-peers]
                                   run every check, as CI does
       --quick                     only format, lints and core tests, without any set-up
       --no-page                   leave out the built site and the browser tests
       --no-peers                  leave out the tests with real mail software
  fuzz [--seconds N] [TARGET…]     look for input that breaks a promise, N seconds behind each door
  shots [--out DIR] [--at '#x']…   screenshots of the page in all widths, light and dark

  --yes   (every command)          install missing system packages without asking;
                                   CI=true means the same
";

fn main() -> ExitCode {
    let mut args = Args(std::env::args().skip(1).collect());
    match command(&mut args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}

fn command(args: &mut Args) -> Result {
    if args.0.is_empty() || args.flag("--help") || args.flag("-h") {
        print!("{USAGE}");
        return Ok(());
    }
    let name = args.0.remove(0);
    let yes = args.flag("--yes") || run::in_ci();
    match name.as_str() {
        "serve" => {
            let port = match args.option("--port")? {
                Some(text) => {
                    text.parse().map_err(|_| format!("--port {text}: not a port number"))?
                }
                None => 8080,
            };
            args.done()?;
            serve::command(port, yes)
        }
        "dist" => {
            args.done()?;
            dist::command(yes)
        }
        "test" => {
            let scope = test::Scope {
                quick: args.flag("--quick"),
                page: !args.flag("--no-page"),
                peers: !args.flag("--no-peers"),
                yes,
            };
            args.done()?;
            test::command(scope)
        }
        "fuzz" => {
            let seconds = match args.option("--seconds")? {
                Some(text) => text
                    .parse()
                    .map_err(|_| format!("--seconds {text}: not a number of seconds"))?,
                None => fuzz::SECONDS,
            };
            let targets = std::mem::take(&mut args.0);
            if let Some(option) = targets.iter().find(|target| target.starts_with('-')) {
                return Err(format!("not understood here: {option}\n\n{USAGE}"));
            }
            fuzz::command(seconds, &targets)
        }
        "shots" => {
            let out =
                args.option("--out")?.map_or_else(|| run::root().join("shots"), PathBuf::from);
            let mut at = Vec::new();
            while let Some(fragment) = args.option("--at")? {
                at.push(fragment);
            }
            args.done()?;
            let out = std::path::absolute(out).map_err(|error| error.to_string())?;
            shots::command(&out, &at, yes)
        }
        other => Err(format!("there is no command \"{other}\"\n\n{USAGE}")),
    }
}

/// What is left of the command line; each question takes its answer out.
struct Args(Vec<String>);

impl Args {
    /// Whether `name` is there.
    fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|arg| arg != name);
        self.0.len() < before
    }

    /// The word after the first `name`.
    fn option(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.0.iter().position(|arg| arg == name) else {
            return Ok(None);
        };
        if at + 1 == self.0.len() {
            return Err(format!("{name} needs a value"));
        }
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    /// Fails when something was not understood.
    fn done(&self) -> Result {
        match self.0.first() {
            None => Ok(()),
            Some(arg) => Err(format!("not understood here: {arg}\n\n{USAGE}")),
        }
    }
}
