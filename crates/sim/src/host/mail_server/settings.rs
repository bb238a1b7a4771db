//! What makes a mail server a provider's, a relay or a destination.

use super::answers::PlannedAnswer;
use crate::trace::Route;
use model::address::{Domain, Mailbox};
use model::time::{Duration, Instant};

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

/// What a server does not do as usual.
#[derive(Default)]
pub(in crate::host) struct Policies {
    /// Whether strangers are asked to come back.
    pub(in crate::host) greylisting: bool,
    /// For how long it keeps messages before it looks at them.
    pub(in crate::host) held: Option<Duration>,
    /// Until when its customers have sent too much to send more.
    pub(in crate::host) limited_until: Option<Instant>,
    /// How many seconds its clock is ahead, or behind.
    pub(in crate::host) clock_off: i32,
    /// What it answers instead of the usual: the first that applies.
    pub(in crate::host) answers: Vec<PlannedAnswer>,
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
