//! The parts of a scenario, and what can be asked of them before they are checked together.

use super::address::{Domain, Mailbox};
use super::condition::Condition;
use super::host_names::HostNames;
use super::owner::Owner;
use serde::{Deserialize, Serialize};

/// The parts of a scenario before they are checked together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Who writes.
    pub sender: Mailbox,
    /// Who is written to, 1 to [`MAX_RECIPIENTS`](crate::limits::scenario::MAX_RECIPIENTS), no box twice.
    pub recipients: Vec<Mailbox>,
    /// The subject line as typed.
    pub subject: String,
    /// The text as typed.
    pub text: String,
    /// A file that goes along.
    pub attachment: Option<Attachment>,
    /// Servers between the provider's server and that of the first recipient's domain.
    pub relays: u8,
    /// What does not go as usual.
    pub conditions: Vec<Condition>,
    /// Where queue names, port numbers and attachment bytes come from.
    pub seed: u64,
    /// What has names of the page's owner.
    #[serde(default)]
    pub owner: Owner,
    /// What servers are called in this journey.
    #[serde(default)]
    pub host_names: HostNames,
}

/// An attachment: its name and size. The bytes come from the seed, never from a reader's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Size in bytes, at most [`MAX_ATTACHMENT`](crate::limits::scenario::MAX_ATTACHMENT).
    pub size: u64,
}

impl Parts {
    /// The conditions that are about a recipient in this domain.
    pub fn conditions_of_domain<'a>(
        &'a self,
        domain: &'a Domain,
    ) -> impl Iterator<Item = &'a Condition> {
        self.conditions.iter().filter(move |condition| {
            let recipient = condition.recipient().map(usize::from);
            let mailbox = recipient.and_then(|n| self.recipients.get(n));
            mailbox.is_some_and(|mailbox| mailbox.domain == *domain)
        })
    }

    /// The conditions that are about this recipient (from 0).
    pub fn conditions_of_recipient(&self, recipient: u8) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(move |c| c.recipient() == Some(recipient))
    }

    /// Whether anybody has registered this domain.
    pub fn is_registered(&self, domain: &Domain) -> bool {
        let nobody = |condition: &Condition| matches!(condition, Condition::NoSuchDomain { .. });
        !self.conditions_of_domain(domain).any(nobody)
    }

    /// Whether this domain is somebody else's than the sender thinks. The sender's own never is.
    pub fn is_look_alike(&self, domain: &Domain) -> bool {
        let other = |condition: &Condition| matches!(condition, Condition::LookAlikeDomain { .. });
        *domain != self.sender.domain && self.conditions_of_domain(domain).any(other)
    }

    /// The sender's address as her program writes it: with a letter of the domain missing under
    /// [`Condition::SenderMisspelt`].
    pub fn written_sender(&self) -> Mailbox {
        if !self.conditions.contains(&Condition::SenderMisspelt) {
            return self.sender.clone();
        }
        let exists = |domain: &Domain| {
            std::iter::once(&self.sender).chain(&self.recipients).any(|m| m.domain == *domain)
        };
        let text = self.sender.domain.as_str();
        let shorter = self.sender.domain.misspellings();
        let longer = ["x", "xx", "y", "yy"].iter().filter_map(|more| {
            let kept = text.get(2..).filter(|_| text.len() > 200).unwrap_or(text);
            [more, kept].concat().parse().ok()
        });
        let domain = shorter.chain(longer).find(|domain: &Domain| {
            !exists(domain)
                && domain.as_str().split('.').count() > 1
                && *domain != self.sender.domain
        });
        Mailbox {
            local_part: self.sender.local_part.clone(),
            domain: domain.unwrap_or_else(|| self.sender.domain.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_domain_is_nobodys() {
        #[track_caller]
        fn check(sender: &str, recipient: &str, expected: &str) {
            let mut parts = Parts {
                sender: sender.parse().unwrap(),
                recipients: vec![recipient.parse().unwrap()],
                subject: String::new(),
                text: String::new(),
                attachment: None,
                relays: 0,
                conditions: Vec::new(),
                seed: 1,
                owner: Owner::default(),
                host_names: HostNames::default(),
            };
            assert_eq!(parts.written_sender(), parts.sender);
            parts.conditions.push(Condition::SenderMisspelt);
            assert_eq!(parts.written_sender().to_string(), expected);
        }
        check("ann@riverside.example", "bob@b.example", "ann@riversde.example");
        check("ann@riverside.example", "bob@riversde.example", "ann@riversie.example");
        check("ann@a.example", "bob@b.example", "ann@xa.example");
        check("ann@a.example", "bob@xa.example", "ann@xxa.example");
        check("ann@a-b.example", "bob@b.example", "ann@ab.example");
    }
}
