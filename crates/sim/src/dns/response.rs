//! Reading a response: does it belong to the query, and what does it tell? Nothing in it is
//! believed that the asked server has no say in (the bailiwick rule, RFC 5452 section 6).
//!
//! Simplified: a truncated response counts as none, because there is no TCP to ask again over.

use super::cache::{Delegation, Fact};
use super::name::DnsName;
use super::question::{MxHost, RecordType, on_wire};
use super::record::{Malformed, Record, RecordData};
use domain::base::iana::{Class, Opcode, Rcode};
use domain::base::{Message, RecordSection};
use model::limits::dns::{MAX_ALIASES, MAX_RECORDS, MAX_SERVERS, MAX_TTL};
use std::fmt;
use std::net::Ipv4Addr;

/// What a usable response tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ResponseContent {
    /// Facts in the order of the look-up, each with the name it is about and its TTL in seconds:
    /// any number of aliases, then at most one other fact.
    Facts(Vec<(DnsName, Fact, u32)>),
    /// Ask these servers. They can be remembered for so many seconds.
    Referral(Delegation, u32),
}

/// Why a server's response is of no use, so that the next server is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerFault {
    /// An error code, such as `SERVFAIL` or `REFUSED`.
    Code(String),
    /// The server was named as one of the zone's, but has no authority for it (RFC 1912 section
    /// 2.8), or refers to where the question just came from.
    Lame,
    /// Cut short.
    Truncated,
    /// Against the format, or an alias for what is no host name.
    Malformed,
}

impl fmt::Display for ServerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => f.write_str(code),
            Self::Lame => f.write_str("lame"),
            Self::Truncated => f.write_str("truncated"),
            Self::Malformed => f.write_str("malformed"),
        }
    }
}

/// Whether `message` is a response to this very question (RFC 5452 section 9.1; the sender's
/// address and port are the caller's to compare).
pub(super) fn belongs_to(
    message: &Message<[u8]>,
    id: u16,
    name: &DnsName,
    rtype: RecordType,
) -> bool {
    let header = message.header();
    header.id() == id
        && header.qr()
        && header.opcode() == Opcode::QUERY
        && message.sole_question().is_ok_and(|question| {
            question.qtype() == on_wire(rtype)
                && question.qclass() == Class::IN
                && DnsName::from_wire(question.qname()) == *name
        })
}

/// Reads the response of a server that was asked as one of the servers of `zone`.
pub(super) fn read(
    message: &Message<[u8]>,
    zone: &DnsName,
    name: &DnsName,
    rtype: RecordType,
) -> Result<ResponseContent, ServerFault> {
    let header = message.header();
    if !matches!(header.rcode(), Rcode::NOERROR | Rcode::NXDOMAIN) {
        return Err(ServerFault::Code(header.rcode().to_string()));
    }
    if header.tc() {
        return Err(ServerFault::Truncated);
    }
    let response = Sections::read(message, zone).map_err(|Malformed| ServerFault::Malformed)?;
    if !header.aa() {
        return response.referral(zone, name).ok_or(ServerFault::Lame);
    }
    let facts = response.follow(name, rtype)?;
    if !facts.is_empty() {
        return Ok(ResponseContent::Facts(facts));
    }
    let negative_ttl = response.negative_ttl(name);
    let fact = if header.rcode() == Rcode::NXDOMAIN {
        Fact::NxDomain
    } else {
        match response.referral(zone, name) {
            // Some servers claim authority with their referrals.
            Some(referral) if negative_ttl.is_none() => return Ok(referral),
            _ => Fact::NoData,
        }
    };
    // Without a SOA record nobody said how long (RFC 2308 section 5).
    let ttl = negative_ttl.unwrap_or(0);
    Ok(ResponseContent::Facts(vec![(name.clone(), fact, ttl)]))
}

// The records of a response that the zone's server has a say in.
struct Sections {
    answer: Vec<Record>,
    authority: Vec<Record>,
    additional: Vec<Record>,
}

impl Sections {
    fn read(message: &Message<[u8]>, zone: &DnsName) -> Result<Self, Malformed> {
        Ok(Self {
            answer: within(zone, message.answer().map_err(|_| Malformed)?)?,
            authority: within(zone, message.authority().map_err(|_| Malformed)?)?,
            additional: within(zone, message.additional().map_err(|_| Malformed)?)?,
        })
    }

