//! Three plain views of the same moment: what the sender knows, what the servers hold, what the
//! recipients see.

mod holding;
mod told;

pub use super::in_words::clock;
pub use holding::{Boxed, NextTry, Queued, Store};

use super::dsns::Dsns;
use super::in_words::addresses;
use super::mailboxes::among;
use super::tell::TracedStory;
use holding::Holding;
use model::address::Mailbox;
use model::show_time::ShowTime;
use model::story::DeliveryStatus;
use model::time::Instant;
use sim::trace::{Event, EventId, EventKind, Folder, MessageId, QueueId, Trace};
use text::knowledge as words;
use told::Told;

/// The three views.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// What the sender can know now, one sentence each, the newest last.
    pub sender: Vec<String>,
    /// Each server with something in its queue or its boxes: its name and what it holds.
    pub servers: Vec<(String, String)>,
    /// What each recipient can see now: the address and a sentence.
    pub recipients: Vec<(String, String)>,
    /// What became of the message for each recipient so far: the address, a word or two, and
    /// whether that is good (`Some(true)`), bad, or still open (`None`).
    pub outcomes: Vec<(String, String, Option<bool>)>,
}

/// The views at the simulated moment `at`.
pub fn at(trace: &Trace, at: Instant) -> Knowledge {
    views(trace, &Dsns::of(trace), &|_, event| event.at <= at, |_| at)
}

/// The views at the show time `at`. Of each recipient is known what has been told.
pub fn told(story: &TracedStory, at: ShowTime) -> Knowledge {
    let dsns = Dsns::of(&story.trace);
    let told = Told::new(story, &dsns, at);
    let happened = |id, event: &Event| told.has(id, event);
    views(&story.trace, &dsns, &happened, |n| story.told_of(n, at))
}

fn views(
    trace: &Trace,
    dsns: &Dsns<'_>,
    happened: &dyn Fn(EventId, &Event) -> bool,
    told_of: impl Fn(u8) -> Instant,
) -> Knowledge {
    let mailboxes = trace.outcomes.iter().zip(0..);
    let views: Vec<View> =
        mailboxes.map(|((mailbox, _), n)| view(until(trace, told_of(n)), mailbox, dsns)).collect();
    let people = trace.outcomes.iter().zip(&views);
    let people = people.map(|((mailbox, _), view)| (mailbox.to_string(), view));
    let (mut recipients, mut outcomes) = (Vec::new(), Vec::new());
    for (address, view) in people {
        let (word, good) = words::outcome(view.status);
        recipients.push((address.clone(), words::recipient(view.sight).to_owned()));
        outcomes.push((address, word.to_owned(), good));
    }
    Knowledge {
        sender: sender(trace, happened, dsns),
        servers: servers(trace, happened, dsns),
        recipients,
        outcomes,
    }
}

/// What has happened by then.
fn until(trace: &Trace, at: Instant) -> &[Event] {
    &trace.events[..trace.events.partition_point(|event| event.at <= at)]
}

fn sender(
    trace: &Trace,
    happened: &dyn Fn(EventId, &Event) -> bool,
    dsns: &Dsns<'_>,
) -> Vec<String> {
    let mut known = Vec::new();
    // Those of whom she has heard nothing bad.
    let mut hopes: Vec<&Mailbox> = Vec::new();
    let me = trace.cast.sender;
    let mine =
        trace.numbered_events().filter(|(id, event)| event.host == me && happened(*id, event));
    for (_, event) in mine {
        match &event.kind {
            EventKind::Composed { .. } => known.push(words::PRESSED_SEND.to_owned()),
            EventKind::Relayed { recipients, .. } => {
                hopes.extend(recipients);
                let provider = trace.cast.owner.provider();
                known.push(words::sent(&addresses(recipients), provider));
            }
            EventKind::KeptInOutbox { .. } => {
                let kept = words::KEPT_IN_OUTBOX.to_owned();
                if known.last() != Some(&kept) {
                    known.push(kept);
                }
            }
            EventKind::SubmissionFailed { recipients, .. } => {
                known.push(words::not_sent(&addresses(recipients)));
            }
            EventKind::Collected { message, .. } => {
                if let Some(dsn) = dsns.arrived_as(*message) {
                    let people = addresses(dsn.recipients);
                    known.push(words::report(&people, dsn.delayed));
                    if !dsn.delayed {
                        hopes.retain(|mailbox| !among(dsn.recipients, mailbox));
                    }
                }
            }
            _ => {}
        }
    }
    if !hopes.is_empty() {
        let hopes: Vec<Mailbox> = hopes.into_iter().cloned().collect();
        known.push(words::never_told(&addresses(&hopes)));
    }
    known
}

/// What each server holds at the simulated moment `at`; those that hold nothing are left out.
pub fn stores(trace: &Trace, at: Instant) -> Vec<Store> {
    in_stores(trace, &Dsns::of(trace), &|_, event| event.at <= at)
}

/// What each server holds at the show time `at`.
pub fn stores_told(story: &TracedStory, at: ShowTime) -> Vec<Store> {
    let dsns = Dsns::of(&story.trace);
    let told = Told::new(story, &dsns, at);
    in_stores(&story.trace, &dsns, &|id, event| told.has(id, event))
}

