//! The second stage: the provider looks up which server takes mail for each domain.

use super::ledger::Ledger;
use super::{pace, queries, speech};
use crate::sim::address::{Domain, Mailbox};
use crate::sim::dns::{Answer, MxHost, Question};
use crate::sim::host::SMTP_PORT;
use crate::sim::trace::{EventId, EventKind, Route, Trace};
use crate::story::facts::dialogue;
use crate::story::facts::events::position;
use crate::story::facts::group::Group;
use crate::story::facts::tries::{first_try, looked_up, silent};
use crate::story::mailboxes::numbers;
use crate::story::told::beat::BeatKind;
use crate::story::told::step::{Evidence, Stage};
use crate::text::captions as words;

pub(crate) fn sorting(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, piles: usize) {
    let provider = trace[group.sorted].host;
    let at = trace[group.sorted].at;
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
    ledger.open_step("domain", Stage::Sorting);
    ledger.beat(pace::SORT, (at, at), kind);
    ledger.close_step(text, vec![Evidence::Event(group.sorted)]);
    if *group.route != Route::MxLookup {
        return;
    }

    ledger.about(numbers(trace, group.recipients));
    let question = Question::mx(group.domain.clone());
    let exchanger = looked_up(trace, provider, &question, group.sorted);
    ledger.open_step("registry", Stage::Sorting);
    let (asked, mut evidence) = queries::ask(ledger, trace, provider, &question);
    evidence.extend(exchanger.as_ref().map(|(id, _)| Evidence::Event(*id)));
    let until = exchanger.as_ref().map_or(EventId(0), |(id, _)| *id);
    let silent = silent(trace, provider, &question, until);
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
    ledger.close_step(text, evidence);

    let Some(server) = server else { return };
    let question = Question::a(server.clone());
    let found = looked_up(trace, provider, &question, group.sorted);
    let routed = first_try(trace, group.sorted).find_map(|(id, event)| match &event.kind {
        EventKind::Routed { server: s, .. } if event.host == provider && s == server.as_str() => {
            Some(id)
        }
        _ => None,
    });
    ledger.open_step("address", Stage::Sorting);
    queries::ask(ledger, trace, provider, &question);
    let mut evidence: Vec<_> = found.iter().map(|(id, _)| Evidence::Event(*id)).collect();
    evidence.extend(routed.map(Evidence::Event));
    let address = found.and_then(|(_, address)| address.ok()).map(|it| it.to_string());
    let text = words::address(server.as_str(), address.as_deref(), routed.is_some());
    ledger.close_step(text, evidence);
}

/// The copy for another domain that will have a story of its own.
pub(crate) fn elsewhere(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, number: usize) {
    let event = &trace[group.sorted];
    let (at, host, domain) = (event.at, event.host, group.domain.to_string());
    let local_part = group.recipients.first().map(|m| m.local_part.to_string());
    ledger.about(numbers(trace, group.recipients));
    ledger.open_step(&format!("other-domain-{number}"), Stage::Sorting);
    let local_part = local_part.unwrap_or_default();
    let kind = BeatKind::Sort { host, local_part, domain: domain.clone() };
    ledger.beat(pace::KEY, (at, at), kind);
    queries::ask_again(ledger, trace, host, &Question::mx(group.domain.clone()));
    let text = words::other_domain(&domain, None, &[], false);
    ledger.close_step(text, vec![Evidence::Event(group.sorted)]);
}

/// Whether everybody in this domain collects the message without anything in between.
pub(crate) fn goes_well(trace: &Trace, group: &Group<'_>) -> bool {
    let collected = |wanted: &Mailbox| {
        position(
            trace,
            |event| matches!(&event.kind, EventKind::Collected { mailbox, .. } if mailbox == wanted),
        )
    };
    let trouble = position(trace, |event| match &event.kind {
        EventKind::NotRelayed { recipients, .. } => {
            recipients.iter().any(|mailbox| group.recipients.contains(mailbox))
        }
        EventKind::AuthFailed { connection, .. } | EventKind::MaildropLocked { connection } => {
            group.collector(trace, *connection).is_some()
        }
        _ => false,
    });
    trouble.is_none() && group.recipients.iter().all(|mailbox| collected(mailbox).is_some())
}

/// The copy for another domain, told in one step.
pub(crate) fn other_domain(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, number: usize) {
    let provider = trace[group.sorted].host;
    let domain = group.domain.to_string();
    let connection =
        dialogue::connection(trace, ledger.lines(), SMTP_PORT, provider, group.recipients);
    let server = connection.map(|id| {
        let host = trace[id].server.0;
        trace.cast.host(host).name.clone()
    });
    let stored = group.stored(trace);
    let mut evidence = vec![Evidence::Event(group.sorted)];
    evidence.extend(stored.iter().map(|(id, _)| Evidence::Event(*id)));
    ledger.about(numbers(trace, group.recipients));
    ledger.open_step(&format!("other-domain-{number}"), Stage::Delivering);
    queries::ask_again(ledger, trace, provider, &Question::mx(group.domain.clone()));
    if let Some(connection) = connection {
        speech::handover(ledger, trace, connection, group.recipients);
    }
    let names: Vec<String> = stored.iter().map(|(_, name)| name.clone()).collect();
    if let Some((first, _)) = stored.first() {
        let event = &trace[*first];
        let kind = BeatKind::Store { host: event.host, boxes: names.clone() };
        ledger.beat(pace::STORE / 2, (event.at, event.at), kind);
    }
    let mut collected = !stored.is_empty();
    for mailbox in group.recipients {
        let event = position(
            trace,
            |event| matches!(&event.kind, EventKind::Collected { mailbox: m, .. } if m == mailbox),
        );
        collected &= event.is_some();
        evidence.extend(event.map(Evidence::Event));
        if let Some(event) = event {
            let event = &trace[event];
            let kind = BeatKind::Read { host: event.host };
            ledger.beat(pace::READ / 2, (event.at, event.at), kind);
        }
    }
    let text = words::other_domain(&domain, server.as_deref(), &names, collected);
    ledger.close_step(text, evidence);
}
