//! Words of the written journey and of the command line.

/// The name of stage n, from 0.
pub fn stage(n: usize) -> &'static str {
    ["Sending", "Sorting", "Delivering"].get(n).copied().unwrap_or_default()
}

/// Above the lines of a conversation.
pub fn conversation(client: &str, server: &str, port: &str) -> String {
    [client, " > ", server, ", port ", port].concat()
}

/// Above the questions of a host.
pub fn lookups(host: &str) -> String {
    [host, " asks the domain name registry"].concat()
}

/// Who is asked.
pub fn asked(server: &str) -> String {
    ["Asked of ", server, "."].concat()
}

/// It never left the sender's program.
pub const NOT_SENT: &str = "not sent";
/// The journey ended before the message did.
pub const ON_THE_WAY: &str = "still on the way";
/// The cap on what is simulated ended it.
pub const CUT_SHORT: &str =
    "The journey became too long to simulate to the end: what came after is not known.";
/// It could not be delivered.
pub const FAILED: &str = "could not be delivered";
/// It lies in a folder for spam, or in somebody else's box.
pub const SET_ASIDE: &str = "delivered, but not into the mailbox that it was for";
/// It lies in the box.
pub const DELIVERED: &str = "delivered into the mailbox";
/// It has been fetched.
pub const COLLECTED: &str = "delivered and collected";

/// A port that cannot be had.
pub fn cannot_listen(what: &str, why: &str) -> String {
    ["the port for ", what, " cannot be opened: ", why].concat()
}

/// A name server that there is not.
pub fn no_such_name_server(name: &str) -> String {
    ["there is no name server for ", name, " in this journey"].concat()
}

/// An address that is none.
pub fn bad_address(option: &str) -> String {
    [option, " needs an IP address"].concat()
}

/// A capture file was written.
pub fn wrote_capture(file: &str, packets: usize) -> String {
    [file, ": ", &packets.to_string(), " packets\n"].concat()
}

/// A message file was written.
pub fn wrote_message(file: &str, mailbox: &str) -> String {
    [file, ": the message as it lies in the box of ", mailbox, "\n"].concat()
}

/// There is no message to write.
pub fn nothing_in_the_box(mailbox: &str) -> String {
    ["nothing got into the box of ", mailbox].concat()
}

/// An address that is none, whose box was asked for.
pub fn no_box(address: &str, why: &dyn std::fmt::Display) -> String {
    ["--box ", address, ": ", &why.to_string()].concat()
}

/// A file that cannot be written.
pub fn cannot_write(file: &str, why: &str) -> String {
    [file, " cannot be written: ", why].concat()
}

/// A scenario file that cannot be read or understood.
pub fn bad_scenario_file(file: &str, why: &str) -> String {
    [file, " is no scenario: ", why].concat()
}

/// A scenario file beyond the limit.
pub fn scenario_file_too_large(file: &str, limit: u64) -> String {
    [file, " is no scenario: it has more than ", &limit.to_string(), " bytes"].concat()
}

/// An option that there is not.
pub fn unknown_option(option: &str) -> String {
    ["there is no option ", option].concat()
}

/// An option without its value.
pub fn missing_value(option: &str) -> String {
    [option, " needs a value"].concat()
}

/// A value that is no number in range.
pub fn bad_number(option: &str) -> String {
    [option, " needs a whole number"].concat()
}

/// A preset that there is not.
pub fn unknown_preset(slug: &str) -> String {
    ["there is no preset ", slug, "; `journey list` names them"].concat()
}

/// A command that there is not.
pub fn unknown_command(command: &str) -> String {
    ["there is no command ", command, "; ", UNKNOWN_COMMAND].concat()
}

/// An argument without which nothing can be done, in the form of its option or as `<PRESET>`.
pub fn missing_argument(argument: &str) -> String {
    [argument, " is missing; `--help` tells more"].concat()
}

/// A word for which there is no place.
pub fn one_too_many(word: &str) -> String {
    ["there is a word too many: ", word].concat()
}

/// What was perhaps meant, behind a sentence of what was wrong.
pub fn meant(word: &str) -> String {
    [" (was ", word, " meant?)"].concat()
}

/// No command.
pub const UNKNOWN_COMMAND: &str = "say `list` or `show <preset>`; `--help` tells more";
