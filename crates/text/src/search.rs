//! What people may type to find an example or a switch, besides its name: codes from reports and
//! everyday words. The names of the switches, and what is said of what was found.

use super::brief::beginning;
use super::units::list;
use diagnosis::Cause;
use model::preset_id::PresetId;
use model::refusal::Refusal;
use model::switch_id::SwitchId;
use model::why::Why;

/// So many characters of an answer stand on a button.
const SHORT: usize = 40;

/// Words for a preset.
pub fn preset(id: PresetId) -> &'static str {
    match id {
        PresetId::EverythingWorks => "250 ok normal delivered",
        PresetId::TwoBoxes => "250 cc copy several recipients",
        PresetId::SameProvider => "250 local internal colleague",
        PresetId::LongWayRound => "250 relay forward gateway hops slow",
        PresetId::BigAttachment => "250 large file photo pdf mb base64 slow",
        PresetId::LostPacket => "loss retransmission tcp network slow",
        PresetId::CrossedPackets => "order reordering tcp network",
        PresetId::WrongPassword => "-err auth login sign in pop3 cannot collect",
        PresetId::SignInRefused => {
            "535 5.7.8 authentication failed login credentials password cannot send smtp"
        }
        PresetId::AppPassword => {
            "534 535 5.7.139 app password application-specific two-factor 2fa basic \
             authentication disabled oauth modern login cannot send"
        }
        PresetId::NotSignedIn => {
            "530 5.7.0 554 550 5.7.1 authentication required not signed in must authenticate smtp auth \
             relay access denied relaying cannot send"
        }
        PresetId::NotYourAddress => {
            "553 550 5.7.1 5.7.60 sender address rejected not owned by user send as alias from \
             identity spoof cannot send"
        }
        PresetId::SendingLimit => {
            "5.4.5 sending limit quota too many messages per hour rate limited throttled outbox stuck \
             cannot send"
        }
        PresetId::MisspeltDomain => {
            "512 5.1.2 5.4.4 nxdomain typo mistyped misspelled domain not found host unknown dns bounce \
             came back returned undeliverable"
        }
        PresetId::TypoDomain => {
            "250 typo mistyped misspelled wrong domain catch-all stranger no bounce no report silence \
             lost disappeared"
        }
        PresetId::NoSuchPerson => {
            "550 5.1.1 user unknown no such user mailbox unavailable does not exist address \
             rejected typo mistyped bounce undeliverable undelivered came back returned \
             551 553 5.1.10"
        }
        PresetId::AccessDenied => {
            "550 5.4.1 5.1.10 access denied recipient address rejected directory edge blocking \
             bounce came back returned"
        }
        PresetId::ClosedGroup => {
            "550 5.7.133 5.7.124 5.7.129 5.7.136 group list members only internal moderated restricted not \
             authenticated delivery restriction distribution bounce"
        }
        PresetId::MailboxFull => {
            "452 4.2.2 552 5.2.2 full quota exceeded over storage space delayed deferred queue"
        }
        PresetId::MailboxFullForGood => {
            "452 4.2.2 552 5.2.2 4.4.7 5.4.7 full quota exceeded over storage space five days expired bounce \
             undeliverable came back returned"
        }
        PresetId::MailboxFullRefused => {
            "552 5.2.2 full quota exceeded over storage bounce undeliverable came back returned at once"
        }
        PresetId::ServerDown => {
            "421 4.4.1 4.4.2 4.3.2 connection refused timeout timed out unreachable offline outage delayed \
             deferred queue"
        }
        PresetId::NoAnswer => {
            "4.4.1 4.4.7 5.4.7 no answer timeout timed out unreachable expired retry exceeded days \
             delayed warning bounce undeliverable came back returned"
        }
        PresetId::BackupServer => "4.4.1 mx backup secondary fallback preferred outage",
        PresetId::Greylisted => {
            "450 451 421 4.7.1 4.7.0 4.2.0 greylisting graylisted try again later temporarily deferred \
             delayed unusual rate limited too many"
        }
        PresetId::RefusedAsSpam => {
            "554 550 5.7.1 spam junk filter content rejected policy bounce came back returned"
        }
        PresetId::SpamFolder => {
            "250 spam junk folder filter not in inbox missing no bounce no report silence never arrived \
             lost disappeared"
        }
        PresetId::SenderNotProven => {
            "550 5.7.26 5.7.27 5.7.30 5.7.40 5.7.509 5.7.515 spf dkim dmarc authentication unauthenticated spoofing forged spam bounce"
        }
        PresetId::SenderBlocked => {
            "554 550 5.7.1 blacklist blacklisted blocklist blocked rbl spamhaus reputation ip listed spam \
             bounce came back returned"
        }
        PresetId::NetworkBlocked => {
            "550 5.7.1 s3140 s3150 whole network part of their network delist outlook \
             hotmail ip reputation bounce"
        }
        PresetId::TooBig => {
            "552 5.3.4 5.2.3 size limit too large big attachment exceeds mb bounce came back returned"
        }
        PresetId::AttachmentBlocked => {
            "552 5.7.0 attachment blocked file type zip exe security issue virus dangerous bounce \
             came back returned"
        }
        PresetId::MailLoop => "554 5.4.6 loop hop count too many hops received forwarding bounce",
        PresetId::NoMailHere => "556 5.1.10 null mx no mail accepted domain bounce",
        PresetId::LookupFails => {
            "4.4.3 dns lookup servfail name server timeout timed out delayed deferred queue"
        }
        PresetId::SeveralRecipients => {
            "452 4.2.2 5.1.2 full quota typo mistyped several cc list some arrive bounce"
        }
        PresetId::VanishedBounce => {
            "550 5.1.1 no bounce no report silence backscatter postmaster double bounce lost \
             disappeared never arrived"
        }
    }
}

