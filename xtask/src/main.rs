//! `cargo xtask`: reads the arguments and hands over to the library.

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::{Result, dist, fuzz, measure, run, serve, shots, test, trunk};

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--port N]                 build the page quickly and serve it under the site's policy
       --check                     ask for the page and all that it needs, as a browser would, and end
  dist [--site ADDRESS]            build the optimised site into dist/ and check its size
       --site https://help.example/email/
                                   where it will be: for search engines and previews in chats
  test [--quick] [--full] [--no-page] [--no-peers]
                                   run every check, as CI does
       --quick                     only format, lints and core tests, without any set-up
       --full                      also every journey in every typeface, and memory that grows in 200
                                   pages: hours
       --no-page                   leave out the built site and the browser tests
       --no-peers                  leave out the tests with real mail software
  fuzz [--seconds N] [TARGET…]     look for input that breaks a promise, N seconds behind each door
       --mutations N               try N changed seeds instead, and say which took longest
  shots [--out DIR]                screenshots of every stage and of what can go wrong
       --at '#x'  --width 360      only there, only as wide (320, 360, 600, 768, 1200), only this
       --look dark                 look (light, dark, light-still, dark-still, paper); repeatable
  measure [weight|load|frames|drag|idle|a11y]…
                                   what the page weighs, how it loads, what it costs to play it, to
                                   drag through it and to leave it alone, and what axe-core finds;
                                   without a word everything
       --net slow4g|DOWN,UP,RTT    the network, in kbit/s and ms
       --cpu 4                     how much slower the processor is
       --runs N  --seconds N       how many runs are counted, how long each one is watched
       --json DIR                  also keep the complete results

  --yes   (every command)          install missing system packages without asking;
                                   CI=true means the same
";

fn main() -> ExitCode {
    let mut args = Args(std::env::args().skip(1).collect());
    match run::stop_on_ctrl_c().and_then(|()| command(&mut args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            if run::stopped() { run::STOPPED_STATUS.into() } else { ExitCode::FAILURE }
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
            let until =
                if args.flag("--check") { serve::Until::Answered } else { serve::Until::Stopped };
            args.done()?;
            serve::command(port, until, yes)
        }
        "dist" => {
            let site = args.option("--site")?;
            args.done()?;
            dist::command(site.as_deref(), yes)
        }
        // Trunk.toml calls it; nobody types it.
        "trunk-pages" => {
            args.done()?;
            trunk::pages()
        }
        "test" => {
            let scope = test::Scope {
                quick: args.flag("--quick"),
                full: args.flag("--full"),
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
            let mutations = args.option("--mutations")?;
            let targets = std::mem::take(&mut args.0);
            if let Some(option) = targets.iter().find(|target| target.starts_with('-')) {
                return Err(format!("not understood here: {option}\n\n{USAGE}"));
            }
            let Some(count) = mutations else { return fuzz::command(seconds, &targets) };
            let count = count
                .parse()
                .map_err(|_| format!("--mutations {count}: not a number of inputs"))?;
            fuzz::mutations(count, &targets)
        }
        "shots" => {
            let out =
                args.option("--out")?.map_or_else(|| run::root().join("shots"), PathBuf::from);
            let mut only = Vec::new();
            for name in ["--at", "--width", "--look"] {
                while let Some(value) = args.option(name)? {
                    only.extend([name.to_owned(), value]);
                }
            }
            args.done()?;
            let out = std::path::absolute(out).map_err(|error| error.to_string())?;
            shots::command(&out, &only, yes)
        }
        "measure" => {
            let json = args.option("--json")?.map(std::path::absolute).transpose();
            let json = json.map_err(|error| error.to_string())?;
            let wishes = measure::Wishes {
                net: args.option("--net")?,
                cpu: args.option("--cpu")?,
                runs: args.option("--runs")?,
                seconds: args.option("--seconds")?,
                json,
                what: args.words(),
                yes,
            };
            args.done()?;
            measure::command(&wishes)
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

    /// Everything that is no option.
    fn words(&mut self) -> Vec<String> {
        let (options, words) = self.0.drain(..).partition(|arg| arg.starts_with('-'));
        self.0 = options;
        words
    }

    /// Fails when something was not understood.
    fn done(&self) -> Result {
        match self.0.first() {
            None => Ok(()),
            Some(arg) => Err(format!("not understood here: {arg}\n\n{USAGE}")),
        }
    }
}
