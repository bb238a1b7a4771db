//! Who stands where: the hosts of a scenario, their names and addresses.
//!
//! Addresses are from the ranges set aside for documentation (RFC 5737). Simplified: a domain has
//! one name server and one mail server unless a condition needs a second one; relays stand before
//! the first recipient's domain only. A domain that nobody has registered has no servers at all.
//! A server that was given a name outside of all mail domains brings a zone for it along.

use super::address::{Domain, Mailbox};
use super::condition::Condition;
use super::host_names::{HostNames, NamedServer};
use super::owner::{NOBODYS_DOMAIN, Owner, USUAL_DOMAIN};
use super::parts::Parts;
use super::time::Duration;
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;

/// Index of a host in [`Cast::hosts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HostId(pub u16);

impl HostId {
    /// As an index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// What a host does in the journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The sender's own computer.
    SenderComputer,
    /// The sender's provider: takes mail in for sending, and holds its own customers' boxes.
    Provider,
    /// An authoritative name server of the domain name registry.
    NameServer(ZoneLevel),
    /// A mail server on the way, number n from 1.
    Relay(u8),
    /// The mail server that holds the boxes of recipient domain n (from 0).
    Destination(u8),
    /// The second mail server of recipient domain n (from 0).
    Backup(u8),
    /// The computer of recipient n (from 0).
    RecipientComputer(u8),
}

/// Which drawer of the registry's card index a name server is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ZoneLevel {
    /// The root: knows who knows the top-level domains.
    Root,
    /// A top-level domain, such as `com`.
    TopLevel(String),
    /// A domain's own server.
    Own(Domain),
}

/// One host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its place in the list.
    pub id: HostId,
    /// Its name, without a final dot.
    pub name: String,
    /// Its address.
    pub address: Ipv4Addr,
    /// What it does.
    pub role: Role,
}

/// All hosts, and who of them does what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cast {
    /// In a fixed order: computers and mail servers along the way, then name servers.
    pub hosts: Vec<Host>,
    /// The sender's computer.
    pub sender: HostId,
    /// The provider's server.
    pub provider: HostId,
    /// Relays in the order they are passed.
    pub relays: Vec<HostId>,
    /// Recipient domains other than the sender's, in order of appearance, each with its server.
    pub destinations: Vec<(Domain, HostId)>,
    /// Second mail servers, where a condition needs one: domain and host.
    pub backups: Vec<(Domain, HostId)>,
    /// The computer of each recipient.
    pub recipients: Vec<HostId>,
    /// Name servers with the zone each serves.
    pub name_servers: Vec<(ZoneLevel, HostId)>,
    /// What has names of the page's owner. Whoever reads a stored cast does without: to read these
    /// names is to check them, and the picture needs only the next.
    #[serde(skip)]
    pub owner: Owner,
    /// The servers that were given names. A stored cast does without.
    #[serde(skip)]
    pub named_servers: Vec<HostId>,
    /// What the owner calls the provider.
    pub provider_name: Option<String>,
    /// The server with the boxes of the owner's domain, if that appears.
    pub own_home: Option<HostId>,
}

const ROOT_SERVER: &str = "ns.root-servers.example";

impl Cast {
    /// Whether a name among them could be taken for somebody's, who has other servers and other numbers than these.
    pub fn seems_real(&self) -> bool {
        let written = self.destinations.iter().map(|(domain, _)| domain);
        let provider = self.host(self.provider).name.parse();
        let ours = |name: &Domain| {
            let usual = [USUAL_DOMAIN, NOBODYS_DOMAIN];
            name.is_reserved() || usual.contains(&name.as_str())
        };
        !written.chain(&provider.ok()).all(ours)
    }

    /// Sets up the hosts that a scenario of these parts needs.
    pub fn new(parts: &Parts) -> Self {
        Self::with_names(parts, &parts.host_names)
    }

