//! Boxes: which there are, what lies in them, and what is the matter with them.

use super::passwords::{password, password_at};
use super::people::People;
use crate::host::mail_server::{CATCH_ALL, Mailboxes, POSTMASTER, Quota};
use crate::message::{self, Draft};
use crate::pop3::Maildrops;
use model::address::{Domain, Mailbox};
use model::cast::{Cast, HostId, Role};
use model::condition::Condition;
use model::parts::Parts;
use model::time::{Duration, Instant};
use model::usual_boxes::usual_boxes;
use std::sync::Arc;

/// How much a box holds that is to be full, in bytes. Small, so that its old mail is soon fetched.
const QUOTA: u64 = 48 * 1024;

/// The boxes of a server, those with trouble as their conditions want them.
pub(super) fn mailboxes(parts: &Parts, cast: &Cast, people: People, id: HostId) -> Mailboxes {
    let domains: Vec<Domain> = match &cast.host(id).role {
        Role::Provider => vec![parts.sender.domain.clone()],
        Role::Destination(n) => vec![cast.destinations[usize::from(*n)].0.clone()],
        _ => Vec::new(),
    };
    let mut mailboxes = Mailboxes::new(Maildrops::new(domains.clone()));
    let maildrops = &mut mailboxes.maildrops;
    let mut nobody = Vec::new();
    for (n, mailbox) in (0_u8..).zip(&parts.recipients) {
        if !domains.contains(&mailbox.domain) {
            continue;
        }
        let name = mailbox.local_part.box_name();
        if parts.is_look_alike(&mailbox.domain) {
            mailboxes.catch_all = true;
            nobody.push(name);
            continue;
        }
        mailboxes.owners.push((mailbox.clone(), cast.recipients[usize::from(n)]));
        let has = |wanted: fn(&Condition) -> bool| parts.conditions_of_recipient(n).any(wanted);
        if has(|condition| matches!(condition, Condition::NoSuchPerson { .. })) {
            nobody.push(name);
            continue;
        }
        maildrops.add(&name, &password(mailbox));
        if has(|condition| matches!(condition, Condition::SpamFolder { .. })) {
            mailboxes.spam.push((name.clone(), Vec::new()));
        }
        if has(|condition| matches!(condition, Condition::BoxFull { .. })) {
            let quota = quota(parts.owner.quota().filter(|_| cast.own_home == Some(id)));
            fill(maildrops, mailbox, quota.octets - quota.elsewhere);
            mailboxes.quotas.push((name, quota));
        }
    }
    for domain in &domains {
        for name in usual_boxes(&parts.owner, cast.own_home == Some(id)) {
            if maildrops.get(&name).is_none() && !nobody.contains(&name) {
                maildrops.add(&name, &password_at(&name, domain.as_str(), people));
            }
        }
        let sender = parts.sender.local_part.box_name();
        if *domain == parts.sender.domain {
            if maildrops.get(&sender).is_none() && !nobody.contains(&sender) {
                maildrops.add(&sender, &password(&parts.sender));
            }
            mailboxes.owners.push((parts.sender.clone(), cast.sender));
        }
    }
    if mailboxes.catch_all {
        let domain = domains.first().map_or("", Domain::as_str);
        maildrops.add(CATCH_ALL, &password_at(CATCH_ALL, domain, people));
    }
    if people == People::Real {
        mailboxes.owners.clear();
    }
    if maildrops.get(POSTMASTER).is_none() {
        let domain = domains.first().map_or(cast.host(id).name.as_str(), Domain::as_str);
        maildrops.add(POSTMASTER, &password_at(POSTMASTER, domain, people));
    }
    for (mailbox, until) in locks(parts, cast, id) {
        mailboxes.lock(&mailbox.local_part.box_name(), &password(&mailbox), until);
    }
    mailboxes
}

/// The owner's, or else the usual one. Of a large one, most is used up by what does not lie in
/// the box: there is no need to fetch a gigabyte to make room.
fn quota(own: Option<u64>) -> Quota {
    let octets = own.unwrap_or(QUOTA);
    Quota { octets, elsewhere: octets.saturating_sub(QUOTA), told: own.is_some() }
}

/// Puts old mail into a box, a little more than `room`.
fn fill(maildrops: &mut Maildrops, mailbox: &Mailbox, room: u64) {
    let name = mailbox.local_part.box_name();
    let Some(maildrop) = maildrops.get_mut(&name) else { return };
    let Ok(from) = "newsletter@example.net".parse::<Mailbox>() else { return };
    let mut n = 0_u64;
    while maildrop.octets() < room {
        n += 1;
        let draft = Draft {
            from: from.clone(),
            to: vec![mailbox.clone()],
            subject: format!("Newsletter, issue {n}"),
            text: "What happened this week, and what will happen next week.\n".repeat(120),
            attachment: None,
            seed: n,
        };
        // Nothing is older than the journey's clock.
        let old = message::compose(&draft, Instant::ZERO, &format!("issue-{n}@example.net"));
        maildrop.store(Arc::new(old));
    }
}

/// Boxes of this server that a forgotten session holds, and until when.
fn locks(parts: &Parts, cast: &Cast, id: HostId) -> Vec<(Mailbox, Instant)> {
    let mut locks: Vec<(Mailbox, Instant)> = Vec::new();
    for condition in &parts.conditions {
        let Condition::BoxLocked { recipient, minutes } = *condition else { continue };
        let mailbox = &parts.recipients[usize::from(recipient)];
        let exists = parts.is_registered(&mailbox.domain) || mailbox.domain == parts.sender.domain;
        if exists && cast.home_of(&mailbox.domain) == id {
            locks.push((mailbox.clone(), Instant::ZERO + Duration::from_mins(u64::from(minutes))));
        }
    }
    // The longest one counts: a box has one lock.
    locks.sort_by_key(|(_, until)| std::cmp::Reverse(*until));
    locks
}
