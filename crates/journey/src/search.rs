//! "What could go wrong?": the examples and the single things that can be switched on, found by what
//! people type.

use model::presets::{PRESETS, Preset};
use model::scenario::{Condition, Parts};
use text::presets::describe;
use text::search as keywords;

/// Something that can go wrong, to be switched on and off.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// Its name for programs.
    pub slug: &'static str,
    /// The condition, for one of the recipients (from 0) where it is about one.
    make: fn(u8) -> Condition,
}

/// All switches: what happens often first.
pub const SWITCHES: [Switch; 22] = [
    Switch { slug: "no-such-person", make: |recipient| Condition::NoSuchPerson { recipient } },
    Switch { slug: "no-such-domain", make: |recipient| Condition::NoSuchDomain { recipient } },
    Switch {
        slug: "box-full",
        make: |recipient| Condition::BoxFull { recipient, hours: Some(26) },
    },
    Switch {
        slug: "box-full-for-good",
        make: |recipient| Condition::BoxFull { recipient, hours: None },
    },
    Switch {
        slug: "server-down",
        make: |recipient| Condition::ServerDown { recipient, minutes: Some(40), silent: false },
    },
    Switch {
        slug: "server-silent",
        make: |recipient| Condition::ServerDown { recipient, minutes: None, silent: true },
    },
    Switch {
        slug: "first-server-down",
        make: |recipient| Condition::PreferredServerDown { recipient, minutes: Some(40) },
    },
    Switch { slug: "greylisted", make: |recipient| Condition::Greylisted { recipient } },
    Switch { slug: "refused-as-spam", make: |recipient| Condition::RefusedAsSpam { recipient } },
    Switch {
        slug: "sender-not-proven",
        make: |recipient| Condition::SenderNotProven { recipient },
    },
    Switch { slug: "sender-blocked", make: |recipient| Condition::SenderBlocked { recipient } },
    Switch {
        slug: "size-limit",
        make: |recipient| Condition::SizeLimit { recipient, kilobytes: 1 },
    },
    Switch { slug: "null-mx", make: |recipient| Condition::NullMx { recipient } },
    Switch {
        slug: "registry-silent",
        make: |recipient| Condition::NameServersSilent { recipient, minutes: Some(40) },
    },
    Switch { slug: "mail-loop", make: |recipient| Condition::MailLoop { recipient } },
    Switch { slug: "wrong-password", make: |recipient| Condition::WrongPassword { recipient } },
    Switch {
        slug: "box-locked",
        make: |recipient| Condition::BoxLocked { recipient, minutes: 10 },
    },
    Switch { slug: "sign-in-refused", make: |_| Condition::SignInRefused },
    Switch { slug: "sender-misspelt", make: |_| Condition::SenderMisspelt },
    Switch { slug: "packet-lost", make: |_| Condition::PacketLost { hop: 0, packet: 2 } },
    Switch { slug: "packets-crossed", make: |_| Condition::PacketsCrossed { hop: 0, packet: 2 } },
    Switch {
        slug: "packet-duplicated",
        make: |_| Condition::PacketDuplicated { hop: 0, packet: 2 },
    },
];

impl Switch {
    /// What it is called.
    pub fn name(&self) -> &'static str {
        keywords::switch(self.slug).0
    }

    /// Whether it is on for this recipient.
    pub fn is_on(&self, parts: &Parts, recipient: u8) -> bool {
        parts.conditions.iter().any(|condition| self.is(*condition, recipient))
    }

    /// The parts after it was pressed.
    #[must_use]
    pub fn pressed(&self, parts: &Parts, recipient: u8) -> Parts {
        let mut parts = parts.clone();
        let before = parts.conditions.len();
        parts.conditions.retain(|condition| !self.is(*condition, recipient));
        if parts.conditions.len() == before {
            parts.conditions.push((self.make)(recipient));
        }
        parts
    }

    /// Whether it stands for this condition, which may have other figures.
    fn is(&self, condition: Condition, recipient: u8) -> bool {
        let made = (self.make)(recipient);
        std::mem::discriminant(&condition) == std::mem::discriminant(&made)
            && condition.recipient() == made.recipient()
            && condition.hop() == made.hop()
            && for_good(condition) == for_good(made)
    }
}

/// Whether it never ends, where that makes it another switch.
fn for_good(condition: Condition) -> bool {
    matches!(
        condition,
        Condition::BoxFull { hours: None, .. } | Condition::ServerDown { minutes: None, .. }
    )
}

/// The presets in which each of these words is found.
pub fn presets(words: &str) -> Vec<&'static Preset> {
    let found = |preset: &&Preset| {
        let (name, told) = describe(preset.slug);
        has_all(&[name, told, keywords::preset(preset.slug)], words)
    };
    PRESETS.iter().filter(found).collect()
}

/// The switches in which each of these words is found.
pub fn switches(words: &str) -> Vec<&'static Switch> {
    let found = |switch: &&Switch| {
        let (name, more) = keywords::switch(switch.slug);
        has_all(&[name, more], words)
    };
    SWITCHES.iter().filter(found).collect()
}

fn has_all(texts: &[&str], words: &str) -> bool {
    let text = texts.join(" ").to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}
