//! A bounce in words: what was read of it, for whoever has it in hand.

use super::search;
use super::verdict::{fixers, who};
use diagnosis::{Cause, Stage};
use model::why::Why;

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
    [address.unwrap_or("Someone not named"), became].concat()
}

/// What that means.
pub fn meaning(cause: Option<(Cause, Why)>) -> String {
    match cause {
        Some((cause, why)) => ["  It means that ", search::told(cause, why), "."].concat(),
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
    ["  ", host, " said", when, ":"].concat()
}

/// Whose move it is; of names as [`fixers`] has them.
pub fn whose_move(names: &[&str]) -> String {
    match names {
        [fixers::NOBODY] => "Nobody needs to do anything for now.".to_owned(),
        [first, rest @ ..] => {
            let rest = rest.iter().map(|name| name.replacen('T', "t", 1));
            who(&[(*first).to_owned()].into_iter().chain(rest).collect::<Vec<_>>())
        }
        [] => String::new(),
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
