//! Single things that can go wrong, to be switched on in any journey.

use model::scenario::{Condition, Parts};
use model::switch_id::SwitchId;
use text::search as keywords;

/// The condition, for one of the recipients (from 0) where it is about one.
pub const fn condition(id: SwitchId, recipient: u8) -> Condition {
    match id {
        SwitchId::NoSuchPerson => Condition::NoSuchPerson { recipient },
        SwitchId::NoSuchDomain => Condition::NoSuchDomain { recipient },
        SwitchId::BoxFull => Condition::BoxFull { recipient, hours: Some(26) },
        SwitchId::BoxFullForGood => Condition::BoxFull { recipient, hours: None },
        SwitchId::ServerDown => {
            Condition::ServerDown { recipient, minutes: Some(40), silent: false }
        }
        SwitchId::ServerSilent => Condition::ServerDown { recipient, minutes: None, silent: true },
        SwitchId::FirstServerDown => {
            Condition::PreferredServerDown { recipient, minutes: Some(40) }
        }
        SwitchId::Greylisted => Condition::Greylisted { recipient },
        SwitchId::RefusedAsSpam => Condition::RefusedAsSpam { recipient },
        SwitchId::SenderNotProven => Condition::SenderNotProven { recipient },
        SwitchId::SenderBlocked => Condition::SenderBlocked { recipient },
        SwitchId::SizeLimit => Condition::SizeLimit { recipient, kilobytes: 1 },
        SwitchId::NullMx => Condition::NullMx { recipient },
        SwitchId::RegistrySilent => Condition::NameServersSilent { recipient, minutes: Some(40) },
        SwitchId::MailLoop => Condition::MailLoop { recipient },
        SwitchId::WrongPassword => Condition::WrongPassword { recipient },
        SwitchId::BoxLocked => Condition::BoxLocked { recipient, minutes: 10 },
        SwitchId::SignInRefused => Condition::SignInRefused,
        SwitchId::SenderMisspelt => Condition::SenderMisspelt,
        SwitchId::PacketLost => Condition::PacketLost { hop: 0, packet: 2 },
        SwitchId::PacketsCrossed => Condition::PacketsCrossed { hop: 0, packet: 2 },
        SwitchId::PacketDuplicated => Condition::PacketDuplicated { hop: 0, packet: 2 },
        SwitchId::ClockOff => Condition::ClockOff { hop: 0, seconds: -2 * 3_600 },
        SwitchId::Held => Condition::Held { hop: 0, seconds: 3 * 3_600 },
        SwitchId::NotSignedIn => Condition::NotSignedIn,
        SwitchId::SendingLimit => Condition::SendingLimit { minutes: 25 },
        SwitchId::SpamFolder => Condition::SpamFolder { recipient },
        SwitchId::LookAlikeDomain => Condition::LookAlikeDomain { recipient },
    }
}

/// What it is called.
pub fn name(id: SwitchId) -> &'static str {
    keywords::switch(id).0
}

/// Whether it is on for this recipient.
pub fn is_on(id: SwitchId, parts: &Parts, recipient: u8) -> bool {
    parts.conditions.iter().any(|it| is(id, it, recipient))
}

/// The parts after it was pressed.
#[must_use]
pub fn pressed(id: SwitchId, parts: &Parts, recipient: u8) -> Parts {
    let mut parts = parts.clone();
    let before = parts.conditions.len();
    parts.conditions.retain(|it| !is(id, it, recipient));
    if parts.conditions.len() == before {
        parts.conditions.push(condition(id, recipient));
    }
    // Nobody looks up names below a domain that is gone.
    parts.keep_usable_names();
    parts
}

/// Whether it stands for this condition, which may have other figures.
fn is(id: SwitchId, of: &Condition, recipient: u8) -> bool {
    let made = condition(id, recipient);
    std::mem::discriminant(of) == std::mem::discriminant(&made)
        && of.recipient() == made.recipient()
        && of.hop() == made.hop()
        && for_good(of) == for_good(&made)
}

/// Whether it never ends, where that makes it another switch.
const fn for_good(condition: &Condition) -> bool {
    matches!(
        condition,
        Condition::BoxFull { hours: None, .. } | Condition::ServerDown { minutes: None, .. }
    )
}
