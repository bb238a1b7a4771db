//! The native command line: prints the presets, and a journey as text.

use email_journey::export::transcript::transcript;
use email_journey::presets::{self, PRESETS};
use email_journey::sim::scenario::{Parts, Scenario, ScenarioError};
use email_journey::sim::simulate;
use email_journey::story::Story;
use email_journey::text::transcript as words;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(text) => {
            // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            let _ = writeln!(std::io::stderr(), "journey: {problem}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<String, String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => Ok(list()),
        ["show", slug, options @ ..] => show(slug, options),
        ["--help" | "-h" | "help", ..] => Ok(words::USAGE.to_owned()),
        _ => Err(words::UNKNOWN_COMMAND.to_owned()),
    }
}

fn list() -> String {
    let widest = PRESETS.iter().map(|preset| preset.slug.len()).max().unwrap_or(0);
    let line = |slug: &'static str| {
        let space = " ".repeat(widest + 2 - slug.len());
        [slug, &space, email_journey::text::presets::describe(slug).1, "\n"].concat()
    };
    PRESETS.iter().map(|preset| line(preset.slug)).collect()
}

fn show(slug: &str, options: &[&str]) -> Result<String, String> {
    let preset = presets::find(slug).ok_or_else(|| words::unknown_preset(slug))?;
    let mut parts = preset.parts();
    let bare = read_options(&mut parts, options)?;
    let scenario = Scenario::new(parts).map_err(|error| error.to_string())?;
    let trace = simulate(&scenario);
    if bare {
        return Ok(trace.to_string());
    }
    Ok(transcript(&Story::tell(trace)))
}

/// Reads options into the parts; true if the bare record is wanted.
fn read_options(parts: &mut Parts, options: &[&str]) -> Result<bool, String> {
    let mut bare = false;
    let mut recipients = Vec::new();
    let mut options = options.iter();
    while let Some(&option) = options.next() {
        if option == "--trace" {
            bare = true;
            continue;
        }
        if !["--from", "--to", "--subject", "--text", "--relays", "--seed"].contains(&option) {
            return Err(words::unknown_option(option));
        }
        let value = *options.next().ok_or_else(|| words::missing_value(option))?;
        match option {
            "--from" => {
                let sender = value.parse().map_err(ScenarioError::Sender);
                parts.sender = sender.map_err(|error| error.to_string())?;
            }
            "--to" => {
                let number = recipients.len() + 1;
                let recipient =
                    value.parse().map_err(|error| ScenarioError::Recipient(number, error));
                recipients.push(recipient.map_err(|error| error.to_string())?);
            }
            "--subject" => value.clone_into(&mut parts.subject),
            "--text" => value.clone_into(&mut parts.text),
            "--relays" => {
                parts.relays = value.parse().map_err(|_| words::bad_number(option))?;
            }
            _ => parts.seed = value.parse().map_err(|_| words::bad_number(option))?,
        }
    }
    if !recipients.is_empty() {
        parts.recipients = recipients;
    }
    Ok(bare)
}
