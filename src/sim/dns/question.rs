//! What the resolver is asked and what it answers.

use crate::sim::address::Domain;
use domain::base::iana::Rtype;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::Ipv4Addr;

/// A question mail asks: which records of this type has this name?
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question {
    /// The name looked up.
    pub name: Domain,
    /// The kind of records wanted.
    pub rtype: RecordType,
}

impl Question {
    /// Which hosts take mail for `name`?
    pub const fn mx(name: Domain) -> Self {
        Self { name, rtype: RecordType::Mx }
    }

    /// Which addresses has the host `name`?
    pub const fn a(name: Domain) -> Self {
        Self { name, rtype: RecordType::A }
    }
}

/// `MX allbusiness.com`.
impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rtype, self.name)
    }
}

/// The types of records that mail looks up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RecordType {
    /// IPv4 addresses of a host.
    A,
    /// Hosts that take mail for a domain.
    Mx,
}

impl RecordType {
    pub(super) const fn on_wire(self) -> Rtype {
        match self {
            Self::A => Rtype::A,
            Self::Mx => Rtype::MX,
        }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::Mx => "MX",
        })
    }
}

/// What was found under an existing name. The number is how long it may be remembered from now, in
/// seconds: the smallest TTL on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Preference and host, sorted by preference, then name; smaller is tried first. Hosts whose
    /// name mail cannot use are left out, so the list can be empty.
    Mx(Vec<(u16, MxHost)>, u32),
    /// Addresses in the order of the message; at least one.
    A(Vec<Ipv4Addr>, u32),
    /// The name exists, but has no such records.
    NoData,
}

/// As people write it: `10 mx.allbusiness.com, 20 mx2.allbusiness.com`, `198.51.100.26`.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<String> = match self {
            Self::Mx(exchangers, _) => exchangers
                .iter()
                .map(|(preference, host)| match host {
                    MxHost::Host(name) => format!("{preference} {name}"),
                    MxHost::Null => format!("{preference} ."),
                })
                .collect(),
            Self::A(addresses, _) => addresses.iter().map(ToString::to_string).collect(),
            Self::NoData => return f.write_str("nothing"),
        };
        f.write_str(&items.join(", "))
    }
}

/// Whom an MX record names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MxHost {
    /// A host.
    Host(Domain),
    /// The root: the domain takes no mail (RFC 7505).
    Null,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupError {
    /// The name does not exist (NXDOMAIN). Asking again soon is useless.
    NxDomain,
    /// No server answered. Temporary.
    Timeout,
    /// Servers answered, but none usefully, or the way led nowhere. Temporary.
    ServerFailure,
}

impl LookupError {
    /// Whether it is worth asking again later.
    pub const fn is_temporary(self) -> bool {
        !matches!(self, Self::NxDomain)
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NxDomain => "the name does not exist",
            Self::Timeout => "no name server answered",
            Self::ServerFailure => "no name server gave a useful answer",
        })
    }
}

impl std::error::Error for LookupError {}

/// Which look-up an answer or event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookupId(pub(super) u64);
