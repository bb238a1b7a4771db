//! What a cause amounts to, as far as it makes a difference to what is said.

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
        Cause::NoSuchDomain => Why::NoSuchDomain,
        Cause::NullMx => Why::NullMx,
        Cause::NoUsableServer => Why::NoServer,
        Cause::LoopsBack => Why::Circle,
        Cause::DnsTimeout => Why::DnsTimeout,
        Cause::BoxFull => Why::BoxFull,
        Cause::NoSuchBox => Why::NoSuchBox,
    }
}

/// The enhanced code says it best; where it is vague (x.7.1), the server's own words say more.
fn why_refused(stage: Stage, reply: &Reply) -> Why {
    let says = |word: &str| reply.lines().iter().any(|l| l.to_ascii_lowercase().contains(word));
    if stage == Stage::Auth {
        return if reply.is(535) { Why::SignIn } else { Why::Other };
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
        (4, 6) => Why::TooManyHops,
        (6, _) => Why::Content,
        (7, 20..=24 | 26) => Why::NotProven,
        (7, 0 | 1) if reply.is_transient() && says("greylist") => Why::Greylisted,
        (7, 0 | 1) if says("spam") => Why::Spam,
        (7, 0 | 1) if says("blocklist") => Why::Blocked,
        (7, 0 | 1) if says("relay") => Why::NoRelay,
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
