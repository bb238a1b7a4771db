//! Sets the hosts of a scenario up: zones, boxes, passwords, route tables.

use super::mail_program::{Checking, MailProgram};
use super::mail_server::{MailServer, POSTMASTER, Policies, Quota, Refusal, Settings};
use super::{DNS_PORT, Outage, POP3_PORT, Program, RunningHost, SMTP_PORT, SUBMISSION_PORT};
use crate::dns::{DnsName, NameServer, Resolver, ResolverConfig, Zone};
use crate::message::{self, Draft};
use crate::net::stack::Stack;
use crate::pop3::Maildrops;
use crate::random::Random;
use model::address::{Domain, Mailbox};
use model::cast::{Cast, HostId, Role, ZoneLevel};
use model::condition::Condition;
use model::limits::smtp::MAX_MESSAGE;
use model::parts::Parts;
use model::scenario::Scenario;
use model::time::{Duration, Instant};
use model::usual_boxes::usual_boxes;
use std::sync::Arc;

/// How much a box holds that is to be full, in bytes. Small, so that its old mail is soon fetched.
pub const QUOTA: u64 = 48 * 1024;
/// A password that is nobody's.
pub const WRONG_PASSWORD: &str = "password123";
/// How long what a zone says may be remembered, in seconds.
const TTL: u32 = 3_600;

/// Who sends and collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// The simulated mail programs, by themselves.
    Simulated,
    /// Real programs, over real connections. Of the simulated ones only those have something to do
    /// whose owner [makes room](Condition::BoxFull).
    Real,
}

/// The hosts in the order of the cast.
pub fn hosts(scenario: &Scenario, cast: &Cast, people: People) -> Vec<RunningHost> {
    let parts = scenario.parts();
    let random = Random::new(parts.seed);
    cast.hosts
        .iter()
        .map(|host| {
            let mut stack = Stack::new(host.address, random.fork(&host.name).next_u64());
            let listening: &[u16] = match host.role {
                Role::Provider => &[SUBMISSION_PORT, SMTP_PORT, POP3_PORT],
                Role::Relay(_) | Role::Backup(_) => &[SMTP_PORT],
                Role::Destination(_) => &[SMTP_PORT, POP3_PORT],
                _ => &[],
            };
            let outage = outage(parts, cast, host.id);
            let closed =
                |port: u16| outage.closed.as_ref().is_some_and(|(ports, _)| ports.contains(&port));
            for port in listening.iter().filter(|port| !closed(**port)) {
                stack.listen(*port);
            }
            let program = program(parts, cast, people, host.id, &random, &mut stack);
            let sessions = Vec::new();
            RunningHost { id: host.id, stack, sessions, program, wake_at: None, outage }
        })
        .collect()
}

/// The moment so many minutes from the beginning, or one that never comes.
fn minutes_on(minutes: Option<u16>) -> Instant {
    minutes.map_or(Instant::from_micros(u64::MAX), |minutes| {
        Instant::ZERO + Duration::from_mins(u64::from(minutes))
    })
}

/// When this host does not work as it should.
fn outage(parts: &Parts, cast: &Cast, id: HostId) -> Outage {
    let (mut off, mut closed) = (None, None);
    let own = |domain: &Domain| {
        let mut servers = cast.name_servers.iter();
        servers.any(|(level, host)| *host == id && *level == ZoneLevel::Own(domain.clone()))
    };
    for condition in &parts.conditions {
        let Some(n) = condition.recipient() else { continue };
        let domain = &parts.recipients[usize::from(n)].domain;
        // Nobody's server.
        if !parts.is_registered(domain) && *domain != parts.sender.domain {
            continue;
        }
        let (home, border) = (cast.home_of(domain) == id, cast.border_of(domain) == id);
        match *condition {
            Condition::ServerDown { minutes, silent: true, .. } if home => {
                off = off.max(Some(minutes_on(minutes)));
            }
            Condition::ServerDown { minutes, silent: false, .. } if home => {
                closed = closed.max(Some(minutes_on(minutes)));
            }
            Condition::PreferredServerDown { minutes, .. } if border => {
                closed = closed.max(Some(minutes_on(minutes)));
            }
            Condition::NameServersSilent { minutes, .. } if own(domain) => {
                off = off.max(Some(minutes_on(minutes)));
            }
            _ => {}
        }
    }
    let for_mail = match cast.host(id).role {
        Role::Provider => vec![SUBMISSION_PORT, SMTP_PORT],
        _ => vec![SMTP_PORT],
    };
    Outage { off_until: off, closed: closed.map(|until| (for_mail, until)) }
}

