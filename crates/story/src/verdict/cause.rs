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

/// What the server's words and codes say, as far as they say one thing and no other; and otherwise what
/// the codes commonly mean there.
fn why_refused(stage: Stage, reply: &Reply) -> Why {
    if stage == Stage::Auth && asks_for_other_sign_in(reply) {
        return Why::AppPassword;
    }
    if stage == Stage::Auth && reply.is(535) {
        return Why::SignIn;
    }
    let text = reply.lines().join("\n");
    let answer = Answer {
        code: Some(reply.code().get()),
        enhanced: reply.enhanced().and_then(|code| EnhancedCode::parse(&code.to_string())),
        text: &text,
        stage: Some(stage_of(stage)),
    };
    let diagnosis = diagnose(&answer).filter(|diagnosis| diagnosis.is_specific);
    diagnosis
        .and_then(|diagnosis| why_by_words(stage, reply, diagnosis.cause))
        .unwrap_or_else(|| why_by_codes(stage, reply))
}

/// Whether the password may be right, but is not what the server takes from programs: 534 (RFC 4954 section 6) and
/// what large providers say instead.
fn asks_for_other_sign_in(reply: &Reply) -> bool {
    /// Microsoft's number for a sign-in with a password only, which is switched off.
    const BASIC_SIGN_IN_IS_OFF: (u16, u16) = (7, 139);
    let code = reply.enhanced().map(|code| (code.subject(), code.detail()));
    let text = reply.lines().join(" ").to_ascii_lowercase();
    let words = ["application-specific", "app password", "app-specific"];
    reply.is(534) || code == Some(BASIC_SIGN_IN_IS_OFF) || words.iter().any(|it| text.contains(it))
}

/// How servers say that an address is on a list.
const LISTED: [&str; 6] =
    ["blocklist", "block list", "blacklist", "black list", "listed", "spamhaus"];

/// What a cause that the words give away amounts to; nothing, where the codes say more of it.
fn why_by_words(stage: Stage, reply: &Reply, cause: Meant) -> Option<Why> {
    let says = |word: &str| reply.lines().iter().any(|l| l.to_ascii_lowercase().contains(word));
    let listed = || LISTED.iter().any(|word| says(word));
    let code = reply.enhanced().map(|code| (code.subject(), code.detail()));
    Some(match cause {
        Meant::NoSuchPerson if says("access denied") => Why::NoAccess,
        Meant::NoSuchPerson => Why::NoSuchBox,
        Meant::MailboxOff if reply.is_transient() => Why::BoxBusy,
        Meant::MailboxOff => Why::BoxOff,
        Meant::MailboxFull => Why::BoxFull,
        Meant::Loop => Why::TooManyHops,
        Meant::TooMuch => Why::TooMuch,
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
        Meant::SenderRefused if says("member") || matches!(code, Some((7, 129..=136))) => {
            Why::ClosedGroup
        }
        Meant::SenderRefused => Why::SenderRefused,
        Meant::NotSignedIn if stage == Stage::Auth => Why::SignIn,
        Meant::NotSignedIn if says("relay") => Why::NoRelay,
        Meant::NotSignedIn => Why::NotSignedIn,
        Meant::TooBig => Why::TooBig,
        Meant::Later if reply.is_transient() && says("greylist") => Why::Greylisted,
        Meant::NoMailHere
            if reply.enhanced().is_none_or(|it| (it.subject(), it.detail()) != (1, 10)) =>
        {
            Why::Busy
        }
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

fn why_by_codes(stage: Stage, reply: &Reply) -> Why {
    if stage == Stage::Auth {
        return Why::Other;
    }
    let Some(code) = reply.enhanced() else {
        return why_by_basic_code(stage, reply.code().get());
    };
    match (code.subject(), code.detail()) {
        (1, 1) => Why::NoSuchBox,
        (1, 10) => Why::NullMx,
        (2, 1) if reply.is_transient() => Why::BoxBusy,
        (2, 1) => Why::BoxOff,
        (2, 2) => Why::BoxFull,
        (3, 4) => Why::TooBig,
        (3, _) => Why::Busy,
        // What large providers say of recipients that they do not know.
        (4, 1) if reply.is_permanent() && stage == Stage::Rcpt => Why::NoAccess,
        (4, 6) => Why::TooManyHops,
        (6, _) => Why::Content,
        (7, 20..=24 | 26) => Why::NotProven,
        (7, _) if reply.is_permanent() => Why::Policy,
        _ => Why::Other,
    }
}

fn why_by_basic_code(stage: Stage, code: u16) -> Why {
    match (stage, code) {
        (Stage::Mail | Stage::Message, 552) => Why::TooBig,
        (Stage::Rcpt, 552) => Why::BoxFull,
        (Stage::Rcpt, 550 | 551 | 553) => Why::BoxOff,
        // A name that is not welcome (RFC 5321 section 4.1.4).
        (Stage::Hello, 550) => Why::Policy,
        (_, 421) | (Stage::Greeting, _) => Why::Busy,
        _ => Why::Other,
    }
}