    /// The same, with these names instead of the parts' own.
    pub(super) fn with_names(parts: &Parts, names: &HostNames) -> Self {
        let home = &parts.sender.domain;
        let owner = &parts.owner;
        let given = Given { parts, names };
        let free_name = |label: &str, domain: &Domain| given.free_name(label, domain);
        let mut hosts = Hosts::default();
        let mut domains: Vec<Domain> = Vec::new();
        for mailbox in &parts.recipients {
            let known = mailbox.domain == *home || domains.contains(&mailbox.domain);
            if !known && parts.is_registered(&mailbox.domain) {
                domains.push(mailbox.domain.clone());
            }
        }
        let mut called: Vec<(HostId, Domain)> = Vec::new();
        let mut add_server =
            |hosts: &mut Hosts, name: Option<&Domain>, usual: (&str, &Domain), address, role| {
                let text =
                    name.map_or_else(|| given.free_name(usual.0, usual.1), Domain::to_string);
                let id = hosts.add(text, address, role);
                called.extend(name.map(|name| (id, name.clone())));
                id
            };

        let computer = format!("{}-laptop", label_of(&parts.sender));
        let sender = hosts.add(free_name(&computer, home), [192, 0, 2, 10], Role::SenderComputer);
        let name = given.of_provider();
        let provider =
            add_server(&mut hosts, name, ("mail", home), [192, 0, 2, 25], Role::Provider);
        let relays = match domains.first() {
            Some(domain) if parts.recipients[0].domain == *domain => (1..=parts.relays)
                .map(|n| {
                    let label = if n == 1 { "mx".to_owned() } else { format!("relay{n}") };
                    let name = names.get(NamedServer::Relay(n - 1));
                    let address = [198, 51, 100, 25 + n];
                    add_server(&mut hosts, name, (&label, domain), address, Role::Relay(n))
                })
                .collect(),
            _ => Vec::new(),
        };
        let destinations: Vec<_> = (0_u8..)
            .zip(&domains)
            .map(|(n, domain)| {
                let role = Role::Destination(n);
                let name = given.of_home(domain);
                let address = [203, 0, 113, 25 + n];
                (domain.clone(), add_server(&mut hosts, name, ("mail", domain), address, role))
            })
            .collect();
        let mut backups = Vec::new();
        for (n, domain) in (0_u8..).zip(&domains) {
            if parts.conditions_of_domain(domain).any(needs_second_server) {
                let role = Role::Backup(n);
                let id = hosts.add(free_name("mx2", domain), [198, 51, 100, 60 + n], role);
                backups.push((domain.clone(), id));
            }
        }
        let recipients = (0_u8..)
            .zip(&parts.recipients)
            .map(|(n, mailbox)| {
                let net = if mailbox.domain == *home { [192, 0, 2] } else { [203, 0, 113] };
                let name = free_name(&format!("pc{}", n + 1), &mailbox.domain);
                hosts.add(name, [net[0], net[1], net[2], 110 + n], Role::RecipientComputer(n))
            })
            .collect();

        let own_home = destinations.iter().find(|(domain, _)| owner.is_domain(domain));
        let own_home =
            own_home.map(|(_, id)| *id).or_else(|| owner.is_domain(home).then_some(provider));
        let zones = zones_of_servers(parts, called.iter().map(|(_, name)| name));

        let mut name_servers = Vec::new();
        let mut add = |hosts: &mut Hosts, name: String, address, level: ZoneLevel| {
            let id = hosts.add(name, address, Role::NameServer(level.clone()));
            name_servers.push((level, id));
        };
        add(&mut hosts, ROOT_SERVER.to_owned(), [198, 51, 100, 1], ZoneLevel::Root);
        // Top-level domains exist, whether or not the name below was registered.
        let written = || std::iter::once(home).chain(parts.recipients.iter().map(|m| &m.domain));
        let mut tops = vec!["com", "example"];
        tops.retain(|top| written().any(|domain| domain.top_level() == *top));
        for domain in written().chain(&zones) {
            if !tops.contains(&domain.top_level()) {
                tops.push(domain.top_level());
            }
        }
        // The numbers from 26 on are those of relays and backup servers.
        let mut spare = (4_u8..=25).chain(90..);
        for top in tops {
            let last = match top {
                "com" => 2,
                "example" => 3,
                _ => spare.next().unwrap_or(u8::MAX),
            };
            let level = ZoneLevel::TopLevel(top.to_owned());
            add(&mut hosts, format!("ns.nic.{top}"), [198, 51, 100, last], level);
        }
        let two =
            |domain: &Domain| parts.conditions_of_domain(domain).any(needs_second_name_server);
        if parts.is_registered(home) {
            let level = ZoneLevel::Own(home.clone());
            let name = |label| free_name(label, home);
            add(&mut hosts, name("ns"), [192, 0, 2, 53], level.clone());
            if two(home) {
                add(&mut hosts, name("ns2"), [192, 0, 2, 54], level);
            }
        }
        for (n, domain) in (0_u8..).zip(&domains) {
            let level = ZoneLevel::Own(domain.clone());
            let name = |label| free_name(label, domain);
            add(&mut hosts, name("ns"), [203, 0, 113, 53 + n], level.clone());
            if two(domain) {
                add(&mut hosts, name("ns2"), [203, 0, 113, 80 + n], level);
            }
        }
        for (n, zone) in (0_u8..).zip(&zones) {
            let level = ZoneLevel::Own(zone.clone());
            add(&mut hosts, free_name("ns", zone), [192, 0, 2, 55 + n], level);
        }
        Self {
            hosts: hosts.0,
            sender,
            provider,
            relays,
            destinations,
            backups,
            recipients,
            name_servers,
            owner: owner.clone(),
            named_servers: called.into_iter().map(|(id, _)| id).collect(),
            provider_name: owner.provider().map(ToOwned::to_owned),
            own_home,
        }
    }

