//! How the message was written, and handed in at the provider.

use super::dialogue::{self, between_brackets};
use super::events::{connected, find, position};
use super::pieces;
use model::address::Mailbox;
use model::story::{Line, Piece};
use model::time::Instant;
use sim::host::SUBMISSION_PORT;
use sim::trace::{Cause, ConnectionId, EventId, EventKind, PacketId, Side, Trace};

/// The message was written, and its program called the provider.
pub(crate) struct Submission<'a> {
    pub(crate) composed: EventId,
    /// How many bytes the message has.
    pub(crate) octets: u64,
    pub(crate) call: Option<Call<'a>>,
    /// The provider did not take it at first, and it stayed in the program's outbox.
    pub(crate) outbox: Option<Outbox<'a>>,
}

/// The message stayed in the outbox for a while.
pub(crate) struct Outbox<'a> {
    /// When that was noted: once for each try.
    pub(crate) kept: Vec<EventId>,
    /// Why, the first time.
    pub(crate) cause: &'a Cause,
    /// The end of the wait.
    pub(crate) until: Instant,
    /// The last try, which decided it.
    pub(crate) again: Option<Call<'a>>,
}

/// The call to the provider's server.
pub(crate) struct Call<'a> {
    pub(crate) connection: ConnectionId,
    pub(crate) connected: Option<EventId>,
    pub(crate) signed_in: Option<EventId>,
    pub(crate) envelope: Option<Envelope>,
    pub(crate) transfer: Option<Transfer>,
    pub(crate) not_sent: Option<NotSent<'a>>,
}

/// The commands that named sender and recipients.
pub(crate) struct Envelope {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) said: Vec<EventId>,
}

/// The message went over the wire.
pub(crate) struct Transfer {
    /// Which line.
    pub(crate) message: usize,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) accepted: Option<EventId>,
    pub(crate) course: Course,
}

/// How that went. Pieces are numbers in [`Transfer::pieces`].
pub(crate) enum Course {
    /// One after the other.
    Smooth,
    /// A piece was lost.
    Lost {
        lost: usize,
        /// The first that was sent once more.
        again: Option<usize>,
        /// Acknowledgements that said again what was said before.
        repeats: Vec<PacketId>,
        /// Up to where everything had arrived.
        up_to: u32,
    },
    /// A piece was overtaken.
    Overtaken {
        late: usize,
        /// Something was sent once more.
        again: bool,
    },
}

/// The sender's program told its user that nothing was sent, or not to everybody.
pub(crate) struct NotSent<'a> {
    pub(crate) told: EventId,
    pub(crate) cause: &'a Cause,
    /// For whom not, where it was sent to others.
    pub(crate) recipients: &'a [Mailbox],
    /// It was sent to others.
    pub(crate) relayed: Option<EventId>,
}

impl<'a> Submission<'a> {
    /// Nothing, where nothing was written.
    pub(crate) fn of(trace: &'a Trace, lines: &[Line]) -> Option<Self> {
        let (composed, message) = find(trace, |kind| match kind {
            EventKind::Composed { message } => Some(*message),
            _ => None,
        })?;
        let octets = trace.messages.get(message.0).map_or(0, |m| m.len() as u64);
        let client = trace[composed].host;
        let connections = trace.connections.iter().enumerate();
        let calls: Vec<ConnectionId> = connections
            .filter(|(_, c)| c.client.0 == client && c.server.1 == SUBMISSION_PORT)
            .map(|(n, _)| ConnectionId(n))
            .collect();
        let call = calls.first().map(|first| Call::of(trace, lines, *first));
        let outbox = calls.last().and_then(|last| Outbox::of(trace, lines, *last));
        Some(Self { composed, octets, call, outbox })
    }
}

impl<'a> Outbox<'a> {
    /// Nothing, where the first call decided it.
    fn of(trace: &'a Trace, lines: &[Line], last: ConnectionId) -> Option<Self> {
        let mut outbox: Option<Self> = None;
        for (id, event) in trace.numbered_events() {
            let EventKind::KeptInOutbox { connection, cause, until, .. } = &event.kind else {
                continue;
            };
            let again = (*connection != last).then(|| Call::of(trace, lines, last));
            let known =
                outbox.get_or_insert(Self { kept: Vec::new(), cause, until: *until, again });
            known.kept.push(id);
            known.until = *until;
        }
        outbox
    }
}

impl<'a> Call<'a> {
    fn of(trace: &'a Trace, lines: &[Line], connection: ConnectionId) -> Self {
        let signed_in = position(trace, |event| match event.kind {
            EventKind::Authenticated { connection: c, .. } => c == connection,
            _ => false,
        });
        Self {
            connection,
            connected: connected(trace, connection),
            signed_in,
            envelope: Envelope::of(lines, connection),
            transfer: Transfer::of(trace, lines, connection),
            not_sent: NotSent::of(trace, connection),
        }
    }
}

impl Envelope {
    fn of(lines: &[Line], connection: ConnectionId) -> Option<Self> {
        let mut from = None;
        let mut to = Vec::new();
        let mut said = Vec::new();
        for line in &lines[dialogue::sections(lines, connection).envelope] {
            if line.connection != connection || line.side != Side::Client {
                continue;
            }
            if line.text.starts_with("MAIL FROM:") {
                from = Some(between_brackets(&line.text));
            } else if line.text.starts_with("RCPT TO:") {
                to.push(between_brackets(&line.text));
            } else {
                continue;
            }
            said.push(line.event);
        }
        Some(Self { from: from?, to, said })
    }
}

impl Transfer {
    fn of(trace: &Trace, lines: &[Line], connection: ConnectionId) -> Option<Self> {
        let message = dialogue::message(lines, connection)?;
        let pieces = pieces::of(trace, &lines[message]);
        let accepted = position(trace, |event| match event.kind {
            EventKind::Accepted { connection: c, .. } => c == connection,
            _ => false,
        });
        let course = Course::of(trace, connection, &pieces);
        Some(Self { message, pieces, accepted, course })
    }
}

impl Course {
    fn of(trace: &Trace, connection: ConnectionId, pieces: &[Piece]) -> Self {
        let again = pieces.iter().position(|piece| piece.again);
        if let Some(lost) = pieces.iter().position(|piece| piece.lost) {
            let packet = pieces[lost].packet;
            let repeats = pieces::duplicate_acknowledgements(trace, connection, packet);
            let up_to = pieces::acknowledged(trace, connection, packet);
            return Self::Lost { lost, again, repeats, up_to };
        }
        let overtaken = |n: usize| {
            let arrived = pieces[n].sim.1;
            pieces[n + 1..].iter().any(|later| later.sim.1 < arrived)
        };
        match (0..pieces.len()).find(|n| overtaken(*n)) {
            Some(late) => Self::Overtaken { late, again: again.is_some() },
            None => Self::Smooth,
        }
    }
}

impl<'a> NotSent<'a> {
    fn of(trace: &'a Trace, call: ConnectionId) -> Option<Self> {
        let (told, event) = trace.numbered_events().find(|(_, event)| match event.kind {
            EventKind::SubmissionFailed { connection, .. } => connection == call,
            _ => false,
        })?;
        let EventKind::SubmissionFailed { cause, recipients, .. } = &event.kind else {
            return None;
        };
        let relayed = position(trace, |other| {
            other.host == event.host && matches!(other.kind, EventKind::Relayed { .. })
        });
        let recipients = if relayed.is_some() { recipients.as_slice() } else { &[] };
        Some(Self { told, cause, recipients, relayed })
    }
}
