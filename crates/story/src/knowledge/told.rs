//! What has happened as far as the story has told.
//!
//! A story tells one thing after the other, of one recipient after the other, also what happens at the
//! same time; for the next recipient it may go back in time. What it has told stays so, and what it has
//! not told has not happened yet.

use crate::dsns::Dsns;
use crate::mailboxes::among;
use crate::tell::TracedStory;
use model::address::Mailbox;
use model::show_time::ShowTime;
use model::story::{Evidence, Step};
use model::time::Instant;
use sim::trace::{ConnectionId, Event, EventId, EventKind, Trace};

/// A moment of a story.
pub(super) struct Told<'a> {
    story: &'a TracedStory,
    dsns: &'a Dsns<'a>,
    /// The simulated time now.
    now: Instant,
    /// Everything has been told.
    over: bool,
    /// The step being told.
    step: usize,
}

impl<'a> Told<'a> {
    pub(super) fn new(story: &'a TracedStory, dsns: &'a Dsns<'a>, at: ShowTime) -> Self {
        let (now, over, step) = (story.moment(at), story.is_over(at), story.step_at(at));
        Self { story, dsns, now, over, step }
    }

    /// Whether an event has happened: what a step rests on, when that step tells it; everything else when the
    /// clock says so.
    pub(super) fn has(&self, id: EventId, event: &Event) -> bool {
        if self.over {
            return event.at <= self.now;
        }
        // What was collected is told when it is read; what then happens to the box goes with it.
        let id = match event.kind {
            EventKind::Deleted { connection, .. } => {
                self.collected(connection).map_or(id, |(id, _)| id)
            }
            _ => id,
        };
        let rests_on = |step: &Step| step.evidence.contains(&Evidence::Event(id));
        match self.story.steps.iter().position(rests_on) {
            Some(told) if told != self.step => told < self.step,
            _ => event.at <= self.until(event),
        }
    }

    /// What was collected on a connection.
    fn collected(&self, connection: ConnectionId) -> Option<(EventId, &'a Event)> {
        self.trace().numbered_events().find(|(_, event)| {
            matches!(event.kind, EventKind::Collected { connection: on, .. } if on == connection)
        })
    }

    /// The simulated time up to which has been told of those whom an event is about.
    fn until(&self, event: &Event) -> Instant {
        let Some(people) = self.concerned(event) else { return self.now };
        let all = self.trace().outcomes.iter().zip(0..);
        let theirs = all.filter(|((mailbox, _), _)| among(people, mailbox)).map(|(_, n)| n);
        theirs.map(|n| self.until_of(n)).max().unwrap_or(self.now)
    }

    /// The simulated time up to which has been told of recipient `n`: now, or where the last step rested.
    fn until_of(&self, n: u8) -> Instant {
        let is_about = |step: &&Step| step.is_about(n);
        let now = self.story.steps.get(self.step).filter(is_about).map(|_| self.now);
        let earlier = self.story.steps.iter().take(self.step).filter(is_about);
        let rests = earlier.map(|step| self.story.clock(step.rest));
        now.into_iter().chain(rests).max().unwrap_or(Instant::ZERO)
    }

    /// For whom the message was meant that an event is about, or whom a report is about; nothing where an event is
    /// about neither.
    fn concerned<'e>(&self, event: &'e Event) -> Option<&'e [Mailbox]>
    where
        'a: 'e,
    {
        match &event.kind {
            EventKind::Accepted { queue_id, recipients, .. }
            | EventKind::Held { queue_id, recipients, .. }
            | EventKind::RouteChosen { queue_id, recipients, .. }
            | EventKind::NotRelayed { queue_id, recipients, .. }
            | EventKind::WillRetry { queue_id, recipients, .. }
            | EventKind::TriesAgain { queue_id, recipients, .. }
            | EventKind::Relayed { queue_id: Some(queue_id), recipients, .. }
            | EventKind::GaveUp { queue_id, recipients, .. }
            | EventKind::DsnDropped { queue_id, recipients, .. } => {
                Some(self.dsns.about(event.host, *queue_id).unwrap_or(recipients))
            }
            EventKind::DsnWritten { recipients, .. }
            | EventKind::Relayed { recipients, .. }
            | EventKind::SubmissionFailed { recipients, .. }
            | EventKind::KeptInOutbox { recipients, .. } => Some(recipients),
            EventKind::BoxFull { mailbox, .. } => Some(std::slice::from_ref(mailbox)),
            EventKind::Stored { mailbox, message, .. }
            | EventKind::SetAside { mailbox, message, .. }
            | EventKind::Collected { mailbox, message, .. } => {
                let report = self.dsns.arrived_as(*message).map(|dsn| dsn.recipients);
                Some(report.unwrap_or(std::slice::from_ref(mailbox)))
            }
            EventKind::Deleted { connection, .. } => self.concerned(self.collected(*connection)?.1),
            _ => None,
        }
    }

    fn trace(&self) -> &'a Trace {
        &self.story.trace
    }
}