    /// The zone that has the address of a host: the closest one above its name.
    pub fn zone_of(&self, host: &Host) -> Option<&Domain> {
        let name = host.name.parse::<Domain>().ok()?;
        let zones = self.name_servers.iter().filter_map(|(level, _)| match level {
            ZoneLevel::Own(zone) if name.is_within(zone) => Some(zone),
            _ => None,
        });
        zones.max_by_key(|zone| zone.as_str().len())
    }

    /// The server that strangers meet first when they bring mail for a domain: its preferred MX.
    pub fn border_of(&self, domain: &Domain) -> HostId {
        let first = self.destinations.first().is_some_and(|(name, _)| name == domain);
        let relay = self.relays.first().filter(|_| first);
        relay.copied().unwrap_or_else(|| self.home_of(domain))
    }

    /// Whether all recipients are customers of the sender's provider.
    pub fn is_local(&self) -> bool {
        let home = |id: &HostId| self.host(*id).address.octets()[..3] == [192, 0, 2];
        self.recipients.iter().all(home)
    }

    /// The two ends of hop `hop` (from 0) on the way to the first recipient's domain.
    pub fn hop(&self, hop: u8) -> Option<(HostId, HostId)> {
        let mut way = vec![self.sender, self.provider];
        way.extend(&self.relays);
        way.extend(self.destinations.first().map(|(_, id)| *id));
        let hop = usize::from(hop);
        Some((*way.get(hop)?, *way.get(hop + 1)?))
    }

    /// The host with this id.
    pub fn host(&self, id: HostId) -> &Host {
        &self.hosts[id.index()]
    }

    /// The host with this address.
    pub fn by_address(&self, address: Ipv4Addr) -> Option<&Host> {
        self.hosts.iter().find(|host| host.address == address)
    }

    /// The mail server that holds the boxes of a domain.
    pub fn home_of(&self, domain: &Domain) -> HostId {
        let found = self.destinations.iter().find(|(name, _)| name == domain);
        found.map_or(self.provider, |(_, id)| *id)
    }
}

/// The names that servers were given: in the scenario, or else by the owner of the page.
struct Given<'a> {
    parts: &'a Parts,
    names: &'a HostNames,
}

