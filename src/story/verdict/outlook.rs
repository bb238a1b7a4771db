//! Whether there is anything to explain, known without writing the cards.

use crate::sim::address::Mailbox;
use crate::sim::trace::{ConnectionId, EventKind, Outcome, Trace};

/// What went through one recipient's way.
#[derive(Clone, Copy, Default)]
struct Way {
    stored: bool,
    /// Something went wrong before the message lay in the box.
    troubled: bool,
    /// The recipient's program did not get in.
    shut_out: bool,
}

/// `None` where [`super::of`] has no card; otherwise whether the hitch has been overcome for every
/// recipient.
pub fn mended(trace: &Trace) -> Option<bool> {
    let mut ways = vec![Way::default(); trace.outcomes.len()];
    let mut helped_out = false;
    for event in &trace.events {
        match &event.kind {
            EventKind::SubmissionFailed { recipients, .. }
            | EventKind::NotRelayed { recipients, .. } => {
                for (way, (mailbox, _)) in ways.iter_mut().zip(&trace.outcomes) {
                    let concerned = !way.stored && recipients.iter().any(|m| m.same_box(mailbox));
                    way.troubled |= concerned;
                }
            }
            EventKind::TriedAndFailed { .. } => helped_out = true,
            EventKind::Stored { mailbox, reverse_path: Some(_), .. } => {
                if let Some(n) = number(trace, mailbox) {
                    ways[n].stored = true;
                }
            }
            EventKind::AuthFailed { connection, .. } | EventKind::MaildropLocked { connection } => {
                for (n, way) in ways.iter_mut().enumerate() {
                    way.shut_out |= way.stored && is_call_of(trace, *connection, n);
                }
            }
            _ => {}
        }
    }
    let outcomes = || trace.outcomes.iter().map(|(_, outcome)| *outcome);
    let cut_short = trace.cut_short && outcomes().any(|outcome| outcome == Outcome::OnTheWay);
    let any = helped_out || cut_short || ways.iter().any(|way| way.troubled || way.shut_out);
    any.then(|| {
        ways.iter().zip(outcomes()).all(|(way, outcome)| match outcome {
            Outcome::Collected => true,
            Outcome::Delivered => !way.shut_out,
            Outcome::NotSent | Outcome::OnTheWay | Outcome::Failed => false,
        })
    })
}

/// Which recipient's box this is.
fn number(trace: &Trace, mailbox: &Mailbox) -> Option<usize> {
    trace.outcomes.iter().position(|(m, _)| m.same_box(mailbox))
}

/// Whether the `n`-th recipient's computer has made this call.
fn is_call_of(trace: &Trace, connection: ConnectionId, n: usize) -> bool {
    trace.connections.get(connection).is_some_and(|connection| {
        trace.cast.recipients.get(n).is_some_and(|host| *host == connection.client.0)
    })
}
