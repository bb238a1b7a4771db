//! What the beats before a moment have left behind: who has the letter, which routes were used,
//! which boxes are lit.

use super::layout::{Layout, PlaceId};
use crate::sim::cast::HostId;
use crate::story::{Beat, BeatKind, Story};

/// What the beats before have left behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    /// Who has the whole letter.
    pub(super) holder: Option<PlaceId>,
    /// Who waits for the rest of it: pieces awaited and arrived.
    pub(super) partial: Option<(PlaceId, u16, u16)>,
    /// Routes used.
    pub(super) used: Vec<(PlaceId, PlaceId)>,
    /// Boxes with the letter in them, and open ones, by name.
    pub(super) lit: Vec<String>,
    pub(super) open: Option<String>,
    /// What moves is a report, no longer the message.
    pub(super) report: bool,
    /// The letter waits in a queue.
    pub(super) queued: bool,
    /// The letter has been opened by its reader.
    pub(super) read: bool,
    /// Whose turn it is at the places that several hosts share.
    pub(super) destination: Option<HostId>,
    pub(super) recipient: Option<HostId>,
    /// The last beat in which something moved.
    pub(super) last: Option<usize>,
}

impl Past {
    pub(super) fn apply(&mut self, story: &Story, layout: &Layout, n: usize, beat: &Beat) {
        let place = |host: HostId| layout.place_of(&story.trace.cast, host);
        if let Some((a, b)) = actors(&beat.kind) {
            let pair = (place(a), place(b));
            if pair.0 != pair.1 && !self.used.iter().any(|known| same_pair(*known, pair)) {
                self.used.push(pair);
            }
        }
        match &beat.kind {
            BeatKind::Rest => return,
            BeatKind::Wait { host, .. } => {
                self.holder = Some(place(*host));
                self.queued = true;
            }
            BeatKind::Report { host } => {
                self.holder = Some(place(*host));
                self.report = true;
                self.queued = false;
            }
            BeatKind::Write { host } => self.holder = Some(place(*host)),
            BeatKind::Pieces { to, pieces, total, .. } => {
                self.queued = false;
                let before = self.partial.map_or(0, |(_, _, arrived)| arrived);
                let arrived: u16 = pieces.iter().filter(|p| !p.lost).map(|p| p.count).sum();
                if before + arrived < *total {
                    self.partial = Some((place(*to), *total, before + arrived));
                    self.holder = None;
                } else {
                    self.partial = None;
                    self.holder = Some(place(*to));
                }
            }
            BeatKind::Store { boxes, .. } => {
                self.holder = None;
                self.lit.clone_from(boxes);
            }
            BeatKind::Key { box_name, fits: true, .. } => self.open = Some(box_name.clone()),
            BeatKind::Read { .. } => {
                self.read = true;
                self.report = false;
                let opened = self.open.take();
                self.lit.retain(|name| Some(name) != opened.as_ref());
            }
            BeatKind::Say { .. }
            | BeatKind::Acknowledge { .. }
            | BeatKind::Hold { .. }
            | BeatKind::Full { .. }
            | BeatKind::NoCall { .. }
            | BeatKind::Sort { .. }
            | BeatKind::Ask { .. }
            | BeatKind::Answer { .. }
            | BeatKind::Key { fits: false, .. } => {}
        }
        if !matches!(beat.kind, BeatKind::Read { .. }) && self.holder != Some(PlaceId::Recipient) {
            self.read = false;
        }
        self.last = Some(n);
    }

    /// Who stands at the places that several hosts share: the last one that was in play, or the
    /// first one that will be.
    pub(super) fn take_turns(&mut self, story: &Story, until: usize) {
        let cast = &story.trace.cast;
        let hosts = |beats: std::ops::Range<usize>| {
            story.beats[beats]
                .iter()
                .filter_map(|beat| actors(&beat.kind))
                .flat_map(|(a, b)| [a, b])
        };
        let until = (until + 1).min(story.beats.len());
        let is_destination = |id: &HostId| {
            cast.destinations.iter().chain(&cast.backups).any(|(_, known)| known == id)
        };
        let is_recipient = |id: &HostId| cast.recipients.contains(id);
        let past: Vec<HostId> = hosts(0..until).collect();
        let last =
            |select: &dyn Fn(&HostId) -> bool| past.iter().rev().find(|id| select(id)).copied();
        self.destination = last(&is_destination).or(cast.destinations.first().map(|(_, id)| *id));
        self.recipient = last(&is_recipient).or(cast.recipients.first().copied());
    }
}

/// Who acts in a beat: from, to.
pub(super) fn actors(kind: &BeatKind) -> Option<(HostId, HostId)> {
    match kind {
        BeatKind::Write { host }
        | BeatKind::Sort { host, .. }
        | BeatKind::Store { host, .. }
        | BeatKind::Hold { host }
        | BeatKind::Full { host, .. }
        | BeatKind::Report { host }
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

pub(super) fn same_pair(a: (PlaceId, PlaceId), b: (PlaceId, PlaceId)) -> bool {
    a == b || a == (b.1, b.0)
}
