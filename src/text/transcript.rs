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
/// It could not be delivered.
pub const FAILED: &str = "could not be delivered";
/// It lies in the box.
pub const DELIVERED: &str = "delivered into the mailbox";
/// It has been fetched.
pub const COLLECTED: &str = "delivered and collected";

/// What the command line can do.
pub const USAGE: &str = "\
Email Journey: how an email travels from A to B, simulated to the last byte.

  journey list
      the presets, one a line

  journey show <preset> [options]
      a journey as text: stages, steps, every line said with what it means,
      every look-up, and what becomes of the message for each recipient

      --from ADDRESS      who writes
      --to ADDRESS        who is written to; may be given up to 20 times
      --subject TEXT      the subject
      --text TEXT         the text
      --relays N          servers on the way, 0 to 8
      --seed N            another seed for names, ports and attachment bytes
      --trace             the bare record instead: every packet and event
";

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

/// No command, or one that there is not.
pub const UNKNOWN_COMMAND: &str = "say `list` or `show <preset>`; `--help` tells more";
