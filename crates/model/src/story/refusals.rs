//! Who says no, and when: what the picture marks with the sign of a stop.

use super::Story;
use super::beat::{Beat, BeatKind};
use crate::cast::HostId;
use crate::show_time::ShowTime;

/// For each step who is the first to say no in it, if anybody does, and from when on that is known.
pub fn of(story: &Story) -> Vec<Option<(ShowTime, HostId)>> {
    let of_step = |step| {
        let mut beats = story.beats.iter().enumerate().filter(move |(_, beat)| beat.step == step);
        beats.find_map(|(n, beat)| Some((beat.until, refuses(story, n, beat)?)))
    };
    (0..story.steps.len()).map(of_step).collect()
}

/// From when on it is told that the message does not simply go its way: somebody says no or does not
/// answer, something is lost, waits or comes back. `refusals` are those of [`of`].
pub fn hitch(beats: &[Beat], mut refusals: impl Iterator<Item = ShowTime>) -> Option<ShowTime> {
    let in_beat = |beat: &Beat| match &beat.kind {
        BeatKind::NoCall { .. } | BeatKind::Full { .. } | BeatKind::Key { fits: false, .. } => {
            Some(beat.until)
        }
        BeatKind::Pieces { pieces, .. } if pieces.iter().any(|piece| piece.lost) => {
            Some(beat.until)
        }
        BeatKind::Wait { .. } | BeatKind::Hold { .. } | BeatKind::Report { .. } => Some(beat.from),
        _ => None,
    };
    let first = beats.iter().find_map(in_beat);
    first.into_iter().chain(refusals.next()).min()
}

/// Who says no in beat `n`.
fn refuses(story: &Story, n: usize, beat: &Beat) -> Option<HostId> {
    match &beat.kind {
        BeatKind::NoCall { to, refused: true, .. } => Some(*to),
        BeatKind::Full { host, .. } => Some(*host),
        BeatKind::Say { lines: (first, _), speaker, .. } => {
            story.lines.get(*first).filter(|line| line.refuses).map(|_| *speaker)
        }
        // No such domain, or one that takes no mail (RFC 7505).
        BeatKind::Answer { server, .. } if story.overview.negative_answers.contains(&n) => {
            Some(*server)
        }
        _ => None,
    }
}
