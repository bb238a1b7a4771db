//! What people call things: moments, addresses, causes.

use model::address::Mailbox;
use model::time::Instant;
use sim::trace::Cause;
use text::knowledge as words;
use text::units::list;

/// A moment for people: `Mon 5 Jan, 09:15`.
pub fn clock(at: Instant) -> String {
    let civil = at.civil();
    words::clock(civil.weekday(), civil.day, civil.month_name(), (civil.hour, civil.minute))
}

/// All of these addresses.
pub(super) fn addresses(mailboxes: &[Mailbox]) -> String {
    list(&mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// The reason in a few words: the reply, or what happened instead.
pub(super) fn reason(cause: &Cause) -> String {
    cause.to_string()
}
