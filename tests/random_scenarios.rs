//! Random scenarios with any mixture of trouble: all of them end, no message is lost or doubled
//! without the record saying why, and a second run gives the same record.

mod dice;

use dice::{random_answers, random_scenario};
use model::cast::HostId;
use model::limits::simulation::LONGEST_JOURNEY;
use model::scenario::Scenario;
use model::time::{Duration, Instant};
use sim::simulate;
use sim::trace::{ConnectionId, EventKind, Outcome, QueueId, Trace};
use std::collections::BTreeMap;
use story::verdict::{self, Fixer};

/// How many scenarios; the great number with `cargo test --release`.
const CASES: u64 = if cfg!(debug_assertions) { 300 } else { 10_000 };

/// Longer than any try takes.
const PATIENCE: Duration = Duration::from_mins(60);

/// What a server owes for one recipient of messages (or reports): taken on, and got rid of.
#[derive(Debug, Default, PartialEq, Eq)]
struct Account {
    taken: u32,
    handed_on: u32,
    stored: u32,
    given_up: u32,
    /// Still in the queue when the journey ended.
    waiting: u32,
}

/// Which server, for whom, report or message.
type Key = (HostId, String, bool);

/// The books of all servers.
fn books(trace: &Trace) -> BTreeMap<Key, Account> {
    let mut books: BTreeMap<Key, Account> = BTreeMap::new();
    // Which entries are reports; a message from a null reverse-path stays one at the next server.
    let mut reports: BTreeMap<(HostId, QueueId), bool> = BTreeMap::new();
    let mut waiting: BTreeMap<(HostId, QueueId), (Instant, Vec<String>)> = BTreeMap::new();
    // Tries that have come to nothing yet.
    let mut tried: BTreeMap<(HostId, QueueId), (Instant, Vec<String>)> = BTreeMap::new();
    let mut senders: BTreeMap<ConnectionId, bool> = BTreeMap::new();
    for event in &trace.events {
        let host = event.host;
        let mut book = |mailbox: String, report: bool, change: &dyn Fn(&mut Account)| {
            change(books.entry((host, mailbox, report)).or_default());
        };
        let is_report = |reports: &BTreeMap<(HostId, QueueId), bool>, queue_id: QueueId| {
            reports.get(&(host, queue_id.whole())).copied().unwrap_or(false)
        };
        match &event.kind {
            EventKind::Said { connection, text, .. } if text.starts_with("MAIL FROM:") => {
                senders.insert(*connection, text.starts_with("MAIL FROM:<>"));
            }
            EventKind::Accepted { connection, queue_id, recipients, .. } => {
                let report = senders[connection];
                reports.insert((host, *queue_id), report);
                for mailbox in recipients {
                    book(mailbox.to_string(), report, &|account| account.taken += 1);
                }
            }
            EventKind::DsnWritten { queue_id, message, .. } => {
                reports.insert((host, *queue_id), true);
                let to = sim::message::headers(&trace[*message])
                    .find(|(name, _)| name == "To")
                    .expect("a report has an addressee")
                    .1;
                book(to, true, &|account| account.taken += 1);
            }
            EventKind::Relayed { queue_id: Some(queue_id), recipients, .. } => {
                let report = is_report(&reports, *queue_id);
                tried.remove(&(host, *queue_id));
                for mailbox in recipients {
                    book(mailbox.to_string(), report, &|account| account.handed_on += 1);
                }
            }
            EventKind::NotRelayed { queue_id, .. } => {
                tried.remove(&(host, *queue_id));
            }
            EventKind::Stored { mailbox, reverse_path, .. }
            | EventKind::SetAside { mailbox, reverse_path, .. } => {
                let report = reverse_path.is_none();
                book(mailbox.to_string(), report, &|account| account.stored += 1);
            }
            EventKind::GaveUp { recipients, is_dsn, queue_id, .. } => {
                assert_eq!(*is_dsn, is_report(&reports, *queue_id));
                for mailbox in recipients {
                    book(mailbox.to_string(), *is_dsn, &|account| account.given_up += 1);
                }
            }
            EventKind::WillRetry { queue_id, recipients, at } => {
                let names = recipients.iter().map(ToString::to_string).collect();
                waiting.insert((host, *queue_id), (*at, names));
            }
            EventKind::TriesAgain { queue_id, .. } => {
                let (_, names) = waiting.remove(&(host, *queue_id)).expect("it waited");
                tried.insert((host, *queue_id), (event.at, names));
            }
            _ => {}
        }
    }
    for ((host, queue_id), (at, names)) in waiting {
        assert!(at.since(Instant::ZERO) > LONGEST_JOURNEY, "who waits is tried again");
        let report = reports[&(host, queue_id.whole())];
        for name in names {
            books.entry((host, name, report)).or_default().waiting += 1;
        }
    }
    // A server that says nothing is waited for, perhaps until the journey ends.
    for ((host, queue_id), (at, names)) in tried {
        if at.since(Instant::ZERO) + PATIENCE > LONGEST_JOURNEY {
            let report = reports[&(host, queue_id.whole())];
            for name in names {
                books.entry((host, name, report)).or_default().waiting += 1;
            }
        }
    }
    books
}