/// The name of a switch, and words for it.
pub fn switch(id: SwitchId) -> (&'static str, &'static str) {
    match id {
        SwitchId::NoSuchPerson => ("No such person", preset(PresetId::NoSuchPerson)),
        SwitchId::NoSuchDomain => ("Domain misspelt", preset(PresetId::MisspeltDomain)),
        SwitchId::BoxFull => ("Mailbox full until tomorrow", preset(PresetId::MailboxFull)),
        SwitchId::BoxFullForGood => ("Mailbox full for good", preset(PresetId::MailboxFullForGood)),
        SwitchId::ServerDown => ("Server down for 40 minutes", preset(PresetId::ServerDown)),
        SwitchId::ServerSilent => (
            "Server down for good",
            "4.4.1 4.4.7 timeout timed out expired unreachable silent no answer",
        ),
        SwitchId::FirstServerDown => ("First of two servers down", preset(PresetId::BackupServer)),
        SwitchId::Greylisted => ("Asked to come back later", preset(PresetId::Greylisted)),
        SwitchId::RefusedAsSpam => ("Taken for spam", preset(PresetId::RefusedAsSpam)),
        SwitchId::SenderNotProven => ("Sender not verified", preset(PresetId::SenderNotProven)),
        SwitchId::SenderBlocked => {
            ("Provider’s server on a blocklist", preset(PresetId::SenderBlocked))
        }
        SwitchId::SizeLimit => ("Too big: 1 KB is the limit", preset(PresetId::TooBig)),
        SwitchId::NullMx => ("Domain takes no mail", preset(PresetId::NoMailHere)),
        SwitchId::RegistrySilent => {
            ("Name servers silent for 40 minutes", preset(PresetId::LookupFails))
        }
        SwitchId::MailLoop => ("Two servers send it in circles", preset(PresetId::MailLoop)),
        SwitchId::WrongPassword => ("Wrong password for the box", preset(PresetId::WrongPassword)),
        SwitchId::BoxLocked => ("Box still locked by an old session", "-err in-use lock pop3 busy"),
        SwitchId::SignInRefused => ("Wrong password for sending", preset(PresetId::SignInRefused)),
        SwitchId::SenderMisspelt => {
            ("Sender’s own address misspelt", preset(PresetId::VanishedBounce))
        }
        SwitchId::PacketLost => ("A packet is lost", preset(PresetId::LostPacket)),
        SwitchId::PacketsCrossed => ("Packets out of order", preset(PresetId::CrossedPackets)),
        SwitchId::PacketDuplicated => ("A packet arrives twice", "duplicate twice tcp network"),
        SwitchId::ClockOff => (
            "Provider’s clock two hours slow",
            "wrong time zone date received header stamps backwards future past",
        ),
        SwitchId::NotSignedIn => ("Program does not sign in", preset(PresetId::NotSignedIn)),
        SwitchId::SendingLimit => ("Sent too much this hour", preset(PresetId::SendingLimit)),
        SwitchId::SpamFolder => ("Put into the spam folder", preset(PresetId::SpamFolder)),
        SwitchId::LookAlikeDomain => {
            ("Domain belongs to somebody else", preset(PresetId::TypoDomain))
        }
        SwitchId::Held => (
            "Provider’s server keeps it for 3 hours",
            "late delayed slow stuck hours received header held queue",
        ),
    }
}

