//! Mailboxes among others.

use model::address::Mailbox;
use sim::trace::Trace;

/// Whether a box is that of one of these addresses.
pub(super) fn among(list: &[Mailbox], mailbox: &Mailbox) -> bool {
    list.iter().any(|m| m.same_box(mailbox))
}

/// Which of all recipients these are, from 0; none where they are all.
pub(super) fn numbers(trace: &Trace, mailboxes: &[Mailbox]) -> Vec<u8> {
    let all = &trace.outcomes;
    let numbered = (0..).zip(all).filter(|(_, (mailbox, _))| mailboxes.contains(mailbox));
    let mut numbers: Vec<u8> = numbered.map(|(n, _)| n).collect();
    if numbers.len() == all.len() {
        numbers.clear();
    }
    numbers
}
