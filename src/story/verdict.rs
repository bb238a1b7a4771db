//! The verdict card of a journey that does not simply succeed: what happened, where, whether it is
//! tried again, who can fix it, and what to do now. Read off the trace, like everything else.

use crate::sim::address::Mailbox;
use crate::sim::cast::HostId;
use crate::sim::trace::Trace;

/// Who can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fixer {
    /// Who wrote the message.
    Sender,
    /// Who runs the server it was handed in at.
    SendersProvider,
    /// Who it was written to.
    Recipient,
    /// Who runs the server with the boxes, or the one before it.
    RecipientsProvider,
    /// Nobody need do anything: it is mended already.
    Nobody,
}

/// The card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// For whom.
    pub recipients: Vec<Mailbox>,
    /// What happened, in one sentence.
    pub happened: String,
    /// Where: this host is marked in the picture.
    pub host: HostId,
    /// What that host is called, in words.
    pub place: String,
    /// Whether it is tried again, in one sentence.
    pub again: String,
    /// Who can fix it.
    pub fixers: Vec<Fixer>,
    /// The same in words.
    pub who: String,
    /// One or two things to do now.
    pub actions: Vec<String>,
    /// The reply as it was given (`550 5.1.1 No such mailbox here`), and its parts word by word:
    /// `550`, `5.x.x`, `x.1.x`, `x.1.1`, each with its meaning. Empty where there was no reply.
    pub reply: Option<(String, Vec<(String, String)>)>,
    /// Plain text for a customer, to copy.
    pub copy: String,
}

/// The cards of a journey: one for each group of recipients with the same fate; none where all went
/// well without a hitch.
pub fn of(_trace: &Trace) -> Vec<Verdict> {
    Vec::new()
}
