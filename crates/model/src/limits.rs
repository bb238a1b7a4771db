//! Every limit on what comes in and on what it may cost, in one place.
//!
//! Whatever a link, a form, a file or a stranger on a socket says is measured against these before
//! anything is done with it, and what is said in answer names the limit. The rooms take their limits
//! from here and have none of their own. Numbers that only shape a picture or a schedule (show time,
//! retries, the size of a window) are no limits and stand where they are used.

/// What a scenario may hold, however it is written.
pub mod scenario {
    /// Most recipients of one message.
    pub const MAX_RECIPIENTS: usize = 20;
    /// Longest text, in bytes.
    pub const MAX_TEXT: usize = 100 * 1024;
    /// Longest subject, in characters.
    pub const MAX_SUBJECT: usize = 200;
    /// Largest attachment, in bytes, before it is encoded.
    pub const MAX_ATTACHMENT: u64 = 25 * 1024 * 1024;
    /// Longest name of an attachment, in characters.
    pub const MAX_ATTACHMENT_NAME: usize = 100;
    /// Most relays between the provider's server and the destination's.
    pub const MAX_RELAYS: u8 = 8;
    /// Most names of servers: each server has one.
    pub const MAX_HOST_NAMES: usize = 1 + MAX_RELAYS as usize + MAX_RECIPIENTS;
    /// Most conditions at once.
    pub const MAX_CONDITIONS: usize = 32;
    /// Longest time for which a server keeps a message before it looks at it, in seconds: five days, as long as
    /// servers try (RFC 5321 section 4.5.4.1).
    pub const MAX_HELD: u32 = 5 * 24 * 3_600;
    /// How wrong a server's clock is at most, in seconds: ten years.
    pub const MAX_CLOCK_OFF: u32 = 10 * 365 * 24 * 3_600;
    /// Most lines of a server's answer.
    pub const MAX_ANSWER_LINES: usize = 20;
    /// Longest answer of a server, in bytes, codes and ends of lines included: one fits into a link.
    /// Each line has room for [`MAX_REPLY_LINE`](super::smtp::MAX_REPLY_LINE) of them.
    pub const MAX_ANSWER: usize = 1_000;
    /// Largest scenario file, in bytes: room for the longest text, however it is escaped.
    pub const MAX_FILE: u64 = 1024 * 1024;
}

/// What a link may hold, beyond what a scenario may.
pub mod link {
    /// Longest fragment that is written or read, in characters.
    pub const MAX_FRAGMENT: usize = 2_000;
    /// Largest attachment that a link or the page may ask for, in bytes.
    pub const MAX_PAGE_ATTACHMENT: u64 = 1024 * 1024;
    /// Longest name of a step.
    pub const MAX_STEP: usize = 40;
}

/// What the page around an embedded widget may say.
pub mod embedding {
    /// Longest value that is looked at, in UTF-16 units. A longer one is as good as none.
    pub const MAX_VALUE: u32 = 2_000;
    /// Longest name of a step or a stage, in bytes.
    pub const MAX_NAME: usize = super::link::MAX_STEP;
    /// Longest colour, in bytes.
    pub const MAX_COLOUR: usize = 64;
    /// Longest list of fonts, in bytes.
    pub const MAX_FONT: usize = 200;
}

/// What the owner of a page may call their own in it.
pub mod owner {
    /// Longest name of a provider, in characters: it stands in captions and below a computer.
    pub const MAX_PROVIDER: usize = 30;
    /// Longest domain or name of a server, in characters: room for its servers' names.
    pub const MAX_NAME: usize = 100;
    /// Most boxes that have names of their own: as many as the wall has doors.
    pub const MAX_MAILBOXES: usize = 9;
    /// Longest name of a box, in characters.
    pub const MAX_MAILBOX: usize = 20;
    /// Longest contact of a help desk, in characters.
    pub const MAX_HELP_DESK: usize = 120;
    /// Smallest and largest quota, in bytes.
    pub const QUOTAS: (u64, u64) = (1024, 1 << 40);
    /// Smallest and largest size limit, in bytes. Above it, a message that is too big would be too
    /// big for the page, too.
    pub const SIZE_LIMITS: (u64, u64) = (16 * 1024, 25 * 1024 * 1024);
}

