//! `cargo xtask`: reads the arguments and hands over to the library. `--help` is made of the comments here.

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

use xtask::{Result, dist, fuzz, measure, release, run, serve, shots, test, trunk};

/// Developer commands
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Install missing system packages without asking; CI=true means the same
    #[arg(long, global = true)]
    yes: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Build the page quickly and serve it under the site's policy
    Serve {
        /// The port to serve it at
        #[arg(long, value_name = "N", default_value_t = 8080)]
        port: u16,
        /// Ask for the page and all that it needs, as a browser would, and end
        #[arg(long)]
        check: bool,
    },
    /// Build the optimised site into dist/ and check its size
    Dist {
        /// Where it will be: for search engines and previews in chats
        #[arg(long, value_name = "ADDRESS")]
        site: Option<String>,
    },
    /// Make what is handed out, into release/: the site, the npm package, the program
    Release {
        /// Make it a second time, from nothing in another folder, and compare every byte
        #[arg(long)]
        twice: bool,
        /// Keep what later releases are tried with, in e2e/releases/
        #[arg(long)]
        keep: bool,
    },
    /// What Trunk.toml calls; nobody types it
    #[command(hide = true)]
    TrunkPages,
    /// Run every check, as CI does
    Test {
        /// Only format, lints and core tests, without any set-up
        #[arg(long)]
        quick: bool,
        /// Also every journey in every typeface, and memory that grows in 200 pages: hours
        #[arg(long)]
        full: bool,
        /// Leave out the built site and the browser tests
        #[arg(long)]
        no_page: bool,
        /// Leave out the tests with real mail software
        #[arg(long)]
        no_peers: bool,
    },
    /// Look for input that breaks a promise
    Fuzz {
        /// How long to look behind each door
        #[arg(long, value_name = "N", default_value_t = fuzz::SECONDS)]
        seconds: u64,
        /// Try N changed seeds instead, and say which took longest
        #[arg(long, value_name = "N", conflicts_with = "seconds")]
        mutations: Option<u64>,
        /// The doors; all of them if none is named
        targets: Vec<String>,
    },
    /// Screenshots of every stage and of what can go wrong
    Shots {
        /// The folder that they are put into; shots/ unless told otherwise
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Only there, such as '#x'; repeatable
        #[arg(long, value_name = "PLACE")]
        at: Vec<String>,
        /// Only as wide: 320, 360, 600, 768, 1200; repeatable
        #[arg(long, value_name = "PIXELS")]
        width: Vec<String>,
        /// Only this look: light, dark, light-still, dark-still, paper; repeatable
        #[arg(long)]
        look: Vec<String>,
    },
    /// What the page weighs, how it loads, what it costs to play it, to drag through it and to leave it alone, and what
    /// axe-core finds
    Measure {
        /// weight, load, frames, drag, idle, a11y; everything if nothing is named
        what: Vec<String>,
        /// The network, in kbit/s and ms: slow4g, or DOWN,UP,RTT
        #[arg(long)]
        net: Option<String>,
        /// How much slower the processor is, such as 4
        #[arg(long)]
        cpu: Option<String>,
        /// How many runs are counted
        #[arg(long, value_name = "N")]
        runs: Option<String>,
        /// How long each one is watched
        #[arg(long, value_name = "N")]
        seconds: Option<String>,
        /// Also keep the complete results there
        #[arg(long, value_name = "DIR")]
        json: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // There is nobody left to tell where this fails.
            let _ = error.print();
            let is_asked = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            let is_wrong = error.use_stderr() && !is_asked;
            return if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    match run::stop_on_ctrl_c().and_then(|()| command(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            if run::stopped() { run::STOPPED_STATUS.into() } else { ExitCode::FAILURE }
        }
    }
}

fn command(arguments: Arguments) -> Result {
    let yes = arguments.yes || run::in_ci();
    match arguments.command {
        Command::Serve { port, check } => {
            let until = if check { serve::Until::Answered } else { serve::Until::Stopped };
            serve::command(port, until, yes)
        }
        Command::Dist { site } => dist::command(site.as_deref(), yes),
        Command::Release { twice, keep } => release::command(twice, keep, yes),
        Command::TrunkPages => trunk::pages(),
        Command::Test { quick, full, no_page, no_peers } => {
            test::command(test::Scope { quick, full, page: !no_page, peers: !no_peers, yes })
        }
        Command::Fuzz { seconds, mutations, targets } => match mutations {
            Some(count) => fuzz::mutations(count, &targets),
            None => fuzz::command(seconds, &targets),
        },
        Command::Shots { out, at, width, look } => {
            let out = std::path::absolute(out.unwrap_or_else(|| run::root().join("shots")));
            let options = [("--at", at), ("--width", width), ("--look", look)];
            let only: Vec<String> = options
                .into_iter()
                .flat_map(|(name, values)| values.into_iter().map(move |it| [name.to_owned(), it]))
                .flatten()
                .collect();
            shots::command(&out.map_err(|error| error.to_string())?, &only, yes)
        }
        Command::Measure { what, net, cpu, runs, seconds, json } => {
            let json = json.map(std::path::absolute).transpose();
            let json = json.map_err(|error| error.to_string())?;
            measure::command(&measure::Wishes { what, net, cpu, runs, seconds, json, yes })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    /// Whoever typed it yesterday may type it today.
    #[test]
    fn what_documents_and_scripts_say_is_understood() {
        for line in [
            "serve --port 9000",
            "serve --check --yes",
            "dist --site https://help.example/email/",
            "release --yes",
            "release --twice --keep",
            "trunk-pages",
            "test --quick",
            "--yes test --full --no-page --no-peers",
            "fuzz --seconds 5 smtp pop3",
            "fuzz --mutations 1000000 reader",
            "shots --out x --at #a --at #b --width 360 --look dark",
            "measure load frames --net 1000,500,40 --cpu 1,4 --runs 3 --seconds 2 --json x",
        ] {
            let words = ["cargo xtask"].into_iter().chain(line.split(' '));
            assert!(Arguments::try_parse_from(words).is_ok(), "{line}");
        }
        for line in ["", "dance", "serve --port many", "test --slow", "fuzz --seconds", "dist x"] {
            let words = ["cargo xtask"].into_iter().chain(line.split_whitespace());
            assert!(Arguments::try_parse_from(words).is_err(), "{line}");
        }
    }
}
