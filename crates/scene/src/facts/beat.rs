//! Who acts in a beat.

use model::cast::HostId;
use model::story::BeatKind;

/// From, to: the same where nobody else takes part.
pub(super) fn actors(kind: &BeatKind) -> Option<(HostId, HostId)> {
    match kind {
        BeatKind::Write { host }
        | BeatKind::Sort { host, .. }
        | BeatKind::Store { host, .. }
        | BeatKind::Hold { host }
        | BeatKind::Full { host, .. }
        | BeatKind::Report { host, .. }
        | BeatKind::Read { host } => Some((*host, *host)),
        BeatKind::Say { speaker, listener, .. }
        | BeatKind::Acknowledge { speaker, listener, .. } => Some((*speaker, *listener)),
        BeatKind::Wait { host, other, .. } => Some((*host, other.unwrap_or(*host))),
        BeatKind::NoCall { from, to, .. }
        | BeatKind::Pieces { from, to, .. }
        | BeatKind::Key { from, to, .. } => Some((*from, *to)),
        BeatKind::Ask { host, server, .. } => Some((*host, *server)),
        BeatKind::Answer { host, server, .. } => Some((*server, *host)),
        BeatKind::Rest => None,
    }
}
