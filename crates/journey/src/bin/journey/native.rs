//! What `journey` does.

use journey::explanation;
use journey::export::{eml, json, pcap, transcript};
use journey::retelling::Names;
use journey::scenario_file::{self, FileError};
use model::limits::scenario::MAX_FILE;
use model::presets::{self, PRESETS, Preset};
use model::scenario::{Parts, Scenario, ScenarioError};
use sim::{Trace, simulate};
use std::io::{Read, Write};
use std::process::ExitCode;
use text::explanation as explained;
use text::transcript as words;

#[path = "serve.rs"]
mod serve;

/// Does what the arguments say.
pub(crate) fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(Said { text, is_answer }) => {
            // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::from(u8::from(!is_answer))
        }
        Err(problem) => {
            let _ = writeln!(std::io::stderr(), "journey: {problem}");
            ExitCode::from(2)
        }
    }
}

/// What is printed, and whether it is what was asked for: otherwise the exit code is 1.
struct Said {
    text: String,
    is_answer: bool,
}

fn run(arguments: &[String]) -> Result<Said, String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["explain", arguments @ ..] => explain(arguments),
        words => other(words).map(|text| Said { text, is_answer: true }),
    }
}

fn other(arguments: &[&str]) -> Result<String, String> {
    match arguments {
        ["list"] => Ok(list()),
        ["show", "--scenario"] => Err(words::missing_value("--scenario")),
        ["show", "--scenario", file, options @ ..] => show(read_scenario(file)?, options),
        ["show", slug, options @ ..] => show(preset(slug)?, options),
        ["serve", arguments @ ..] => serve::serve(arguments),
        ["--help" | "-h" | "help", ..] => Ok(words::USAGE.to_owned()),
        _ => Err(words::UNKNOWN_COMMAND.to_owned()),
    }
}

fn list() -> String {
    let widest = PRESETS.iter().map(|preset| preset.slug().len()).max().unwrap_or(0);
    let line = |preset: &Preset| {
        let space = " ".repeat(widest + 2 - preset.slug().len());
        [preset.slug(), &space, ::text::presets::describe(preset.id).1, "\n"].concat()
    };
    PRESETS.iter().map(line).collect()
}

fn preset(slug: &str) -> Result<Parts, String> {
    let preset = presets::find(slug).ok_or_else(|| words::unknown_preset(slug))?;
    Ok(preset.parts())
}

fn read_scenario(file: &str) -> Result<Parts, String> {
    let read = std::fs::File::open(file).map_err(FileError::Unreadable);
    read.and_then(scenario_file::read).map_err(|error| match error {
        FileError::TooLarge => words::scenario_file_too_large(file, MAX_FILE),
        FileError::Unreadable(error) => words::bad_scenario_file(file, &error.to_string()),
        FileError::NoScenario(error) => words::bad_scenario_file(file, &error.to_string()),
    })
}

/// What a bounce says, in words or as JSON.
fn explain(arguments: &[&str]) -> Result<Said, String> {
    let wants_json = arguments.contains(&"--json");
    let names = if arguments.contains(&"--names") { Names::Shown } else { Names::Hidden };
    let is_file = |it: &&str| !["--json", "--names"].contains(it);
    let files: Vec<&str> = arguments.iter().copied().filter(is_file).collect();
    let file = match files.as_slice() {
        [] => "-",
        [file] if *file == "-" || !file.starts_with('-') => file,
        [option, ..] => return Err(words::unknown_option(option)),
    };
    let found = reader::read(&read_paste(file)?);
    let text = if wants_json {
        explanation::json(&found, names)
    } else {
        explanation::in_words(&found, names)
    };
    Ok(Said { text, is_answer: explanation::has_cause(&found) })
}

/// A file, or `-` for what comes in.
fn read_paste(file: &str) -> Result<String, String> {
    let fail = |error: std::io::Error| explained::unreadable(file, &error.to_string());
    let source: Box<dyn Read> = match file {
        "-" => Box::new(std::io::stdin()),
        _ => Box::new(std::fs::File::open(file).map_err(fail)?),
    };
    let mut bytes = Vec::new();
    // One byte more than there may be tells that there is too much.
    source.take(reader::LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() > reader::LIMIT {
        return Err(explained::too_large(file, reader::LIMIT));
    }
    // Bytes that are no UTF-8 are hardly those that say what went wrong.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What is wanted of a journey beside or instead of the text.
#[derive(Default)]
struct Wanted {
    bare: bool,
    json: bool,
    pcap: Option<String>,
    eml: Option<String>,
}

fn show(mut parts: Parts, options: &[&str]) -> Result<String, String> {
    let wanted = read_options(&mut parts, options)?;
    let scenario = Scenario::new(parts).map_err(|error| error.to_string())?;
    let trace = simulate(&scenario);
    let written = write_files(&scenario, &trace, &wanted)?;
    if wanted.json {
        return Ok(json::json(&trace));
    }
    if wanted.bare {
        return Ok(trace.to_string());
    }
    if !written.is_empty() {
        return Ok(written);
    }
    Ok(transcript::transcript(&story::tell(trace)))
}

/// Writes the files that are wanted, and says so.
fn write_files(scenario: &Scenario, trace: &Trace, wanted: &Wanted) -> Result<String, String> {
    let mut said = String::new();
    if let Some(file) = &wanted.pcap {
        write_file(file, &pcap::pcap(trace))?;
        said.push_str(&words::wrote_capture(file, trace.packets.len()));
    }
    if let Some(file) = &wanted.eml {
        // A scenario has at least one recipient.
        let first = &scenario.parts().recipients[0];
        let message = eml::eml(trace, first);
        let message = message.ok_or_else(|| words::nothing_in_the_box(&first.to_string()))?;
        write_file(file, message)?;
        said.push_str(&words::wrote_message(file, &first.to_string()));
    }
    Ok(said)
}

fn write_file(file: &str, content: &[u8]) -> Result<(), String> {
    std::fs::write(file, content).map_err(|error| words::cannot_write(file, &error.to_string()))
}

/// Options that are followed by a value.
const WITH_VALUE: [&str; 8] =
    ["--from", "--to", "--subject", "--text", "--relays", "--seed", "--pcap", "--eml"];

/// Reads options into the parts; what is wanted comes out.
fn read_options(parts: &mut Parts, options: &[&str]) -> Result<Wanted, String> {
    let mut wanted = Wanted::default();
    let mut recipients = Vec::new();
    let mut options = options.iter();
    while let Some(&option) = options.next() {
        match option {
            "--trace" => wanted.bare = true,
            "--json" => wanted.json = true,
            _ => {}
        }
        if ["--trace", "--json"].contains(&option) {
            continue;
        }
        if !WITH_VALUE.contains(&option) {
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
            "--pcap" => wanted.pcap = Some(value.to_owned()),
            "--eml" => wanted.eml = Some(value.to_owned()),
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
    Ok(wanted)
}
