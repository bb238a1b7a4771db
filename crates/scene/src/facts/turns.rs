//! Whose turn it is at the places that several hosts share.

use super::beat::actors;
use crate::place::PlaceId;
use model::cast::HostId;
use model::story::{Overview, Story};

/// Who stands there, if there is anybody.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Turns {
    pub(crate) destination: Option<HostId>,
    pub(crate) backup: Option<HostId>,
    pub(crate) recipient: Option<HostId>,
}

impl Turns {
    /// In beat `beat`: the last ones that were in play, or the first ones that will be.
    pub(super) fn in_beat(story: &Story, beat: usize) -> Self {
        let cast = &story.overview.cast;
        let beats = &story.beats[..(beat + 1).min(story.beats.len())];
        let latest = || {
            let pairs = beats.iter().rev().filter_map(|beat| actors(&beat.kind));
            pairs.flat_map(|(from, to)| [to, from])
        };
        let last = |place: PlaceId| latest().find(|host| PlaceId::of(cast, *host) == place);
        let first = |list: &[(_, HostId)]| list.first().map(|(_, id)| *id);
        let mut recipient = last(PlaceId::Recipient).or_else(|| cast.recipients.first().copied());
        // Of several recipients, one of those whom the step is about.
        let step = beats.last().and_then(|beat| story.steps.get(beat.step));
        let about: &[u8] = step.map_or(&[], |step| &step.recipients);
        let hosts = || about.iter().filter_map(|n| cast.recipients.get(usize::from(*n)).copied());
        if !hosts().any(|host| Some(host) == recipient) {
            recipient = hosts().next().or(recipient);
        }
        Self {
            destination: last(PlaceId::Destination).or_else(|| first(&cast.destinations)),
            backup: last(PlaceId::Backup).or_else(|| first(&cast.backups)),
            recipient,
        }
    }

    /// Of the hosts that share a place, one that the verdict names is shown in the end.
    pub(super) fn turn_to_blamed(&mut self, overview: &Overview) {
        let blamed = || overview.blamed.iter().map(|(host, _)| *host);
        let turn = |shown: &mut Option<HostId>, place: PlaceId| {
            if !shown.is_some_and(|host| blamed().any(|of| of == host)) {
                let at_place = |host: &HostId| PlaceId::of(&overview.cast, *host) == place;
                *shown = blamed().find(at_place).or(*shown);
            }
        };
        turn(&mut self.destination, PlaceId::Destination);
        turn(&mut self.backup, PlaceId::Backup);
    }
}