fn in_stores(
    trace: &Trace,
    dsns: &Dsns<'_>,
    happened: &dyn Fn(EventId, &Event) -> bool,
) -> Vec<Store> {
    let held = held(trace, happened, dsns);
    let stores = held.iter().map(|holding| holding.store(trace));
    stores.filter(|store| !store.queue.is_empty() || !store.boxes.is_empty()).collect()
}

fn held(
    trace: &Trace,
    happened: &dyn Fn(EventId, &Event) -> bool,
    dsns: &Dsns<'_>,
) -> Vec<Holding> {
    let mut held: Vec<Holding> = trace.cast.hosts.iter().map(|host| Holding::of(host.id)).collect();
    for (_, event) in trace.numbered_events().filter(|(id, event)| happened(*id, event)) {
        if let Some(holding) = held.get_mut(event.host.index()) {
            holding.take(event, dsns);
        }
    }
    held
}

fn servers(
    trace: &Trace,
    happened: &dyn Fn(EventId, &Event) -> bool,
    dsns: &Dsns<'_>,
) -> Vec<(String, String)> {
    held(trace, happened, dsns)
        .iter()
        .filter_map(|holding| {
            let name = trace.cast.hosts.get(holding.host.index())?.name.clone();
            holding.in_words().map(|words| (name, words))
        })
        .collect()
}

/// What became of the message for each recipient, in the order of the scenario: every change with
/// its time.
pub fn statuses(trace: &Trace) -> Vec<Vec<(Instant, DeliveryStatus)>> {
    let dsns = Dsns::of(trace);
    let changes = |mailbox: &Mailbox| {
        let mut view = View::default();
        let mut changes = vec![(Instant::ZERO, view.status)];
        for event in &trace.events {
            view.take(event, mailbox, &dsns);
            if changes.last().is_none_or(|(_, status)| *status != view.status) {
                changes.push((event.at, view.status));
            }
        }
        changes
    };
    trace.outcomes.iter().map(|(mailbox, _)| changes(mailbox)).collect()
}

/// What is so for one recipient.
struct View {
    status: DeliveryStatus,
    sight: words::Sight,
    /// The message as it lies in the box.
    stored: Option<MessageId>,
}

impl Default for View {
    fn default() -> Self {
        Self { status: DeliveryStatus::Unsent, sight: words::Sight::Nothing, stored: None }
    }
}

fn view(past: &[Event], mailbox: &Mailbox, dsns: &Dsns<'_>) -> View {
    let mut view = View::default();
    for event in past {
        view.take(event, mailbox, dsns);
    }
    view
}

impl View {
    /// Something has happened.
    fn take(&mut self, event: &Event, mailbox: &Mailbox, dsns: &Dsns<'_>) {
        use words::Sight;
        let stored = self.stored;
        let ours = |id: &QueueId| !dsns.has(event.host, *id);
        match &event.kind {
            EventKind::SubmissionFailed { recipients, .. } if among(recipients, mailbox) => {
                self.status = DeliveryStatus::NotSent;
            }
            EventKind::Accepted { recipients, queue_id, .. }
            | EventKind::RouteChosen { recipients, queue_id, .. }
            | EventKind::TriesAgain { recipients, queue_id, .. }
                if among(recipients, mailbox) && ours(queue_id) && stored.is_none() =>
            {
                self.status = DeliveryStatus::OnTheWay;
            }
            EventKind::WillRetry { recipients, queue_id, .. }
            | EventKind::Held { recipients, queue_id, .. }
                if among(recipients, mailbox) && ours(queue_id) && stored.is_none() =>
            {
                self.status = DeliveryStatus::Waiting;
            }
            EventKind::GaveUp { recipients, is_dsn: false, .. }
                if among(recipients, mailbox) && stored.is_none() =>
            {
                self.status = DeliveryStatus::Failed;
            }
            EventKind::BoxFull { mailbox: m, .. } if m.same_box(mailbox) && stored.is_none() => {
                self.sight = Sight::Full;
            }
            EventKind::Deleted { box_name, .. }
                if self.sight == Sight::Full && *box_name == mailbox.local_part.box_name() =>
            {
                self.sight = Sight::Nothing;
            }
            EventKind::Stored { mailbox: m, message, reverse_path: Some(_), .. }
                if m.same_box(mailbox) =>
            {
                self.stored = Some(*message);
                self.status = DeliveryStatus::Delivered;
                self.sight = Sight::Waits;
            }
            EventKind::SetAside { mailbox: m, folder, message, .. } if m.same_box(mailbox) => {
                self.stored = Some(*message);
                (self.status, self.sight) = match folder {
                    Folder::Spam => (DeliveryStatus::InSpamFolder, Sight::Spam),
                    Folder::CatchAll => (DeliveryStatus::InCatchAll, Sight::Nothing),
                };
            }
            EventKind::Collected { mailbox: m, message, .. }
                if m.same_box(mailbox) && stored == Some(*message) =>
            {
                self.status = DeliveryStatus::Collected;
                self.sight = Sight::Has;
            }
            _ => {}
        }
    }
}
