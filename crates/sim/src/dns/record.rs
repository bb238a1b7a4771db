//! Resource records (RFC 1035 section 3.2): the five types that mail needs to find its way.
//!
//! Simplified: other types are passed over when reading and cannot be written; class is always IN.

use super::name::DnsName;
use domain::base::iana::{Class, Rtype};
use domain::base::message_builder::{PushError, RecordSectionBuilder};
use domain::base::{ParseRecordData, ParsedRecord, Serial, Ttl};
use domain::rdata::{A, Cname, Mx, Ns, Soa as WireSoa};
use std::fmt;
use std::net::Ipv4Addr;

/// One resource record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The name it belongs to.
    pub owner: DnsName,
    /// How long it may be remembered, in seconds (RFC 2181 section 8: below 2^31).
    pub ttl: u32,
    /// What it says.
    pub data: RecordData,
}

/// What a record says. `Display` writes it as a zone file does, names with their final dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordData {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// A name server of the zone.
    Ns(DnsName),
    /// The owner is an alias; this is its canonical name.
    Cname(DnsName),
    /// Start of a zone of authority.
    Soa(Soa),
    /// A host that takes mail; a smaller preference is tried first (RFC 5321 section 5.1). The
    /// root as exchange means that the domain takes no mail (RFC 7505).
    Mx {
        /// From 0 to 65535.
        preference: u16,
        /// The host's name.
        exchange: DnsName,
    },
}

/// The record at the top of every zone (RFC 1035 section 3.3.13). Times are in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soa {
    /// The primary name server.
    pub mname: DnsName,
    /// The mailbox of whoever is responsible, its `@` written as a dot.
    pub rname: DnsName,
    /// Version of the zone.
    pub serial: u32,
    /// How often a secondary server looks for a new version.
    pub refresh: u32,
    /// How soon it tries again when it could not.
    pub retry: u32,
    /// When it gives up serving an old version.
    pub expire: u32,
    /// How long a negative answer may be remembered at most (RFC 2308 section 4).
    pub minimum: u32,
}

impl RecordData {
    /// The type that belongs to this data.
    pub const fn rtype(&self) -> Rtype {
        match self {
            Self::A(_) => Rtype::A,
            Self::Ns(_) => Rtype::NS,
            Self::Cname(_) => Rtype::CNAME,
            Self::Soa(_) => Rtype::SOA,
            Self::Mx { .. } => Rtype::MX,
        }
    }

    /// Where an alias leads; other records lead nowhere.
    pub const fn alias_target(&self) -> Option<&DnsName> {
        match self {
            Self::Cname(target) => Some(target),
            _ => None,
        }
    }
}

impl Record {
    /// Reads a record from a message. `Ok(None)` is a record of another type or class.
    ///
    /// # Errors
    /// The data does not fit its type.
    pub(super) fn parse(parsed: &ParsedRecord<'_, [u8]>) -> Result<Option<Self>, Malformed> {
        if parsed.class() != Class::IN {
            return Ok(None);
        }
        let data = match parsed.rtype() {
            Rtype::A => RecordData::A(read::<A>(parsed)?.addr()),
            Rtype::NS => RecordData::Ns(DnsName::from_wire(read::<Ns<_>>(parsed)?.nsdname())),
            Rtype::CNAME => {
                RecordData::Cname(DnsName::from_wire(read::<Cname<_>>(parsed)?.cname()))
            }
            Rtype::MX => {
                let mx = read::<Mx<_>>(parsed)?;
                RecordData::Mx {
                    preference: mx.preference(),
                    exchange: DnsName::from_wire(mx.exchange()),
                }
            }
            Rtype::SOA => {
                let soa = read::<WireSoa<_>>(parsed)?;
                RecordData::Soa(Soa {
                    mname: DnsName::from_wire(soa.mname()),
                    rname: DnsName::from_wire(soa.rname()),
                    serial: soa.serial().into_int(),
                    refresh: soa.refresh().as_secs(),
                    retry: soa.retry().as_secs(),
                    expire: soa.expire().as_secs(),
                    minimum: soa.minimum().as_secs(),
                })
            }
            _ => return Ok(None),
        };
        Ok(Some(Self {
            owner: DnsName::from_wire(&parsed.owner()),
            ttl: parsed.ttl().as_secs(),
            data,
        }))
    }

    /// Writes the record into a section of a message.
    ///
    /// # Errors
    /// The message would become longer than its limit.
    pub(super) fn push<T>(
        &self,
        section: &mut impl RecordSectionBuilder<T>,
    ) -> Result<(), PushError>
    where
        T: domain::base::wire::Composer,
    {
        let owner = self.owner.as_wire();
        let ttl = Ttl::from_secs(self.ttl);
        match &self.data {
            RecordData::A(address) => section.push((owner, ttl, A::new(*address))),
            RecordData::Ns(host) => section.push((owner, ttl, Ns::new(host.as_wire()))),
            RecordData::Cname(target) => section.push((owner, ttl, Cname::new(target.as_wire()))),
            RecordData::Mx { preference, exchange } => {
                section.push((owner, ttl, Mx::new(*preference, exchange.as_wire())))
            }
            RecordData::Soa(soa) => section.push((
                owner,
                ttl,
                WireSoa::new(
                    soa.mname.as_wire(),
                    soa.rname.as_wire(),
                    Serial(soa.serial),
                    Ttl::from_secs(soa.refresh),
                    Ttl::from_secs(soa.retry),
                    Ttl::from_secs(soa.expire),
                    Ttl::from_secs(soa.minimum),
                ),
            )),
        }
    }
}

/// A message or record that does not follow the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

fn read<'a, Data>(parsed: &'a ParsedRecord<'a, [u8]>) -> Result<Data, Malformed>
where
    Data: ParseRecordData<'a, [u8]>,
{
    match parsed.to_record::<Data>() {
        Ok(Some(record)) => Ok(record.into_data()),
        Ok(None) | Err(_) => Err(Malformed),
    }
}

impl fmt::Display for RecordData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(address) => address.fmt(f),
            Self::Ns(name) | Self::Cname(name) => f.write_str(&name.with_dot()),
            Self::Mx { preference, exchange } => write!(f, "{preference} {}", exchange.with_dot()),
            Self::Soa(soa) => write!(
                f,
                "{} {} {} {} {} {} {}",
                soa.mname.with_dot(),
                soa.rname.with_dot(),
                soa.serial,
                soa.refresh,
                soa.retry,
                soa.expire,
                soa.minimum
            ),
        }
    }
}
