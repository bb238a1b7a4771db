//! The part for people: the server's own words, which travel in the message. Lines are at most 72
//! characters long where addresses and servers' words allow it.

/// The subject of a report.
pub(super) fn subject(delayed: bool) -> &'static str {
    if delayed { "Your message is delayed" } else { "Your message could not be delivered" }
}

/// The first lines.
pub(super) fn opening(delayed: bool, reporter: &str) -> String {
    if delayed {
        format!(
            "This is the mail server {reporter}.\n\nYour message has not reached the people below yet. \
             You need not send\nit again: I keep trying.\n\n"
        )
    } else {
        format!(
            "This is the mail server {reporter}.\n\nI am sorry: your message could not be \
             delivered, and I have given it up\nfor the people below.\n\n"
        )
    }
}

/// One recipient and the reason.
pub(super) fn recipient(address: &str, reason: &str) -> String {
    format!("{address}\n    {reason}\n\n")
}

/// The last lines.
pub(super) fn closing(until: Option<&str>, headers_only: bool) -> String {
    let what = if headers_only { "The header of your message" } else { "Your message" };
    match until {
        Some(until) => format!("I try until {until}. {what} follows.\n"),
        None => format!("{what} follows.\n"),
    }
}

/// A server has refused the message with these words.
pub(super) fn refused(server: &str, words: &str) -> String {
    format!("The server {server} said: {words}")
}

/// A server took no call.
pub(super) const CONNECTION_REFUSED: &str = "The server for this address took no calls.";
/// A server did not answer.
pub(super) const NO_ANSWER: &str = "The server for this address did not answer.";
/// A connection broke.
pub(super) const CONNECTION_LOST: &str = "The connection to the server for this address was lost.";
/// NXDOMAIN.
pub(super) const NO_SUCH_DOMAIN: &str =
    "There is no such domain. Please look at what stands after the @: is a\n    letter missing?";
/// A null MX.
pub(super) const TAKES_NO_MAIL: &str = "This domain states that it takes no mail at all.";
/// No usable MX.
pub(super) const NO_SERVER: &str = "This domain names no server that could take its mail.";
/// The server itself is the best for the domain, and has no boxes of it.
pub(super) const COMES_BACK: &str = "Mail for this domain would come back to me in a circle.";
/// No name server answered.
pub(super) const REGISTRY_SILENT: &str =
    "I could not find out which server takes mail for this domain.";
/// The box is here, and full.
pub(super) const BOX_FULL: &str = "This mailbox is full.";
/// The box is not here.
pub(super) const NO_SUCH_BOX: &str = "There is no such mailbox here.";
