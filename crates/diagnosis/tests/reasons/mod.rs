//! What the decoder's reasons are to us.

use diagnosis::Cause;

/// What the decoder's reasons are to us.
pub(crate) fn causes(reason: &str) -> &'static [Cause] {
    use Cause::{
        Content, Later, Loop, MailboxFull, MailboxOff, NoAnswer, NoMailHere, NoSuchDomain,
        NoSuchPerson, NotProven, NotSignedIn, NotTrusted, Other, SenderRefused, Spam, TooBig,
        TooMuch,
    };
    match reason {
        "userunknown" | "filtered" => &[NoSuchPerson],
        "hasmoved" | "suspend" => &[MailboxOff],
        "mailboxfull" | "systemfull" => &[MailboxFull],
        "hostunknown" => &[NoSuchDomain],
        "notaccept" => &[NoMailHere],
        "expired" => &[NoAnswer],
        // Name servers that do not know the domain are a fault of the network to the decoder.
        "networkerror" => &[NoAnswer, Loop, NoSuchDomain],
        "toomanyconn" | "speeding" => &[TooMuch],
        // Of the message's length or of the number of messages.
        "exceedlimit" => &[TooMuch, TooBig],
        "blocked" | "badreputation" | "requireptr" => &[NotTrusted],
        // `message content rejected` is spam to the decoder.
        "spamdetected" | "policyviolation" => &[Spam, Content],
        "virusdetected" | "contenterror" | "notcompliantrfc" => &[Content],
        // Whatever has a code 5.7.x and is nothing else.
        "securityerror" => &[Content, Spam, NotProven, NotSignedIn, NotTrusted, SenderRefused],
        "authfailure" => &[NotProven],
        "rejected" => &[SenderRefused],
        "norelaying" => &[NotSignedIn],
        "mesgtoobig" => &[TooBig],
        // Of an address or of a command.
        "syntaxerror" => &[NoSuchPerson, Other],
        "mailererror" | "systemerror" | "onhold" | "undefined" => &[Other, Later],
        _ => &[],
    }
}
