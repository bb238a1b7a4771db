//! What `journey` does.

use clap::{CommandFactory, Parser};
use journey::explanation;
use journey::export::{eml, json, pcap, transcript};
use journey::retelling::Names;
use journey::scenario_file::{self, FileError};
use model::limits::scenario::MAX_FILE;
use model::pasted;
use model::presets::{self, PRESETS, Preset};
use model::scenario::{Parts, Scenario, ScenarioError};
use sim::{Trace, simulate};
use std::io::{Read, Write};
use std::process::ExitCode;
use text::explanation as explained;
use text::transcript as words;

#[path = "arguments.rs"]
mod arguments;
#[path = "serve.rs"]
mod serve;

use arguments::{Arguments, Command, Explain, Show};

/// Does what the arguments say.
pub(crate) fn main() -> ExitCode {
    match Arguments::try_parse().map_err(Refused::Arguments).and_then(run) {
        Ok(Said { text, is_answer }) => {
            // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::from(u8::from(!is_answer))
        }
        // Help and version are asked for.
        Err(Refused::Arguments(help)) if !help.use_stderr() => {
            let _ = write!(std::io::stdout(), "{help}");
            ExitCode::SUCCESS
        }
        Err(refused) => {
            let problem = match &refused {
                Refused::Arguments(error) => arguments::problem(error),
                Refused::Said(problem) => problem.clone(),
            };
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

/// Why nothing is done.
enum Refused {
    /// The arguments are none, or ask for help.
    Arguments(clap::Error),
    /// What they ask for cannot be done: a sentence.
    Said(String),
}

fn run(arguments: Arguments) -> Result<Said, Refused> {
    let text = match arguments.command {
        Command::Explain(wanted) => return explain(&wanted).map_err(Refused::Said),
        Command::List => Ok(list()),
        Command::Show(wanted) => show(&wanted),
        Command::Serve(wanted) => serve::serve(wanted),
        Command::Completions { shell } => Ok(completions(shell)),
    };
    text.map(|text| Said { text, is_answer: true }).map_err(Refused::Said)
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "journey", &mut script);
    String::from_utf8_lossy(&script).into_owned()
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
fn explain(wanted: &Explain) -> Result<Said, String> {
    let names = if wanted.names { Names::Shown } else { Names::Hidden };
    let found = reader::read(&read_paste(&wanted.file)?);
    let text = if wanted.json {
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

fn show(wanted: &Show) -> Result<String, String> {
    let parts = match (&wanted.preset, &wanted.scenario) {
        (_, Some(file)) => read_scenario(file),
        (slug, None) => preset(slug.as_deref().unwrap_or_default()),
    };
    let scenario = Scenario::new(changed(parts?, wanted)?).map_err(|error| error.to_string())?;
    let trace = simulate(&scenario);
    let written = write_files(&scenario, &trace, wanted)?;
    if wanted.json {
        return Ok(json::json(&trace));
    }
    if wanted.trace {
        return Ok(trace.to_string());
    }
    if !written.is_empty() {
        return Ok(written);
    }
    Ok(transcript::transcript(&story::tell(trace)))
}

/// Writes the files that are wanted, and says so.
fn write_files(scenario: &Scenario, trace: &Trace, wanted: &Show) -> Result<String, String> {
    let mut said = String::new();
    if let Some(file) = &wanted.pcap {
        write_file(file, &pcap::pcap(trace))?;
        said.push_str(&words::wrote_capture(file, trace.packets.len()));
    }
    if let Some(file) = &wanted.eml {
        let owner = match &wanted.owner {
            Some(owner) => owner.parse().map_err(|error| words::no_box(owner, &error))?,
            // A scenario has at least one recipient.
            None => scenario.parts().recipients[0].clone(),
        };
        let message = eml::eml(trace, &owner);
        let message = message.ok_or_else(|| words::nothing_in_the_box(&owner.to_string()))?;
        write_file(file, message)?;
        said.push_str(&words::wrote_message(file, &owner.to_string()));
    }
    Ok(said)
}

fn write_file(file: &str, content: &[u8]) -> Result<(), String> {
    std::fs::write(file, content).map_err(|error| words::cannot_write(file, &error.to_string()))
}

/// The parts with what the options change of them.
fn changed(mut parts: Parts, wanted: &Show) -> Result<Parts, String> {
    if let Some(sender) = &wanted.from {
        parts.sender = pasted::single(sender)
            .map_err(|(_, error)| ScenarioError::Sender(error).to_string())?;
    }
    if !wanted.to.is_empty() {
        let recipients = (1..).zip(&wanted.to).map(|(number, to)| {
            pasted::list(to).map_err(|(_, error)| ScenarioError::Recipient(number, error))
        });
        let recipients: Result<Vec<_>, _> = recipients.collect();
        parts.recipients = recipients.map_err(|error| error.to_string())?.concat();
    }
    if let Some(subject) = &wanted.subject {
        parts.subject.clone_from(subject);
    }
    if let Some(text) = &wanted.text {
        parts.text.clone_from(text);
    }
    parts.relays = wanted.relays.unwrap_or(parts.relays);
    parts.seed = wanted.seed.unwrap_or(parts.seed);
    Ok(parts)
}
