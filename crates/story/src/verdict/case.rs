//! What became of one recipient, read off the events.

use super::cause::why;
use crate::dsns::Dsns;
use crate::in_words::clock;
use crate::mailboxes::among;
use model::address::{Domain, Mailbox};
use model::cast::{Cast, HostId};
use model::time::Instant;
use model::why::Why;
use sim::smtp::Reply;
use sim::smtp::client::Stage;
use sim::smtp::reply::EnhancedCode;
use sim::trace::{Cause, ConnectionId, Event, EventKind, Folder, MessageId, QueueId, Trace};
use text::verdict::Resolution;

/// A fate and its cause: recipients who share it share a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case<'a> {
    pub(super) why: Why,
    /// Where it was.
    pub(super) host: HostId,
    /// The server that did it, if that is another one.
    pub(super) server: Option<&'a str>,
    pub(super) domain: &'a Domain,
    pub(super) reply: Option<(Stage, &'a Reply)>,
    /// The status in the report, where there was no reply.
    pub(super) status: Option<EnhancedCode>,
    pub(super) resolution: Resolution,
    /// The sender has been given the report.
    pub(super) told: bool,
    /// Where the report should have gone, and whether that domain does not exist.
    pub(super) lost_dsn: Option<(Mailbox, bool)>,
}

impl<'a> Case<'a> {
    /// One in which nobody replied and nothing was reported.
    fn of(why: Why, host: HostId, mailbox: &'a Mailbox, resolution: Resolution) -> Self {
        Self {
            why,
            host,
            server: None,
            domain: &mailbox.domain,
            reply: None,
            status: None,
            resolution,
            told: false,
            lost_dsn: None,
        }
    }
}

/// It could not be handed on.
#[derive(Clone, Copy)]
struct FailedTry<'a> {
    at: Instant,
    host: HostId,
    queue_id: QueueId,
    server: Option<&'a str>,
    cause: &'a Cause,
}

