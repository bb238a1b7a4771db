//! What can be said on the command line. `--help` is made of the comments here.

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use model::preset_id::PresetId;
use model::presets::{PRESETS, Preset};
use std::net::{IpAddr, Ipv4Addr};
use text::transcript as words;

/// Email Journey: how an email travels from A to B, simulated to the last byte.
#[derive(Parser)]
#[command(name = "journey", bin_name = "journey", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// The presets, one a line
    List,
    /// A journey as text: stages, steps, every line said with what it means, every look-up, and what becomes of the
    /// message for each recipient
    Show(Box<Show>),
    /// What a bounce, a server's reply, a log line or a message's header says: for whom, what went wrong, whose move it
    /// is; and a link to a journey that shows it. Exit code 1 where no cause is found
    Explain(Explain),
    /// The servers of a journey on real ports, for telnet, dig and mail programs; prints the ports, the boxes with their
    /// passwords, and then every line that is said with what it means; Ctrl-C ends it
    Serve(Serve),
    /// Completions of this command for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

fn slugs() -> PossibleValuesParser {
    PossibleValuesParser::new(PRESETS.iter().map(Preset::slug))
}

#[derive(Args)]
pub(crate) struct Show {
    /// One of those that `journey list` names
    #[arg(value_parser = slugs(), hide_possible_values = true, required_unless_present = "scenario")]
    pub(crate) preset: Option<String>,
    /// A scenario from a JSON file instead
    #[arg(long, value_name = "FILE", conflicts_with = "preset")]
    pub(crate) scenario: Option<String>,
    /// Who writes
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    pub(crate) from: Option<String>,
    /// Who is written to; may be given up to 20 times
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    pub(crate) to: Vec<String>,
    /// The subject
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) subject: Option<String>,
    /// The text
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// Servers on the way, 0 to 8
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) relays: Option<u8>,
    /// Another seed for names, ports and attachment bytes
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) seed: Option<u64>,
    /// The bare record instead: every packet and event
    #[arg(long)]
    pub(crate) trace: bool,
    /// The record as JSON instead, for programs
    #[arg(long)]
    pub(crate) json: bool,
    /// Writes a capture file instead, for Wireshark and the like
    #[arg(long, value_name = "FILE")]
    pub(crate) pcap: Option<String>,
    /// Writes the message instead, as it lies in the first recipient's box
    #[arg(long, value_name = "FILE")]
    pub(crate) eml: Option<String>,
    /// Whose box that is: the sender's has what came back
    #[arg(long = "box", value_name = "ADDRESS", requires = "eml")]
    pub(crate) owner: Option<String>,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// The text; - is what comes in
    #[arg(default_value = "-")]
    pub(crate) file: String,
    /// As JSON, for programs
    #[arg(long)]
    pub(crate) json: bool,
    /// The link has the names that stand in addresses, which are hidden otherwise
    #[arg(long)]
    pub(crate) names: bool,
}

#[derive(Args)]
pub(crate) struct Serve {
    /// One of those that `journey list` names
    #[arg(value_parser = slugs(), hide_possible_values = true, default_value = PresetId::default().slug())]
    pub(crate) preset: String,
    /// Where to listen; this computer only, unless told otherwise
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) bind: IpAddr,
    /// The provider's: mail from here travels through the simulation
    #[arg(long, value_name = "PORT", allow_hyphen_values = true)]
    pub(crate) submission: Option<u16>,
    /// The destination's, as other servers see it
    #[arg(long, value_name = "PORT", allow_hyphen_values = true)]
    pub(crate) smtp: Option<u16>,
    /// Where all boxes are opened
    #[arg(long, value_name = "PORT", allow_hyphen_values = true)]
    pub(crate) pop3: Option<u16>,
    /// The name servers
    #[arg(long, value_name = "PORT", allow_hyphen_values = true)]
    pub(crate) dns: Option<u16>,
    /// Only this one: root, com, allbusiness.com, ...
    #[arg(long, value_name = "NAME")]
    pub(crate) dns_host: Option<String>,
    /// Waiting on the way is N times shorter
    #[arg(long, value_name = "N", default_value_t = 60, allow_hyphen_values = true)]
    pub(crate) speed: u32,
}

/// What is wrong with the arguments, in a sentence.
pub(crate) fn problem(error: &Error) -> String {
    let of = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(ContextValue::Strings(texts)) => texts.first().map(String::as_str),
        _ => None,
    };
    // `--relays <N>`
    let argument = of(ContextKind::InvalidArg).unwrap_or_default();
    let option = argument.split(' ').next().unwrap_or_default();
    let value = of(ContextKind::InvalidValue).unwrap_or_default();
    let said = match error.kind() {
        ErrorKind::UnknownArgument if option.starts_with('-') => words::unknown_option(option),
        ErrorKind::UnknownArgument => words::one_too_many(option),
        ErrorKind::InvalidSubcommand => {
            words::unknown_command(of(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            words::UNKNOWN_COMMAND.to_owned()
        }
        ErrorKind::MissingRequiredArgument => words::missing_argument(option),
        ErrorKind::InvalidValue if value.is_empty() => words::missing_value(option),
        ErrorKind::InvalidValue if argument.to_ascii_lowercase().contains("preset") => {
            words::unknown_preset(value)
        }
        ErrorKind::ValueValidation if option == "--bind" => words::bad_address(option),
        ErrorKind::ValueValidation => words::bad_number(option),
        // Its own words; the lines after them repeat how it is used.
        _ => {
            let said = error.to_string();
            let first = said.lines().next().unwrap_or_default();
            first.strip_prefix("error: ").unwrap_or(first).to_owned()
        }
    };
    let meant =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    match meant.into_iter().find_map(of) {
        Some(meant) => said + &words::meant(meant),
        None => said,
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
}
