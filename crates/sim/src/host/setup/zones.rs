//! What name servers know.

use crate::dns::{DnsName, Zone};
use model::address::Domain;
use model::cast::{Cast, HostId, ZoneLevel};
use model::condition::Condition;
use model::parts::Parts;
use model::scenario::Scenario;

/// How long what a zone says may be remembered, in seconds.
const TTL: u32 = 3_600;

/// The zone of every name server, in the order of the cast.
pub fn zones(scenario: &Scenario, cast: &Cast) -> Vec<(ZoneLevel, Zone)> {
    let parts = scenario.parts();
    let zone =
        |(level, server): &(ZoneLevel, HostId)| (level.clone(), zone(parts, cast, level, *server));
    cast.name_servers.iter().map(zone).collect()
}

/// What a name server knows: its own zone, and whom to ask about the zones below.
pub(super) fn zone(parts: &Parts, cast: &Cast, level: &ZoneLevel, server: HostId) -> Zone {
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
    // Servers that were given names can have them in another zone.
    let mut addresses = servers.clone();
    addresses.extend(cast.named_servers.iter().filter(|id| !servers.contains(id)));
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

/// The name that a zone is about.
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
