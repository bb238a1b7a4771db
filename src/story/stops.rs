//! Who says no, and when: what the picture marks with the sign of a stop.

use super::lookups::Exchange;
use super::{Beat, BeatKind, Story};
use crate::player::ShowTime;
use crate::sim::cast::HostId;
use crate::sim::trace::Side;

/// For each step who is the first to say no in it, if anybody does, and from when on that is known.
/// `exchanges` are all of [`super::lookups::of`].
pub fn of(story: &Story, exchanges: &[Exchange]) -> Vec<Option<(ShowTime, HostId)>> {
    let of_step = |step| {
        let mut beats = story.beats.iter().filter(move |beat| beat.step == step);
        beats.find_map(|beat| Some((beat.until, refuses(story, exchanges, beat)?)))
    };
    (0..story.steps.len()).map(of_step).collect()
}

/// Who says no in a beat.
fn refuses(story: &Story, exchanges: &[Exchange], beat: &Beat) -> Option<HostId> {
    match &beat.kind {
        BeatKind::NoCall { to, refused: true, .. } => Some(*to),
        BeatKind::Full { host, .. } => Some(*host),
        BeatKind::Say { lines: (first, _), speaker, .. } => {
            let line = story.lines.get(*first).filter(|line| line.side == Side::Server)?;
            let no = line.text.starts_with(['4', '5']) || line.text.starts_with("-ERR");
            no.then_some(*speaker)
        }
        BeatKind::Answer { host, server, .. } => {
            let mut asked = exchanges.iter().rev().filter(|each| each.asked_at <= beat.sim.1);
            let answer = asked.find(|it| it.host == *host && it.server == *server)?;
            // No such domain, or one that takes no mail (RFC 7505).
            let none = || answer.records.iter().any(|record| record.ends_with(" MX 0 ."));
            (answer.no_such_name || none()).then_some(*server)
        }
        _ => None,
    }
}
