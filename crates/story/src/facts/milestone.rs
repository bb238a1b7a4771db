//! What may happen to the message from the provider's queue on.

use super::collection::{Collection, Locked};
use super::failure::Failure;
use model::address::Mailbox;
use model::cast::HostId;
use model::time::Instant;
use sim::trace::{Cause, ConnectionId, EventId, Folder, MessageId, QueueId};
use std::net::Ipv4Addr;

/// Something that is told in a step. Recipients are those that it is about; where none are named,
/// it is about all in the domain.
pub(crate) enum Milestone<'a> {
    /// A server has it that did not have it before.
    PassedOn(Handover<'a>),
    /// Servers accepted it that had it before.
    WentRound {
        /// Each time.
        rounds: Vec<EventId>,
        /// Who passed it on last has learned that it was accepted.
        handed_over: Option<EventId>,
    },
    /// The registry has answered at last.
    WayFound(WayFound<'a>),
    /// The first of a domain's servers could not be used.
    NextServer(NextServer<'a>),
    /// It could not be handed on, now or at all.
    Failed(Failure<'a>),
    /// It failed again in the same way.
    FailedAgain(FailedTries),
    /// It waits in the queue.
    Waits(Waiting<'a>),
    /// A server stamped it with a wrong clock.
    ClockOff(ClockOff<'a>),
    /// A server keeps it without having tried anything.
    Held(Held<'a>),
    /// Time is up.
    GivenUp { noted: EventId, recipients: &'a [Mailbox] },
    /// A report was written.
    DsnWritten { written: EventId, dsn: Dsn<'a> },
    /// A report goes back over the network.
    DsnReturned { accepted: EventId, connection: ConnectionId, dsn: Dsn<'a> },
    /// A report can be given to nobody.
    DsnDropped { dropped: EventId, dsn: Dsn<'a> },
    /// The sender's program has fetched a report.
    DsnCollected {
        collected: EventId,
        connection: ConnectionId,
        mailbox: &'a Mailbox,
        dsn: Dsn<'a>,
    },
    /// It was put into boxes.
    Stored { stored: Vec<EventId>, boxes: Vec<String>, recipients: Vec<Mailbox> },
    /// It was put somewhere else than into the boxes that it was for.
    SetAside(SetAside),
    /// A recipient opened the box, and it was not there.
    NothingThere(NothingThere<'a>),
    /// The key fits, and the box stays shut all the same.
    Locked(Locked<'a>),
    /// A recipient comes for it.
    Collected(Collection<'a>),
    /// The owner of a full box collects what lies in it.
    BoxEmptied(BoxEmptied<'a>),
}

/// A server took the message.
pub(crate) struct Handover<'a> {
    pub(crate) accepted: EventId,
    pub(crate) connection: ConnectionId,
    pub(crate) recipients: &'a [Mailbox],
    /// That server's own table names the next one.
    pub(crate) own_table: bool,
    /// That server takes mail for any name, and has no box of this one.
    pub(crate) any_name: bool,
}

/// Which way the message goes.
pub(crate) struct WayFound<'a> {
    pub(crate) routed: EventId,
    pub(crate) server: &'a str,
    pub(crate) address: Ipv4Addr,
    /// Tries that were begun before.
    pub(crate) tries: Vec<EventId>,
}

/// After one server the next one is tried.
pub(crate) struct NextServer<'a> {
    pub(crate) noted: EventId,
    /// The first, and why it could not be used.
    pub(crate) server: &'a str,
    pub(crate) cause: &'a Cause,
    /// The connection to it.
    pub(crate) tried: Option<ConnectionId>,
    pub(crate) next: &'a str,
}

/// It is tried again later.
pub(crate) struct Waiting<'a> {
    pub(crate) noted: EventId,
    pub(crate) recipients: &'a [Mailbox],
    pub(crate) until: Instant,
    /// The server that did not take it.
    pub(crate) other: Option<HostId>,
}

/// A server's clock is so many seconds ahead, or behind.
pub(crate) struct ClockOff<'a> {
    pub(crate) noted: EventId,
    pub(crate) recipients: &'a [Mailbox],
    pub(crate) seconds: i32,
}

/// It lies at a server.
pub(crate) struct Held<'a> {
    pub(crate) noted: EventId,
    pub(crate) recipients: &'a [Mailbox],
    pub(crate) until: Instant,
}

/// It lies somewhere else than in the boxes of these recipients.
pub(crate) struct SetAside {
    pub(crate) noted: Vec<EventId>,
    pub(crate) folder: Folder,
    pub(crate) recipients: Vec<Mailbox>,
}

/// A recipient's program found nothing in the box.
pub(crate) struct NothingThere<'a> {
    pub(crate) opened: EventId,
    pub(crate) connection: ConnectionId,
    pub(crate) mailbox: &'a Mailbox,
}

/// So many messages were taken out of a box.
pub(crate) struct BoxEmptied<'a> {
    pub(crate) deleted: EventId,
    pub(crate) count: usize,
    pub(crate) connection: ConnectionId,
    pub(crate) mailbox: &'a Mailbox,
}

/// Tries that failed like the one before.
pub(crate) struct FailedTries {
    pub(crate) tries: Vec<FailedTry>,
    /// How many tries of this host failed so far.
    pub(crate) failures: usize,
    pub(crate) recipients: Vec<Mailbox>,
    /// The server that does not take it.
    pub(crate) other: Option<HostId>,
}

/// When one of them began, and when it had failed.
#[derive(Clone, Copy)]
pub(crate) struct FailedTry {
    pub(crate) begun: EventId,
    pub(crate) failed: EventId,
}

/// A report about it.
#[derive(Clone, Copy)]
pub(crate) struct Dsn<'a> {
    /// Its name in the queue that it is in.
    pub(crate) queue_id: QueueId,
    pub(crate) message: MessageId,
    /// It only tells of a delay.
    pub(crate) delayed: bool,
    /// Whom it tells of.
    pub(crate) recipients: &'a [Mailbox],
}
