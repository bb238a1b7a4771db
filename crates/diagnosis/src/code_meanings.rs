//! What codes say of themselves.

use crate::{Cause, EnhancedCode, Finality, Stage};

/// The cause that an enhanced code names, where it stands for one thing with everybody who uses it.
///
/// Numbers from 90 on are Microsoft's, 5.7.28 to 5.7.40 are Google's; 5.1.10 is a missing recipient with
/// Microsoft, and a null MX (RFC 7505) only beside 556.
pub(crate) fn specific(enhanced: EnhancedCode, code: Option<u16>) -> Option<Cause> {
    Some(match (enhanced.subject, enhanced.detail) {
        (1, 10) if code == Some(556) => Cause::NoMailHere,
        // With a 4 it is often a look-up that failed, a host that is not known yet, or a busy server.
        (1 | 3, 1) if enhanced.class == 4 => return None,
        (1, 1 | 3 | 4 | 10 | 20 | 350 | 351) => Cause::NoSuchPerson,
        (1, 2) | (4, 310) => Cause::NoSuchDomain,
        (1, 6) | (7, 13 | 17) => Cause::MailboxOff,
        (1, 7 | 8) | (7, 2 | 12 | 60 | 124 | 129..=136 | 505..=507) => Cause::SenderRefused,
        (2, 2) | (3, 1) => Cause::MailboxFull,
        (2, 3) | (3, 4) => Cause::TooBig,
        (4, 6 | 14) => Cause::Loop,
        (4, 7 | 300 | 312..=319) => Cause::NoAnswer,
        (1, 90) | (2, 121 | 122) | (5, 3) | (7, 28 | 230..=236 | 508 | 705 | 708) => Cause::TooMuch,
        (7, 8 | 10 | 11 | 14 | 57 | 64 | 139) => Cause::NotSignedIn,
        (7, 20..=24 | 26 | 27 | 31 | 32 | 40 | 509 | 515) => Cause::NotProven,
        (7, 25 | 511 | 606..=649) => Cause::NotTrusted,
        (7, 501..=503) => Cause::Spam,
        (6, _) | (7, 512) => Cause::Content,
        _ => return None,
    })
}

/// Whether a code is one of those that a provider's own program gives, and that nobody sets by hand: it counts
/// even against words.
pub(crate) fn is_exact(enhanced: EnhancedCode) -> bool {
    enhanced.detail >= 20
}

/// Whether a code says of the way or the system what is wrong, so that it counts against words that say no more
/// than that somebody is refused. 5.4.1 is what Microsoft says of missing recipients, 5.3.0 is anything.
pub(crate) fn is_telling(enhanced: EnhancedCode) -> bool {
    enhanced.class == 5 && matches!(enhanced.subject, 3 | 4) && enhanced.detail > 1
}

/// The cause that a reply code names.
pub(crate) fn specific_reply(code: u16) -> Option<Cause> {
    match code {
        523 => Some(Cause::TooBig),
        530 | 534 | 535 | 538 => Some(Cause::NotSignedIn),
        556 => Some(Cause::NoMailHere),
        _ => None,
    }
}

/// What an enhanced code mostly means where no words say it.
pub(crate) fn general(enhanced: EnhancedCode, stage: Option<Stage>) -> Option<Cause> {
    let is_final = enhanced.class == 5;
    Some(match (enhanced.subject, enhanced.detail) {
        (1, 0) if stage == Some(Stage::Mail) => Cause::SenderRefused,
        (1, detail) if detail < 10 => Cause::NoSuchPerson,
        (2, _) if !is_final => Cause::Later,
        (2, 0) if stage == Some(Stage::Rcpt) => Cause::NoSuchPerson,
        (2, 1) => Cause::MailboxOff,
        (3, 2) if is_final => Cause::NoMailHere,
        (3, 2) => Cause::Later,
        (3, _) if is_final => Cause::Other,
        (4, 3 | 4) if is_final => Cause::NoSuchDomain,
        (4, 5) => Cause::TooMuch,
        (4, 1) if is_final && stage == Some(Stage::Rcpt) => Cause::NoSuchPerson,
        (4, _) => Cause::NoAnswer,
        // With Google. Microsoft says it of a sign-in, and says so in words.
        (7, 30) => Cause::NotProven,
        (7, _) if is_final => match stage {
            Some(Stage::Connecting | Stage::Greeting | Stage::Ehlo) => Cause::NotTrusted,
            Some(Stage::Mail) => Cause::SenderRefused,
            Some(Stage::Auth) => Cause::NotSignedIn,
            _ => Cause::Content,
        },
        _ => return None,
    })
}

/// What a reply code mostly means where no words say it.
pub(crate) fn general_reply(code: u16, stage: Option<Stage>) -> Option<Cause> {
    use Stage::{Connecting, Data, Ehlo, EndOfData, Greeting, Mail};
    Some(match (code, stage) {
        (426 | 441 | 442 | 447, _) => Cause::NoAnswer,
        (421 | 450..=452, _) => Cause::Later,
        (521, _) => Cause::NoMailHere,
        (550 | 553, Some(Mail)) => Cause::SenderRefused,
        (500..600, Some(Connecting | Greeting | Ehlo)) => Cause::NotTrusted,
        (550 | 554, Some(Data | EndOfData)) | (541 | 571, _) => Cause::Content,
        (422 | 552, _) => Cause::MailboxFull,
        // By far the most common reason, and what RFC 5321 says of them.
        (510 | 511 | 550 | 551 | 553, _) => Cause::NoSuchPerson,
        _ => return None,
    })
}

/// Whether a code refuses at all.
pub(crate) fn refuses(code: Option<u16>, enhanced: Option<EnhancedCode>) -> bool {
    Finality::of_codes(code, enhanced).is_some()
}
