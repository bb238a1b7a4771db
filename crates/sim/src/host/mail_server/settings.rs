//! What makes a mail server a provider's, a relay or a destination.

use crate::trace::Route;
use model::address::{Domain, Mailbox};
use model::cast::HostId;
use model::condition::RefusalStage;
use std::net::Ipv4Addr;

/// What makes a mail server a provider's, a relay or a destination.
pub(in crate::host) struct Settings {
    /// Domains whose boxes are here.
    pub(in crate::host) local_domains: Vec<Domain>,
    /// Next servers by domain, instead of the registry's word.
    pub(in crate::host) route_table: Vec<(Domain, String)>,
    /// Domains whose mail it takes to hand it on where the registry says.
    pub(in crate::host) relay_domains: Vec<Domain>,
    /// Whom it sends for: their address, which is the user name too, and password.
    pub(in crate::host) customers: Vec<(Mailbox, String)>,
    /// Addresses that its customers may write from.
    pub(in crate::host) senders: Vec<Mailbox>,
    /// Largest message, in bytes.
    pub(in crate::host) size_limit: u64,
    /// What it refuses.
    pub(in crate::host) policies: Policies,
}

/// What a server refuses from strangers.
#[derive(Default)]
pub(in crate::host) struct Policies {
    /// Whether strangers are asked to come back.
    pub(in crate::host) greylisting: bool,
    /// Clients that are not heard.
    pub(in crate::host) blocklist: Vec<Ipv4Addr>,
    /// Domains whose mail cannot be verified.
    pub(in crate::host) unproven: Vec<Domain>,
    /// Senders whose messages are taken for spam.
    pub(in crate::host) spammers: Vec<Mailbox>,
    /// Refusals at a certain point of the conversation.
    pub(in crate::host) refusals: Vec<Refusal>,
}

/// A refusal for clients from one host.
pub(in crate::host) struct Refusal {
    pub(in crate::host) from: HostId,
    pub(in crate::host) stage: RefusalStage,
    pub(in crate::host) permanent: bool,
    /// How often still; `None`: always.
    pub(in crate::host) left: Option<u8>,
}

impl Settings {
    /// How mail for a domain goes on.
    pub(super) fn route(&self, domain: &Domain) -> Route {
        if self.local_domains.contains(domain) {
            return Route::Here;
        }
        let next = self.route_table.iter().find(|(name, _)| name == domain);
        next.map_or(Route::MxLookup, |(_, next)| Route::Table(next.clone()))
    }

    /// Whether mail for a domain is taken, to be handed on.
    pub(super) fn relays(&self, domain: &Domain) -> bool {
        self.route_table.iter().any(|(name, _)| name == domain)
            || self.relay_domains.contains(domain)
    }
}
