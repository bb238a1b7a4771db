//! The catalogue of named scenarios. Slugs are public and permanent: they stand in links.

use crate::sim::scenario::{Attachment, Condition, Parts, Scenario};

/// A named scenario.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in links.
    pub slug: &'static str,
    /// How it ends, for the sign before its name.
    pub ending: Ending,
    change: fn(&mut Parts),
}

/// How a preset ends, in one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All is well.
    Fine,
    /// Well, after a hitch that the network mends.
    Mended,
    /// Well, after somebody tried again.
    Retried,
    /// Different for different recipients.
    Forked,
    /// Well, after a wait in a queue.
    Waiting,
    /// It does not arrive; the sender is told.
    Refused,
    /// It does not arrive, and the sender is never told.
    Lost,
}

/// Slug of the default journey.
pub const DEFAULT_SLUG: &str = "everything-works";

/// The presets in the order of the catalogue.
pub const PRESETS: [Preset; 25] = [
    Preset { slug: DEFAULT_SLUG, ending: Ending::Fine, change: |_| {} },
    Preset {
        slug: "two-boxes",
        ending: Ending::Forked,
        change: |parts| {
            parts.recipients = mailboxes(&["feedback@allbusiness.com", "service@allbusiness.com"]);
        },
    },
    Preset {
        slug: "same-provider",
        ending: Ending::Fine,
        change: |parts| {
            parts.recipients = mailboxes(&["bob@riverside.example"]);
            parts.relays = 0;
        },
    },
    Preset { slug: "long-way-round", ending: Ending::Fine, change: |parts| parts.relays = 4 },
    Preset {
        slug: "big-attachment",
        ending: Ending::Fine,
        change: |parts| {
            attach(parts);
            parts.relays = 0;
        },
    },
    Preset {
        slug: "lost-packet",
        ending: Ending::Mended,
        change: |parts| {
            lengthen(parts);
            parts.conditions.push(Condition::PacketLost { hop: 0, packet: 2 });
            parts.relays = 0;
        },
    },
    Preset {
        slug: "crossed-packets",
        ending: Ending::Mended,
        change: |parts| {
            lengthen(parts);
            parts.conditions.push(Condition::PacketsCrossed { hop: 0, packet: 2 });
            parts.relays = 0;
        },
    },
    Preset {
        slug: "wrong-password",
        ending: Ending::Retried,
        change: |parts| {
            parts.conditions.push(Condition::WrongPassword { recipient: 0 });
            parts.relays = 0;
        },
    },
    Preset {
        slug: "sign-in-refused",
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::SignInRefused),
    },
    Preset {
        slug: "misspelt-domain",
        ending: Ending::Refused,
        change: |parts| {
            parts.recipients = mailboxes(&["feedback@allbusines.com"]);
            wrong(parts, Condition::NoSuchDomain { recipient: 0 });
        },
    },
    Preset {
        slug: "no-such-person",
        ending: Ending::Refused,
        change: |parts| {
            parts.recipients = mailboxes(&["feedbak@allbusiness.com"]);
            wrong(parts, Condition::NoSuchPerson { recipient: 0 });
        },
    },
    Preset {
        slug: "mailbox-full",
        ending: Ending::Waiting,
        change: |parts| wrong(parts, Condition::BoxFull { recipient: 0, hours: Some(26) }),
    },
    Preset {
        slug: "mailbox-full-for-good",
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::BoxFull { recipient: 0, hours: None }),
    },
    Preset {
        slug: "server-down",
        ending: Ending::Waiting,
        change: |parts| {
            let minutes = Some(40);
            wrong(parts, Condition::ServerDown { recipient: 0, minutes, silent: false });
        },
    },
    Preset {
        slug: "backup-server",
        ending: Ending::Mended,
        change: |parts| {
            wrong(parts, Condition::PreferredServerDown { recipient: 0, minutes: Some(40) });
        },
    },
    Preset {
        slug: "greylisted",
        ending: Ending::Waiting,
        change: |parts| wrong(parts, Condition::Greylisted { recipient: 0 }),
    },
    Preset {
        slug: "refused-as-spam",
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::RefusedAsSpam { recipient: 0 }),
    },
    Preset {
        slug: "sender-not-proven",
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::SenderNotProven { recipient: 0 }),
    },
    Preset {
        slug: "sender-blocked",
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::SenderBlocked { recipient: 0 }),
    },
    Preset {
        slug: "too-big",
        ending: Ending::Refused,
        change: |parts| {
            attach(parts);
            wrong(parts, Condition::SizeLimit { recipient: 0, kilobytes: 1024 });
        },
    },
    Preset {
        slug: "mail-loop",
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::MailLoop { recipient: 0 }),
    },
    Preset {
        slug: "no-mail-here",
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::NullMx { recipient: 0 }),
    },
    Preset {
        slug: "lookup-fails",
        ending: Ending::Waiting,
        change: |parts| {
            wrong(parts, Condition::NameServersSilent { recipient: 0, minutes: Some(10) });
        },
    },
    Preset {
        slug: "several-recipients",
        ending: Ending::Forked,
        change: |parts| {
            parts.recipients = mailboxes(&[
                "feedback@allbusiness.com",
                "service@allbusiness.com",
                "sales@allbusines.com",
            ]);
            wrong(parts, Condition::BoxFull { recipient: 1, hours: None });
            wrong(parts, Condition::NoSuchDomain { recipient: 2 });
        },
    },
    Preset {
        slug: "vanished-bounce",
        ending: Ending::Lost,
        change: |parts| {
            parts.recipients = mailboxes(&["feedbak@allbusiness.com"]);
            wrong(parts, Condition::NoSuchPerson { recipient: 0 });
            wrong(parts, Condition::SenderMisspelt);
        },
    },
];

