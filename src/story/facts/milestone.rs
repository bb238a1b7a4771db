//! What may happen to the message from the provider's queue on.

use super::collection::{Collection, Locked};
use super::failure::Failure;
use crate::sim::address::Mailbox;
use crate::sim::cast::HostId;
use crate::sim::time::Instant;
use crate::sim::trace::{Cause, ConnectionId, EventId, MessageId, QueueId};
use std::net::Ipv4Addr;

/// Something that is told in a step. Recipients are those that it is about; where none are named,
/// it is about all in the domain.
pub(crate) enum Milestone<'a> {
    /// A server has it that did not have it before.
    PassedOn {
        accepted: EventId,
        connection: ConnectionId,
        recipients: &'a [Mailbox],
        /// That server's own table names the next one.
        own_table: bool,
    },
    /// Servers accepted it that had it before.
    WentRound(Vec<EventId>),
    /// The registry has answered at last.
    WayFound {
        routed: EventId,
        server: &'a str,
        address: Ipv4Addr,
        /// Tries that were begun before.
        tries: Vec<EventId>,
    },
    /// The first of a domain's servers could not be used.
    NextServer {
        noted: EventId,
        server: &'a str,
        cause: &'a Cause,
        next: &'a str,
        /// The connection to the first.
        tried: Option<ConnectionId>,
    },
    /// It could not be handed on, now or at all.
    Failed(Failure<'a>),
    /// It failed again in the same way.
    FailedAgain(FailedTries),
    /// It waits in the queue.
    Waits {
        noted: EventId,
        recipients: &'a [Mailbox],
        until: Instant,
        /// The server that did not take it.
        other: Option<HostId>,
    },
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
    /// The key fits, and the box stays shut all the same.
    Locked(Locked<'a>),
    /// A recipient comes for it.
    Collected(Collection<'a>),
    /// The owner of a full box collects what lies in it.
    BoxEmptied { deleted: EventId, count: usize, connection: ConnectionId, mailbox: &'a Mailbox },
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
