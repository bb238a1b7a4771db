//! What a cause amounts to, as far as it makes a difference to what is said.

use diagnosis::{Answer, Cause as Meant, EnhancedCode, Stage as Told, diagnose};
use model::why::Why;
use sim::smtp::Reply;
use sim::smtp::client::Stage;
use sim::trace::Cause;

pub(super) fn why(cause: &Cause) -> Why {
    match cause {
        Cause::Reply { stage, reply } => why_refused(*stage, reply),
        Cause::NoConnection { refused: true } => Why::NoCalls,
        Cause::NoConnection { refused: false } => Why::NoAnswer,
        Cause::ConnectionLost { .. } => Why::Lost,
        Cause::NoReply { .. } => Why::Silent,
        Cause::NoSuchDomain => Why::NoSuchDomain,
        Cause::NullMx => Why::NullMx,
        Cause::NoUsableServer => Why::NoServer,
        Cause::LoopsBack => Why::Circle,
        Cause::DnsTimeout => Why::DnsTimeout,
        Cause::BoxFull => Why::BoxFull,
        Cause::NoSuchBox => Why::NoSuchBox,
    }
}

fn why_refused(stage: Stage, reply: &Reply) -> Why {
    let text = reply.lines().join("\n");
    why_said(&Answer {
        code: Some(reply.code().get()),
        enhanced: reply.enhanced().and_then(|code| EnhancedCode::parse(&code.to_string())),
        text: &text,
        stage: Some(stage_of(stage)),
    })
}

/// The same of a line of a refusal; `asked`: the command that it answers.
pub(super) fn why_in(asked: &str, line: &str) -> Why {
    let stage = match asked.get(..4).unwrap_or_default() {
        "AUTH" => Told::Auth,
        "MAIL" => Told::Mail,
        "RCPT" => Told::Rcpt,
        "DATA" => Told::EndOfData,
        "EHLO" | "HELO" => Told::Ehlo,
        _ => Told::Greeting,
    };
    let code = line.get(..3).and_then(|code| code.parse().ok());
    let enhanced = line.get(4..).and_then(|it| EnhancedCode::parse(it.split(' ').next()?));
    why_said(&Answer { code, enhanced, text: line, stage: Some(stage) })
}

/// The same of what a text tells, where its cause is known. No server says the rest.
pub(super) fn why_told(answer: &Answer<'_>, cause: Meant) -> Why {
    match cause {
        Meant::NoSuchDomain => Why::NoSuchDomain,
        Meant::NoMailHere => Why::NullMx,
        Meant::NoAnswer => Why::NoAnswer,
        Meant::Later => Why::Greylisted,
        _ => why_of_sign_in(answer)
            .or_else(|| why_by_words(answer, cause))
            .unwrap_or_else(|| why_by_codes(answer)),
    }
}

/// What the server's words and codes say, as far as they say one thing and no other; and otherwise what
/// the codes commonly mean there.
fn why_said(answer: &Answer<'_>) -> Why {
    let by_words = || {
        let diagnosis = diagnose(answer).filter(|diagnosis| diagnosis.is_specific);
        why_by_words(answer, diagnosis?.cause)
    };
    why_of_sign_in(answer).or_else(by_words).unwrap_or_else(|| why_by_codes(answer))
}

/// What the answer to a sign-in amounts to, whatever else it says.
fn why_of_sign_in(answer: &Answer<'_>) -> Option<Why> {
    if answer.stage != Some(Told::Auth) {
        return None;
    }
    let why = if asks_for_other_sign_in(answer) { Why::AppPassword } else { Why::SignIn };
    (why == Why::AppPassword || answer.code == Some(535)).then_some(why)
}

/// Whether the password may be right, but is not what the server takes from programs: 534 (RFC 4954 section 6) and
/// what large providers say instead. Microsoft's 5.7.139 and 5.7.30 are for a sign-in with a password only.
fn asks_for_other_sign_in(answer: &Answer<'_>) -> bool {
    let words = ["application-specific", "app password", "app-specific", "basic authentication"];
    answer.code == Some(534)
        || numbers(answer) == Some((7, 139))
        || words.iter().any(|word| says(answer, word))
}

fn says(answer: &Answer<'_>, word: &str) -> bool {
    answer.text.to_ascii_lowercase().contains(word)
}

fn numbers(answer: &Answer<'_>) -> Option<(u16, u16)> {
    answer.enhanced.map(|code| (code.subject, code.detail))
}

/// Whether it is for now. A client goes by the reply code (RFC 5321 section 4.2.1).
fn is_transient(answer: &Answer<'_>) -> bool {
    let class = answer.code.map(|code| code / 100).or(answer.enhanced.map(|code| code.class));
    class == Some(4)
}

