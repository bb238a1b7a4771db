//! What is found in a paste.

use std::ops::Range;

use diagnosis::{Cause, EnhancedCode, Stage};

use crate::{Hop, Said};

/// What somebody pasted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What kind of text it is.
    pub kind: Kind,
    /// Whom it tells of, in order of appearance; at most [`RECIPIENTS`](crate::RECIPIENTS). One without an address is
    /// whoever the text does not name.
    pub recipients: Vec<Recipient>,
    /// The way that a message took, as its header says, the last server first (RFC 5321, 4.4); at most
    /// [`HOPS`](crate::HOPS).
    pub hops: Vec<Hop>,
    /// Who wrote the message that is told of: its `From` or `Return-Path`, or else whoever got the report.
    pub sender: Option<Said<String>>,
    /// The only address that the message was written to, where the report is about somebody else: mail for it is
    /// passed on.
    pub forwarded_from: Option<Said<String>>,
    /// Whom a message is for, as its header says.
    pub addressee: Option<Said<String>>,
    /// The way that the message took which comes back with a report, the last server first; at most
    /// [`HOPS`](crate::HOPS).
    pub returned_hops: Vec<Hop>,
}

/// Kinds of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A delivery report, whole or in parts, in the form of RFC 3464 or in words.
    Report,
    /// Lines of a log, or a server's reply.
    Line,
    /// The header of a message.
    Headers,
    /// Nothing that is known.
    #[default]
    Nothing,
}

/// Somebody a message was for, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// The address that it was delivered to, or should have been.
    pub address: Option<Said<String>>,
    /// What was done with the message.
    pub action: Option<Said<Action>>,
    /// The server's reply code.
    pub code: Option<Said<u16>>,
    /// The enhanced status code: that in the server's words if there is one, or else that of the report.
    pub status: Option<Said<EnhancedCode>>,
    /// The diagnostic code: the server's own words with white space folded, codes kept; where no server said
    /// anything, what the report says of this recipient.
    pub text: Option<Said<String>>,
    /// The host that said it.
    pub host: Option<Said<String>>,
    /// The reporting MTA.
    pub by: Option<Said<String>>,
    /// What the server's words were the answer to.
    pub stage: Option<Said<Stage>>,
    /// What is wrong.
    pub cause: Option<Cause>,
    /// Whether it is over: `false` while it is tried again, `None` where nothing failed.
    pub is_final: Option<bool>,
    /// What the cause rests on, in the paste.
    pub evidence: Vec<Range<usize>>,
}

impl Found {
    /// Whether the only recipient in the report has another address than this one.
    pub(crate) fn is_passed_on_from(&self, address: &str) -> bool {
        let [only] = &*self.recipients else { return false };
        only.address.as_ref().is_some_and(|it| !it.value.eq_ignore_ascii_case(address))
    }

    /// Everything in the paste that something was read from, in no order.
    pub fn evidence(&self) -> Vec<Range<usize>> {
        let recipients = self.recipients.iter().flat_map(Recipient::spans);
        let written = spans(self.forwarded_from.as_ref());
        recipients.chain(self.hops.iter().flat_map(Hop::spans)).chain(written).cloned().collect()
    }
}

impl Recipient {
    /// Whether the message has arrived there, as far as whoever reports can say.
    pub fn has_arrived(&self) -> bool {
        let action = self.action.as_ref().map(|it| it.value);
        matches!(action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
    }

    fn spans(&self) -> impl Iterator<Item = &Range<usize>> {
        spans(self.address.as_ref())
            .chain(spans(self.action.as_ref()))
            .chain(spans(self.code.as_ref()))
            .chain(spans(self.status.as_ref()))
            .chain(spans(self.text.as_ref()))
            .chain(spans(self.host.as_ref()))
            .chain(&self.evidence)
    }
}

/// Where something was read from, if it was.
pub(crate) fn spans<T>(said: Option<&Said<T>>) -> impl Iterator<Item = &Range<usize>> {
    said.into_iter().flat_map(|said| &said.spans)
}

/// What was done with a message (RFC 3464, 2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It could not be delivered, and is given up.
    Failed,
    /// It could not be delivered yet, and is tried again.
    Delayed,
    /// It was delivered.
    Delivered,
    /// It was passed on to a system that sends no reports.
    Relayed,
    /// It was delivered, and passed on to several addresses.
    Expanded,
}

impl Action {
    /// The action of that name, in any case; also in the words of Postfix and of services.
    pub fn parse(name: &str) -> Option<Self> {
        let known = [
            ("failed", Self::Failed),
            ("failure", Self::Failed),
            ("bounce", Self::Failed),
            ("bounced", Self::Failed),
            ("delayed", Self::Delayed),
            ("deferred", Self::Delayed),
            ("delivered", Self::Delivered),
            ("relayed", Self::Relayed),
            ("expanded", Self::Expanded),
        ];
        known.into_iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, it)| it)
    }
}
