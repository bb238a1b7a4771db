//! Who says no, when, and whether for good: what the picture marks with the sign of a stop.

use super::beat::{Beat, BeatKind};
use super::{Negative, Story};
use crate::cast::HostId;
use crate::show_time::ShowTime;
use serde::{Deserialize, Serialize};

/// That somebody says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// From when on it is known.
    pub from: ShowTime,
    /// Who.
    pub by: HostId,
    /// Whether it is their last word; nothing where they take no calls, and so say nothing of later.
    pub negative: Option<Negative>,
}

impl Refused {
    /// The sign of a stop belongs there: it does not only mean "not now".
    pub fn is_stop(&self) -> bool {
        self.negative != Some(Negative::Transient)
    }
}

/// For each step who is the first to say no in it, if anybody does.
pub fn of(story: &Story) -> Vec<Option<Refused>> {
    let of_step = |step| {
        let mut beats = story.beats.iter().enumerate().filter(move |(_, beat)| beat.step == step);
        beats.find_map(|(n, beat)| {
            let (by, negative) = refuses(story, n, beat)?;
            Some(Refused { from: beat.until, by, negative })
        })
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

/// Who says no in beat `n`, and how.
fn refuses(story: &Story, n: usize, beat: &Beat) -> Option<(HostId, Option<Negative>)> {
    match &beat.kind {
        BeatKind::NoCall { to, refused: true, .. } => Some((*to, None)),
        BeatKind::Full { host, negative, .. } => Some((*host, Some(*negative))),
        BeatKind::Say { lines: (first, _), speaker, .. } => {
            Some((*speaker, Some(story.lines.get(*first)?.negative?)))
        }
        // No such domain, or one that takes no mail (RFC 7505).
        BeatKind::Answer { server, .. } if story.overview.negative_answers.contains(&n) => {
            Some((*server, Some(Negative::Permanent)))
        }
        _ => None,
    }
}