/// How servers say that an address is on a list.
const LISTED: [&str; 6] =
    ["blocklist", "block list", "blacklist", "black list", "listed", "spamhaus"];

/// What a cause that the words give away amounts to; nothing, where the codes say more of it.
fn why_by_words(answer: &Answer<'_>, cause: Meant) -> Option<Why> {
    let says = |word: &str| says(answer, word);
    let listed = || LISTED.iter().any(|word| says(word));
    let code = numbers(answer);
    let transient = is_transient(answer);
    Some(match cause {
        Meant::NoSuchPerson if says("access denied") => Why::NoAccess,
        Meant::NoSuchPerson => Why::NoSuchBox,
        Meant::MailboxOff if transient => Why::BoxBusy,
        Meant::MailboxOff => Why::BoxOff,
        // The server has no room (RFC 3463 section 3.4), whosever the box is.
        Meant::MailboxFull if code == Some((3, 1)) => Why::Busy,
        Meant::MailboxFull => Why::BoxFull,
        Meant::Loop => Why::TooManyHops,
        Meant::TooMuch => Why::TooMuch,
        // What lists answer to a name server that may not ask them.
        Meant::NotTrusted if says("open resolver") => Why::ListUnread,
        Meant::NotTrusted if listed() && says("network") => Why::NetworkBlocked,
        Meant::NotTrusted if listed() => Why::Blocked,
        Meant::NotTrusted => Why::NotTrusted,
        Meant::Spam => Why::Spam,
        Meant::Content if says("attachment") => Why::Attachment,
        Meant::Content => Why::Content,
        Meant::NotProven => Why::NotProven,
        Meant::SenderRefused if says("not owned by") || code == Some((7, 60)) => {
            Why::NotYourAddress
        }
        Meant::SenderRefused if says("member") || matches!(code, Some((7, 124 | 129..=136))) => {
            Why::ClosedGroup
        }
        Meant::SenderRefused if code == Some((1, 8)) => Why::SenderUnknown,
        Meant::SenderRefused => Why::SenderRefused,
        Meant::NotSignedIn if asks_for_other_sign_in(answer) => Why::AppPassword,
        Meant::NotSignedIn if answer.stage == Some(Told::Auth) => Why::SignIn,
        Meant::NotSignedIn if says("relay") => Why::NoRelay,
        Meant::NotSignedIn => Why::NotSignedIn,
        Meant::TooBig => Why::TooBig,
        Meant::Later if transient && says("greylist") => Why::Greylisted,
        Meant::NoMailHere if code != Some((1, 10)) => Why::Busy,
        Meant::Later | Meant::NoMailHere | Meant::NoSuchDomain | Meant::NoAnswer | Meant::Other => {
            return None;
        }
    })
}

const fn stage_of(stage: Stage) -> Told {
    match stage {
        Stage::Connection => Told::Connecting,
        Stage::Greeting => Told::Greeting,
        Stage::Hello => Told::Ehlo,
        Stage::Auth => Told::Auth,
        Stage::Mail => Told::Mail,
        Stage::Rcpt => Told::Rcpt,
        Stage::Data => Told::Data,
        Stage::Message => Told::EndOfData,
    }
}

fn why_by_codes(answer: &Answer<'_>) -> Why {
    let stage = answer.stage;
    if stage == Some(Told::Auth) {
        return Why::Other;
    }
    let Some(code) = numbers(answer) else {
        return why_by_basic_code(stage, answer.code);
    };
    let transient = is_transient(answer);
    match code {
        (1, 1) => Why::NoSuchBox,
        (1, 8) => Why::SenderUnknown,
        (1, 10) => Why::NullMx,
        (2, 1) if transient => Why::BoxBusy,
        (2, 1) => Why::BoxOff,
        (2, 2) => Why::BoxFull,
        (3, 4) => Why::TooBig,
        (3, _) => Why::Busy,
        // What large providers say of recipients that they do not know.
        (4, 1) if !transient && stage == Some(Told::Rcpt) => Why::NoAccess,
        (4, 6) => Why::TooManyHops,
        (6, _) => Why::Content,
        (7, 20..=24 | 26 | 27) => Why::NotProven,
        (7, _) if !transient => Why::Policy,
        _ => Why::Other,
    }
}

fn why_by_basic_code(stage: Option<Told>, code: Option<u16>) -> Why {
    match (stage, code.unwrap_or_default()) {
        (Some(Told::Mail | Told::EndOfData), 552) => Why::TooBig,
        (Some(Told::Rcpt), 552) => Why::BoxFull,
        (Some(Told::Rcpt), 550 | 551 | 553) => Why::BoxOff,
        // A name that is not welcome (RFC 5321 section 4.1.4).
        (Some(Told::Ehlo), 550) => Why::Policy,
        (_, 421) | (Some(Told::Greeting), _) => Why::Busy,
        _ => Why::Other,
    }
}