/// How much of a journey is simulated. Beyond, it is cut short, and the story says so.
pub mod simulation {
    use crate::time::Duration;

    /// A journey ends here at the latest.
    pub const LONGEST_JOURNEY: Duration = Duration::from_mins(10 * 24 * 60);
    /// Most events that are worked through.
    pub const MOST_EVENTS: u32 = 4_000_000;
    /// Most bytes of packets and messages that the record keeps: room for the largest attachment on
    /// the longest way to one recipient.
    pub const MOST_BYTES: u64 = 1024 * 1024 * 1024;
    /// The same in the page, where nobody should wait, and attachments are smaller: room for the
    /// largest one to the most recipients, each in a domain of its own.
    pub const MOST_PAGE_BYTES: u64 = 256 * 1024 * 1024;
}

/// Addresses.
pub mod address {
    /// Longest local part in octets (RFC 5321 section 4.5.3.1.1).
    pub const MAX_LOCAL_PART: usize = 64;
    /// Longest domain in octets (RFC 5321 section 4.5.3.1.2; RFC 1035 leaves 253 visible ones).
    pub const MAX_DOMAIN: usize = 253;
    /// Longest label of a domain in octets (RFC 1035 section 2.3.4).
    pub const MAX_LABEL: usize = 63;
}

/// Messages.
pub mod message {
    /// Longest line a message may have, line end not counted (RFC 5322 section 2.1.1).
    pub const MAX_LINE: usize = 998;
    /// Length up to which a line should be kept, line end not counted (RFC 5322 section 2.1.1).
    pub const PREFERRED_LINE: usize = 78;
    /// Longest encoded-word (RFC 2047 section 2).
    pub const MAX_ENCODED_WORD: usize = 75;
    /// Longest line that holds an encoded-word (RFC 2047 section 2).
    pub const MAX_ENCODED_LINE: usize = 76;
    /// Longest piece of a file name put into one parameter; a longer name is continued in the next
    /// (RFC 2231 section 3).
    pub const MAX_PARAMETER_VALUE: usize = 60;
    /// Of messages larger than this only the header is sent back in a report, in bytes.
    pub const LARGEST_RETURNED: usize = 50 * 1024;
    /// A message with more `Received:` lines than this runs in circles (RFC 5321 section 6.3 wants
    /// at least 100).
    pub const MOST_HOPS: usize = 100;
}

/// SMTP, both ends.
pub mod smtp {
    /// Longest command line in bytes, CR LF included (RFC 5321 section 4.5.3.1.4).
    pub const MAX_COMMAND_LINE: usize = 512;
    /// How much longer a `MAIL` line may be for its parameters: 26 bytes for `SIZE` (RFC 1870), 17
    /// for `BODY` (RFC 6152), 500 for `AUTH` (RFC 4954).
    pub const MAX_MAIL_PARAMETERS: usize = 26 + 17 + 500;
    /// Longest line of a sign-in, CR LF included (RFC 4954 section 4).
    pub const MAX_AUTH_LINE: usize = 12_288;
    /// Most recipients of one message (RFC 5321 section 4.5.3.1.8 wants at least 100).
    pub const MAX_RECIPIENTS: usize = 100;
    /// Largest message a server takes, in bytes: room for the largest attachment once encoded.
    pub const MAX_MESSAGE: u64 = 36 * 1024 * 1024;
    /// Longest reply line in bytes, CR LF included (RFC 5321 section 4.5.3.1.5). Longer text is cut
    /// when it is written; three times as much is tolerated when it is read.
    pub const MAX_REPLY_LINE: usize = 512;
    /// Most lines that are read as one reply. The standard has no limit.
    pub const MAX_REPLY_LINES: usize = 128;
    /// Most strangers (client, sender and recipient) that a greylisting server remembers.
    pub const MAX_GREYLISTED: usize = 4_096;
}

