//! What the resolver is asked and what it answers.

use domain::base::iana::Rtype;
use model::address::Domain;
pub use model::question::{Question, RecordType};
use std::fmt;
use std::net::Ipv4Addr;

/// The type of records in a DNS message.
pub(super) const fn on_wire(rtype: RecordType) -> Rtype {
    match rtype {
        RecordType::A => Rtype::A,
        RecordType::Mx => Rtype::MX,
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
