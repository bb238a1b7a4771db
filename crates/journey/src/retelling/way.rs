//! The servers on the way of a message, as the hops in its header tell them.
//!
//! - The first server is the sender's provider's, the last one has the recipient's box; those between are relays.
//! - A single hop between two servers tells of both: whoever handed the message over is the provider's, unless it
//!   signed in (RFC 3848) or has no full name, as computers of senders do and have.
//! - Hops that name no server, and later ones that name nobody who handed the message over, are a server's own notes:
//!   big systems and qmail write such lines for each of their programs. Several hops in a row by one server are one.
//! - A server without a name that can be used has the one under which it greets the next.

use super::servers::{Named, text};
use model::address::Domain;
use model::host_names::NamedServer;
use model::limits::scenario::MAX_RELAYS;
use reader::Hop;

/// The way.
pub(super) struct Way<'a> {
    /// In their order: the provider's server, relays, the recipient's.
    servers: Vec<Server<'a>>,
    /// Relays that no journey has room for: which of the hops.
    pub(super) left_out: Vec<usize>,
}

/// A server on the way.
struct Server<'a> {
    name: Option<&'a str>,
    /// Which of the hops tells of it first.
    hop: usize,
}

/// The way that these hops tell of, of which the last server is the first.
pub(super) fn of(hops: &[Hop]) -> Way<'_> {
    let mut servers: Vec<Server<'_>> = Vec::new();
    let mut by_before: Option<&str> = None;
    let told =
        hops.iter().enumerate().rev().filter_map(|(n, hop)| Some((n, hop, text(hop.by.as_ref())?)));
    for (n, hop, by) in told {
        let from = text(hop.from.as_ref());
        let is_same = by_before.is_some_and(|before| before.eq_ignore_ascii_case(by));
        if by_before.is_some() && (from.is_none() || is_same) {
            continue;
        }
        if let (Some(last), Some(from)) = (servers.last_mut(), from)
            && last.name.is_none()
        {
            last.name = Some(from).filter(|name| is_host(name));
        }
        by_before = Some(by);
        servers.push(Server { name: Some(by).filter(|name| is_host(name)), hop: n });
    }
    if let [only] = &*servers {
        let hop = &hops[only.hop];
        let from = text(hop.from.as_ref()).filter(|name| is_host(name) && !signed_in(hop));
        if let Some(from) = from {
            let hop = only.hop;
            servers.insert(0, Server { name: Some(from), hop });
        }
    }
    let most = usize::from(MAX_RELAYS) + 1;
    let last = servers.len().saturating_sub(1);
    let left_out =
        if last > most { servers.drain(most..last).map(|it| it.hop).collect() } else { Vec::new() };
    Way { servers, left_out }
}

impl<'a> Way<'a> {
    /// How many servers stand between the first and the last.
    pub(super) fn relays(&self) -> u8 {
        u8::try_from(self.servers.len().saturating_sub(2)).unwrap_or(MAX_RELAYS).min(MAX_RELAYS)
    }

    /// The servers with their names.
    pub(super) fn named(&self) -> Vec<Named<'a>> {
        let last = self.servers.len().saturating_sub(1);
        let servers = self.servers.iter().enumerate();
        let named = servers.filter_map(|(n, server)| {
            let place = match n {
                n if n == last => NamedServer::Home(0),
                0 => NamedServer::Provider,
                n => NamedServer::Relay(u8::try_from(n - 1).ok()?),
            };
            Some((place, server.name?))
        });
        named.collect()
    }
}

fn is_host(name: &str) -> bool {
    name.parse::<Domain>().is_ok()
}

/// Whether the message was handed over by somebody who signed in, or in a browser.
fn signed_in(hop: &Hop) -> bool {
    let with = text(hop.with.as_ref()).unwrap_or_default().to_ascii_uppercase();
    let protocol = with.split(' ').next().unwrap_or_default();
    let is_smtp = protocol.contains("SMTP") && protocol != "SMTP";
    (is_smtp && protocol.ends_with('A')) || protocol.starts_with("HTTP") || protocol == "MAPI"
}
