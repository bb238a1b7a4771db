//! The catalogue of named scenarios. Their slugs are in `preset_id.rs`.

use super::host_names::HostNames;
use crate::address::{Domain, LocalPart, Mailbox};
use crate::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use crate::owner::{Owner, USUAL_DOMAIN, USUAL_HOME};
use crate::preset_id::PresetId;
use crate::refusal::Refusal;
use crate::scenario::{Attachment, Condition, Parts, Scenario};
use crate::usual_boxes::usual_boxes;

/// A named scenario.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Which one it is.
    pub id: PresetId,
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
    /// It does not reach whom it is for, and the sender is never told.
    Lost,
}

/// The presets in the order of the catalogue.
pub const PRESETS: [Preset; PresetId::ALL.len()] = [
    Preset { id: PresetId::EverythingWorks, ending: Ending::Fine, change: |_| {} },
    Preset {
        id: PresetId::TwoBoxes,
        ending: Ending::Forked,
        change: |parts| {
            parts.recipients = mailboxes(&["feedback@allbusiness.com", "service@allbusiness.com"]);
        },
    },
    Preset {
        id: PresetId::SameProvider,
        ending: Ending::Fine,
        change: |parts| {
            parts.recipients = mailboxes(&["bob@riverside.example"]);
            parts.relays = 0;
        },
    },
    Preset { id: PresetId::LongWayRound, ending: Ending::Fine, change: |parts| parts.relays = 4 },
    Preset {
        id: PresetId::BigAttachment,
        ending: Ending::Fine,
        change: |parts| {
            attach(parts);
            parts.relays = 0;
        },
    },
    Preset {
        id: PresetId::LostPacket,
        ending: Ending::Mended,
        change: |parts| {
            lengthen(parts);
            parts.conditions.push(Condition::PacketLost { hop: 0, packet: 2 });
            parts.relays = 0;
        },
    },
    Preset {
        id: PresetId::CrossedPackets,
        ending: Ending::Mended,
        change: |parts| {
            lengthen(parts);
            parts.conditions.push(Condition::PacketsCrossed { hop: 0, packet: 2 });
            parts.relays = 0;
        },
    },
    Preset {
        id: PresetId::WrongPassword,
        ending: Ending::Retried,
        change: |parts| {
            parts.conditions.push(Condition::WrongPassword { recipient: 0 });
            parts.relays = 0;
        },
    },
    Preset {
        id: PresetId::SignInRefused,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::SignInRefused),
    },
    Preset {
        id: PresetId::AppPassword,
        ending: Ending::Refused,
        change: |parts| {
            let words = "534 5.7.9 Application-specific password required";
            answer(parts, AnswersTo::Hop(0), AnswerStage::Auth, words);
        },
    },
    Preset {
        id: PresetId::NotSignedIn,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::NotSignedIn),
    },
    Preset {
        id: PresetId::NotYourAddress,
        ending: Ending::Refused,
        change: |parts| {
            wrong(parts, Condition::SenderMisspelt);
            let words = "553 5.7.1 Sender address rejected: not owned by the user who signed in";
            answer(parts, AnswersTo::Hop(0), AnswerStage::Mail, words);
        },
    },
    Preset {
        id: PresetId::SendingLimit,
        ending: Ending::Waiting,
        change: |parts| wrong(parts, Condition::SendingLimit { minutes: 25 }),
    },
    Preset {
        id: PresetId::MisspeltDomain,
        ending: Ending::Refused,
        change: |parts| {
            parts.recipients = mailboxes(&["feedback@allbusines.com"]);
            wrong(parts, Condition::NoSuchDomain { recipient: 0 });
        },
    },
    Preset {
        id: PresetId::TypoDomain,
        ending: Ending::Lost,
        change: |parts| {
            parts.recipients = mailboxes(&["feedback@allbusines.com"]);
            wrong(parts, Condition::LookAlikeDomain { recipient: 0 });
        },
    },
    Preset {
        id: PresetId::NoSuchPerson,
        ending: Ending::Refused,
        change: |parts| {
            parts.recipients = mailboxes(&["feedbak@allbusiness.com"]);
            wrong(parts, Condition::NoSuchPerson { recipient: 0 });
        },
    },
    Preset {
        id: PresetId::AccessDenied,
        ending: Ending::Refused,
        change: |parts| {
            parts.recipients = mailboxes(&["feedbak@allbusiness.com"]);
            wrong(parts, Condition::NoSuchPerson { recipient: 0 });
            let words = "550 5.4.1 Recipient address rejected: Access denied.";
            answer(parts, AnswersTo::Recipient(0), AnswerStage::Rcpt, words);
        },
    },
    Preset {
        id: PresetId::ClosedGroup,
        ending: Ending::Refused,
        change: |parts| {
            let words = "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication \
                         required; Delivery restriction check failed because the sender was not \
                         authenticated when sending to this group";
            answer(parts, AnswersTo::Recipient(0), AnswerStage::Rcpt, words);
        },
    },
    Preset {
        id: PresetId::MailboxFull,
        ending: Ending::Waiting,
        change: |parts| wrong(parts, Condition::BoxFull { recipient: 0, hours: Some(26) }),
    },
    Preset {
        id: PresetId::MailboxFullForGood,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::BoxFull { recipient: 0, hours: None }),
    },
    Preset {
        id: PresetId::MailboxFullRefused,
        ending: Ending::Refused,
        change: |parts| {
            wrong(parts, Condition::BoxFull { recipient: 0, hours: None });
            let words = "552 5.2.2 Mailbox full: the user is over the storage quota";
            answer(parts, AnswersTo::Recipient(0), AnswerStage::Rcpt, words);
        },
    },
    Preset {
        id: PresetId::ServerDown,
        ending: Ending::Waiting,
        change: |parts| {
            let minutes = Some(40);
            wrong(parts, Condition::ServerDown { recipient: 0, minutes, silent: false });
        },
    },
    Preset {
        id: PresetId::NoAnswer,
        ending: Ending::Refused,
        change: |parts| {
            let minutes = None;
            wrong(parts, Condition::ServerDown { recipient: 0, minutes, silent: true });
        },
    },
    Preset {
        id: PresetId::BackupServer,
        ending: Ending::Mended,
        change: |parts| {
            wrong(parts, Condition::PreferredServerDown { recipient: 0, minutes: Some(40) });
        },
    },
    Preset {
        id: PresetId::Greylisted,
        ending: Ending::Waiting,
        change: |parts| wrong(parts, Condition::Greylisted { recipient: 0 }),
    },
    Preset {
        id: PresetId::RefusedAsSpam,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::RefusedAsSpam { recipient: 0 }),
    },
    Preset {
        id: PresetId::SpamFolder,
        ending: Ending::Lost,
        change: |parts| wrong(parts, Condition::SpamFolder { recipient: 0 }),
    },
    Preset {
        id: PresetId::SenderNotProven,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::SenderNotProven { recipient: 0 }),
    },
    Preset {
        id: PresetId::SenderBlocked,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::SenderBlocked { recipient: 0 }),
    },
    Preset {
        id: PresetId::NetworkBlocked,
        ending: Ending::Refused,
        change: |parts| {
            let words = "550 5.7.1 Unfortunately, messages from [192.0.2.25] were not sent. \
                         Please contact your Internet service provider since part of their network \
                         is on our block list (S3150). You can also refer your provider to \
                         https://postmaster.example/troubleshooting";
            answer(parts, AnswersTo::Domain(0), AnswerStage::Mail, words);
        },
    },
    Preset {
        id: PresetId::TooBig,
        ending: Ending::Refused,
        change: |parts| {
            attach(parts);
            wrong(parts, Condition::SizeLimit { recipient: 0, kilobytes: 1024 });
        },
    },
    Preset {
        id: PresetId::AttachmentBlocked,
        ending: Ending::Refused,
        change: |parts| {
            let name = "friday-menu.zip".to_owned();
            parts.attachment = Some(Attachment { name, size: 40 * 1024 });
            let words = "552 5.7.0 This kind of attachment is blocked because it presents a \
                         potential security issue, see https://postmaster.example/attachments";
            answer(parts, AnswersTo::Domain(0), AnswerStage::Message, words);
        },
    },
    Preset {
        id: PresetId::MailLoop,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::MailLoop { recipient: 0 }),
    },
    Preset {
        id: PresetId::NoMailHere,
        ending: Ending::Refused,
        change: |parts| wrong(parts, Condition::NullMx { recipient: 0 }),
    },
    Preset {
        id: PresetId::LookupFails,
        ending: Ending::Waiting,
        change: |parts| {
            wrong(parts, Condition::NameServersSilent { recipient: 0, minutes: Some(10) });
        },
    },
    Preset {
        id: PresetId::SeveralRecipients,
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
        id: PresetId::VanishedBounce,
        ending: Ending::Lost,
        change: |parts| {
            parts.recipients = mailboxes(&["feedbak@allbusiness.com"]);
            wrong(parts, Condition::NoSuchPerson { recipient: 0 });
            wrong(parts, Condition::SenderMisspelt);
        },
    },
];

