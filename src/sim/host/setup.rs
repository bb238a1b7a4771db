//! Sets the hosts of a scenario up: zones, boxes, passwords, route tables.

use super::mail_program::MailProgram;
use super::mail_server::{MailServer, Settings};
use super::{DNS_PORT, Host, POP3_PORT, Program, SMTP_PORT, SUBMISSION_PORT};
use crate::sim::address::{Domain, Mailbox};
use crate::sim::cast::{Cast, HostId, Role, ZoneLevel};
use crate::sim::dns::{DnsName, NameServer, Resolver, ResolverConfig, Zone};
use crate::sim::message::{self, Draft};
use crate::sim::net::stack::Stack;
use crate::sim::pop3::Maildrops;
use crate::sim::random::Random;
use crate::sim::scenario::{Condition, Scenario};

/// Largest message a server takes, in bytes: room for the largest attachment once encoded.
pub const SIZE_LIMIT: u64 = 36 * 1024 * 1024;
/// How long what a zone says may be remembered, in seconds.
const TTL: u32 = 3_600;
/// Boxes that the destination's wall has beside those written to.
pub const WALL: [&str; 9] =
    ["feedback", "service", "sales", "info", "jobs", "press", "orders", "billing", "help"];

/// The hosts in the order of the cast.
pub fn hosts(scenario: &Scenario, cast: &Cast) -> Vec<Host> {
    let random = Random::new(scenario.parts().seed);
    cast.hosts
        .iter()
        .map(|host| {
            let mut stack = Stack::new(host.address, random.fork(&host.name).next_u64());
            let ports: &[u16] = match host.role {
                Role::Provider => &[SUBMISSION_PORT, SMTP_PORT, POP3_PORT],
                Role::Relay(_) => &[SMTP_PORT],
                Role::Destination(_) => &[SMTP_PORT, POP3_PORT],
                _ => &[],
            };
            let listeners = ports.iter().map(|port| (*port, stack.listen(*port))).collect();
            let program = program(scenario, cast, host.id, &random, &mut stack);
            Host { id: host.id, stack, listeners, sessions: Vec::new(), program, wake_at: None }
        })
        .collect()
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

fn program(
    scenario: &Scenario,
    cast: &Cast,
    id: HostId,
    random: &Random,
    stack: &mut Stack,
) -> Program {
    let parts = scenario.parts();
    let host = cast.host(id);
    match &host.role {
        Role::SenderComputer => Program::Mail(Box::new(MailProgram {
            mailbox: parts.sender.clone(),
            password: password(&parts.sender),
            wrong_password: None,
            name: host.name.clone(),
            server: cast.provider,
            draft: Some(Draft {
                from: parts.sender.clone(),
                to: parts.recipients.clone(),
                subject: parts.subject.clone(),
                text: parts.text.clone(),
                attachment: parts
                    .attachment
                    .as_ref()
                    .map(|file| message::Attachment { name: file.name.clone(), size: file.size }),
                seed: parts.seed,
            }),
            outgoing: None,
        })),
        Role::RecipientComputer(n) => {
            let mailbox = parts.recipients[usize::from(*n)].clone();
            let wrong = parts.conditions.contains(&Condition::WrongPassword { recipient: *n });
            Program::Mail(Box::new(MailProgram {
                password: password(&mailbox),
                wrong_password: wrong.then(|| "password123".to_owned()),
                name: host.name.clone(),
                server: cast.home_of(&mailbox.domain),
                draft: None,
                outgoing: None,
                mailbox,
            }))
        }
        Role::Provider | Role::Relay(_) | Role::Destination(_) => {
            Program::Server(Box::new(mail_server(scenario, cast, id, random)))
        }
        Role::NameServer(level) => {
            let (socket, _) = stack.udp_bind(DNS_PORT);
            Program::Names(NameServer::new(vec![zone(cast, level, id)]), socket)
        }
    }
}

fn mail_server(scenario: &Scenario, cast: &Cast, id: HostId, random: &Random) -> MailServer {
    let parts = scenario.parts();
    let host = cast.host(id);
    let mut settings = Settings {
        local_domains: Vec::new(),
        route_table: Vec::new(),
        customers: Vec::new(),
        owners: Vec::new(),
        size_limit: SIZE_LIMIT,
    };
    match &host.role {
        Role::Provider => {
            settings.local_domains.push(parts.sender.domain.clone());
            settings.customers.push((parts.sender.to_string(), password(&parts.sender)));
        }
        Role::Destination(n) => {
            settings.local_domains.push(cast.destinations[usize::from(*n)].0.clone());
        }
        Role::Relay(n) => {
            let next = cast.relays.get(usize::from(*n)).copied();
            let (domain, destination) = &cast.destinations[0];
            let next = next.unwrap_or(*destination);
            settings.route_table.push((domain.clone(), cast.host(next).name.clone()));
        }
        _ => {}
    }
    let mut maildrops = Maildrops::new(settings.local_domains.clone());
    for (n, mailbox) in parts.recipients.iter().enumerate() {
        if settings.local_domains.contains(&mailbox.domain) {
            settings.owners.push((mailbox.clone(), cast.recipients[n]));
            maildrops.add(&mailbox.local_part.box_name(), &password(mailbox));
        }
    }
    for domain in &settings.local_domains {
        for name in WALL {
            let Ok(mailbox) = format!("{name}@{domain}").parse() else {
                continue;
            };
            if maildrops.get(name).is_none() {
                maildrops.add(name, &password(&mailbox));
            }
        }
        let sender = parts.sender.local_part.box_name();
        if *domain == parts.sender.domain && maildrops.get(&sender).is_none() {
            maildrops.add(&sender, &password(&parts.sender));
        }
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
    MailServer::new(name, settings, maildrops, resolver, random)
}

/// The zone of every name server, in the order of the cast.
pub fn zones(cast: &Cast) -> Vec<(ZoneLevel, Zone)> {
    let zone = |(level, server): &(ZoneLevel, HostId)| (level.clone(), zone(cast, level, *server));
    cast.name_servers.iter().map(zone).collect()
}

/// What a name server knows: its own zone, and whom to ask about the zones below.
fn zone(cast: &Cast, level: &ZoneLevel, server: HostId) -> Zone {
    let host = cast.host(server);
    let name = |text: &str| text.parse::<DnsName>().unwrap_or_else(|_| DnsName::root());
    let zone = Zone::new(apex(level), name(&host.name)).ns(apex(level), TTL, name(&host.name));
    // The root's own name server has its address among the delegations of the root zone.
    let mut zone = zone.a(name(&host.name), TTL, host.address);
    for (child, id) in &cast.name_servers {
        if parent(cast, child).as_ref() == Some(level) {
            let host = cast.host(*id);
            zone = zone.delegate(apex(child), TTL, name(&host.name), host.address);
        }
    }
    let ZoneLevel::Own(domain) = level else {
        return zone;
    };
    let mut servers = vec![cast.home_of(domain)];
    if cast.destinations.first().is_some_and(|(first, _)| first == domain) {
        servers.splice(0..0, cast.relays.iter().copied());
    }
    for id in &servers {
        let host = cast.host(*id);
        zone = zone.a(name(&host.name), TTL, host.address);
    }
    zone.mx(apex(level), TTL, 10, name(&cast.host(servers[0]).name))
}

fn apex(level: &ZoneLevel) -> DnsName {
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
