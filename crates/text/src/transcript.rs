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
    "The journey became too long to be simulated to its end: what came after is not known.";
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
      --json              the record as JSON instead, for programs
      --pcap FILE         writes a capture file instead, for Wireshark and the like
      --eml FILE          writes the message as it lies in the first recipient's box

  journey show --scenario FILE [options]
      the same for a scenario from a JSON file

  journey explain [FILE|-] [--json] [--names]
      what a bounce, a server's reply, a log line or a message's header says:
      for whom, what went wrong, whose move it is; and a link to a journey that
      shows it, without the names in addresses unless --names is given.
      Exit code 1 where no cause is found

  journey serve [preset] [options]
      the servers of a journey on real ports, for telnet, dig and mail programs;
      prints the ports, the boxes with their passwords, and then every line that
      is said with what it means; Ctrl-C ends it

      --bind ADDRESS      where to listen; this computer only, unless told otherwise
      --submission PORT   the provider's: mail from here travels through the simulation
      --smtp PORT         the destination's, as other servers see it
      --pop3 PORT         where all boxes are opened
      --dns PORT          the name servers
      --dns-host NAME     only this one: root, com, allbusiness.com, ...
      --speed N           waiting on the way is N times shorter (60)
";

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

/// No command, or one that there is not.
pub const UNKNOWN_COMMAND: &str = "say `list` or `show <preset>`; `--help` tells more";