// Each stands where [`Preset::of`] looks for it.
const _: () = {
    let mut n = 0;
    while n < PRESETS.len() {
        assert!(PRESETS[n].id as usize == n);
        n += 1;
    }
};

/// The preset with this slug.
pub fn find(slug: &str) -> Option<&'static Preset> {
    PresetId::find(slug).map(Preset::of)
}

/// Whether a scenario that began as this preset has been changed since.
pub fn is_changed(id: PresetId, parts: &Parts) -> bool {
    Preset::of(id).parts_for(&parts.owner) != *parts
}

impl Preset {
    /// This one.
    pub fn of(id: PresetId) -> &'static Self {
        &PRESETS[id as usize]
    }

    /// Its name in links.
    pub const fn slug(&self) -> &'static str {
        self.id.slug()
    }

    /// Its parts, to change them before they are checked.
    pub fn parts(&self) -> Parts {
        self.parts_for(&Owner::default())
    }

    /// Its parts in a page whose owner has names of their own. They are valid for every owner.
    pub fn parts_for(&self, owner: &Owner) -> Parts {
        let mut parts = Parts {
            sender: address("ann@riverside.example"),
            recipients: mailboxes(&["feedback@allbusiness.com"]),
            subject: "Open on Friday?".to_owned(),
            text: default_text(),
            attachment: None,
            relays: 1,
            conditions: Vec::new(),
            seed: 1,
            owner: owner.clone(),
            host_names: HostNames::default(),
        };
        (self.change)(&mut parts);
        if !owner.is_empty() {
            give_names(&mut parts);
            fit_sizes(&mut parts);
        }
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
        "Hello,\n\nAre you open on Friday? I should like to bring eight people for lunch, and two \
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

/// Straight to the server with the boxes, and one on the way always answers this.
fn answer(parts: &mut Parts, to: AnswersTo, stage: AnswerStage, words: &str) {
    let reply = Refusal::read(words).expect("every preset has valid replies (tested)");
    let answer = Answer::Reply { stage, reply };
    wrong(parts, Condition::Answers(ServerAnswer { to, answer, times: None }));
}

/// A file of 1 MB.
fn attach(parts: &mut Parts) {
    let name = "friday-menu.pdf".to_owned();
    parts.attachment = Some(Attachment { name, size: 1024 * 1024 });
}

/// The people whom the examples write to, in the order in which they take the owner's boxes.
const PEOPLE: [&str; 3] = ["feedback", "service", "sales"];
/// The same name as the first of them, with a letter missing.
const MISSPELT: &str = "feedbak";

/// Gives recipients the owner's domain and boxes. Where sender and recipient are customers of one
/// provider, the domain is the sender's too.
fn give_names(parts: &mut Parts) {
    let owner = &parts.owner;
    let own = owner.own_domain();
    let names = usual_boxes(owner, true);
    for mailbox in &mut parts.recipients {
        let written = mailbox.domain.as_str().to_owned();
        if let Some(domain) = own {
            mailbox.domain = match written.as_str() {
                USUAL_DOMAIN => domain.clone(),
                USUAL_HOME => {
                    parts.sender.domain = domain.clone();
                    domain.clone()
                }
                _ => misspelt_domain(owner, domain),
            };
        }
        if owner.mailboxes().is_empty() || written == USUAL_HOME {
            continue;
        }
        let person = PEOPLE.iter().position(|name| *name == mailbox.local_part.as_str());
        let name = match person {
            Some(n) => names.get(n).and_then(|name| name.parse().ok()),
            None if mailbox.local_part.as_str() == MISSPELT => misspelt_name(&names),
            None => None,
        };
        mailbox.local_part = name.unwrap_or_else(|| mailbox.local_part.clone());
    }
}

/// The owner's domain with a letter missing, or one too many where it is too short: nobody's name.
fn misspelt_domain(owner: &Owner, domain: &Domain) -> Domain {
    let text = domain.as_str();
    let longer = ["x", "xx"].into_iter().filter_map(|more| [more, text].concat().parse().ok());
    let good = |name: &Domain| {
        let server = |server: Option<&Domain>| server.is_some_and(|server| server.is_within(name));
        // What is still within the domain is not somebody else's.
        let labels = name.as_str().split('.').count() == text.split('.').count();
        let taken = name == domain || name.is_of_registry() || name.as_str() == USUAL_HOME;
        labels && !taken && !server(owner.smtp_server()) && !server(owner.pop_server())
    };
    domain.misspellings().chain(longer).find(good).unwrap_or_else(|| domain.clone())
}

/// The first name with a letter missing, or one too many where it is too short.
fn misspelt_name(names: &[String]) -> Option<LocalPart> {
    let first = names.first()?;
    let place = first.len() * 2 / 3;
    let shorter = (place..first.len()).chain(0..place).map(|n| {
        let (head, tail) = (&first[..n], &first[n + 1..]);
        [head, tail].concat()
    });
    let longer = ["x", "xx"].into_iter().map(|more| [more, first.as_str()].concat());
    let mut all = shorter.chain(longer).filter(|name| !names.contains(name));
    all.find_map(|name| name.parse().ok())
}

/// Lets a message be too big for the owner's limit where that is the point, and small enough for it
/// elsewhere.
fn fit_sizes(parts: &mut Parts) {
    let (Some(limit), Some(file)) = (parts.owner.size_limit(), &mut parts.attachment) else {
        return;
    };
    let mut refused = false;
    for condition in &mut parts.conditions {
        if let Condition::SizeLimit { kilobytes, .. } = condition {
            *kilobytes = u16::try_from(limit.div_ceil(1024)).unwrap_or(u16::MAX);
            refused = true;
        }
    }
    // Written in letters, a file is a third longer, and a line end more for every 76 of them.
    file.size = if refused { file.size.max(limit / 4 * 3) } else { file.size.min(limit / 2) };
}

fn mailboxes(texts: &[&str]) -> Vec<Mailbox> {
    texts.iter().map(|text| address(text)).collect()
}

fn address(text: &str) -> Mailbox {
    text.parse().expect("every preset has valid addresses (tested)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_valid_scenario_under_a_name_of_its_own() {
        for (n, preset) in PRESETS.iter().enumerate() {
            assert_eq!(preset.scenario().parts(), &preset.parts());
            assert!(PRESETS[..n].iter().all(|earlier| earlier.slug() != preset.slug()));
            assert!(preset.slug().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        }
    }
}
