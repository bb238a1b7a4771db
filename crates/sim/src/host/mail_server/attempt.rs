//! A try to deliver a message or to hand it on, and what it has come to.

use crate::smtp;
use crate::trace::{Cause, QueueId};
use model::address::Mailbox;

/// Somebody whom the message did not reach, and why.
pub(super) type Failure = (Mailbox, Cause);

/// A try that is over.
pub(super) struct Attempt {
    pub(super) queue_id: QueueId,
    /// The server that was asked, if it came to that.
    pub(super) server: Option<String>,
    /// Who need not wait any longer.
    pub(super) done: Vec<Mailbox>,
    pub(super) failures: Vec<Failure>,
}

impl Attempt {
    /// A try that has come to nothing for anybody so far.
    pub(super) const fn new(queue_id: QueueId, server: Option<String>) -> Self {
        Self { queue_id, server, done: Vec::new(), failures: Vec::new() }
    }

    /// What a transaction with a server has come to; there was no connection if it was `unreached`.
    pub(super) fn of(
        queue_id: QueueId,
        server: String,
        result: &smtp::ClientResult,
        unreached: Option<&Cause>,
    ) -> Self {
        let mut attempt = Self::new(queue_id, Some(server));
        for (mailbox, outcome) in &result.recipients {
            match outcome {
                smtp::RecipientResult::Accepted(_) => attempt.done.push(mailbox.clone()),
                smtp::RecipientResult::Transient(problem)
                | smtp::RecipientResult::Permanent(problem) => {
                    let cause = unreached.cloned().unwrap_or_else(|| Cause::of(problem));
                    attempt.failures.push((mailbox.clone(), cause));
                }
            }
        }
        attempt
    }

    /// Why another server of the domain may do better, if this one was of no use to anybody.
    pub(super) fn asks_for_next_server(&self) -> Option<&Cause> {
        let useless = self.done.is_empty()
            && self.failures.iter().all(|(_, cause)| cause.asks_for_next_server());
        let (_, cause) = self.failures.first().filter(|_| useless)?;
        Some(cause)
    }
}

/// Whom the message did not reach.
pub(super) fn names(failures: &[Failure]) -> Vec<Mailbox> {
    failures.iter().map(|(mailbox, _)| mailbox.clone()).collect()
}