/// POP3, both ends.
pub mod pop3 {
    /// Longest command line in octets, its CR LF included (RFC 2449 section 4).
    pub const MAX_COMMAND_LINE: usize = 255;
    /// Wrong passwords on one connection until the server ends it.
    pub const MAX_WRONG_PASSWORDS: u8 = 3;
    /// Longest status line in octets, its CR LF included (RFC 1939 section 3).
    pub const MAX_REPLY_LINE: usize = 512;
    /// Most octets of a block that a client takes, 64 MiB.
    pub const MAX_BLOCK: u64 = 64 << 20;
}

/// The domain name system, name server and resolver.
pub mod dns {
    /// Longest answer to a question without EDNS, in octets (RFC 1035 section 2.3.4).
    pub const MAX_UDP: usize = 512;
    /// Longest answer to a question with EDNS, in octets, however much the asker allows: what
    /// crosses the usual networks in one piece (RFC 9715 section 3.1 suggests 1400 at most).
    pub const MAX_EDNS_UDP: usize = 1_232;
    /// Aliases followed: within one answer by the server, within one look-up by the resolver.
    pub const MAX_ALIASES: u8 = 8;
    /// Name servers and addresses taken from one referral or answer: as many as the root has.
    pub const MAX_SERVERS: usize = 13;
    /// Records taken from one set.
    pub const MAX_RECORDS: usize = 100;
    /// Look-ups within look-ups, where a server's own address must be found first.
    pub const MAX_DEPTH: u8 = 4;
    /// Questions sent for one look-up, those for servers' addresses included, before it is given up.
    pub const MAX_QUESTIONS: u16 = 64;
    /// Longest time a fact is kept, in seconds: a week (RFC 8767 section 4).
    pub const MAX_TTL: u32 = 604_800;
    /// Longest time a negative answer is kept, in seconds: three hours (RFC 2308 section 5).
    pub const MAX_NEGATIVE_TTL: u32 = 10_800;
    /// Most facts, and most delegations, kept at once.
    pub const MAX_ENTRIES: usize = 4_096;
}

/// What the page shows of something long before the reader asks for more.
pub mod page {
    /// The longest title, in characters: two lines of a phone that is 320 pixels wide.
    pub const MAX_TITLE: usize = 36;
    /// The longest caption, in characters: five such lines.
    pub const MAX_CAPTION: usize = 172;
    /// Bytes of a message.
    pub const MAX_MESSAGE: usize = 8_192;
    /// Entries of the table of packets at once.
    pub const MAX_PACKETS: usize = 100;
}

/// The machines on real sockets (`journey serve`).
pub mod sockets {
    use crate::time::Duration;

    /// Connections to one port at the same time. One more is sent away with a sentence.
    pub const MAX_CONNECTIONS: usize = 32;
    /// Calls to one port that wait to be taken.
    pub const MAX_WAITING_CALLS: i32 = 128;
    /// How long a peer may be silent, or refuse to read (RFC 5321 section 4.5.3.2.7 asks for as
    /// many).
    pub const MAX_IDLE: Duration = Duration::from_mins(5);
    /// The same at a POP3 server, which must wait for at least ten minutes (RFC 1939 section 3).
    pub const MAX_IDLE_POP3: Duration = Duration::from_mins(10);
    /// How long a connection may last, whatever is said on it.
    pub const MAX_LIFE: Duration = Duration::from_mins(120);
    /// How much waits to be printed while nobody reads it, in bytes. Beyond, lines are left out.
    pub const MAX_UNREAD: usize = 1024 * 1024;
    /// How long a machine that has said goodbye waits for the peer to hang up, too.
    pub const MAX_LINGER: Duration = Duration::from_secs(2);
    /// How often, meanwhile, it reads what the peer still says.
    pub const MAX_LAST_READS: usize = 1_000;
    /// Longest datagram that is looked at, in octets.
    pub const MAX_DATAGRAM: usize = 4_096;
    /// Most bytes of mail in all queues and boxes together. Beyond, no more is taken until some is
    /// collected.
    pub const MOST_HELD_BYTES: u64 = 512 * 1024 * 1024;
    /// Of a longer line only the beginning is told to whoever watches, in octets.
    pub const LONGEST_TOLD: usize = 512;
}