/// The password of a box: three syllables and a number, always the same for the same address.
pub fn password(mailbox: &Mailbox) -> String {
    const SYLLABLES: [&str; 16] = [
        "ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "be", "da", "fi", "go", "hu", "jo", "pe",
        "zu",
    ];
    let mut random = Random::new(0).fork(&mailbox.to_string().to_ascii_lowercase());
    let mut pick = |bound: u64| usize::try_from(random.below(bound)).unwrap_or(0);
    let word: String = (0..3).map(|_| SYLLABLES[pick(16)]).collect();
    format!("{word}-{}", 10 + pick(90))
}

/// The password of a box that nobody in the simulation comes for: only real people need it.
fn password_at(name: &str, domain: &str, people: People) -> String {
    let mailbox = match people {
        People::Simulated => None,
        People::Real => [name, "@", domain].concat().parse().ok(),
    };
    mailbox.map_or_else(|| WRONG_PASSWORD.to_owned(), |mailbox| password(&mailbox))
}

fn program(
    parts: &Parts,
    cast: &Cast,
    people: People,
    id: HostId,
    random: &Random,
    stack: &mut Stack,
) -> Program {
    let host = cast.host(id);
    match &host.role {
        Role::SenderComputer => {
            let wrong = parts.conditions.contains(&Condition::SignInRefused);
            let draft = Draft {
                from: parts.written_sender(),
                to: parts.recipients.clone(),
                subject: parts.subject.clone(),
                text: parts.text.clone(),
                attachment: parts
                    .attachment
                    .as_ref()
                    .map(|file| message::Attachment { name: file.name.clone(), size: file.size }),
                seed: parts.seed,
            };
            Program::Mail(Box::new(MailProgram {
                wrong_sending_password: wrong.then(|| WRONG_PASSWORD.to_owned()),
                draft: (people == People::Simulated).then_some(draft),
                ..mail_program(host.name.clone(), cast.provider, parts.sender.clone())
            }))
        }
        Role::RecipientComputer(n) => {
            let mailbox = parts.recipients[usize::from(*n)].clone();
            let wrong = parts.conditions.contains(&Condition::WrongPassword { recipient: *n });
            let nobody = |c: &Condition| matches!(c, Condition::NoSuchPerson { .. });
            let exists = !parts.conditions_of_recipient(*n).any(nobody)
                && parts.is_registered(&mailbox.domain);
            let hours = parts.conditions_of_recipient(*n).filter_map(|c| match c {
                Condition::BoxFull { hours, .. } if exists => *hours,
                _ => None,
            });
            Program::Mail(Box::new(MailProgram {
                wrong_password: wrong.then(|| WRONG_PASSWORD.to_owned()),
                looks_after: hours.map(|h| Duration::from_mins(u64::from(h) * 60)).collect(),
                ..mail_program(host.name.clone(), cast.home_of(&mailbox.domain), mailbox)
            }))
        }
        Role::Provider | Role::Relay(_) | Role::Destination(_) | Role::Backup(_) => {
            Program::Server(Box::new(mail_server(parts, cast, people, id, random)))
        }
        Role::NameServer(level) => {
            let (socket, _) = stack.udp_bind(DNS_PORT);
            Program::Names(NameServer::new(vec![zone(parts, cast, level, id)]), socket)
        }
    }
}

/// A mail program without any message or trouble.
fn mail_program(name: String, server: HostId, mailbox: Mailbox) -> MailProgram {
    MailProgram {
        password: password(&mailbox),
        mailbox,
        wrong_password: None,
        wrong_sending_password: None,
        name,
        server,
        draft: None,
        outgoing: None,
        looks_after: Vec::new(),
        checking: Checking::default(),
    }
}

