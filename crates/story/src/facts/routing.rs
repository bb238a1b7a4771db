//! What the provider found out about the way to a domain.

use super::group::Group;
use super::tries::{first_try, looked_up, silent};
use model::address::Domain;
use model::cast::HostId;
use sim::dns::{Answer, MxHost, Question};
use sim::trace::{EventId, EventKind, Route, Trace};

/// The registry was asked which server takes mail for a domain.
pub(crate) struct MxLookup<'a> {
    pub(crate) question: Question,
    /// It came to an end.
    pub(crate) ended: Option<EventId>,
    pub(crate) exchanger: Exchanger,
    /// Where a server was found.
    pub(crate) address: Option<AddressLookup<'a>>,
}

/// What came out of it.
pub(crate) enum Exchanger {
    /// Nothing yet.
    Open,
    /// The server that takes mail for the domain.
    Found,
    /// The domain takes no mail.
    NoMail,
    /// There is no such domain.
    Unknown,
    /// Name servers did not answer: so often.
    Silent(Vec<EventId>),
}

/// The registry was asked for the address of a server.
pub(crate) struct AddressLookup<'a> {
    pub(crate) server: &'a Domain,
    pub(crate) question: Question,
    /// It came to an end, and with what.
    pub(crate) found: Option<(EventId, Option<&'a Answer>)>,
    /// The provider knew the way.
    pub(crate) routed: Option<EventId>,
}

impl<'a> MxLookup<'a> {
    /// Nothing, where nobody needed to be asked.
    pub(crate) fn of(trace: &'a Trace, group: &Group<'a>) -> Option<Self> {
        if *group.route != Route::MxLookup {
            return None;
        }
        let provider = trace[group.sorted].host;
        let question = Question::mx(group.domain.clone());
        let found = looked_up(trace, provider, &question, group.sorted);
        let ended = found.map(|(id, _)| id);
        let silent = silent(trace, provider, &question, ended.unwrap_or(EventId(0)));
        let server = match found {
            Some((_, Ok(Answer::Mx(hosts, _)))) => match hosts.first() {
                Some((_, MxHost::Host(server))) => Some(server),
                // A null MX (RFC 7505) names no server.
                _ => None,
            },
            // It takes its mail itself (RFC 5321 section 5.1).
            Some((_, Ok(Answer::NoData))) => Some(group.domain),
            _ => None,
        };
        let exchanger = match found {
            Some((_, Err(_))) if !silent.is_empty() => Exchanger::Silent(silent),
            Some((_, Err(_))) => Exchanger::Unknown,
            Some((_, Ok(_))) if server.is_none() => Exchanger::NoMail,
            Some((_, Ok(_))) => Exchanger::Found,
            None => Exchanger::Open,
        };
        let address = server.map(|server| AddressLookup::of(trace, provider, server, group.sorted));
        Some(Self { question, ended, exchanger, address })
    }
}

impl<'a> AddressLookup<'a> {
    fn of(trace: &'a Trace, provider: HostId, server: &'a Domain, after: EventId) -> Self {
        let question = Question::a(server.clone());
        let found = looked_up(trace, provider, &question, after)
            .map(|(id, address)| (id, address.as_ref().ok()));
        let routed = first_try(trace, after).find_map(|(id, event)| match &event.kind {
            EventKind::Routed { server: s, .. }
                if event.host == provider && s == server.as_str() =>
            {
                Some(id)
            }
            _ => None,
        });
        Self { server, question, found, routed }
    }
}
