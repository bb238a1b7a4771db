//! Mail servers: whose mail they take, what they refuse, and where they hand it on.

use super::answers;
use super::boxes::mailboxes;
use super::passwords::password;
use super::people::People;
use crate::dns::{Resolver, ResolverConfig};
use crate::host::mail_server::{MailServer, Policies, Settings};
use crate::random::Random;
use model::address::Domain;
use model::cast::{Cast, HostId, Role, ZoneLevel};
use model::condition::Condition;
use model::limits::smtp::MAX_MESSAGE;
use model::parts::Parts;
use model::time::{Duration, Instant};

pub(super) fn mail_server(
    parts: &Parts,
    cast: &Cast,
    people: People,
    id: HostId,
    random: &Random,
) -> MailServer {
    let host = cast.host(id);
    let settings = settings(parts, cast, id);
    let mailboxes = mailboxes(parts, cast, people, id);
    let roots = cast
        .name_servers
        .iter()
        .filter(|(level, _)| *level == ZoneLevel::Root)
        .map(|(_, id)| cast.host(*id).address)
        .collect();
    let seed = random.fork(&host.name).fork("resolver").next_u64();
    let resolver = Resolver::new(ResolverConfig::new(roots, seed));
    let random = random.fork(&host.name).fork("queue");
    // Names of hosts are names below valid domains: see `Scenario::new`.
    let name = host.name.parse().unwrap_or_else(|_| parts.sender.domain.clone());
    MailServer::new(name, settings, mailboxes, resolver, random)
}

/// What makes a server a provider's, a relay or a destination.
fn settings(parts: &Parts, cast: &Cast, id: HostId) -> Settings {
    let own_limit = parts.owner.size_limit().filter(|_| cast.own_home == Some(id));
    let mut settings = Settings {
        local_domains: Vec::new(),
        route_table: Vec::new(),
        relay_domains: Vec::new(),
        customers: Vec::new(),
        senders: Vec::new(),
        size_limit: own_limit.unwrap_or(MAX_MESSAGE),
        policies: Policies {
            greylisting: false,
            held: held(parts, cast, id),
            limited_until: limited_until(parts, cast, id),
            clock_off: clock_off(parts, cast, id),
            answers: answers::of_server(parts, cast, id),
        },
    };
    // Mail for whoever runs the server (RFC 5321 section 4.5.1).
    settings.local_domains.extend(cast.host(id).name.parse::<Domain>());
    let loops = |domain: &Domain| {
        parts.conditions_of_domain(domain).any(|c| matches!(c, Condition::MailLoop { .. }))
    };
    match &cast.host(id).role {
        Role::Provider => {
            settings.local_domains.push(parts.sender.domain.clone());
            settings.customers.push((parts.sender.clone(), password(&parts.sender)));
            settings.senders.extend([parts.sender.clone(), parts.written_sender()]);
        }
        Role::Destination(n) => {
            let domain = &cast.destinations[usize::from(*n)].0;
            let other = cast.backups.iter().find(|(name, _)| name == domain && loops(domain));
            match other {
                Some((_, other)) => {
                    let other = cast.host(*other).name.clone();
                    settings.route_table.push((domain.clone(), other));
                }
                None => settings.local_domains.push(domain.clone()),
            }
        }
        Role::Backup(n) => {
            let (domain, home) = &cast.destinations[usize::from(*n)];
            if loops(domain) {
                settings.route_table.push((domain.clone(), cast.host(*home).name.clone()));
            } else {
                settings.relay_domains.push(domain.clone());
            }
        }
        Role::Relay(n) => {
            let next = cast.relays.get(usize::from(*n)).copied();
            let (domain, destination) = &cast.destinations[0];
            let next = next.unwrap_or(*destination);
            settings.route_table.push((domain.clone(), cast.host(next).name.clone()));
        }
        _ => {}
    }
    set_policies(parts, cast, id, &mut settings);
    settings
}

/// For how long it keeps messages. Of two times the longer one counts.
fn held(parts: &Parts, cast: &Cast, id: HostId) -> Option<Duration> {
    let here = parts.conditions.iter().filter_map(|condition| match condition {
        Condition::Held { hop, seconds } if cast.hop(*hop)?.1 == id => {
            Some(Duration::from_secs(u64::from(*seconds)))
        }
        _ => None,
    });
    here.max()
}

/// Until when the provider takes no more from its customer. Of two times the longer one counts.
fn limited_until(parts: &Parts, cast: &Cast, id: HostId) -> Option<Instant> {
    let here = parts.conditions.iter().filter_map(|condition| match condition {
        Condition::SendingLimit { minutes } if cast.provider == id => {
            Some(Instant::ZERO + Duration::from_mins(u64::from(*minutes)))
        }
        _ => None,
    });
    here.max()
}

/// How wrong its clock is: the last word on it counts.
fn clock_off(parts: &Parts, cast: &Cast, id: HostId) -> i32 {
    let here = parts.conditions.iter().rev().find_map(|condition| match condition {
        Condition::ClockOff { hop, seconds } if cast.hop(*hop)?.1 == id => Some(*seconds),
        _ => None,
    });
    here.unwrap_or_default()
}

/// What makes a server take less than others. Strangers are the business of a domain's first server;
/// what is stored, of the one with the boxes.
fn set_policies(parts: &Parts, cast: &Cast, id: HostId, settings: &mut Settings) {
    for condition in &parts.conditions {
        let Some(n) = condition.recipient() else { continue };
        let domain = &parts.recipients[usize::from(n)].domain;
        if !parts.is_registered(domain) {
            continue;
        }
        let (home, border) = (cast.home_of(domain) == id, cast.border_of(domain) == id);
        match condition {
            Condition::Greylisted { .. } if border => settings.policies.greylisting = true,
            Condition::SizeLimit { kilobytes, .. } if home => {
                settings.size_limit = settings.size_limit.min(u64::from(*kilobytes) * 1024);
            }
            _ => {}
        }
    }
}
