//! What the servers of a retold journey are called.

use super::Assumed;
use model::address::Domain;
use model::cast::Cast;
use model::host_names::NamedServer;
use model::naming;
use model::scenario::Parts;
use reader::{Hop, Recipient, Said};

/// A server, and what the text calls it.
pub(super) type Named<'a> = (NamedServer, &'a str);

/// The servers of a bounce: the one that reports is the sender's provider's, and the one that said no is the
/// recipient's. A report that names no other server and comes from the recipient's own domain is by that one. Where
/// none reports, the message that comes back was last at the provider's.
pub(super) fn of_bounce<'a>(
    recipients: &[&'a Recipient],
    parts: &Parts,
    returned: &'a [Hop],
) -> Vec<Named<'a>> {
    let mut named: Vec<Named<'a>> = Vec::new();
    let mut reporter = None;
    for (n, (recipient, mailbox)) in (0_u8..).zip(recipients.iter().zip(&parts.recipients)) {
        let host = text(recipient.host.as_ref());
        let by = text(recipient.by.as_ref());
        let is_own =
            |name: &&str| name.parse::<Domain>().is_ok_and(|name| name.is_within(&mailbox.domain));
        let home = host.or_else(|| by.filter(is_own));
        let is_known = |(other, _): &Named<'_>| match other {
            NamedServer::Home(m) => parts.recipients[usize::from(*m)].domain == mailbox.domain,
            _ => false,
        };
        if let Some(home) = home
            && !named.iter().any(is_known)
        {
            named.push((NamedServer::Home(n), home));
        }
        let other = by.filter(|by| home.is_none_or(|home| !home.eq_ignore_ascii_case(by)));
        reporter = reporter.or(other);
    }
    let last = returned.iter().find_map(|hop| text(hop.by.as_ref()));
    named.extend(reporter.or(last).map(|name| (NamedServer::Provider, name)));
    named
}

/// Gives the servers their names. Those without one that can be used are called as usual.
pub(super) fn name(parts: &mut Parts, named: &[Named<'_>], assumed: &mut Vec<Assumed>) {
    let (used, _) = naming::usable(parts, named.iter().copied());
    parts.host_names = used;
    let cast = Cast::new(parts);
    let homes = cast.destinations.iter().filter_map(|(domain, _)| {
        let n = parts.recipients.iter().position(|mailbox| mailbox.domain == *domain)?;
        Some(NamedServer::Home(u8::try_from(n).ok()?))
    });
    let relays = (0_u8..).zip(&cast.relays).map(|(n, _)| NamedServer::Relay(n));
    for server in [NamedServer::Provider].into_iter().chain(relays).chain(homes) {
        let is_named = match server {
            NamedServer::Home(n) => is_home_named(parts, n),
            other => parts.host_names.get(other).is_some(),
        };
        if !is_named {
            assumed.push(Assumed::HostName(server));
        }
    }
}

/// Whether a recipient's server has a name, whichever recipient of the domain it was read of.
fn is_home_named(parts: &Parts, n: u8) -> bool {
    let domain = |n: u8| parts.recipients.get(usize::from(n)).map(|mailbox| &mailbox.domain);
    parts
        .host_names
        .iter()
        .any(|(server, _)| matches!(server, NamedServer::Home(m) if domain(m) == domain(n)))
}

pub(super) fn text(said: Option<&Said<String>>) -> Option<&str> {
    said.map(|it| it.value.as_str())
}