    // The answer, through aliases as far as they are given. An alias whose target is missing is
    // followed by another question.
    fn follow(
        &self,
        name: &DnsName,
        rtype: RecordType,
    ) -> Result<Vec<(DnsName, Fact, u32)>, ServerFault> {
        let mut facts = Vec::new();
        let mut owner = name.clone();
        for _ in 0..=MAX_ALIASES {
            if let Some((fact, ttl)) = self.rrset(&owner, rtype) {
                facts.push((owner, fact, ttl));
                break;
            }
            let alias = self.answer.iter().find_map(|record| {
                let target = record.data.alias_target()?;
                (record.owner == owner).then_some((target, record.ttl))
            });
            let Some((target, ttl)) = alias else {
                break;
            };
            let domain = target.to_domain().ok_or(ServerFault::Malformed)?;
            facts.push((owner, Fact::Alias(domain), lifetime(ttl)));
            owner = target.clone();
        }
        Ok(facts)
    }

    fn rrset(&self, owner: &DnsName, rtype: RecordType) -> Option<(Fact, u32)> {
        let records = || {
            self.answer
                .iter()
                .filter(|record| record.owner == *owner && record.data.rtype() == on_wire(rtype))
                .take(MAX_RECORDS)
        };
        let ttl = records().map(|record| lifetime(record.ttl)).min()?;
        let fact = match rtype {
            RecordType::A => Fact::A(records().filter_map(address).collect()),
            RecordType::Mx => {
                let mut hosts: Vec<_> = records().filter_map(mail_host).collect();
                hosts.sort();
                hosts.dedup();
                Fact::Mx(hosts)
            }
        };
        // An address nobody can be reached at is no answer.
        (fact != Fact::A(Vec::new())).then_some((fact, ttl))
    }

    // A referral leads strictly down, towards the name: this alone keeps referrals from going
    // round in circles.
    fn referral(&self, zone: &DnsName, name: &DnsName) -> Option<ResponseContent> {
        let cut = self.authority.iter().find_map(|record| {
            let down = record.owner != *zone && name.is_within(&record.owner);
            (down && matches!(record.data, RecordData::Ns(_))).then_some(&record.owner)
        })?;
        let mut ttl = u32::MAX;
        let mut servers: Vec<(DnsName, Vec<Ipv4Addr>)> = Vec::new();
        for record in &self.authority {
            let RecordData::Ns(host) = &record.data else {
                continue;
            };
            let known = servers.iter().any(|(known, _)| known == host);
            if record.owner != *cut || known || servers.len() == MAX_SERVERS {
                continue;
            }
            ttl = ttl.min(lifetime(record.ttl));
            let glue = || self.additional.iter().filter(|glue| glue.owner == *host);
            let addresses: Vec<_> = glue().filter_map(address).take(MAX_SERVERS).collect();
            if !addresses.is_empty() {
                ttl = glue().map(|glue| lifetime(glue.ttl)).fold(ttl, u32::min);
            }
            servers.push((host.clone(), addresses));
        }
        let zone = cut.clone();
        Some(ResponseContent::Referral(Delegation { zone, servers }, ttl))
    }

    // The smaller of the SOA record's own TTL and its MINIMUM (RFC 2308 section 5).
    fn negative_ttl(&self, name: &DnsName) -> Option<u32> {
        self.authority.iter().find_map(|record| match &record.data {
            RecordData::Soa(soa) if name.is_within(&record.owner) => {
                Some(lifetime(record.ttl).min(lifetime(soa.minimum)))
            }
            _ => None,
        })
    }
}

fn within(zone: &DnsName, section: RecordSection<'_, [u8]>) -> Result<Vec<Record>, Malformed> {
    let mut records = Vec::new();
    for parsed in section {
        let record = Record::parse(&parsed.map_err(|_| Malformed)?)?;
        records.extend(record.filter(|record| record.owner.is_within(zone)));
    }
    Ok(records)
}

// A TTL with its highest bit set counts as zero (RFC 2181 section 8), a long one as a shorter one
// (RFC 8767 section 4).
fn lifetime(ttl: u32) -> u32 {
    if ttl > i32::MAX.unsigned_abs() { 0 } else { ttl.min(MAX_TTL) }
}

// Addresses that cannot be one other host's are passed over.
fn address(record: &Record) -> Option<Ipv4Addr> {
    match record.data {
        RecordData::A(address)
            if !(address.is_unspecified()
                || address.is_broadcast()
                || address.is_multicast()
                || address.is_loopback()) =>
        {
            Some(address)
        }
        _ => None,
    }
}

fn mail_host(record: &Record) -> Option<(u16, MxHost)> {
    match &record.data {
        RecordData::Mx { preference, exchange } if exchange.is_root() => {
            Some((*preference, MxHost::Null))
        }
        RecordData::Mx { preference, exchange } => {
            Some((*preference, MxHost::Host(exchange.to_domain()?)))
        }
        _ => None,
    }
}
