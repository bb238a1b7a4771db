//! Which examples show what an answer means, the best first, and what to switch on to see it.

use diagnosis::{Cause, Finality};
use model::preset_id::PresetId;
use model::switch_id::SwitchId;

/// What shows a cause.
pub(super) struct Shown {
    pub examples: &'static [PresetId],
    pub switches: &'static [SwitchId],
}

/// What shows this cause, where it is over or will be tried again.
pub(super) const fn of(cause: Cause, finality: Finality) -> Shown {
    use PresetId as P;
    use SwitchId as S;
    let (examples, switches): (&[P], &[S]) = match (cause, finality) {
        (Cause::NoSuchPerson, _) => {
            (&[P::NoSuchPerson, P::AccessDenied, P::VanishedBounce], &[S::NoSuchPerson])
        }
        (Cause::MailboxFull, Finality::Final) => (
            &[P::MailboxFullRefused, P::MailboxFullForGood, P::MailboxFull, P::SeveralRecipients],
            &[S::BoxFullForGood, S::BoxFull],
        ),
        (Cause::MailboxFull, Finality::Temporary) => (
            &[P::MailboxFull, P::MailboxFullForGood, P::SeveralRecipients],
            &[S::BoxFull, S::BoxFullForGood],
        ),
        (Cause::NoSuchDomain, _) => {
            (&[P::MisspeltDomain, P::SeveralRecipients], &[S::NoSuchDomain])
        }
        (Cause::NoMailHere, _) => (&[P::NoMailHere], &[S::NullMx]),
        (Cause::NoAnswer, Finality::Final) => (
            &[P::NoAnswer, P::ServerDown, P::BackupServer, P::LookupFails],
            &[S::ServerSilent, S::ServerDown, S::FirstServerDown],
        ),
        (Cause::NoAnswer, Finality::Temporary) => (
            &[P::ServerDown, P::NoAnswer, P::BackupServer, P::LookupFails],
            &[S::ServerDown, S::ServerSilent, S::FirstServerDown],
        ),
        (Cause::Loop, _) => (&[P::MailLoop], &[S::MailLoop]),
        (Cause::Later, _) => (&[P::Greylisted], &[S::Greylisted]),
        (Cause::NotTrusted, _) => (&[P::SenderBlocked, P::NetworkBlocked], &[S::SenderBlocked]),
        (Cause::Spam, _) => {
            (&[P::RefusedAsSpam, P::SpamFolder], &[S::RefusedAsSpam, S::SpamFolder])
        }
        (Cause::TooMuch, _) => (&[P::SendingLimit], &[S::SendingLimit]),
        (Cause::NotProven, _) => (&[P::SenderNotProven], &[S::SenderNotProven]),
        (Cause::NotSignedIn, _) => (
            &[P::NotSignedIn, P::SignInRefused, P::AppPassword],
            &[S::SignInRefused, S::NotSignedIn],
        ),
        (Cause::TooBig, _) => (&[P::TooBig], &[S::SizeLimit]),
        (Cause::Content, _) => (&[P::AttachmentBlocked], &[]),
        (Cause::SenderRefused, _) => (&[P::NotYourAddress, P::ClosedGroup], &[]),
        // Nothing shows these yet.
        (Cause::MailboxOff | Cause::Other, _) => (&[], &[]),
    };
    Shown { examples, switches }
}
