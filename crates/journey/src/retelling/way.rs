//! The servers on the way of a message, as the hops in its header tell them.
//!
//! - The first server is the sender's provider's, the last one has the recipient's box; those between are relays.
//! - A single hop between two servers tells of both: whoever handed the message over is the provider's, unless it
//!   signed in (RFC 3848) or has no full name, as computers of senders do and have.
//! - Hops that name no server, and later ones that name nobody who handed the message over, are a server's own notes:
//!   big systems and qmail write such lines for each of their programs. Several hops in a row by one server are one.
//! - A server without a name that can be used has the one under which it greets the next.

use super::clocks::{self, Told};
use super::servers::{Named, text};
use model::address::Domain;
use model::host_names::NamedServer;
use model::limits::scenario::{MAX_CLOCK_OFF, MAX_HELD, MAX_RELAYS};
use model::scenario::Condition;
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
    /// When it took the message, as it says itself.
    stamp: Option<i64>,
    /// What that means.
    told: Told,
}

/// So long a journey lies at servers at most, in seconds: all of them together, so that it ends in time.
const LONGEST: i64 = 8 * 24 * 3_600;

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
        let name = Some(by).filter(|name| is_host(name));
        let stamp = hop.at.as_ref().map(|at| at.value.seconds);
        servers.push(Server { name, hop: n, stamp, told: Told::default() });
    }
    if let [only] = &*servers {
        let hop = &hops[only.hop];
        let from = text(hop.from.as_ref()).filter(|name| is_host(name) && !signed_in(hop));
        if let Some(from) = from {
            let hop = only.hop;
            let told = Told::default();
            servers.insert(0, Server { name: Some(from), hop, stamp: None, told });
        }
    }
    let told = clocks::read(&servers.iter().map(|it| it.stamp).collect::<Vec<_>>());
    for (server, told) in servers.iter_mut().zip(told) {
        server.told = told;
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

    /// Where the message lay and whose clock is wrong, as conditions; and of which hops that is more than a journey can
    /// tell.
    pub(super) fn conditions(&self) -> (Vec<Condition>, Vec<u8>) {
        let (mut conditions, mut more) = (Vec::new(), Vec::new());
        let mut left = LONGEST;
        for (hop, server) in (0_u8..).zip(&self.servers) {
            let Told { held, off } = server.told;
            let told = held.clamp(0, i64::from(MAX_HELD).min(left));
            left -= told;
            let clock = off.clamp(-i64::from(MAX_CLOCK_OFF), i64::from(MAX_CLOCK_OFF));
            if told != held || clock != off {
                more.push(hop);
            }
            if let Ok(seconds @ 1..) = u32::try_from(told) {
                conditions.push(Condition::Held { hop, seconds });
            }
            match i32::try_from(clock) {
                Ok(0) | Err(_) => {}
                Ok(seconds) => conditions.push(Condition::ClockOff { hop, seconds }),
            }
        }
        (conditions, more)
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
