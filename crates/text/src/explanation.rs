//! A bounce in words: what was read of it, for whoever has it in hand.

use super::search;
use diagnosis::{Cause, Stage, WhoseMove};

/// Nothing was found.
pub const NOTHING: &str = "No bounce, reply or log line was found in this text. Paste all of it: the report as your \
    mail program shows it, or its source.";

/// What became of the message for somebody.
pub fn outcome(address: Option<&str>, arrived: bool, is_final: Option<bool>) -> String {
    let became = match (arrived, is_final) {
        (true, _) => ": it arrived.",
        (false, Some(false)) => ": it is delayed, and will be tried again.",
        (false, Some(true)) => ": it could not be delivered, and is not tried again.",
        (false, None) => ": what became of it is not said.",
    };
    [address.unwrap_or("Somebody who is not named"), became].concat()
}

/// What that means.
pub fn meaning(cause: Option<Cause>) -> String {
    match cause {
        Some(cause) => ["  It means that ", search::cause(cause), "."].concat(),
        None => "  Why is not said.".to_owned(),
    }
}

/// Who said it, and when: the words follow.
pub fn said_by(host: Option<&str>, stage: Option<Stage>) -> String {
    let Some(host) = host else {
        return "  The report says:".to_owned();
    };
    let when = match stage {
        None => "",
        Some(Stage::Connecting) => " when the other server connected",
        Some(Stage::Greeting) => " instead of a greeting",
        Some(Stage::Ehlo) => " when the other server named itself",
        Some(Stage::Auth) => " when somebody signed in",
        Some(Stage::Mail) => " when it heard the sender’s address",
        Some(Stage::Rcpt) => " when it heard the recipient’s address",
        Some(Stage::Data) => " before the message was sent",
        Some(Stage::EndOfData) => " after it had seen the message",
    };
    ["  ", host, " says", when, ":"].concat()
}

/// Whose move it is.
pub const fn whose_move(whose: WhoseMove) -> &'static str {
    match whose {
        WhoseMove::Nobody => "  Nobody needs to do anything for now.",
        WhoseMove::Sender => "  The sender can fix it.",
        WhoseMove::SendersProvider => "  The sender’s provider can fix it.",
        WhoseMove::Recipient => "  The recipient can fix it.",
        WhoseMove::RecipientsProvider => "  The recipient’s provider can fix it.",
    }
}

/// Above the servers on the way.
pub const HOPS: &str = "The way it took:";

/// A server on the way: from which one it has the message, when, and how long that took.
pub fn hop(by: &str, from: &str, at: &str, delay: Option<&str>) -> String {
    let delay = delay.map(|delay| [", ", delay, " later"].concat()).unwrap_or_default();
    [by, " took it from ", from, ", ", at, &delay].concat()
}

/// Where something is not in the text.
pub const NOT_SAID: &str = "(not said)";

/// The link to the journey.
pub fn link(link: &str) -> String {
    ["As a journey, for any page of Email Journey: ", link].concat()
}

/// Of a journey in which there is more than the text says.
pub const ASSUMED: &str = "What the text does not say happens there as it usually does.";

/// Of a journey in which not all recipients are.
pub fn left_out(count: usize) -> String {
    match count {
        1 => "One more recipient has no room in it.".to_owned(),
        _ => [&count.to_string(), " more recipients have no room in it."].concat(),
    }
}

/// A text that cannot be read.
pub fn unreadable(file: &str, why: &str) -> String {
    [file, " cannot be read: ", why].concat()
}

/// A text that is too long.
pub fn too_large(file: &str, limit: usize) -> String {
    [file, " is too long, at most ", &limit.to_string(), " bytes are read"].concat()
}
