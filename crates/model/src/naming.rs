//! Which names of servers can be used in a journey, and why others cannot.

use crate::address::Domain;
use crate::cast::{Cast, Host, HostId};
use crate::condition::Condition;
use crate::host_names::{HostNameError, HostNameProblem, HostNames, NamedServer};
use crate::limits::owner::MAX_NAME;
use crate::parts::Parts;

/// Those of the names that can be used in a journey of these parts (whose own names do not count), and what is
/// wrong with the others. Of two that cannot both be used, the first is.
pub fn usable<'a>(
    parts: &Parts,
    names: impl Iterator<Item = (NamedServer, &'a str)>,
) -> (HostNames, Vec<HostNameError>) {
    let (mut used, mut refused) = (HostNames::default(), Vec::new());
    for (server, text) in names {
        match with(parts, &used, server, text) {
            Ok(more) => used = more,
            Err(why) => refused.push(HostNameError { server, why }),
        }
    }
    (used, refused)
}

impl Parts {
    /// Leaves out the names of servers that cannot be used, after a change of other parts.
    pub fn keep_usable_names(&mut self) -> Vec<HostNameError> {
        let names = std::mem::take(&mut self.host_names);
        let (used, refused) =
            usable(self, names.iter().map(|(server, name)| (server, name.as_str())));
        self.host_names = used;
        refused
    }
}

/// With one more name.
fn with(
    parts: &Parts,
    used: &HostNames,
    server: NamedServer,
    text: &str,
) -> Result<HostNames, HostNameProblem> {
    if text.len() > MAX_NAME {
        return Err(HostNameProblem::TooLong);
    }
    let name: Domain = text.parse().map_err(HostNameProblem::NoName)?;
    if name.is_of_registry() {
        return Err(HostNameProblem::Taken);
    }
    let written = || parts.recipients.iter().chain([&parts.sender]).map(|m| &m.domain);
    if written().any(|domain| !parts.is_registered(domain) && name.is_within(domain)) {
        return Err(HostNameProblem::Unregistered);
    }
    let mut next = used.clone();
    next.push(server, name.clone());
    let cast = Cast::with_names(parts, &next);
    let host = on_stage(parts, &cast, server).ok_or(HostNameProblem::NoSuchServer)?;
    if used.iter().any(|(other, _)| on_stage(parts, &cast, other) == Some(host)) {
        return Err(HostNameProblem::Named);
    }
    let mut all: Vec<&str> = cast.hosts.iter().map(|host| host.name.as_str()).collect();
    all.sort_unstable();
    let is_twice = all.windows(2).any(|pair| pair[0] == pair[1]);
    // A server may be called like the domain whose boxes it has, unless it hands that domain's mail on.
    let is_own = |domain: &Domain, host: &Host| {
        let hands_on = |it: &Condition| matches!(it, Condition::MailLoop { .. });
        cast.home_of(domain) == host.id && !parts.conditions_of_domain(domain).any(hands_on)
    };
    let is_mail_domain =
        |host: &Host| written().any(|it| it.as_str() == host.name && !is_own(it, host));
    if is_twice || cast.hosts.iter().any(is_mail_domain) {
        return Err(HostNameProblem::Taken);
    }
    Ok(next)
}

/// Who that is in a journey of these parts. Whoever has boxes of the sender's domain is called as the provider is.
fn on_stage(parts: &Parts, cast: &Cast, server: NamedServer) -> Option<HostId> {
    match server {
        NamedServer::Provider => Some(cast.provider),
        NamedServer::Relay(n) => cast.relays.get(usize::from(n)).copied(),
        NamedServer::Home(n) => {
            let domain = &parts.recipients.get(usize::from(n))?.domain;
            cast.destinations.iter().find(|(known, _)| known == domain).map(|(_, id)| *id)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset_id::PresetId;
    use crate::presets::Preset;
    use HostNameProblem::{Named, NoName, NoSuchServer, Taken, TooLong, Unregistered};
    use NamedServer::{Home, Provider, Relay};

    fn parts() -> Parts {
        let mut parts = Preset::of(PresetId::EverythingWorks).parts();
        parts.recipients =
            ["a@b.example", "c@b.example", "d@nobody.example", "e@riverside.example"]
                .map(|text| text.parse().unwrap())
                .to_vec();
        parts.conditions = vec![Condition::NoSuchDomain { recipient: 2 }];
        parts
    }

    /// The problems with the last name, after the others.
    #[track_caller]
    fn check(names: &[(NamedServer, &str)], problem: Option<HostNameProblem>) {
        let (used, refused) = usable(&parts(), names.iter().copied());
        assert_eq!(refused.last().map(|error| error.why), problem, "{names:?}");
        assert_eq!(used.iter().count(), names.len() - refused.len());
        for error in refused {
            assert!(error.to_string().starts_with("name of "), "{error}");
        }
    }

    #[test]
    fn names_are_those_of_servers_that_are_there() {
        let long = ["a.", &"b.".repeat(50), "example"].concat();
        check(&[(Provider, "smtp.example.net")], None);
        check(&[(Relay(0), "relay.example.net"), (Home(0), "mx.example.net")], None);
        check(&[(Home(0), "MX.b.example"), (Provider, "smtp.riverside.example")], None);
        check(&[(Home(0), "b.example")], None);
        check(&[(Provider, "localhost")], Some(NoName(crate::address::AddressError::TopLevelOnly)));
        check(&[(Provider, &long)], Some(TooLong));
        check(&[(Relay(1), "relay.example.net")], Some(NoSuchServer));
        check(&[(Home(2), "mx.example.net")], Some(NoSuchServer));
        check(&[(Home(3), "mx.example.net")], Some(NoSuchServer));
        check(&[(Home(9), "mx.example.net")], Some(NoSuchServer));
        check(&[(Home(0), "mx.example.net"), (Home(1), "mx2.example.net")], Some(Named));
        check(&[(Home(0), "mx.example.net"), (Home(0), "mx.example.net")], Some(Named));
        check(&[(Home(0), "mx.example.net"), (Relay(0), "mx.example.net")], Some(Taken));
        check(&[(Provider, "b.example")], Some(Taken));
        check(&[(Home(0), "nic.com")], Some(Taken));
        check(&[(Home(0), "mx.nobody.example")], Some(Unregistered));
    }

    #[test]
    fn after_a_change_the_usable_names_stay() {
        let mut parts = parts();
        let names = [(Relay(0), "relay.example.net"), (Home(0), "mx.example.net")];
        (parts.host_names, _) = usable(&parts, names.into_iter());
        parts.relays = 0;
        let refused = parts.keep_usable_names();
        assert_eq!(refused, [HostNameError { server: Relay(0), why: NoSuchServer }]);
        assert_eq!(parts.host_names.get(Home(0)).map(Domain::as_str), Some("mx.example.net"));
        assert!(crate::scenario::Scenario::new(parts).is_ok());
    }
}
