//! What can happen.

use super::cause::Cause;
use super::queue_id::QueueId;
use crate::dns::{Answer, LookupError, Question};
use crate::stream::UtteranceKind;
use model::address::{Mailbox, ReversePath};
use model::cast::HostId;
use model::ids::{ConnectionId, MessageId, PacketId};
use model::time::Instant;
use std::net::Ipv4Addr;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// On which host.
    pub host: HostId,
    /// What.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The mail program wrote the message and is about to send it.
    Composed {
        /// The message.
        message: MessageId,
    },
    /// A connection is being opened from this host.
    Connecting {
        /// Which.
        connection: ConnectionId,
    },
    /// The connection stands, as this host (either end) sees it.
    Connected {
        /// Which.
        connection: ConnectionId,
    },
    /// The connection is over, as this host sees it.
    Closed {
        /// Which.
        connection: ConnectionId,
    },
    /// This host says something on a connection.
    Said {
        /// Where.
        connection: ConnectionId,
        /// Line, or message with its final dot.
        kind: UtteranceKind,
        /// Bytes said before on this side of the connection.
        offset: u64,
        /// Bytes.
        len: u64,
        /// The line without its end; empty for a message.
        text: String,
    },
    /// This server knows who is sending.
    Authenticated {
        /// Where.
        connection: ConnectionId,
        /// The user name.
        user: String,
    },
    /// This server said 250 to a message: from now on it is responsible for it.
    Accepted {
        /// Where.
        connection: ConnectionId,
        /// Name in this server's queue.
        queue_id: QueueId,
        /// The message with what this server put on top.
        message: MessageId,
        /// How many bytes that is.
        added: usize,
        /// For whom.
        recipients: Vec<Mailbox>,
    },
    /// This server keeps what it has accepted, and does nothing with it before then.
    Held {
        /// Name in the queue.
        queue_id: QueueId,
        /// For whom (all in one domain).
        recipients: Vec<Mailbox>,
        /// Until when.
        until: Instant,
    },
    /// This server stamped what it has accepted with a clock that is wrong.
    ClockOff {
        /// Name in the queue.
        queue_id: QueueId,
        /// How many seconds the clock is ahead, or behind.
        seconds: i32,
    },
    /// This server looks at the domain and decides how it goes on.
    RouteChosen {
        /// Name in the queue.
        queue_id: QueueId,
        /// For whom (all in one domain).
        recipients: Vec<Mailbox>,
        /// How.
        route: Route,
    },
    /// A name server is asked.
    Asked {
        /// The look-up this belongs to, counted on this host.
        lookup: u32,
        /// The datagram.
        packet: PacketId,
        /// Who is asked.
        server: HostId,
        /// What for, such as `MX allbusiness.com`.
        question: Question,
    },
    /// A name server's reply was understood: a referral or an answer.
    Answered {
        /// The look-up this belongs to.
        lookup: u32,
        /// The datagram.
        packet: PacketId,
        /// Who answered.
        server: HostId,
        /// What for.
        question: Question,
        /// Whether it only says whom to ask next.
        referral: bool,
    },
    /// The answer was remembered from before.
    Remembered {
        /// The look-up this belongs to.
        lookup: u32,
        /// What for.
        question: Question,
    },
    /// A look-up is over.
    LookedUp {
        /// Which.
        lookup: u32,
        /// What for.
        question: Question,
        /// What came out.
        result: Result<Answer, LookupError>,
    },
    /// This server knows the next server and its address.
    Routed {
        /// Name in the queue.
        queue_id: QueueId,
        /// The next server's name.
        server: String,
        /// Its address.
        address: Ipv4Addr,
    },
    /// The other side said 250: this server need not keep the message any longer.
    Relayed {
        /// Where.
        connection: ConnectionId,
        /// Name in this server's queue; a mail program has none.
        queue_id: Option<QueueId>,
        /// For whom.
        recipients: Vec<Mailbox>,
    },
    /// It could not be handed on (now, or at all).
    NotRelayed {
        /// Name in the queue.
        queue_id: QueueId,
        /// For whom.
        recipients: Vec<Mailbox>,
        /// The server that was asked, if it came to that.
        server: Option<String>,
        /// Why: a reply, or what happened instead.
        cause: Cause,
        /// Whether it makes sense to try again.
        transient: bool,
    },
    /// A call was not taken (from [`EventKind::Connecting`] on nothing else happened).
    NoConnection {
        /// Which.
        connection: ConnectionId,
        /// The host is there, but nobody listens at that port; otherwise nothing came back in
        /// time.
        refused: bool,
    },
    /// One of the domain's servers could not be used, and the next one is tried.
    TriedAndFailed {
        /// Name in the queue.
        queue_id: QueueId,
        /// The server that was tried.
        server: String,
        /// Why it could not be used.
        cause: Cause,
        /// The one that is tried now.
        next: String,
    },
    /// The message stays in the queue and is tried again.
    WillRetry {
        /// Name in the queue.
        queue_id: QueueId,
        /// For whom.
        recipients: Vec<Mailbox>,
        /// When.
        at: Instant,
    },
    /// The time has come: it is tried again.
    TriesAgain {
        /// Name in the queue.
        queue_id: QueueId,
        /// For whom.
        recipients: Vec<Mailbox>,
        /// Which try this is; the first one was number 1.
        attempt: u32,
    },
    /// The message leaves the queue undelivered for these recipients.
    GaveUp {
        /// Name in the queue.
        queue_id: QueueId,
        /// For whom.
        recipients: Vec<Mailbox>,
        /// Because time was up, not because it is hopeless.
        expired: bool,
        /// Whether it is a report itself.
        is_dsn: bool,
    },
    /// This server wrote a report to the sender and put it into its queue.
    DsnWritten {
        /// The report's name in the queue.
        queue_id: QueueId,
        /// The name of the message that it is about.
        original_queue_id: QueueId,
        /// Whom that message did not reach.
        recipients: Vec<Mailbox>,
        /// The report.
        message: MessageId,
        /// It only tells of a delay; otherwise the message is given up.
        delayed: bool,
    },
    /// A report could not be delivered. Nobody is told but this server's postmaster: about reports
    /// no reports are written (RFC 5321 section 6.1).
    DsnDropped {
        /// The report's name in the queue.
        queue_id: QueueId,
        /// Where it should have gone.
        recipients: Vec<Mailbox>,
        /// The report, now in the postmaster's box.
        message: MessageId,
        /// Why it could not be delivered.
        cause: Cause,
    },
    /// The sender's program tells its user at once that the message did not leave.
    SubmissionFailed {
        /// Where.
        connection: ConnectionId,
        /// For whom.
        recipients: Vec<Mailbox>,
        /// Why.
        cause: Cause,
    },
    /// The sender's program keeps in its outbox what its provider does not take for now, and tries again.
    KeptInOutbox {
        /// Where.
        connection: ConnectionId,
        /// For whom.
        recipients: Vec<Mailbox>,
        /// Why.
        cause: Cause,
        /// When it tries again.
        until: Instant,
    },
    /// A box is over its quota: what is brought for it is refused for now.
    BoxFull {
        /// Whose.
        mailbox: Mailbox,
        /// Bytes in it.
        octets: u64,
        /// Bytes it should have at most.
        quota: u64,
    },
    /// The password is right, but another session has the box (RFC 1939 section 4).
    MaildropLocked {
        /// Where.
        connection: ConnectionId,
    },
    /// The lock that a cut-off session left behind is taken away.
    LockReleased {
        /// The name of the box.
        box_name: String,
    },
    /// Greylisting (RFC 6647): this server has never seen this client bring mail from this sender
    /// to this recipient, or not long enough ago.
    Greylisted {
        /// Where.
        connection: ConnectionId,
        /// For whom.
        mailbox: Mailbox,
        /// From when on it will be taken.
        until: Instant,
    },
    /// A name server has been silent for too long.
    NoAnswer {
        /// The look-up this belongs to.
        lookup: u32,
        /// The silent one.
        server: HostId,
        /// What it was asked.
        question: Question,
        /// Which time this was, from 1, for this server and question.
        tries: u8,
    },
    /// A host, or its service, is back.
    BackAgain,
    /// The message lies in a box.
    Stored {
        /// Whose.
        mailbox: Mailbox,
        /// As it lies there.
        message: MessageId,
        /// How many bytes were put on top.
        added: usize,
        /// Where a report would go.
        reverse_path: ReversePath,
    },
    /// The message lies somewhere else than in the box that it was for.
    SetAside {
        /// Whom it was for.
        mailbox: Mailbox,
        /// Where it lies.
        folder: Folder,
        /// As it lies there.
        message: MessageId,
        /// How many bytes were put on top.
        added: usize,
        /// Where a report would go.
        reverse_path: ReversePath,
    },
    /// A mail program looks whether there is mail (its user or a timer said so).
    ChecksMail {
        /// For which box.
        mailbox: Mailbox,
    },
    /// The password was right: a session has opened a box.
    MaildropOpened {
        /// Where.
        connection: ConnectionId,
        /// The name of the box.
        box_name: String,
    },
    /// The password was wrong.
    AuthFailed {
        /// Where.
        connection: ConnectionId,
        /// The user name that was given.
        user: String,
    },
    /// The recipient's program has the message.
    Collected {
        /// Where.
        connection: ConnectionId,
        /// Whose.
        mailbox: Mailbox,
        /// As it arrived.
        message: MessageId,
    },
    /// Collected messages were taken out of the box.
    Deleted {
        /// Where.
        connection: ConnectionId,
        /// The name of the box.
        box_name: String,
        /// How many.
        count: usize,
    },
}

/// Where a server puts a message that it does not put into its recipient's box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// A folder for spam. It belongs to the recipient's mailbox, but POP3 knows of no folders.
    Spam,
    /// The box for all names that the domain does not have.
    CatchAll,
}

/// How a server passes a message on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// It holds the boxes of this domain itself.
    Here,
    /// Its own table names the next server.
    Table(String),
    /// The domain name system has to say.
    MxLookup,
}
