//! Which examples show what an answer means, the best first.

use diagnosis::{Cause, Finality};
use model::preset_id::{PresetId, SwitchId};

/// The examples that show a cause.
pub(super) fn of(cause: Cause, finality: Finality) -> &'static [PresetId] {
    use PresetId as P;
    match (cause, finality) {
        (Cause::NoSuchPerson, _) => &[P::NoSuchPerson, P::VanishedBounce],
        (Cause::MailboxFull, Finality::Final) => {
            &[P::MailboxFullForGood, P::MailboxFull, P::SeveralRecipients]
        }
        (Cause::MailboxFull, Finality::Temporary) => {
            &[P::MailboxFull, P::MailboxFullForGood, P::SeveralRecipients]
        }
        (Cause::NoSuchDomain, _) => &[P::MisspeltDomain, P::SeveralRecipients],
        (Cause::NoMailHere, _) => &[P::NoMailHere],
        (Cause::NoAnswer, _) => &[P::ServerDown, P::BackupServer, P::LookupFails],
        (Cause::Loop, _) => &[P::MailLoop],
        (Cause::Later, _) => &[P::Greylisted],
        (Cause::NotTrusted, _) => &[P::SenderBlocked],
        (Cause::Spam, _) => &[P::RefusedAsSpam],
        (Cause::NotProven, _) => &[P::SenderNotProven],
        (Cause::NotSignedIn, _) => &[P::SignInRefused],
        (Cause::TooBig, _) => &[P::TooBig],
        // No example shows these yet.
        (
            Cause::MailboxOff
            | Cause::TooMuch
            | Cause::Content
            | Cause::SenderRefused
            | Cause::Other,
            _,
        ) => &[],
    }
}

/// What to switch on to see a cause.
pub(super) fn switches_of(cause: Cause, finality: Finality) -> &'static [SwitchId] {
    use SwitchId as S;
    match (cause, finality) {
        (Cause::NoSuchPerson, _) => &[S::NoSuchPerson],
        (Cause::MailboxFull, Finality::Final) => &[S::BoxFullForGood, S::BoxFull],
        (Cause::MailboxFull, Finality::Temporary) => &[S::BoxFull, S::BoxFullForGood],
        (Cause::NoSuchDomain, _) => &[S::NoSuchDomain],
        (Cause::NoMailHere, _) => &[S::NullMx],
        (Cause::NoAnswer, Finality::Final) => &[S::ServerSilent, S::ServerDown, S::FirstServerDown],
        (Cause::NoAnswer, Finality::Temporary) => {
            &[S::ServerDown, S::ServerSilent, S::FirstServerDown]
        }
        (Cause::Loop, _) => &[S::MailLoop],
        (Cause::Later, _) => &[S::Greylisted],
        (Cause::NotTrusted, _) => &[S::SenderBlocked],
        (Cause::Spam, _) => &[S::RefusedAsSpam],
        (Cause::NotProven, _) => &[S::SenderNotProven],
        (Cause::NotSignedIn, _) => &[S::SignInRefused],
        (Cause::TooBig, _) => &[S::SizeLimit],
        (
            Cause::MailboxOff
            | Cause::TooMuch
            | Cause::Content
            | Cause::SenderRefused
            | Cause::Other,
            _,
        ) => &[],
    }
}
