//! What the mail servers of a journey are called, where that is said.
//!
//! In a scenario, each belongs to one server that is on stage, is no mail domain, and can be looked up; `naming.rs`
//! sees to that. It goes before a name of the page's owner, who speaks of all journeys.

use crate::address::{AddressError, Domain};
use crate::limits::owner::MAX_NAME;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A mail server that can be given a name.
///
/// Links hold it by its number: a new one goes to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NamedServer {
    /// The sender's provider's.
    Provider,
    /// Relay n on the way, from 0.
    Relay(u8),
    /// The one with the boxes of recipient n's domain, from 0.
    Home(u8),
}

/// Names of mail servers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostNames(Vec<(NamedServer, Domain)>);

/// Why a name is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostNameProblem {
    /// It is no name of a host.
    NoName(AddressError),
    /// It has more than [`MAX_NAME`] characters.
    TooLong,
    /// There is no such server in this journey.
    NoSuchServer,
    /// The server has a name already.
    Named,
    /// Another host has it, or it is a mail domain, or belongs to the registry.
    Taken,
    /// It is below a domain that nobody has registered, so that nobody can look it up.
    Unregistered,
}

/// A name that is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostNameError {
    /// Whose name it was to be.
    pub server: NamedServer,
    /// Why not.
    pub why: HostNameProblem,
}

impl fmt::Display for NamedServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Provider => f.write_str("the provider’s server"),
            Self::Relay(n) => write!(f, "relay {}", u16::from(*n) + 1),
            Self::Home(n) => write!(f, "the server of recipient {}", u16::from(*n) + 1),
        }
    }
}

impl fmt::Display for HostNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "name of {}: ", self.server)?;
        match self.why {
            HostNameProblem::NoName(error) => write!(f, "{error}"),
            HostNameProblem::TooLong => write!(f, "at most {MAX_NAME} characters fit"),
            HostNameProblem::NoSuchServer => f.write_str("there is no such server"),
            HostNameProblem::Named => f.write_str("it has another one already"),
            HostNameProblem::Taken => f.write_str("it is taken"),
            HostNameProblem::Unregistered => f.write_str("nobody has registered its domain"),
        }
    }
}

impl HostNames {
    /// Whether no server has a name of its own.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of a server.
    pub fn get(&self, server: NamedServer) -> Option<&Domain> {
        self.0.iter().find(|(known, _)| *known == server).map(|(_, name)| name)
    }

    /// All names, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (NamedServer, &Domain)> {
        self.0.iter().map(|(server, name)| (*server, name))
    }

    /// Gives one more server a name; whether it can be used is for [`naming::usable`](crate::naming::usable) to say.
    pub fn push(&mut self, server: NamedServer, name: Domain) {
        self.0.push((server, name));
    }
}