pub(super) struct Reader<'a> {
    trace: &'a Trace,
    dsns: Dsns<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(trace: &'a Trace) -> Self {
        Self { trace, dsns: Dsns::of(trace) }
    }

    /// What is to be told about the `n`-th recipient: the delivery, then the collection.
    pub(super) fn cases(&self, n: usize, mailbox: &'a Mailbox) -> Vec<Case<'a>> {
        if let Some(case) = self.not_sent(mailbox) {
            return vec![case];
        }
        let failed_tries = self.failed_tries(mailbox);
        if let Some((at, message)) = self.stored(mailbox) {
            let delivery = self
                .backed_up(mailbox, &failed_tries, at)
                .or_else(|| self.waited(mailbox, &failed_tries, at))
                .or_else(|| self.kept_in_outbox(mailbox, at))
                .or_else(|| self.held(mailbox, at));
            let collection = self.shut_out(n, mailbox, at, message);
            return delivery.into_iter().chain(collection).collect();
        }
        if let Some(case) = self.set_aside(mailbox) {
            return vec![case];
        }
        let failed = self.given_up(mailbox, &failed_tries);
        let open = || self.cut_short(mailbox).or_else(|| self.waits(mailbox, &failed_tries));
        failed.or_else(open).into_iter().collect()
    }

    fn events(&self) -> impl DoubleEndedIterator<Item = &'a Event> + use<'a> {
        self.trace.events.iter()
    }

    /// The sender's program says that it did not leave.
    fn not_sent(&self, mailbox: &'a Mailbox) -> Option<Case<'a>> {
        self.events().find_map(|event| {
            let EventKind::SubmissionFailed { connection, recipients, cause } = &event.kind else {
                return None;
            };
            let connection = self.trace.connections.get(connection.0)?;
            let why = match why(cause) {
                // She is no stranger there, but has not signed in.
                Why::NoRelay => Why::NotSignedIn,
                why => why,
            };
            among(recipients, mailbox).then(|| Case {
                reply: reply(cause),
                ..Case::of(why, connection.server.0, mailbox, Resolution::NotSent)
            })
        })
    }

    /// Everything that kept the message from this recipient on its way from server to server.
    fn failed_tries(&self, mailbox: &Mailbox) -> Vec<FailedTry<'a>> {
        self.events()
            .filter_map(|event| match &event.kind {
                EventKind::NotRelayed { queue_id, recipients, server, cause, .. }
                    if among(recipients, mailbox) && !self.dsns.has(event.host, *queue_id) =>
                {
                    let (at, host, server) = (event.at, event.host, server.as_deref());
                    Some(FailedTry { at, host, queue_id: *queue_id, server, cause })
                }
                _ => None,
            })
            .collect()
    }

    fn given_up(&self, mailbox: &'a Mailbox, failed_tries: &[FailedTry<'a>]) -> Option<Case<'a>> {
        let (gone, queue_id, expired) = self.events().find_map(|event| match &event.kind {
            EventKind::GaveUp { queue_id, recipients, expired, is_dsn: false }
                if among(recipients, mailbox) =>
            {
                Some((event, *queue_id, *expired))
            }
            _ => None,
        })?;
        let here =
            |t: &&FailedTry<'_>| t.host == gone.host && t.queue_id == queue_id && t.at <= gone.at;
        let last = failed_tries.iter().rev().find(here)?;
        let resolution = if expired {
            let arrived = self.accepted(gone.host, mailbox).unwrap_or(Instant::ZERO);
            let tries = failed_tries.iter().filter(here).count();
            Resolution::Expired { tries, micros: gone.at.since(arrived).micros() }
        } else {
            Resolution::Refused
        };
        let dsn = self.dsns.failure_of(mailbox);
        let lost_dsn = dsn.and_then(|dsn| self.dsns.dropped(dsn));
        let status =
            dsn.filter(|_| last.cause.reply().is_none()).map(|_| last.cause.final_status());
        let told = dsn.is_some_and(|dsn| self.dsns.stored(dsn).is_some());
        Some(Case { status, told, lost_dsn, ..self.case(mailbox, last, resolution) })
    }

    fn case(
        &self,
        mailbox: &'a Mailbox,
        failed_try: &FailedTry<'a>,
        resolution: Resolution,
    ) -> Case<'a> {
        let cast = &self.trace.cast;
        let named = failed_try.server.and_then(|name| host_named(cast, name));
        let registry = match failed_try.cause {
            Cause::NoSuchDomain | Cause::NullMx | Cause::NoUsableServer => {
                self.answered_by(failed_try)
            }
            Cause::DnsTimeout => self.silent_one(failed_try),
            _ => None,
        };
        // The host is the one that is at fault, and its name stands in the sentence.
        let host = registry.or(named).unwrap_or(failed_try.host);
        Case {
            server: failed_try.server,
            reply: reply(failed_try.cause),
            ..Case::of(why(failed_try.cause), host, mailbox, resolution)
        }
    }

    /// The name server whose answer settled it.
    fn answered_by(&self, failed_try: &FailedTry<'_>) -> Option<HostId> {
        let mut before =
            self.events().rev().filter(|e| e.host == failed_try.host && e.at <= failed_try.at);
        before.find_map(|event| match &event.kind {
            EventKind::Answered { server, referral: false, .. } => Some(*server),
            _ => None,
        })
    }

    /// The name server that was silent last.
    fn silent_one(&self, failed_try: &FailedTry<'_>) -> Option<HostId> {
        let mut before =
            self.events().rev().filter(|e| e.host == failed_try.host && e.at <= failed_try.at);
        before.find_map(|event| match &event.kind {
            EventKind::NoAnswer { server, .. } => Some(*server),
            _ => None,
        })
    }

    fn accepted(&self, host: HostId, mailbox: &Mailbox) -> Option<Instant> {
        self.events().find_map(|event| match &event.kind {
            EventKind::Accepted { recipients, queue_id, .. }
                if event.host == host
                    && among(recipients, mailbox)
                    && !self.dsns.has(host, *queue_id) =>
            {
                Some(event.at)
            }
            _ => None,
        })
    }

    /// The message lies in the box: since when, and as which message.
    fn stored(&self, mailbox: &Mailbox) -> Option<(Instant, MessageId)> {
        self.events().find_map(|event| match &event.kind {
            EventKind::Stored { mailbox: m, message, reverse_path: Some(_), .. }
                if m.same_box(mailbox) =>
            {
                Some((event.at, *message))
            }
            _ => None,
        })
    }

    /// One of the domain's servers was not there, and the next one took the message.
    fn backed_up(
        &self,
        mailbox: &'a Mailbox,
        failed_tries: &[FailedTry<'a>],
        stored: Instant,
    ) -> Option<Case<'a>> {
        // Whom the entries of each queue were last for.
        let mut entries: Vec<(HostId, QueueId, &[Mailbox])> = Vec::new();
        let mut found = None;
        for event in self.events() {
            match &event.kind {
                EventKind::RouteChosen { queue_id, recipients, .. }
                | EventKind::TriesAgain { queue_id, recipients, .. } => {
                    entries.retain(|(host, id, _)| (*host, *id) != (event.host, *queue_id));
                    entries.push((event.host, *queue_id, recipients));
                }
                EventKind::TriedAndFailed { queue_id, server, cause, next } => {
                    let mine = entries.iter().any(|(host, id, recipients)| {
                        (*host, *id) == (event.host, *queue_id) && among(recipients, mailbox)
                    });
                    if mine && !self.dsns.has(event.host, *queue_id) {
                        found = Some((event, *queue_id, server, cause, next));
                    }
                }
                _ => {}
            }
        }
        let (event, queue_id, server, cause, next) = found?;
        let taker = host_named(&self.trace.cast, next)?;
        let since = self.accepted(taker, mailbox)?;
        let tries = failed_tries.iter().filter(|t| t.host == taker).count();
        let handed_on = self.events().find_map(|event| match &event.kind {
            EventKind::Relayed { recipients, .. }
                if event.host == taker && event.at >= since && among(recipients, mailbox) =>
            {
                Some(event.at)
            }
            _ => None,
        });
        let until = handed_on.unwrap_or(stored);
        let micros = (tries > 0).then(|| until.since(since).micros());
        let resolution = Resolution::BackedUp { next: next.clone(), tries: tries + 1, micros };
        let (at, host, server) = (event.at, event.host, Some(server.as_str()));
        Some(self.case(mailbox, &FailedTry { at, host, queue_id, server, cause }, resolution))
    }

    /// It was delivered after a wait.
    fn waited(
        &self,
        mailbox: &'a Mailbox,
        failed_tries: &[FailedTry<'a>],
        stored: Instant,
    ) -> Option<Case<'a>> {
        let last = failed_tries.iter().rev().find(|t| t.at <= stored)?;
        let same = |t: &&FailedTry<'_>| t.host == last.host && t.at <= stored;
        let tries = failed_tries.iter().filter(same).count() + 1;
        // What stood in the way before is another story.
        let so = |t: &&FailedTry<'_>| why(t.cause) == why(last.cause);
        let first = failed_tries.iter().rev().filter(same).take_while(so).last()?;
        let resolution = Resolution::Waited { tries, micros: stored.since(first.at).micros() };
        Some(self.case(mailbox, last, resolution))
    }

    /// A server had kept it for a while; of several, the one that did so for longest.
    fn held(&self, mailbox: &'a Mailbox, stored: Instant) -> Option<Case<'a>> {
        let held =
            self.events().filter(|event| event.at <= stored).filter_map(|event| {
                match &event.kind {
                    EventKind::Held { recipients, until, .. } if among(recipients, mailbox) => {
                        Some((event, until.since(event.at).micros()))
                    }
                    _ => None,
                }
            });
        let (event, micros) = held.max_by_key(|(_, micros)| *micros)?;
        Some(Case::of(Why::Held, event.host, mailbox, Resolution::Held { micros }))
    }

    /// The sender's program had kept it in its outbox for a while.
    fn kept_in_outbox(&self, mailbox: &'a Mailbox, stored: Instant) -> Option<Case<'a>> {
        let kept = self.events().filter_map(|event| match &event.kind {
            EventKind::KeptInOutbox { connection, recipients, cause, .. }
                if among(recipients, mailbox) =>
            {
                Some((event.at, *connection, cause))
            }
            _ => None,
        });
        let kept: Vec<_> = kept.collect();
        let (since, connection, cause) = *kept.first()?;
        let host = self.trace.connections.get(connection.0)?.server.0;
        let (tries, micros) = (kept.len() + 1, stored.since(since).micros());
        let resolution = Resolution::Waited { tries, micros };
        Some(Case { reply: reply(cause), ..Case::of(why(cause), host, mailbox, resolution) })
    }

    /// It lies somewhere else than in the recipient's box.
    fn set_aside(&self, mailbox: &'a Mailbox) -> Option<Case<'a>> {
        self.events().find_map(|event| {
            let EventKind::SetAside { mailbox: m, folder, .. } = &event.kind else { return None };
            let why = match folder {
                Folder::Spam => Why::SpamFolder,
                Folder::CatchAll => Why::CatchAll,
            };
            let case = || Case::of(why, event.host, mailbox, Resolution::SetAside);
            m.same_box(mailbox).then(case)
        })
    }

    /// The recipient's program did not get in at once.
    fn shut_out(
        &self,
        n: usize,
        mailbox: &'a Mailbox,
        stored: Instant,
        message: MessageId,
    ) -> Option<Case<'a>> {
        let computer = *self.trace.cast.recipients.get(n)?;
        let mine = |connection: ConnectionId| {
            self.trace.connections.get(connection.0).is_some_and(|c| c.client.0 == computer)
        };
        let (event, why) = self.events().filter(|event| event.at >= stored).find_map(|event| {
            match &event.kind {
                EventKind::AuthFailed { connection, .. } if mine(*connection) => {
                    Some((event, Why::WrongKey))
                }
                EventKind::MaildropLocked { connection } if mine(*connection) => {
                    Some((event, Why::InUse))
                }
                _ => None,
            }
        })?;
        let collected = self.events().any(|event| {
            matches!(&event.kind, EventKind::Collected { message: m, mailbox: b, .. }
                if *m == message && b.same_box(mailbox))
        });
        let resolution = if collected { Resolution::Opened } else { Resolution::StillShut };
        Some(Case::of(why, event.host, mailbox, resolution))
    }

    /// The server whose queue it came into last.
    fn holder(&self, mailbox: &Mailbox) -> Option<HostId> {
        self.events().rev().find_map(|event| match &event.kind {
            EventKind::Accepted { recipients, queue_id, .. }
                if among(recipients, mailbox) && !self.dsns.has(event.host, *queue_id) =>
            {
                Some(event.host)
            }
            _ => None,
        })
    }

    fn name(&self, host: HostId) -> Option<String> {
        self.trace.cast.hosts.get(host.index()).map(|host| host.name.clone())
    }

    /// The simulation ended before it was decided.
    fn cut_short(&self, mailbox: &'a Mailbox) -> Option<Case<'a>> {
        let holder = self.holder(mailbox);
        self.trace.cut_short.then(|| {
            let host = holder.unwrap_or(self.trace.cast.sender);
            let holder = holder.and_then(|holder| self.name(holder));
            Case::of(Why::CutShort, host, mailbox, Resolution::CutShort { holder })
        })
    }

    /// The record ends while it is still in a queue.
    fn waits(&self, mailbox: &'a Mailbox, failed_tries: &[FailedTry<'a>]) -> Option<Case<'a>> {
        let end = self.trace.end();
        let holder = self.holder(mailbox)?;
        let next = self.events().rev().find_map(|event| match &event.kind {
            EventKind::WillRetry { recipients, at, .. }
                if event.host == holder && among(recipients, mailbox) && *at > end =>
            {
                Some(clock(*at))
            }
            _ => None,
        })?;
        let last = failed_tries.iter().rev().find(|t| t.host == holder)?;
        let resolution = Resolution::Waits { holder: self.name(holder)?, next };
        Some(self.case(mailbox, last, resolution))
    }
}

fn reply(cause: &Cause) -> Option<(Stage, &Reply)> {
    match cause {
        Cause::Reply { stage, reply } => Some((*stage, reply)),
        _ => None,
    }
}

fn host_named(cast: &Cast, name: &str) -> Option<HostId> {
    cast.hosts.iter().find(|host| host.name == name).map(|host| host.id)
}
