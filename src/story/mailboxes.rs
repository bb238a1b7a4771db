//! Mailboxes among others.

use crate::sim::address::Mailbox;
use crate::text::units::list;

/// Whether a box is that of one of these addresses.
pub(super) fn among(list: &[Mailbox], mailbox: &Mailbox) -> bool {
    list.iter().any(|m| m.same_box(mailbox))
}

/// The addresses in words.
pub(super) fn addresses(mailboxes: &[Mailbox]) -> String {
    list(&mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>())
}
