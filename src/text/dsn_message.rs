//! What a mail server writes to the sender when a message is late or lost. Lines are at most 72
//! characters long where addresses and servers' words allow it.

/// The subject of a report.
pub fn subject(delayed: bool) -> &'static str {
    if delayed { "Your message is delayed" } else { "Your message could not be delivered" }
}

/// The first lines.
pub fn opening(delayed: bool, reporter: &str) -> String {
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
pub fn recipient(address: &str, reason: &str) -> String {
    format!("{address}\n    {reason}\n\n")
}

/// The last lines.
pub fn closing(until: Option<&str>, headers_only: bool) -> String {
    let what = if headers_only { "The header of your message" } else { "Your message" };
    match until {
        Some(until) => format!("I try until {until}. {what} follows.\n"),
        None => format!("{what} follows.\n"),
    }
}

/// A server has refused the message with these words.
pub fn refused(server: &str, words: &str) -> String {
    format!("The server {server} said: {words}")
}

/// A server took no call.
pub const CONNECTION_REFUSED: &str = "The server for this address took no calls.";
/// A server did not answer.
pub const NO_ANSWER: &str = "The server for this address did not answer.";
/// A connection broke.
pub const CONNECTION_LOST: &str = "The connection to the server for this address was lost.";
/// NXDOMAIN.
pub const NO_SUCH_DOMAIN: &str =
    "There is no such domain. Please look at what stands after the @: is a\n    letter missing?";
/// A null MX.
pub const TAKES_NO_MAIL: &str = "This domain states that it takes no mail at all.";
/// No usable MX.
pub const NO_SERVER: &str = "This domain names no server that could take its mail.";
/// The server itself is the best for the domain, and has no boxes of it.
pub const COMES_BACK: &str = "Mail for this domain would come back to me in a circle.";
/// No name server answered.
pub const REGISTRY_SILENT: &str = "I could not find out which server takes mail for this domain.";
/// The box is here, and full.
pub const BOX_FULL: &str = "This mailbox is full.";
/// The box is not here.
pub const NO_SUCH_BOX: &str = "There is no such mailbox here.";
