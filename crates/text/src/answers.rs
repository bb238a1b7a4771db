//! "A server answers …": the words of the form in *What could go wrong?*, and the usual answers of
//! servers.

use super::units::count;
use diagnosis::Cause;
use model::answer::AnswerStage;

/// Heading of the form.
pub const HEADING: &str = "Or let a server answer …";
/// Field: which server.
pub const SERVER: &str = "Which server";
/// Field: to what.
pub const POINT: &str = "To what";
/// Field: what it says.
pub const MANNER: &str = "What it does";
/// Field: usual replies to choose from.
pub const USUAL_REPLIES: &str = "A usual reply";
/// The first choice there: none.
pub const OWN_WORDS: &str = "None: your own words";
/// Field: the reply.
pub const REPLY: &str = "The reply";
/// Beside it.
pub const REPLY_HINT: &str = "(a code and words, on one or more lines)";
/// Field: how often.
pub const OFTEN: &str = "How often";
/// Button: lets it be so.
pub const ADD: &str = "Make it happen";
/// After it was pressed.
pub const ADDED: &str = "Done. It is now in the journey above.";
/// Heading of the answers that are set.
pub const SET: &str = "Set in this journey";

/// Button: takes an answer away again.
pub const REMOVE: &str = "Remove";

/// The same button as it is read out.
pub fn remove(what: &str) -> String {
    [REMOVE, ": ", what].concat()
}

/// What a server can do instead of what it usually does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It says something.
    Says,
    /// It says nothing any more.
    Silent,
    /// It hangs up.
    HangsUp,
    /// It takes no calls.
    NoCalls,
    /// Its domain's name server is silent.
    NoNames,
}

impl Manner {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Says, Self::Silent, Self::HangsUp, Self::NoCalls, Self::NoNames];

    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Says => "It replies this",
            Self::Silent => "It says nothing but stays on the line",
            Self::HangsUp => "It hangs up",
            Self::NoCalls => "It takes no calls",
            Self::NoNames => "It is not found: the name server is silent",
        }
    }

    /// Whether that is at a point of the conversation.
    pub const fn has_point(self) -> bool {
        matches!(self, Self::Says | Self::Silent | Self::HangsUp)
    }
}

/// The provider's server, as the sender's program meets it.
pub fn provider(name: &str) -> String {
    [name, ", when you send"].concat()
}

/// The server that takes the mail of a domain, which is named where its name does not say so.
pub fn of_domain(name: &str, domain: &str) -> String {
    if name.ends_with(domain) { name.to_owned() } else { [name, ", for ", domain].concat() }
}

/// A server on the way, when that other one calls.
pub fn on_the_way(name: &str, client: &str) -> String {
    [name, ", when ", client, " calls"].concat()
}

/// A point of the conversation.
pub const fn point(stage: AnswerStage) -> &'static str {
    match stage {
        AnswerStage::Greeting => "the call itself (instead of a greeting)",
        AnswerStage::Hello => "EHLO (the caller’s name)",
        AnswerStage::Auth => "AUTH (the sign-in)",
        AnswerStage::Mail => "MAIL (the sender)",
        AnswerStage::Rcpt => "RCPT (each recipient)",
        AnswerStage::Data => "DATA (before the message)",
        AnswerStage::Message => "the message itself",
    }
}

/// The point at which one recipient is named.
pub fn point_for(mailbox: &str) -> String {
    ["RCPT for ", mailbox].concat()
}

/// How often.
pub fn often(times: Option<u8>) -> String {
    match times {
        None => "Always".to_owned(),
        Some(1) => "The first time".to_owned(),
        Some(n) => ["The first ", &count(usize::from(n)), " times"].concat(),
    }
}

/// An answer that is set, in a line.
pub fn set(server: &str, point: &str, what: &str, times: Option<u8>) -> String {
    let to = if point.is_empty() { String::new() } else { [" – to ", point].concat() };
    let often = often(times).to_lowercase();
    [server, &to, ": ", what, " (", &often, ")"].concat()
}

/// A reply that servers commonly give: what it is about, where it is given, and its words.
#[derive(Clone, Copy, Debug)]
pub struct Usual {
    /// What it is about.
    pub name: &'static str,
    /// Where it is given.
    pub stage: AnswerStage,
    /// Its words.
    pub reply: &'static str,
    /// What is wrong then.
    pub cause: Cause,
}

