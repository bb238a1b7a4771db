//! Whose trouble begins or ends in a beat.

use model::cast::HostId;
use model::story::{BeatKind, Negative, Story};

/// Why a host is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It said no, for good.
    Refused,
    /// It said: not now.
    PutOff,
    /// It does not take calls.
    Closed,
    /// It does not answer.
    Silent,
}

/// The hosts, and the trouble that each of them has from beat `n` on.
pub(super) fn in_beat(story: &Story, n: usize, kind: &BeatKind) -> Vec<(HostId, Option<Trouble>)> {
    match kind {
        BeatKind::NoCall { to, refused, .. } => {
            vec![(*to, Some(if *refused { Trouble::Closed } else { Trouble::Silent }))]
        }
        BeatKind::Full { host, negative, .. } => vec![(*host, Some(of(*negative)))],
        BeatKind::Key { to, fits, .. } => vec![(*to, (!fits).then_some(Trouble::Refused))],
        BeatKind::Answer { server, .. } => {
            vec![(
                *server,
                story.overview.negative_answers.contains(&n).then_some(Trouble::Refused),
            )]
        }
        BeatKind::Pieces { to, pieces, .. } if pieces.iter().all(|piece| !piece.lost) => {
            vec![(*to, None)]
        }
        BeatKind::Store { host, .. } => vec![(*host, None)],
        BeatKind::Say { lines: (first, last), speaker, .. } => {
            let connection = story.lines[*first].connection;
            let mut lines = story.lines[*first..=*last].iter();
            let no = lines.find_map(|line| line.negative.filter(|_| line.connection == connection));
            no.map(|negative| (*speaker, Some(of(negative)))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

const fn of(negative: Negative) -> Trouble {
    match negative {
        Negative::Permanent => Trouble::Refused,
        Negative::Transient => Trouble::PutOff,
    }
}
