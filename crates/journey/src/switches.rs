//! Single things that can go wrong, to be switched on in any journey.

use model::preset_id::SwitchId;
use model::scenario::{Condition, Parts};
use text::search as keywords;

/// Something that can go wrong, to be switched on and off.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// Which one it is.
    pub id: SwitchId,
    /// The condition, for one of the recipients (from 0) where it is about one.
    make: fn(u8) -> Condition,
}

/// All switches: what happens often first.
pub const SWITCHES: [Switch; 22] = [
    Switch { id: SwitchId::NoSuchPerson, make: |recipient| Condition::NoSuchPerson { recipient } },
    Switch { id: SwitchId::NoSuchDomain, make: |recipient| Condition::NoSuchDomain { recipient } },
    Switch {
        id: SwitchId::BoxFull,
        make: |recipient| Condition::BoxFull { recipient, hours: Some(26) },
    },
    Switch {
        id: SwitchId::BoxFullForGood,
        make: |recipient| Condition::BoxFull { recipient, hours: None },
    },
    Switch {
        id: SwitchId::ServerDown,
        make: |recipient| Condition::ServerDown { recipient, minutes: Some(40), silent: false },
    },
    Switch {
        id: SwitchId::ServerSilent,
        make: |recipient| Condition::ServerDown { recipient, minutes: None, silent: true },
    },
    Switch {
        id: SwitchId::FirstServerDown,
        make: |recipient| Condition::PreferredServerDown { recipient, minutes: Some(40) },
    },
    Switch { id: SwitchId::Greylisted, make: |recipient| Condition::Greylisted { recipient } },
    Switch {
        id: SwitchId::RefusedAsSpam,
        make: |recipient| Condition::RefusedAsSpam { recipient },
    },
    Switch {
        id: SwitchId::SenderNotProven,
        make: |recipient| Condition::SenderNotProven { recipient },
    },
    Switch {
        id: SwitchId::SenderBlocked,
        make: |recipient| Condition::SenderBlocked { recipient },
    },
    Switch {
        id: SwitchId::SizeLimit,
        make: |recipient| Condition::SizeLimit { recipient, kilobytes: 1 },
    },
    Switch { id: SwitchId::NullMx, make: |recipient| Condition::NullMx { recipient } },
    Switch {
        id: SwitchId::RegistrySilent,
        make: |recipient| Condition::NameServersSilent { recipient, minutes: Some(40) },
    },
    Switch { id: SwitchId::MailLoop, make: |recipient| Condition::MailLoop { recipient } },
    Switch {
        id: SwitchId::WrongPassword,
        make: |recipient| Condition::WrongPassword { recipient },
    },
    Switch {
        id: SwitchId::BoxLocked,
        make: |recipient| Condition::BoxLocked { recipient, minutes: 10 },
    },
    Switch { id: SwitchId::SignInRefused, make: |_| Condition::SignInRefused },
    Switch { id: SwitchId::SenderMisspelt, make: |_| Condition::SenderMisspelt },
    Switch { id: SwitchId::PacketLost, make: |_| Condition::PacketLost { hop: 0, packet: 2 } },
    Switch {
        id: SwitchId::PacketsCrossed,
        make: |_| Condition::PacketsCrossed { hop: 0, packet: 2 },
    },
    Switch {
        id: SwitchId::PacketDuplicated,
        make: |_| Condition::PacketDuplicated { hop: 0, packet: 2 },
    },
];

impl Switch {
    /// What it is called.
    pub fn name(&self) -> &'static str {
        keywords::switch(self.id).0
    }

    /// Whether it is on for this recipient.
    pub fn is_on(&self, parts: &Parts, recipient: u8) -> bool {
        parts.conditions.iter().any(|condition| self.is(condition, recipient))
    }

    /// The parts after it was pressed.
    #[must_use]
    pub fn pressed(&self, parts: &Parts, recipient: u8) -> Parts {
        let mut parts = parts.clone();
        let before = parts.conditions.len();
        parts.conditions.retain(|condition| !self.is(condition, recipient));
        if parts.conditions.len() == before {
            parts.conditions.push((self.make)(recipient));
        }
        parts
    }

    /// Whether it stands for this condition, which may have other figures.
    fn is(&self, condition: &Condition, recipient: u8) -> bool {
        let made = (self.make)(recipient);
        std::mem::discriminant(condition) == std::mem::discriminant(&made)
            && condition.recipient() == made.recipient()
            && condition.hop() == made.hop()
            && for_good(condition) == for_good(&made)
    }
}

/// Whether it never ends, where that makes it another switch.
const fn for_good(condition: &Condition) -> bool {
    matches!(
        condition,
        Condition::BoxFull { hours: None, .. } | Condition::ServerDown { minutes: None, .. }
    )
}
