//! What packets are, in plain words: one line for each in the list, and every field of one of them.

use super::units;

/// A field's name, and what it is there for.
pub type Name = (&'static str, &'static str);

/// The layers of a packet, from the outside in, as they are called and what they are.
pub mod layer {
    use super::Name;

    /// RFC 791.
    pub const IP: Name = ("IP", "the address label");
    /// RFC 9293.
    pub const TCP: Name = ("TCP", "the place in the conversation");
    /// RFC 768.
    pub const UDP: Name = ("UDP", "a single sheet, no call needed");
    /// RFC 1035.
    pub const DNS: Name = ("DNS", "the registry’s form");
    /// RFC 5321.
    pub const SMTP: Name = ("SMTP", "what is said");
    /// RFC 1939.
    pub const POP3: Name = ("POP3", "what is said");
    /// Anything else.
    pub const DATA: Name = ("Data", "what is inside");
}

/// Fields of IP.
#[expect(missing_docs, reason = "each is its own explanation")]
pub mod ip {
    use super::Name;

    pub const VERSION: Name =
        ("Version, header length", "Version 4 of IP, and how long this label is.");
    pub const SERVICE: Name = ("Service", "Whether routers should treat it specially: no.");
    pub const LENGTH: Name = ("Total length", "How long the whole packet is.");
    pub const ID: Name = (
        "Identification",
        "A number for putting the packet back together, if it is cut up on the way.",
    );
    pub const FRAGMENT: Name =
        ("Fragment", "Whether it may be cut up, and whether this is such a piece.");
    pub const LIFE: Name = (
        "Time to live",
        "Each router takes one off. At 0 the packet is thrown away, so that none goes round for ever.",
    );
    pub const PROTOCOL: Name = ("Protocol", "Which layer is inside.");
    pub const CHECKSUM: Name = ("Checksum", "Shows any damage to this label.");
    pub const SOURCE: Name = ("From", "The sender’s IP address.");
    pub const DESTINATION: Name = ("To", "The receiver’s IP address.");
    pub const OPTIONS: Name = ("Options", "Rarely used.");
}

/// Fields of TCP.
#[expect(missing_docs, reason = "each is its own explanation")]
pub mod tcp {
    use super::Name;

    pub const SOURCE: Name = ("From port", "The door it leaves by.");
    pub const DESTINATION: Name = ("To port", "The door it goes to.");
    pub const SEQUENCE: Name = (
        "Sequence number",
        "The place of its first byte in everything this side says, so that pieces can be put in order.",
    );
    pub const ACKNOWLEDGEMENT: Name =
        ("Acknowledgement", "How much from the other side has arrived without a gap.");
    pub const FLAGS: Name = (
        "Header length, flags",
        "SYN opens a conversation, FIN ends one side of it, RST breaks it off. ACK means that the acknowledgement counts.",
    );
    pub const WINDOW: Name =
        ("Window", "How much more this side has room for, in units agreed at the beginning.");
    pub const CHECKSUM: Name = ("Checksum", "Shows damage to any byte.");
    pub const URGENT: Name = ("Urgent pointer", "No longer used.");
    pub const SEGMENT_SIZE: Name = ("Option: segment size", "The largest piece this side takes.");
    pub const SCALE: Name =
        ("Option: window scale", "How many times the window’s unit is doubled.");
    pub const SACK_PERMITTED: Name = (
        "Option: SACK permitted",
        "This side understands lists of pieces that arrived beyond a gap.",
    );
    pub const SACK: Name = ("Option: SACK", "Pieces that arrived beyond a gap.");
    pub const FILLER: Name = ("Option: filler", "Fills up space.");
    pub const OTHER: Name = ("Option", "Another option.");
}

/// Fields of UDP.
#[expect(missing_docs, reason = "each is its own explanation")]
pub mod udp {
    use super::Name;

    pub const LENGTH: Name = ("Length", "This header and what is inside.");
}

/// Fields of DNS.
#[expect(missing_docs, reason = "each is its own explanation")]
pub mod dns {
    use super::Name;

