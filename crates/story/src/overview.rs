//! The overview of a story, read off the trace once.

use super::{knowledge, lookups, verdict};
use model::address::Mailbox;
use model::story::{Beat, DeliveryStatus, Overview, Recipient, VerdictOutcome};
use model::usual_boxes::usual_boxes;
use sim::trace::{EventKind, Folder, Trace};
use text::set_aside as words;

/// What is known of a story that is told in these beats.
pub(super) fn of(trace: &Trace, beats: &[Beat]) -> Overview {
    let mailboxes = trace.outcomes.iter().map(|(mailbox, _)| mailbox);
    let recipients =
        mailboxes.zip(knowledge::statuses(trace)).map(|(mailbox, statuses)| Recipient {
            address: mailbox.to_string(),
            domain: mailbox.domain.to_string(),
            box_name: mailbox.local_part.box_name(),
            home: trace.cast.home_of(&mailbox.domain),
            unknown: is_unknown(trace, mailbox),
            statuses,
        });
    let recipients: Vec<Recipient> = recipients.collect();
    let blamed = verdict::of(trace).into_iter().map(|verdict| {
        let its = |mailbox: &_| verdict.recipients.contains(mailbox);
        let ends = trace.outcomes.iter().zip(&recipients).filter(|((m, _), _)| its(m));
        let ends = ends.filter_map(|(_, it)| it.statuses.last().map(|(_, status)| *status));
        (verdict.host, outcome(&ends.collect::<Vec<_>>()))
    });
    Overview {
        blamed: blamed.collect(),
        recipients,
        cast: trace.cast.clone(),
        usual_boxes: [false, true].map(|at_home| {
            let mut boxes = usual_boxes(&trace.cast.owner, at_home);
            add_folders(&mut boxes, trace);
            boxes
        }),
        negative_answers: lookups::negative_answers(trace, beats),
        over: trace.end(),
    }
}

/// What lies elsewhere than in a box has a door of its own in the picture, beside that of the first box.
fn add_folders(boxes: &mut Vec<String>, trace: &Trace) {
    let aside = |wanted: Folder| {
        trace.events.iter().any(|event| match event.kind {
            EventKind::SetAside { folder, .. } => folder == wanted,
            _ => false,
        })
    };
    for (folder, name) in [(Folder::Spam, words::SPAM), (Folder::CatchAll, words::CATCH_ALL)] {
        if aside(folder) {
            let number = boxes.len();
            boxes.insert(number.min(1), name.to_owned());
            boxes.truncate(number);
        }
    }
}

/// Whether somebody said that there is no box for this mailbox.
fn is_unknown(trace: &Trace, mailbox: &Mailbox) -> bool {
    trace.events.iter().any(|event| match &event.kind {
        EventKind::NotRelayed { recipients, cause, .. }
        | EventKind::SubmissionFailed { recipients, cause, .. } => {
            recipients.contains(mailbox) && verdict::is_unknown_box(cause)
        }
        EventKind::SetAside { mailbox: m, folder: Folder::CatchAll, .. } => m.same_box(mailbox),
        _ => false,
    })
}

/// How it ended for those whose last statuses these are.
fn outcome(statuses: &[DeliveryStatus]) -> VerdictOutcome {
    if statuses.iter().all(|status| *status == DeliveryStatus::Collected) {
        VerdictOutcome::Well
    } else if statuses
        .iter()
        .all(|status| matches!(status, DeliveryStatus::Waiting | DeliveryStatus::OnTheWay))
    {
        VerdictOutcome::Open
    } else if statuses
        .iter()
        .all(|status| matches!(status, DeliveryStatus::InSpamFolder | DeliveryStatus::InCatchAll))
    {
        VerdictOutcome::Astray
    } else {
        VerdictOutcome::Badly
    }
}
