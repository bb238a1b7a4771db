//! The second stage: the provider looks up which server takes mail for each domain.

use super::ledger::Ledger;
use super::{beat_length, queries, speech};
use crate::facts::group::Group;
use crate::facts::routing::{AddressLookup, Exchanger, MxLookup};
use crate::facts::smooth::SmoothDelivery;
use crate::mailboxes::numbers;
use model::cast::HostId;
use model::story::{BeatKind, Evidence, Stage};
use sim::dns::Question;
use sim::trace::{Route, Trace};
use text::captions as words;

/// The first domain, of so many, and the way there.
pub(crate) fn tell(
    ledger: &mut Ledger,
    trace: &Trace,
    group: &Group<'_>,
    piles: usize,
    lookup: Option<&MxLookup<'_>>,
) {
    let event = &trace[group.sorted];
    let domain = group.domain.to_string();
    let text = match group.route {
        Route::Here => words::own_domain(&domain),
        _ => words::domain(&domain, piles),
    };
    ledger.open_step("domain", Stage::Sorting, Vec::new());
    ledger.beat(beat_length::SORT, (event.at, event.at), sorts(event.host, group));
    ledger.close_step(text, Evidence::events(&[group.sorted], &[]));

    let Some(lookup) = lookup else { return };
    tell_exchanger(ledger, trace, group, lookup);
    if let Some(address) = &lookup.address {
        tell_address(ledger, trace, group, address);
    }
}

fn sorts(host: HostId, group: &Group<'_>) -> BeatKind {
    let local_part = group.recipients.first().map(|m| m.local_part.to_string());
    let local_part = local_part.unwrap_or_default();
    BeatKind::Sort { host, local_part, domain: group.domain.to_string() }
}

fn tell_exchanger(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, lookup: &MxLookup<'_>) {
    let (host, domain) = (trace[group.sorted].host, group.domain.as_str());
    ledger.open_step("registry", Stage::Sorting, numbers(trace, group.recipients));
    let (asked, mut evidence) = queries::ask(ledger, trace, host, &lookup.question);
    let server = lookup.address.as_ref().map(|address| address.server.as_str());
    let text = match &lookup.exchanger {
        Exchanger::Open | Exchanger::Found => {
            words::registry(domain, server, trace.cast.owner.provider())
        }
        Exchanger::NoMail => words::registry_no_mail(&asked, domain),
        Exchanger::Unknown => words::registry_unknown(&asked, domain),
        Exchanger::Silent(silent) => words::registry_silent(domain, silent.len()),
    };
    if let Exchanger::Silent(silent) = &lookup.exchanger {
        ledger.reach(trace, lookup.ended.as_slice());
        ledger.reach(trace, silent);
        evidence = Evidence::events(lookup.ended.as_slice(), silent);
    } else if matches!(lookup.exchanger, Exchanger::Found) && lookup.ended.is_some() {
        evidence = Evidence::events(lookup.ended.as_slice(), &[]);
    } else {
        evidence.extend(lookup.ended.map(Evidence::Event));
    }
    ledger.close_step(text, evidence);
}

fn tell_address(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, lookup: &AddressLookup<'_>) {
    ledger.open_step("address", Stage::Sorting, numbers(trace, group.recipients));
    queries::ask(ledger, trace, trace[group.sorted].host, &lookup.question);
    let found = lookup.found.map(|(id, _)| id);
    let evidence = Evidence::events(found.as_slice(), lookup.routed.as_slice());
    let address = lookup.found.and_then(|(_, address)| address).map(ToString::to_string);
    let server = lookup.server.as_str();
    let text = words::address(
        server,
        address.as_deref(),
        lookup.routed.is_some(),
        trace.cast.seems_real(),
    );
    ledger.close_step(text, evidence);
}

/// The copy for another domain that will have a story of its own.
pub(crate) fn tell_other(ledger: &mut Ledger, trace: &Trace, group: &Group<'_>, number: usize) {
    let event = &trace[group.sorted];
    let whom = numbers(trace, group.recipients);
    ledger.open_step(&format!("other-domain-{number}"), Stage::Sorting, whom);
    ledger.beat(beat_length::KEY, (event.at, event.at), sorts(event.host, group));
    queries::ask_again(ledger, trace, event.host, &Question::mx(group.domain.clone()));
    let text = words::other_domain(group.domain.as_str(), None, &[], false, false);
    ledger.close_step(text, Evidence::events(&[group.sorted], &[]));
}

/// The copy for another domain, told in one step.
pub(crate) fn tell_smooth(
    ledger: &mut Ledger,
    trace: &Trace,
    group: &Group<'_>,
    number: usize,
    delivery: &SmoothDelivery,
) {
    let provider = trace[group.sorted].host;
    let SmoothDelivery { connection, stored, boxes, collected, last } = delivery;
    let whom = numbers(trace, group.recipients);
    ledger.open_step(&format!("other-domain-{number}"), Stage::Delivering, whom);
    queries::ask_again(ledger, trace, provider, &Question::mx(group.domain.clone()));
    if let Some(connection) = connection {
        speech::handover(ledger, trace, *connection, group.recipients);
    }
    if let Some(first) = stored.first() {
        let event = &trace[*first];
        let kind = BeatKind::Store { host: event.host, boxes: boxes.clone() };
        ledger.beat(beat_length::STORE / 2, (event.at, event.at), kind);
    }
    for collected in collected {
        let event = &trace[*collected];
        let kind = BeatKind::Read { host: event.host };
        ledger.beat(beat_length::READ / 2, (event.at, event.at), kind);
    }
    let server = connection.map(|id| trace.cast.host(trace[id].server.0).name.as_str());
    let domain = group.domain.as_str();
    let text = words::other_domain(domain, server, boxes, !stored.is_empty(), *last);
    let mut evidence = Evidence::events(&[group.sorted], stored);
    evidence.append(&mut Evidence::events(collected, &[]));
    ledger.close_step(text, evidence);
}
