//! What is asked of the domain name system.

use crate::address::Domain;
use serde::{Deserialize, Serialize};
use std::fmt;

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

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::Mx => "MX",
        })
    }
}
