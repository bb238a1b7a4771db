//! What a resolver does, told as it happens (RFC 1034 section 5.3.3 names the steps).

use super::name::DnsName;
use super::question::{Answer, LookupError, LookupId, Question};
use super::response::ServerFault;
use model::address::Domain;
use std::net::Ipv4Addr;

/// What the resolver does, as it happens, for the trace. `lookup` is always the one asked for from
/// outside, also where the question is about a server's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolverEvent {
    /// A server is asked.
    Asked {
        /// For this look-up.
        lookup: LookupId,
        /// The server.
        server: Ipv4Addr,
        /// The zone it is asked as a server of: `.`, `com`, `allbusiness.com`.
        zone: DnsName,
        /// What it is asked.
        question: Question,
        /// From 1, counted for each server anew.
        try_number: u8,
        /// The id of the message.
        id: u16,
    },
    /// A server named others to ask.
    Referred {
        /// For this look-up.
        lookup: LookupId,
        /// The server that said so.
        server: Ipv4Addr,
        /// The zone the others have authority for.
        zone: DnsName,
        /// Their names.
        servers: Vec<DnsName>,
    },
    /// A server said that a name is an alias.
    Alias {
        /// For this look-up.
        lookup: LookupId,
        /// The server that said so.
        server: Ipv4Addr,
        /// The alias.
        name: Domain,
        /// Its canonical name, where the look-up goes on.
        target: Domain,
    },
    /// A server answered the question, perhaps with "no such records" or "no such name".
    Answered {
        /// For this look-up.
        lookup: LookupId,
        /// The server that said so.
        server: Ipv4Addr,
        /// What is answered (after aliases).
        question: Question,
        /// The answer.
        result: Result<Answer, LookupError>,
        /// How long it is remembered, in seconds.
        ttl: u32,
    },
    /// The answer was still known.
    FromCache {
        /// For this look-up.
        lookup: LookupId,
        /// What is answered.
        question: Question,
        /// The answer.
        result: Result<Answer, LookupError>,
        /// How much longer it is remembered, in seconds.
        remaining: u32,
    },
    /// A server was silent for too long.
    TimedOut {
        /// For this look-up.
        lookup: LookupId,
        /// The silent one.
        server: Ipv4Addr,
        /// What it was asked.
        question: Question,
        /// Which try this was, from 1.
        try_number: u8,
    },
    /// A server's response was of no use.
    ServerFailed {
        /// For this look-up.
        lookup: LookupId,
        /// The server.
        server: Ipv4Addr,
        /// Why.
        fault: ServerFault,
    },
    /// The look-up is given up for now.
    Failed {
        /// This look-up.
        lookup: LookupId,
        /// What was looked up.
        question: Question,
        /// A temporary error.
        error: LookupError,
    },
}