    pub const ID: Name = ("Number", "Matches the answer to the question.");
    pub const FLAGS: Name = ("Flags", "Question or answer, from whom, and how it went.");
    pub const COUNTS: [Name; 4] = [
        ("Questions", "How many questions follow."),
        ("Answers", "How many records answer the question."),
        ("Authority", "How many records say who has authority."),
        ("Additional", "How many records save asking again."),
    ];
    pub const QUESTION: Name = ("Question", "What is asked for.");
    /// By section: answer, authority, additional.
    pub const RECORDS: [&str; 3] = ["Answer", "Authority", "Additional"];
    pub const POINTER: &str = "The name is shortened: it points to where it appeared before.";
    pub const NAME: &str = "The name the record is about.";
    pub const KIND: &str = "What kind of record it is, and its class: IN, the internet.";
    pub const TTL: &str = "How long it may be remembered.";
    pub const LENGTH: &str = "How many bytes of content it has.";
}

/// Bytes that are not what they should be.
pub const NOT_UNDERSTOOD: Name = ("Bytes", "These could not be read.");

/// In the list, when no port is open: what kind of packet.
pub const CALLS: &str = "Calls: may I talk to you?";
/// The call is taken.
pub const TAKES_CALL: &str = "Takes the call";
/// There is nobody at that port.
pub const NOBODY: &str = "Nobody is listening on this port";
/// The connection is broken off.
pub const BREAKS_OFF: &str = "Breaks off";
/// This side has said everything.
pub const HAS_FINISHED: &str = "Has said everything";
/// A packet that says nothing new.
pub const OTHER: &str = "Says it is still there";

/// An acknowledgement alone.
pub fn has_until(byte: u32) -> String {
    if byte == 0 {
        return "Confirms that the connection stands".to_owned();
    }
    ["Confirms that everything up to byte ", &byte.to_string(), " has arrived"].concat()
}

/// A piece of the message: from byte, to byte, of so many.
pub fn piece(from: u64, until: u64, of: u64) -> String {
    let numbers = [from, until, of].map(|n| n.to_string());
    let [from, until, of] = &numbers;
    ["The message, bytes ", from, "–", until, " of ", of].concat()
}

/// Which share of the message is in the packet: from byte, to byte, of so many.
pub fn share(from: u64, until: u64, of: u64) -> String {
    let numbers = [from, until, of].map(|n| n.to_string());
    let [from, until, of] = &numbers;
    ["bytes ", from, " to ", until, " of the message’s ", of].concat()
}

/// One line, and how many more there are in the packet.
pub fn line_and_more(line: &str, more: usize) -> String {
    match more {
        0 => line.to_owned(),
        1 => [line, " … and 1 more line"].concat(),
        more => [line, " … and ", &more.to_string(), " more lines"].concat(),
    }
}

/// A question to the registry.
pub fn question(kind: &str, name: &str) -> String {
    [kind, " ", name, "?"].concat()
}

/// The registry knows no such name.
pub fn no_such_name(name: &str) -> String {
    ["There is no ", name].concat()
}

/// The registry names others to ask.
pub fn referral(zone: &str) -> String {
    match zone.strip_suffix('.').unwrap_or(zone) {
        "" => "Ask the root".to_owned(),
        zone => ["Ask the servers of ", zone].concat(),
    }
}

/// The registry's answer; `None` where it has nothing of that kind.
pub fn answer(records: &[String]) -> String {
    if records.is_empty() { "Nothing of that kind".to_owned() } else { records.join(", ") }
}

/// A run of packets that carry a long message, and the acknowledgements between them.
pub fn train(carriers: usize, others: usize, bytes: u64) -> String {
    let mut text = [&carriers.to_string(), " packets with ", &units::size(bytes)].concat();
    text.push_str(" of the message");
    if others > 0 {
        text.push_str(", and ");
        text.push_str(&others.to_string());
        text.push_str(if others == 1 { " acknowledgement" } else { " acknowledgements" });
    }
    text
}