fn mail_server(
    parts: &Parts,
    cast: &Cast,
    people: People,
    id: HostId,
    random: &Random,
) -> MailServer {
    let host = cast.host(id);
    let mut settings = settings(parts, cast, id);
    let mut maildrops = maildrops(parts, cast, people, id, &mut settings);
    if people == People::Real {
        settings.owners.clear();
    }
    if maildrops.get(POSTMASTER).is_none() {
        let domain = maildrops.domains().first().map_or(host.name.as_str(), Domain::as_str);
        let password = password_at(POSTMASTER, domain, people);
        maildrops.add(POSTMASTER, &password);
    }
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
    let locks = locks(parts, cast, id);
    let mut server = MailServer::new(name, settings, maildrops, resolver, random);
    for (mailbox, until) in locks {
        server.lock(&mailbox.local_part.box_name(), &password(&mailbox), until);
    }
    server
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
        owners: Vec::new(),
        size_limit: own_limit.unwrap_or(MAX_MESSAGE),
        quotas: Vec::new(),
        policies: Policies::default(),
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

/// What a server refuses. What goes by the client's address or by what strangers bring is the
/// business of a domain's first server; what goes by the content, of the one with the boxes.
fn set_policies(parts: &Parts, cast: &Cast, id: HostId, settings: &mut Settings) {
    let senders = [parts.sender.clone(), parts.written_sender()];
    let policies = &mut settings.policies;
    for condition in &parts.conditions {
        if let Condition::Refused { hop, stage, permanent, times } = *condition
            && let Some((from, to)) = cast.hop(hop)
            && to == id
        {
            policies.refusals.push(Refusal { from, stage, permanent, left: times });
        }
        let Some(n) = condition.recipient() else { continue };
        let domain = &parts.recipients[usize::from(n)].domain;
        if !parts.is_registered(domain) {
            continue;
        }
        let (home, border) = (cast.home_of(domain) == id, cast.border_of(domain) == id);
        match *condition {
            Condition::Greylisted { .. } if border => policies.greylisting = true,
            Condition::SenderBlocked { .. } if border => {
                policies.blocklist.push(cast.host(cast.provider).address);
            }
            Condition::SenderNotProven { .. } if border => {
                policies.unproven.extend(senders.clone().map(|sender| sender.domain));
            }
            Condition::RefusedAsSpam { .. } if home => policies.spammers.extend(senders.clone()),
            Condition::SizeLimit { kilobytes, .. } if home => {
                settings.size_limit = settings.size_limit.min(u64::from(kilobytes) * 1024);
            }
            _ => {}
        }
    }
}

/// The boxes of a server, those with trouble as their conditions want them.
fn maildrops(
    parts: &Parts,
    cast: &Cast,
    people: People,
    id: HostId,
    settings: &mut Settings,
) -> Maildrops {
    let domains: Vec<Domain> = match &cast.host(id).role {
        Role::Provider => vec![parts.sender.domain.clone()],
        Role::Destination(n) => vec![cast.destinations[usize::from(*n)].0.clone()],
        _ => Vec::new(),
    };
    let mut maildrops = Maildrops::new(domains.clone());
    let mut nobody = Vec::new();
    for (n, mailbox) in (0_u8..).zip(&parts.recipients) {
        if !domains.contains(&mailbox.domain) {
            continue;
        }
        let name = mailbox.local_part.box_name();
        settings.owners.push((mailbox.clone(), cast.recipients[usize::from(n)]));
        let has = |wanted: fn(&Condition) -> bool| parts.conditions_of_recipient(n).any(wanted);
        if has(|condition| matches!(condition, Condition::NoSuchPerson { .. })) {
            nobody.push(name);
            continue;
        }
        maildrops.add(&name, &password(mailbox));
        if has(|condition| matches!(condition, Condition::BoxFull { .. })) {
            let quota = Quota::new(parts.owner.quota().filter(|_| cast.own_home == Some(id)));
            fill(&mut maildrops, mailbox, quota.octets - quota.elsewhere);
            settings.quotas.push((name, quota));
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
            settings.owners.push((parts.sender.clone(), cast.sender));
        }
    }
    maildrops
}

impl Quota {
    /// The owner's, or else the usual one. Of a large one, most is used up by what does not lie in
    /// the box: there is no need to fetch a gigabyte to make room.
    fn new(own: Option<u64>) -> Self {
        let octets = own.unwrap_or(QUOTA);
        Self { octets, elsewhere: octets.saturating_sub(QUOTA), told: own.is_some() }
    }
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
            locks.push((mailbox.clone(), minutes_on(Some(minutes))));
        }
    }
    // The longest one counts: a box has one lock.
    locks.sort_by_key(|(_, until)| std::cmp::Reverse(*until));
    locks
}