/// What is wrong, as the end of "This means that …".
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NoSuchPerson => "there is no such mailbox",
        Cause::MailboxOff => "the mailbox is switched off",
        Cause::MailboxFull => "the mailbox is full",
        Cause::NoSuchDomain => "there is no such domain",
        Cause::NoMailHere => "the domain takes no mail",
        Cause::NoAnswer => "the other server did not answer",
        Cause::Loop => "the message went round in circles",
        Cause::Later => "the server wants to be asked again later",
        Cause::TooMuch => "too much mail came at once",
        Cause::NotTrusted => "the sending server is not trusted",
        Cause::Spam => "the message looks like spam",
        Cause::Content => "something in the message is not allowed",
        Cause::NotProven => "the sender could not be verified",
        Cause::SenderRefused => "the sender’s address is not accepted",
        Cause::NotSignedIn => {
            "the sign-in is missing or not accepted, or the connection is not encrypted"
        }
        Cause::TooBig => "the message is too big",
        Cause::Other => "the server said no, but not why",
    }
}

/// The same, where more is known.
pub fn told(cause: Cause, why: Why) -> &'static str {
    match (cause, why) {
        (Cause::NotSignedIn, Why::NoRelay) => {
            "the server does not take mail for this domain from strangers"
        }
        (Cause::NotTrusted, Why::ListUnread) => "the server cannot use its blocklist",
        (Cause::MailboxFull, Why::Busy) => "the server has no room at the moment",
        _ => self::cause(cause),
    }
}

/// Before the name of the journey that is shown.
pub const SHOWN_NOW: &str = "Shown now:";

/// Button: leads to where somebody says no.
pub const SKIP: &str = "Skip to what went wrong";

/// Heading of the examples that were found.
pub const EXAMPLES: &str = "Examples";

/// What an answer means, and the part of it that says so: for certain, or most often.
pub fn meaning(said: &str, of: Cause, is_certain: bool) -> String {
    let means = if is_certain { "” means that " } else { "” usually means that " };
    ["“", said, means, cause(of), "."].concat()
}

/// After the meaning of an answer that nothing shows.
pub const NOT_SHOWN_YET: &str = "No example shows that yet, so here are all of them.";

/// What was found: a journey with the very answer that was pasted (`Some(true)`) or with one that means the same,
/// how many examples and switches.
pub fn found(answer: Option<bool>, examples: usize, switches: usize) -> String {
    let counted = |n: usize, one: &str, several: &str| match n {
        0 => None,
        1 => Some(["1 ", one].concat()),
        n => Some([&n.to_string(), " ", several].concat()),
    };
    let things = [
        answer.map(|is_pasted| {
            let which = if is_pasted { "that very answer" } else { "such an answer" };
            ["a journey with ", which].concat()
        }),
        counted(examples, "example", "examples"),
        counted(switches, "thing to switch on", "things to switch on"),
    ];
    let things: Vec<String> = things.into_iter().flatten().collect();
    ["Found: ", &list(&things), ". The best comes first."].concat()
}

/// Name of the journey with the very answer that was pasted, or with a usual one that means the same.
pub const THIS_ANSWER: &str = "With this very answer";
/// The same, where it is a usual one.
pub const SUCH_AN_ANSWER: &str = "With such an answer";

/// The beginning of an answer.
pub fn in_short(answer: &Refusal) -> String {
    beginning(&answer.reply().to_string(), SHORT)
}

/// When nothing was found.
pub const NOTHING_FOUND: &str = "Nothing found, so here is everything. Paste the server’s whole reply, or try \
     a number from it, such as 550, or a plain word, such as full.";

/// Why an example was found: it shows what the answer means.
pub const SHOWS_IT: &str = "shows that";

/// Why an example was found: for a word or a code.
pub fn for_word(word: &str) -> String {
    ["for “", word, "”"].concat()
}