/// The address label in a sentence.
pub fn ip_sentence(from: &str, to: &str, length: usize) -> String {
    let size = units::size(u64::try_from(length).unwrap_or(u64::MAX));
    ["From ", from, " to ", to, ", ", &size, " in all."].concat()
}

/// TCP in a sentence: ports, place in what this side says, what it has of the other.
pub fn tcp_sentence(ports: (u16, u16), place: Option<(u64, u64)>, has: Option<u32>) -> String {
    let mut text =
        ["From door ", &ports.0.to_string(), " to door ", &ports.1.to_string(), "."].concat();
    if let Some((from, until)) = place {
        let (from, until) = (from.to_string(), until.to_string());
        text.push_str(&[" It carries bytes ", &from, " to ", &until, " from this side."].concat());
    }
    if let Some(has) = has.filter(|has| *has > 0) {
        let has = has.to_string();
        text.push_str(&[" It has everything from the other side up to byte ", &has, "."].concat());
    }
    text
}

/// UDP in a sentence.
pub fn udp_sentence(ports: (u16, u16)) -> String {
    ["From door ", &ports.0.to_string(), " to door ", &ports.1.to_string(), ", without a call."]
        .concat()
}

/// How a DNS message went.
pub fn rcode(code: u8) -> &'static str {
    match code {
        0 => "no error",
        1 => "not understood",
        2 => "the server failed",
        3 => "no such name",
        4 => "cannot do that",
        5 => "refused",
        _ => "an error",
    }
}

/// The flags of a DNS message.
pub fn dns_flags(response: bool, authoritative: bool, recursion_desired: bool, code: u8) -> String {
    let mut words = vec![if response { "an answer" } else { "a question" }];
    if response {
        words.push(if authoritative { "from a server in charge" } else { "not in charge" });
        words.push(rcode(code));
    }
    if recursion_desired {
        words.push("please ask others for me");
    }
    words.join(", ")
}

/// A time to live: `3600 s (1 h)`.
pub fn ttl(seconds: u32) -> String {
    let span = units::span(u64::from(seconds) * 1_000_000);
    [&seconds.to_string(), " s (", &span, ")"].concat()
}

/// A number of bytes.
pub fn bytes(n: usize) -> String {
    units::size(u64::try_from(n).unwrap_or(u64::MAX))
}

/// Which protocol has this number in an IP header.
pub fn protocol(number: u8) -> String {
    let name = match number {
        1 => "ICMP",
        6 => "TCP",
        17 => "UDP",
        _ => return number.to_string(),
    };
    [&number.to_string(), " (", name, ")"].concat()
}

/// What is usually found at a port.
pub fn port(number: u16) -> String {
    let what = match number {
        25 => " (SMTP: mail from server to server)",
        53 => " (DNS: the registry)",
        110 => " (POP3: collecting mail)",
        587 => " (SMTP: handing mail in)",
        _ => "",
    };
    [&number.to_string(), what].concat()
}

/// A sequence number, and what it is counted from the beginning.
pub fn sequence(number: u32, relative: Option<u32>) -> String {
    match relative {
        Some(0) => [&number.to_string(), " (the beginning)"].concat(),
        Some(n) => [&number.to_string(), " (byte ", &n.to_string(), ")"].concat(),
        None => number.to_string(),
    }
}

/// A field that does not count here.
pub const NOT_USED: &str = "not used";
/// The piece may not be cut up.
pub const DO_NOT_CUT: &str = "may not be cut up";
/// It may, and is whole.
pub const WHOLE: &str = "whole";
/// It is a piece.
pub const CUT: &str = "a piece of a packet";
/// A part of the message on the wire.
pub const PART_OF_MESSAGE: &str = "A part of the message itself.";
/// A line that began in the packet before.
pub const CONTINUED: &str = "The rest of a line that began in the previous packet.";
/// In a record of a start of authority, the seven parts.
pub const SOA: &str =
    "Start of authority: main server, who is responsible, version, and the times for copies.";
