//! What the numbers in a server’s reply mean, word by word.
//!
//! Basic codes: RFC 5321 section 4.2.3, RFC 1870 section 6 (size), RFC 4954 section 6 (sign-in), RFC
//! 7504 (521, 556). Enhanced codes: RFC 3463 section 3, with RFC 4954 (x.7.8 and x.7.9), RFC 7372
//! (x.7.20 to x.7.26) and RFC 7505 (x.1.10).

/// What a basic code answers: some mean something else there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The call itself: it stands where the greeting should.
    Call,
    /// A size that was announced.
    Size,
    /// The message itself.
    Message,
    /// What the server's rules do not allow, as the enhanced code says.
    Policy,
    /// Anything else.
    Other,
}

/// A basic code.
pub fn basic(code: u16, answers: Answers) -> String {
    let size = answers == Answers::Size;
    let digit = digit(code / 100);
    let rest = match code {
        421 => "the service is not available, and the connection is closed",
        432 => "another way of signing in has to be set up first",
        450 => "the mailbox is not available at the moment",
        451 => "stopped, for a reason at the server",
        452 if size => "not enough room for a message of this size at the moment",
        452 => "not enough storage",
        454 => "sign-in does not work at the moment",
        455 => "the server cannot do what was asked with the address at the moment",
        503 => "the commands came in the wrong order",
        500..=502 | 504 if matches!(answers, Answers::Size | Answers::Message) => {
            "the server cannot take the message in this form"
        }
        500..=502 | 504 => "the server does not know this command, or not in this form",
        521 => "this host takes no mail",
        530 => "signing in comes first, or encryption",
        534 => "this way of signing in is too weak",
        535 => "user name or password is wrong",
        538 => "this way of signing in needs an encrypted connection",
        550 if answers == Answers::Policy => "refused by the server’s rules",
        550 => {
            "the mailbox is not available: not found, no access, or refused by the server’s rules"
        }
        551 => "the user is not here",
        552 if size => "the message is larger than this server ever takes",
        552 => "more than the storage that is allotted",
        553 => "the name of the mailbox is not allowed",
        554 if answers == Answers::Call => "there is no mail service here",
        554 => "the transaction failed",
        555 => "the server does not know what was asked with the address",
        556 => "the domain takes no mail",
        _ => "",
    };
    if rest.is_empty() { digit.to_owned() } else { [digit, " – ", rest].concat() }
}

/// What the first digit of a code says.
pub const fn digit(class: u16) -> &'static str {
    match class {
        2 => "yes",
        3 => "go on",
        4 => "not now, try again later",
        _ => "no, for good",
    }
}

/// The class, the first number of an enhanced code.
pub const fn class(class: u16) -> &'static str {
    match class {
        2 => "Success",
        4 => {
            "Persistent transient failure: the message is all right, something stands in its way for now"
        }
        _ => "Permanent failure: something must be changed before it is sent again",
    }
}

/// The subject, the second number.
pub const fn subject(subject: u16) -> &'static str {
    match subject {
        1 => "Addressing status: about an address",
        2 => "Mailbox status: about the mailbox",
        3 => "Mail system status: about the server that was asked",
        4 => "Network and routing status: about the way there",
        5 => "Mail delivery protocol status: about the conversation between the servers",
        6 => "Message content or media status: about what the message holds",
        7 => "Security or policy status: about what the server’s rules allow",
        _ => "Other or undefined status",
    }
}

/// The detail: the second and the third number together.
pub const fn detail(subject: u16, detail: u16, permanent: bool) -> &'static str {
    match (subject, detail) {
        (1, 0) => "Other address status",
        (1, 1) => "Bad destination mailbox address: no box of this name",
        (1, 2) => "Bad destination system address: no such domain, or it takes no mail",
        (1, 3) => "Bad destination mailbox address syntax",
        (1, 4) => "Destination mailbox address ambiguous",
        (1, 5) => "Destination address valid",
        (1, 6) => "Destination mailbox has moved, no forwarding address",
        (1, 7) => "Bad sender’s mailbox address syntax",
        (1, 8) => "Bad sender’s system address",
        (1, 10) => "Recipient address has null MX: the domain states that it takes no mail",
        (2, 0) => "Other or undefined mailbox status",
        (2, 1) => "Mailbox disabled, not accepting messages",
        (2, 2) => "Mailbox full",
        (2, 3) => "Message length exceeds administrative limit",
        (2, 4) => "Mailing list expansion problem",
        (3, 0) => "Other or undefined mail system status",
        (3, 1) => "Mail system full",
        (3, 2) => "System not accepting network messages",
        (3, 3) => "System not capable of selected features",
        (3, 4) => "Message too big for system",
        (3, 5) => "System incorrectly configured",
        (4, 0) => "Other or undefined network or routing status",
        (4, 1) => "No answer from host: nobody took the call",
        (4, 2) => "Bad connection",
        (4, 3) => "Directory server failure",
        (4, 4) => "Unable to route",
        (4, 5) => "Mail system congestion",
        (4, 6) if permanent => {
            "Routing loop detected (the standard has this with a 4 in front only; servers say it \
             with a 5 too)"
        }
        (4, 6) => "Routing loop detected",
        (4, 7) => "Delivery time expired",
        (5, 0) => "Other or undefined protocol status",
        (5, 1) => "Invalid command",
        (5, 2) => "Syntax error",
        (5, 3) => "Too many recipients",
        (5, 4) => "Invalid command arguments",
        (5, 5) => "Wrong protocol version",
        (6, 0) => "Other or undefined media error",
        (6, 1) => "Media not supported",
        (6, 2) => "Conversion required and prohibited",
        (6, 3) => "Conversion required but not supported",
        (6, 4) => "Conversion with loss performed",
        (6, 5) => "Conversion failed",
        (7, 0) => "Other or undefined security status",
        (7, 1) if !permanent => {
            "Delivery not authorized, message refused (the standard has this with a 5 in front \
             only; servers say it with a 4 too)"
        }
        (7, 1) => "Delivery not authorized, message refused",
        (7, 2) => "Mailing list expansion prohibited",
        (7, 3) => "Security conversion required but not possible",
        (7, 4) => "Security features not supported",
        (7, 5) => "Cryptographic failure",
        (7, 6) => "Cryptographic algorithm not supported",
        (7, 7) => "Message integrity failure",
        (7, 8) => "Authentication credentials invalid: wrong user name or password",
        (7, 9) => "Authentication mechanism is too weak",
        (7, 20) => "No passing DKIM signature found",
        (7, 21) => "No acceptable DKIM signature found",
        (7, 22) => "No valid author-matched DKIM signature found",
        (7, 23) => "SPF validation failed",
        (7, 24) => "SPF validation error",
        (7, 25) => "Reverse DNS validation failed",
        (7, 26) => "Multiple authentication checks failed",
        _ => "Not in the list of RFC 3463",
    }
}
