//! Reading facts off a trace.

use model::cast::HostId;
use model::presets;
use model::scenario::{Condition, Parts, Scenario};
use model::time::Instant;
use sim::host::SMTP_PORT;
use sim::message::headers;
use sim::simulate;
use sim::stream::UtteranceKind;
use sim::trace::{EventKind, Outcome, Side, Trace};

/// A preset with this number of relays.
pub(crate) fn run(slug: &str, relays: u8) -> Trace {
    changed(slug, |parts| parts.relays = relays)
}

pub(crate) fn changed(slug: &str, change: impl FnOnce(&mut Parts)) -> Trace {
    let mut parts = presets::find(slug).expect("a preset").parts();
    change(&mut parts);
    let trace = simulate(&Scenario::new(parts).expect("a valid scenario"));
    assert!(!trace.cut_short);
    trace
}

/// The everyday journey with these conditions.
pub(crate) fn with(relays: u8, conditions: &[Condition]) -> Trace {
    changed("everything-works", |parts| {
        parts.relays = relays;
        parts.conditions = conditions.to_vec();
    })
}

pub(crate) fn outcomes(trace: &Trace) -> Vec<Outcome> {
    trace.outcomes.iter().map(|(_, outcome)| *outcome).collect()
}

pub(crate) fn count(trace: &Trace, select: impl Fn(&EventKind) -> bool) -> usize {
    trace.events.iter().filter(|event| select(&event.kind)).count()
}

/// Everything of one kind, with its moment and host.
pub(crate) fn all<'a, T>(
    trace: &'a Trace,
    select: impl Fn(&'a EventKind) -> Option<T>,
) -> Vec<(Instant, HostId, T)> {
    let found = trace.events.iter();
    found.filter_map(|e| select(&e.kind).map(|found| (e.at, e.host, found))).collect()
}

/// Lines said by servers (or clients) at a port.
pub(crate) fn lines(trace: &Trace, port: u16, side: Side) -> Vec<&str> {
    let said = trace.events.iter().filter_map(|event| match &event.kind {
        EventKind::Said { connection, text, kind: UtteranceKind::Line, .. } => {
            let ends = &trace[*connection];
            (ends.server.1 == port && ends.side_of(event.host) == side).then_some(text.as_str())
        }
        _ => None,
    });
    said.collect()
}

#[track_caller]
pub(crate) fn check_line(trace: &Trace, port: u16, start: &str, times: usize) {
    let found = lines(trace, port, Side::Server);
    let found: Vec<&&str> = found.iter().filter(|line| line.starts_with(start)).collect();
    assert_eq!(found.len(), times, "{start}: {found:?}");
}

/// A report and how it went: who wrote it, its text, whether it only tells of a delay.
pub(crate) struct WrittenDsn {
    pub(crate) by: HostId,
    pub(crate) text: String,
    pub(crate) delayed: bool,
}

pub(crate) fn reports(trace: &Trace) -> Vec<WrittenDsn> {
    let written = all(trace, |kind| match kind {
        EventKind::DsnWritten { message, delayed, .. } => Some((*message, *delayed)),
        _ => None,
    });
    written
        .into_iter()
        .map(|(_, by, (message, delayed))| {
            let text = String::from_utf8(trace[message].to_vec()).expect("ASCII");
            WrittenDsn { by, text, delayed }
        })
        .collect()
}

/// The last host before the boxes: who holds the message that they do not take.
pub(crate) fn holder(trace: &Trace) -> HostId {
    trace.cast.relays.last().copied().unwrap_or(trace.cast.provider)
}

/// One report of failure, written by `by`, holding these parts; it reached the sender's own box
/// with a null reverse-path over the network, and was collected.
#[track_caller]
pub(crate) fn check_bounce(trace: &Trace, by: HostId, holds: &[&str]) {
    let reports: Vec<WrittenDsn> = reports(trace).into_iter().filter(|dsn| !dsn.delayed).collect();
    assert_eq!(reports.len(), 1);
    let told = &reports[0];
    assert_eq!(told.by, by, "{} wrote it", trace.cast.host(told.by).name);
    for part in holds {
        assert!(told.text.contains(part), "{part:?} is not in\n{}", told.text);
    }
    let name = &trace.cast.host(by).name;
    assert!(told.text.contains(&format!("Reporting-MTA: dns; {name}\r\n")));
    assert!(told.text.contains("\r\nAction: failed\r\n"));
    check_arrival(trace, &told.text);
    if by != trace.cast.provider {
        let said = lines(trace, SMTP_PORT, Side::Client);
        assert!(said.iter().any(|line| line.starts_with("MAIL FROM:<>")), "null reverse-path");
        let asked = count(trace, |kind| {
            matches!(kind, EventKind::LookedUp { question, result: Ok(_), .. }
                if question.to_string() == "MX riverside.example")
        });
        assert!(asked > 0, "the reporter asks the way home");
    }
}

/// A report lies in the sender's box and is collected from there.
#[track_caller]
pub(crate) fn check_arrival(trace: &Trace, text: &str) {
    let stored = all(trace, |kind| match kind {
        EventKind::Stored { mailbox, message, reverse_path: None, .. }
            if trace[*message].ends_with(text.as_bytes()) =>
        {
            Some((mailbox.to_string(), *message))
        }
        _ => None,
    });
    assert_eq!(stored.len(), 1, "the report is stored once");
    let (_, host, (mailbox, message)) = &stored[0];
    assert_eq!((*host, mailbox.as_str()), (trace.cast.provider, "ann@riverside.example"));
    let collected = all(trace, |kind| match kind {
        EventKind::Collected { message: collected, .. } => (collected == message).then_some(()),
        _ => None,
    });
    assert_eq!(collected.len(), 1, "the report is collected once");
    assert_eq!(collected[0].1, trace.cast.sender);
    let fields: Vec<String> = headers(&trace[*message]).map(|(name, _)| name).collect();
    assert_eq!(fields[0], "Return-Path");
    assert!(trace[*message].starts_with(b"Return-Path: <>\r\n"));
}