impl Given<'_> {
    fn of_provider(&self) -> Option<&Domain> {
        self.names.get(NamedServer::Provider).or(self.parts.owner.smtp_server())
    }

    /// Of the server with the boxes of a domain that is not the sender's.
    fn of_home(&self, domain: &Domain) -> Option<&Domain> {
        let recipients = (0_u8..).zip(&self.parts.recipients);
        let mut here = recipients.filter(|(_, mailbox)| mailbox.domain == *domain);
        let given = here.find_map(|(n, _)| self.names.get(NamedServer::Home(n)));
        let owner = &self.parts.owner;
        given.or_else(|| owner.pop_server().filter(|_| owner.is_domain(domain)))
    }

    /// A name for a host: `label` before its domain, or else something like it that was not given to a server.
    fn free_name(&self, label: &str, domain: &Domain) -> String {
        let other = match label {
            "mail" => "pop".to_owned(),
            "mx" => "in".to_owned(),
            _ => [label, "-b"].concat(),
        };
        let owner = &self.parts.owner;
        let taken = |name: &String| {
            let owners = [owner.smtp_server(), owner.pop_server()].into_iter().flatten();
            let mut servers = owners.chain(self.names.iter().map(|(_, name)| name));
            servers.any(|server| server.as_str() == name)
        };
        let more = (2_u8..).map(|n| format!("{label}-a{n}"));
        let mut labels = [label.to_owned(), other, [label, "-a"].concat()].into_iter().chain(more);
        let name = |label: String| [&label, ".", domain.as_str()].concat();
        // There are fewer names than labels.
        labels.find_map(|label| Some(name(label)).filter(|name| !taken(name))).unwrap_or_default()
    }
}

/// The zones that servers need because the names that they were given are in none of the mail domains:
/// what stands behind the first label, if that can be a domain. A name below a domain that nobody
/// has registered has none.
fn zones_of_servers<'a>(parts: &Parts, names: impl Iterator<Item = &'a Domain>) -> Vec<Domain> {
    let mut zones: Vec<Domain> = Vec::new();
    for server in names {
        let mut written = parts.recipients.iter().map(|m| &m.domain).chain([&parts.sender.domain]);
        if written.any(|domain| server.is_within(domain))
            || zones.iter().any(|z| server.is_within(z))
        {
            continue;
        }
        let parent = server.as_str().split_once('.').and_then(|(_, parent)| parent.parse().ok());
        zones.push(parent.unwrap_or_else(|| server.clone()));
    }
    zones
}

const fn needs_second_server(condition: &Condition) -> bool {
    matches!(condition, Condition::PreferredServerDown { .. } | Condition::MailLoop { .. })
}

const fn needs_second_name_server(condition: &Condition) -> bool {
    matches!(condition, Condition::NameServersSilent { .. })
}

/// The wire between two hosts: how long a bit travels, and how many fit on it in a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// One way.
    pub latency: Duration,
    /// Bits per second.
    pub rate: u64,
}

/// The wire between hosts of these roles. A home or office line is slower than those between
/// servers; name servers stand close by, as they do in many copies around the world.
pub fn wire(a: &Role, b: &Role) -> Wire {
    let computer = |role: &Role| matches!(role, Role::SenderComputer | Role::RecipientComputer(_));
    let registry = |role: &Role| matches!(role, Role::NameServer(_));
    let (latency, rate) = if computer(a) || computer(b) {
        (Duration::from_millis(8), 20_000_000)
    } else if registry(a) || registry(b) {
        (Duration::from_millis(11), 100_000_000)
    } else {
        (Duration::from_millis(18), 100_000_000)
    };
    Wire { latency, rate }
}

/// The sender's name as a label for the computer's name: letters and digits, at most 20.
fn label_of(mailbox: &Mailbox) -> String {
    let label: String = mailbox
        .local_part
        .box_name()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    if label.is_empty() { "my".to_owned() } else { label }
}

#[derive(Default)]
struct Hosts(Vec<Host>);

impl Hosts {
    fn add(&mut self, name: String, address: [u8; 4], role: Role) -> HostId {
        let id = HostId(u16::try_from(self.0.len()).unwrap_or(u16::MAX));
        self.0.push(Host { id, name, address: address.into(), role });
        id
    }
}