fn check(scenario: &Scenario) -> Trace {
    let trace = simulate(scenario);
    assert!(!trace.cut_short);
    assert!(trace.end().since(Instant::ZERO).micros() < LONGEST_JOURNEY.micros() + 120_000_000);
    for ((host, mailbox, report), account) in books(&trace) {
        let got_rid = account.handed_on + account.stored + account.given_up + account.waiting;
        assert_eq!(account.taken, got_rid, "{} {mailbox} {report} {account:?}", host.0);
    }
    check_outcomes(scenario, &trace);
    check_reports(&trace);
    check_cards(&trace);
    trace
}

/// There is a card where something went wrong, and only there.
fn check_cards(trace: &Trace) {
    let cards = verdict::of(trace);
    let mended = verdict::mended(trace);
    let well = trace.outcomes.iter().all(|(_, outcome)| *outcome >= Outcome::Delivered);
    assert!(well || !cards.is_empty());
    let hitch = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::SubmissionFailed { .. }
                | EventKind::NotRelayed { .. }
                | EventKind::TriedAndFailed { .. }
                | EventKind::AuthFailed { .. }
                | EventKind::MaildropLocked { .. }
                | EventKind::Held { .. }
                | EventKind::KeptInOutbox { .. }
                | EventKind::SetAside { .. }
        )
    };
    let hitch = trace.cut_short || trace.events.iter().any(|event| hitch(&event.kind));
    assert!(hitch || cards.is_empty(), "{cards:?}");
    // What is mended needs nobody, and what needs nobody is mended.
    let waits = trace.outcomes.iter().any(|(_, outcome)| *outcome == Outcome::OnTheWay);
    let nobody = cards.iter().all(|card| card.fixers == [Fixer::Nobody]);
    assert_eq!(mended.unwrap_or(true), nobody && !waits, "{cards:?}");
}

fn check_outcomes(scenario: &Scenario, trace: &Trace) {
    assert_eq!(trace.outcomes.len(), scenario.parts().recipients.len());
    for (mailbox, outcome) in &trace.outcomes {
        let times = |select: &dyn Fn(&EventKind) -> bool| {
            trace.events.iter().filter(|event| select(&event.kind)).count()
        };
        let stored = times(&|kind| {
            matches!(kind, EventKind::Stored { mailbox: m, reverse_path: Some(_), message, .. }
                | EventKind::SetAside { mailbox: m, reverse_path: Some(_), message, .. }
                if m == mailbox && trace[*message].ends_with(&trace.messages[0]))
        });
        let given_up = times(&|kind| {
            matches!(kind, EventKind::GaveUp { recipients, is_dsn: false, .. }
                if recipients.contains(mailbox))
        });
        let not_sent = times(&|kind| {
            matches!(kind, EventKind::SubmissionFailed { recipients, .. }
                if recipients.contains(mailbox))
        });
        let expected = match outcome {
            Outcome::NotSent => (0, 0, 1),
            Outcome::OnTheWay => (0, 0, 0),
            Outcome::Failed => (0, 1, 0),
            Outcome::SetAside | Outcome::Delivered | Outcome::Collected => (1, 0, 0),
        };
        assert_eq!((stored, given_up, not_sent), expected, "{mailbox} {outcome:?}");
    }
}

/// Who gives up tells the sender, or, where that is not possible, the postmaster.
fn check_reports(trace: &Trace) {
    for (n, event) in trace.events.iter().enumerate() {
        let EventKind::GaveUp { queue_id, recipients, is_dsn, .. } = &event.kind else { continue };
        let told = trace.events[n..].iter().any(|later| match &later.kind {
            EventKind::DsnWritten { original_queue_id, recipients: r, delayed: false, .. } => {
                !is_dsn && original_queue_id == queue_id && recipients.iter().all(|m| r.contains(m))
            }
            EventKind::DsnDropped { queue_id: dropped, .. } => *is_dsn && dropped == queue_id,
            _ => false,
        });
        assert!(told, "{queue_id} is given up without a word");
    }
}

#[test]
fn whatever_goes_wrong_nothing_is_lost_without_a_word() {
    let endings = try_all(random_scenario);
    // Every ending occurs, so that the mixture is worth its time.
    for outcome in [Outcome::NotSent, Outcome::Failed, Outcome::SetAside, Outcome::Collected] {
        assert!(endings.get(&outcome).is_some_and(|n| *n > 20), "{endings:?}");
    }
}

#[test]
fn whatever_servers_answer_nothing_is_lost_without_a_word() {
    let endings = try_all(random_answers);
    for outcome in [Outcome::NotSent, Outcome::Failed, Outcome::Collected] {
        assert!(endings.get(&outcome).is_some_and(|n| *n > 20), "{endings:?}");
    }
}

fn try_all(random: fn(u64) -> Scenario) -> BTreeMap<Outcome, u32> {
    let mut endings: BTreeMap<Outcome, u32> = BTreeMap::new();
    for case in 0..CASES {
        let scenario = random(case);
        let run = std::panic::catch_unwind(|| {
            let trace = check(&scenario);
            let again = simulate(&scenario);
            assert!(trace.events == again.events && trace.packets == again.packets);
            assert!(trace.messages == again.messages && trace.outcomes == again.outcomes);
            trace.outcomes
        });
        let Ok(outcomes) = run else { panic!("case {case}: {:?}", scenario.parts()) };
        for (_, outcome) in outcomes {
            *endings.entry(outcome).or_default() += 1;
        }
    }
    endings
}
