//! The message as a file that mail programs open.

use model::address::Mailbox;
use sim::trace::{EventKind, Trace};

/// The message as it was laid into this box, the last one if there were several; `None` when
/// nothing got there.
pub fn eml<'a>(trace: &'a Trace, owner: &Mailbox) -> Option<&'a [u8]> {
    trace.events.iter().rev().find_map(|event| match &event.kind {
        EventKind::Stored { mailbox, message, .. } if mailbox.same_box(owner) => {
            Some(trace[*message].as_slice())
        }
        _ => None,
    })
}