const fn usual(name: &'static str, cause: Cause, stage: AnswerStage, reply: &'static str) -> Usual {
    Usual { name, stage, reply, cause }
}

/// What servers commonly answer: what happens often first.
pub const USUAL: [Usual; 17] = [
    usual(
        "No such mailbox",
        Cause::NoSuchPerson,
        AnswerStage::Rcpt,
        "550 5.1.1 The address you wrote to does not exist",
    ),
    usual(
        "Mailbox full",
        Cause::MailboxFull,
        AnswerStage::Rcpt,
        "452 4.2.2 The mailbox is over its quota, try again later",
    ),
    usual(
        "Mailbox full, refused",
        Cause::MailboxFull,
        AnswerStage::Rcpt,
        "552 5.2.2 Mailbox full, quota exceeded",
    ),
    usual(
        "Mailbox switched off",
        Cause::MailboxOff,
        AnswerStage::Rcpt,
        "550 5.2.1 This mailbox is disabled",
    ),
    usual(
        "Come back later",
        Cause::Later,
        AnswerStage::Rcpt,
        "451 4.7.1 Greylisted, please try again in five minutes",
    ),
    usual("No relaying", Cause::NotSignedIn, AnswerStage::Rcpt, "554 5.7.1 Relay access denied"),
    usual(
        "On a blocklist",
        Cause::NotTrusted,
        AnswerStage::Greeting,
        "554 5.7.1 Service refused, your IP address is on a blocklist",
    ),
    usual(
        "Too many calls",
        Cause::TooMuch,
        AnswerStage::Greeting,
        "421 4.7.0 Too many connections from your IP address, try again later",
    ),
    usual(
        "Too much mail",
        Cause::TooMuch,
        AnswerStage::Mail,
        "450 4.7.1 You are sending too many messages, please slow down",
    ),
    usual(
        "Sender not verified",
        Cause::NotProven,
        AnswerStage::Message,
        "550-5.7.26 This message passes neither SPF nor DKIM.\n550 5.7.26 Please set up both for your domain.",
    ),
    usual(
        "Taken for spam",
        Cause::Spam,
        AnswerStage::Message,
        "554 5.7.1 This message looks like spam",
    ),
    usual(
        "Attachment blocked",
        Cause::Content,
        AnswerStage::Message,
        "552 5.7.0 This kind of attachment is blocked here",
    ),
    usual(
        "Sender refused",
        Cause::SenderRefused,
        AnswerStage::Mail,
        "553 5.1.8 Sender address rejected: your domain was not found",
    ),
    usual(
        "Too big",
        Cause::TooBig,
        AnswerStage::Mail,
        "552 5.3.4 The message is larger than we take",
    ),
    usual(
        "Wrong password",
        Cause::NotSignedIn,
        AnswerStage::Auth,
        "535 5.7.8 User name and password not accepted",
    ),
    usual(
        "Encryption needed first",
        Cause::NotSignedIn,
        AnswerStage::Mail,
        "530 5.7.0 Must issue a STARTTLS command first",
    ),
    usual(
        "Trouble at the server",
        Cause::Later,
        AnswerStage::Data,
        "451 4.3.0 Temporary local problem, please try again later",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use diagnosis::Answer;
    use model::refusal::Refusal;

    #[test]
    fn usual_replies_are_refusals() {
        for usual in USUAL {
            let read = Refusal::read(usual.reply).map(|refusal| refusal.to_string());
            assert_eq!(read.as_deref(), Ok(usual.reply), "{}", usual.name);
        }
    }

    #[test]
    fn usual_replies_mean_what_they_are_offered_for() {
        for usual in USUAL {
            let read = diagnosis::diagnose(&Answer { text: usual.reply, ..Answer::default() });
            assert_eq!(read.map(|it| it.cause), Some(usual.cause), "{}", usual.name);
        }
    }

    #[test]
    fn how_often_is_said_in_words() {
        assert_eq!(often(None), "Always");
        assert_eq!(often(Some(1)), "The first time");
        assert_eq!(often(Some(5)), "The first five times");
    }
}
