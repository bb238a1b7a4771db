//! What became of the message for each of several recipients.

use crate::facts::moment::Moment;
use crate::frame::{FatePose, HostPose};
use crate::geometry::layout::Layout;
use crate::place::PlaceId;
use model::story::Overview;
use text::scene as words;

/// So many signs stand in a row.
const ROW: usize = 10;
/// How large they are where there are several rows: both, with their frames, have room below the name.
const ROWS_OF: i32 = 13;

/// Whether there is more than one recipient.
pub(super) const fn are_several(overview: &Overview) -> bool {
    overview.recipients.len() > 1
}

/// How many signs there are: none for one recipient alone.
const fn count(overview: &Overview) -> usize {
    if are_several(overview) { overview.recipients.len() } else { 0 }
}

fn rows(overview: &Overview) -> usize {
    count(overview).div_ceil(ROW).max(1)
}

/// How large a sign is, and how far apart two are.
fn pitch(overview: &Overview, layout: &Layout) -> (i32, i32) {
    let small = layout.letters();
    let size = if rows(overview) == 1 { small + 4 } else { ROWS_OF };
    (size, size + 9)
}

/// How much room they need below the recipient. On phones they are in the strip.
pub(super) fn width(overview: &Overview, layout: &Layout) -> i32 {
    if layout.size().pans() {
        return 0;
    }
    let most = count(overview).min(ROW);
    pitch(overview, layout).1 * i32::try_from(most).unwrap_or(0)
}

pub(crate) fn fates(now: &Moment, layout: &Layout, hosts: &[HostPose]) -> Vec<FatePose> {
    let overview = &now.story.overview;
    let (about, count) = (about(now), count(overview));
    let begun = now.story.beats.get(now.beat).map_or(0, |beat| beat.from);
    let (size, pitch) = pitch(overview, layout);
    let measures = layout.street.measures();
    let many = i32::try_from(count).unwrap_or(0);
    let row = i32::try_from(ROW).unwrap_or(1);
    // Below the recipient's name.
    let recipient = hosts.iter().find(|host| host.place == PlaceId::Recipient);
    let middle = recipient
        .map_or(0, |host| host.label.first().map_or_else(|| host.rect.middle(), |line| line.x));
    let below = if count > ROW { 9 } else { 10 };
    let top = layout.street() + measures.lines[0] + below + size / 2;
    let recipients = overview.recipients.iter().take(count);
    recipients
        .zip(0..)
        .map(|(recipient, n)| {
            let told = now.story.told_of(n, begun);
            let until = recipient.statuses.partition_point(|(at, _)| *at <= told);
            let status = recipient.statuses[until.saturating_sub(1)].1;
            let host = overview.cast.recipients.get(usize::from(n)).copied();
            let turn = host.is_some() && host == now.turns.recipient;
            let current = if about.is_empty() { turn } else { about.contains(&n) };
            let n = i32::from(n);
            let in_row = (many - n / row * row).min(row);
            let x = middle - in_row * pitch / 2 + pitch / 2 + n % row * pitch;
            FatePose {
                title: words::status(&recipient.address, status),
                fate: status.into(),
                current,
                at: (x, top + n / row * (size + 4)),
                size,
            }
        })
        .collect()
}

/// Whom the step that is looked at is about; empty: everybody.
fn about<'a>(now: &Moment<'a>) -> &'a [u8] {
    let beat = now.story.beats.get(if now.leads { now.beat + 1 } else { now.beat });
    let step = beat.and_then(|beat| now.story.steps.get(beat.step));
    step.map_or(&[], |step| &step.recipients)
}