/// Their slugs. Whoever needs no more than these does not have to know how to make a scenario.
pub const SLUGS: [&str; PRESETS.len()] = {
    let mut slugs = [DEFAULT_SLUG; PRESETS.len()];
    let mut n = 0;
    while n < PRESETS.len() {
        slugs[n] = PRESETS[n].slug;
        n += 1;
    }
    slugs
};

/// This slug, if it is one of a preset.
pub fn known(slug: &str) -> Option<&'static str> {
    SLUGS.into_iter().find(|known| *known == slug)
}

/// The preset with this slug.
pub fn find(slug: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.slug == slug)
}

/// Whether a scenario that began as the preset `slug` has been changed since.
pub fn is_changed(slug: &str, parts: &Parts) -> bool {
    find(slug).is_none_or(|preset| preset.parts() != *parts)
}

impl Preset {
    /// Its parts, to change them before they are checked.
    pub fn parts(&self) -> Parts {
        let mut parts = Parts {
            sender: address("ann@riverside.example"),
            recipients: mailboxes(&["feedback@allbusiness.com"]),
            subject: "Open on Friday?".to_owned(),
            text: default_text(),
            attachment: None,
            relays: 1,
            conditions: Vec::new(),
            seed: 1,
        };
        (self.change)(&mut parts);
        parts
    }

    /// The scenario itself.
    pub fn scenario(&self) -> Scenario {
        Scenario::new(self.parts()).expect("every preset is a valid scenario (tested)")
    }
}

/// About 5 KB: five packets on the way.
fn default_text() -> String {
    let mut text = String::from(
        "Hello,\n\nare you open on Friday? I should like to bring eight people for lunch, and two \
         of them\ndo not eat meat. Here is what they would like to know:\n\n",
    );
    for (n, question) in QUESTIONS.iter().cycle().take(58).enumerate() {
        for part in [&(n + 1).to_string(), ". ", question, "\n"] {
            text.push_str(part);
        }
    }
    text.push_str("\nThank you, and see you soon!\nAnn\n");
    text
}

const QUESTIONS: [&str; 7] = [
    "Is there a table by the window, and is it quiet enough to talk to each other?",
    "Can the little ones have half a plate, and crayons to draw on the paper with?",
    "Do you still make the lemon cake that you had on the card in early summer?",
    "May we bring our dog? She is small, and she sleeps under the table all day long.",
    "Is there a step at the door? My mother comes in a chair with rather big wheels.",
    "Could we pay in two halves, one by card, and the other one with a voucher?",
    "Which tram stops nearest to you, and does it still run after nine in the evening?",
];

/// Doubles the text, so that there are more pieces to lose and to cross.
fn lengthen(parts: &mut Parts) {
    parts.text = parts.text.repeat(2);
}

/// Straight to the server with the boxes, and something goes wrong.
fn wrong(parts: &mut Parts, condition: Condition) {
    parts.relays = 0;
    parts.conditions.push(condition);
}

/// A file of 1 MB.
fn attach(parts: &mut Parts) {
    let name = "friday-menu.pdf".to_owned();
    parts.attachment = Some(Attachment { name, size: 1024 * 1024 });
}

fn mailboxes(texts: &[&str]) -> Vec<crate::sim::address::Mailbox> {
    texts.iter().map(|text| address(text)).collect()
}

fn address(text: &str) -> crate::sim::address::Mailbox {
    text.parse().expect("every preset has valid addresses (tested)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_valid_scenario_under_a_name_of_its_own() {
        for (n, preset) in PRESETS.iter().enumerate() {
            assert_eq!(preset.scenario().parts(), &preset.parts());
            assert!(PRESETS[..n].iter().all(|earlier| earlier.slug != preset.slug));
            assert!(preset.slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        }
    }
}
