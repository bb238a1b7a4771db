//! The second stage: the provider looks up which server takes mail for each domain.

use super::builder::{StoryBuilder, pace};
use super::{BeatKind, Evidence, Stage};
use model::address::{Domain, Mailbox};
use sim::dns::{Answer, MxHost, Question};
use sim::host::SMTP_PORT;
use sim::trace::{EventId, EventKind, Route};
use text::captions as words;

/// The recipients in one domain, and when the provider's server sorted them.
pub(super) struct Group {
    pub(super) sorted: EventId,
    pub(super) recipients: Vec<Mailbox>,
    pub(super) domain: Domain,
    pub(super) route: Route,
}

impl StoryBuilder<'_> {
    pub(super) fn sorting(&mut self, group: &Group, piles: usize) {
        let provider = self.trace[group.sorted].host;
        let at = self.trace[group.sorted].at;
        let domain = group.domain.to_string();
        let local_part = group.recipients.first().map(|m| m.local_part.to_string());
        let text = match group.route {
            Route::Here => words::own_domain(&domain),
            _ => words::domain(&domain, piles),
        };
        let kind = BeatKind::Sort {
            host: provider,
            local_part: local_part.unwrap_or_default(),
            domain: domain.clone(),
        };
        self.open_step("domain", Stage::Sorting);
        self.beat(pace::SORT, (at, at), kind);
        self.close_step(text, vec![Evidence::Event(group.sorted)]);
        if group.route != Route::MxLookup {
            return;
        }

        self.about(&group.recipients);
        let question = Question::mx(group.domain.clone());
        let exchanger = self.looked_up(provider, &question, group.sorted);
        self.open_step("registry", Stage::Sorting);
        let (asked, mut evidence) = self.ask(provider, &question);
        evidence.extend(exchanger.as_ref().map(|(id, _)| Evidence::Event(*id)));
        let until = exchanger.as_ref().map_or(EventId(0), |(id, _)| *id);
        let silent = self.silent(provider, &question, until);
        let found = exchanger.as_ref().map(|(_, found)| found.as_ref());
        let server = match found {
            Some(Ok(Answer::Mx(hosts, _))) => match hosts.first() {
                Some((_, MxHost::Host(server))) => Some(server.clone()),
                // A null MX (RFC 7505) names no server.
                _ => None,
            },
            // It takes its mail itself (RFC 5321 section 5.1).
            Some(Ok(Answer::NoData)) => Some(group.domain.clone()),
            _ => None,
        };
        let text = match found {
            Some(Err(_)) if !silent.is_empty() => {
                evidence = exchanger.iter().map(|(id, _)| Evidence::Event(*id)).collect();
                evidence.extend(silent.iter().map(|id| Evidence::Event(*id)));
                words::registry_silent(&domain, silent.len())
            }
            Some(Err(_)) => words::registry_unknown(&asked, &domain),
            Some(Ok(_)) if server.is_none() => words::registry_no_mail(&asked, &domain),
            _ => words::registry(&asked, server.as_ref().map(Domain::as_str)),
        };
        self.close_step(text, evidence);

        let Some(server) = server else { return };
        let question = Question::a(server.clone());
        let found = self.looked_up(provider, &question, group.sorted);
        let routed = self.first_try(group.sorted).find_map(|(id, event)| match &event.kind {
            EventKind::Routed { server: s, .. }
                if event.host == provider && s == server.as_str() =>
            {
                Some(id)
            }
            _ => None,
        });
        self.open_step("address", Stage::Sorting);
        self.ask(provider, &question);
        let mut evidence: Vec<_> = found.iter().map(|(id, _)| Evidence::Event(*id)).collect();
        evidence.extend(routed.map(Evidence::Event));
        let address = found.and_then(|(_, address)| address.ok()).map(|it| it.to_string());
        let text = words::address(server.as_str(), address.as_deref(), routed.is_some());
        self.close_step(text, evidence);
    }

    /// The copy for another domain that will have a story of its own.
    pub(super) fn elsewhere(&mut self, group: &Group, number: usize) {
        let event = &self.trace[group.sorted];
        let (at, host, domain) = (event.at, event.host, group.domain.to_string());
        let local_part = group.recipients.first().map(|m| m.local_part.to_string());
        self.about(&group.recipients);
        self.open_step(&format!("other-domain-{number}"), Stage::Sorting);
        let local_part = local_part.unwrap_or_default();
        let kind = BeatKind::Sort { host, local_part, domain: domain.clone() };
        self.beat(pace::KEY, (at, at), kind);
        self.ask_again(host, &Question::mx(group.domain.clone()));
        let text = words::other_domain(&domain, None, &[], false);
        self.close_step(text, vec![Evidence::Event(group.sorted)]);
    }

    /// Whether everybody in this domain collects the message without anything in between.
    pub(super) fn goes_well(&self, group: &Group) -> bool {
        let collected = |wanted: &Mailbox| {
            self.position(|event| {
                matches!(&event.kind, EventKind::Collected { mailbox, .. } if mailbox == wanted)
            })
        };
        let trouble = self.position(|event| match &event.kind {
            EventKind::NotRelayed { recipients, .. } => {
                recipients.iter().any(|mailbox| group.recipients.contains(mailbox))
            }
            EventKind::AuthFailed { connection, .. } | EventKind::MaildropLocked { connection } => {
                self.collector(group, *connection).is_some()
            }
            _ => false,
        });
        trouble.is_none() && group.recipients.iter().all(|mailbox| collected(mailbox).is_some())
    }

    /// The copy for another domain, told in one step.
    pub(super) fn other_domain(&mut self, group: &Group, number: usize) {
        let provider = self.trace[group.sorted].host;
        let domain = group.domain.to_string();
        let connection = self.connection(SMTP_PORT, provider, &group.recipients);
        let server = connection.map(|id| {
            let host = self.trace[id].server.0;
            self.trace.cast.host(host).name.clone()
        });
        let stored = self.stored(group);
        let mut evidence = vec![Evidence::Event(group.sorted)];
        evidence.extend(stored.iter().map(|(id, _)| Evidence::Event(*id)));
        self.about(&group.recipients);
        self.open_step(&format!("other-domain-{number}"), Stage::Delivering);
        self.ask_again(provider, &Question::mx(group.domain.clone()));
        if let Some(connection) = connection {
            self.handover(connection, &group.recipients);
        }
        let names: Vec<String> = stored.iter().map(|(_, name)| name.clone()).collect();
        if let Some((first, _)) = stored.first() {
            let event = &self.trace[*first];
            let kind = BeatKind::Store { host: event.host, boxes: names.clone() };
            self.beat(pace::STORE / 2, (event.at, event.at), kind);
        }
        let mut collected = !stored.is_empty();
        for mailbox in &group.recipients {
            let event = self.position(|event| {
                matches!(&event.kind, EventKind::Collected { mailbox: m, .. } if m == mailbox)
            });
            collected &= event.is_some();
            evidence.extend(event.map(Evidence::Event));
            if let Some(event) = event {
                let event = &self.trace[event];
                let kind = BeatKind::Read { host: event.host };
                self.beat(pace::READ / 2, (event.at, event.at), kind);
            }
        }
        let text = words::other_domain(&domain, server.as_deref(), &names, collected);
        self.close_step(text, evidence);
    }
}