/// The zone of every name server, in the order of the cast.
pub fn zones(scenario: &Scenario, cast: &Cast) -> Vec<(ZoneLevel, Zone)> {
    let parts = scenario.parts();
    let zone =
        |(level, server): &(ZoneLevel, HostId)| (level.clone(), zone(parts, cast, level, *server));
    cast.name_servers.iter().map(zone).collect()
}

/// What a name server knows: its own zone, and whom to ask about the zones below.
fn zone(parts: &Parts, cast: &Cast, level: &ZoneLevel, server: HostId) -> Zone {
    let name = |text: &str| text.parse::<Domain>().map_or_else(|_| DnsName::root(), DnsName::from);
    let mut zone = Zone::new(apex(level), name(&cast.host(server).name));
    for (_, id) in cast.name_servers.iter().filter(|(other, _)| other == level) {
        let host = cast.host(*id);
        zone = zone.ns(apex(level), TTL, name(&host.name));
        // The root's own name server has its address among the delegations of the root zone.
        zone = zone.a(name(&host.name), TTL, host.address);
    }
    for (child, id) in &cast.name_servers {
        if parent(cast, child).as_ref() == Some(level) {
            let host = cast.host(*id);
            zone = zone.delegate(apex(child), TTL, name(&host.name), host.address);
        }
    }
    let ZoneLevel::Own(domain) = level else {
        return zone;
    };
    let written = parts.recipients.iter().chain([&parts.sender]).any(|m| m.domain == *domain);
    let mut servers = if written { vec![cast.home_of(domain)] } else { Vec::new() };
    if cast.destinations.first().is_some_and(|(first, _)| first == domain) {
        servers.splice(0..0, cast.relays.iter().copied());
    }
    let backup = cast.backups.iter().find(|(name, _)| name == domain).map(|(_, id)| *id);
    servers.extend(backup);
    // Servers with names of the owner's can have them in another zone.
    let mut addresses = servers.clone();
    addresses.extend(cast.named_servers().filter(|id| !servers.contains(id)));
    for host in addresses.into_iter().map(|id| cast.host(id)) {
        if cast.zone_of(host) == Some(domain) {
            zone = zone.a(name(&host.name), TTL, host.address);
        }
    }
    // A zone that is there for the sake of a server takes no mail.
    let Some(&preferred) = servers.first() else {
        return zone;
    };
    let has = |wanted: fn(&Condition) -> bool| parts.conditions_of_domain(domain).any(wanted);
    if has(|condition| matches!(condition, Condition::NullMx { .. })) {
        return zone.null_mx(apex(level), TTL);
    }
    zone = zone.mx(apex(level), TTL, 10, name(&cast.host(preferred).name));
    match backup {
        Some(backup) if has(|c| matches!(c, Condition::PreferredServerDown { .. })) => {
            zone.mx(apex(level), TTL, 20, name(&cast.host(backup).name))
        }
        _ => zone,
    }
}

pub(crate) fn apex(level: &ZoneLevel) -> DnsName {
    match level {
        ZoneLevel::Root => DnsName::root(),
        ZoneLevel::TopLevel(name) => name.parse().unwrap_or_else(|_| DnsName::root()),
        ZoneLevel::Own(domain) => domain.into(),
    }
}

/// The zone that delegates to this one: the closest above it.
fn parent(cast: &Cast, level: &ZoneLevel) -> Option<ZoneLevel> {
    match level {
        ZoneLevel::Root => None,
        ZoneLevel::TopLevel(_) => Some(ZoneLevel::Root),
        ZoneLevel::Own(domain) => {
            let above = |other: &Domain| domain != other && domain.is_within(other);
            let closest = cast
                .name_servers
                .iter()
                .filter_map(|(level, _)| match level {
                    ZoneLevel::Own(other) if above(other) => Some(other),
                    _ => None,
                })
                .max_by_key(|other| other.as_str().len());
            Some(closest.map_or_else(
                || ZoneLevel::TopLevel(domain.top_level().to_owned()),
                |other| ZoneLevel::Own(other.clone()),
            ))
        }
    }
}
