//! One moment of a story: the beat, how far it is, and what has been left behind by then.

use super::past::Past;
use super::turns::Turns;
use crate::frame::Mark;
use crate::place::PlaceId;
use crate::timing::{WHOLE, done, looks_ahead};
use model::cast::HostId;
use model::show_time::ShowTime;
use model::story::{BeatKind, Story};

/// What all other facts are read off.
pub(crate) struct Moment<'a> {
    pub(crate) story: &'a Story,
    /// Index of the beat, and how far it is, in ten-thousandths.
    pub(crate) beat: usize,
    pub(crate) done: u32,
    /// The next beat is about to begin: whoever takes part in it is looked at already.
    pub(crate) leads: bool,
    pub(crate) past: Past,
    pub(crate) turns: Turns,
}

impl<'a> Moment<'a> {
    pub(crate) fn new(story: &'a Story, at: ShowTime) -> Self {
        let beat = story.beat_at(at);
        let done = story.beats.get(beat).map_or(WHOLE, |beat| done(beat, at));
        let leads = looks_ahead(story, at);
        let turns = Turns::in_beat(story, if leads { beat + 1 } else { beat });
        let mut past = Past::before(story, beat);
        past.hide_from(turns.recipient);
        let mut now = Self { story, beat, done, leads, past, turns };
        if now.is_over() {
            now.turns.turn_to_blamed(&story.overview);
        }
        now
    }

    pub(crate) fn kind(&self) -> &'a BeatKind {
        self.story.beats.get(self.beat).map_or(&BeatKind::Rest, |beat| &beat.kind)
    }

    /// The beat whose actors are in play: this one, or while nothing moves the last one that did.
    pub(crate) fn acting(&self) -> &'a BeatKind {
        match self.kind() {
            BeatKind::Rest if self.leads => &BeatKind::Rest,
            BeatKind::Rest => self.past.last.map_or(&BeatKind::Rest, |n| &self.story.beats[n].kind),
            kind => kind,
        }
    }

    /// The index of that beat.
    pub(crate) fn acting_index(&self) -> usize {
        match self.kind() {
            BeatKind::Rest => self.past.last.unwrap_or(0),
            _ => self.beat,
        }
    }

    /// The beat whose actors are looked at: the one that is about to begin, or the acting one.
    pub(crate) fn looked_at(&self) -> &'a BeatKind {
        let next = self.story.beats.get(self.beat + 1).filter(|_| self.leads);
        next.map_or_else(|| self.acting(), |beat| &beat.kind)
    }

    /// Whether the address is under the magnifying glass.
    pub(crate) fn sorts(&self) -> bool {
        matches!(self.acting(), BeatKind::Sort { .. })
    }

    /// Whether everything has been told.
    pub(crate) fn is_over(&self) -> bool {
        self.beat + 1 >= self.story.beats.len() && *self.kind() == BeatKind::Rest
    }

    /// Hosts that the verdict names: marked once everything has been told.
    pub(crate) fn blamed(&self) -> impl Iterator<Item = (HostId, Mark)> {
        let over = self.is_over();
        let blamed = self.story.overview.blamed.iter().filter(move |_| over);
        blamed.map(|(host, outcome)| (*host, (*outcome).into()))
    }

    pub(crate) fn place_of(&self, host: HostId) -> PlaceId {
        PlaceId::of(&self.story.overview.cast, host)
    }
}
