//! What earlier beats have left behind: where the letter is, which routes were used, who is in
//! trouble, what lies in the boxes.

use super::beat::actors;
use super::trouble::{self, Trouble};
use crate::frame::BoxState;
use crate::place::{PlaceId, same_pair};
use model::cast::{Cast, HostId, Role};
use model::ids::ConnectionId;
use model::question::Question;
use model::story::{Beat, BeatKind, Story};

/// A letter, or the report about one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// Who has the whole of it.
    pub(crate) at: Option<PlaceId>,
    /// Who waits for the rest of it: pieces awaited and arrived.
    pub(crate) partial: Option<(PlaceId, u16, u16)>,
    /// It has been opened by its reader.
    pub(crate) opened: bool,
    /// It waits in a queue.
    pub(crate) queued: bool,
}

/// What the beats before have left behind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    pub(crate) letter: Item,
    pub(crate) report: Item,
    /// The report only tells of a delay.
    pub(crate) notice: bool,
    /// On whose computer the letter was opened.
    reader: Option<HostId>,
    /// The last way on which pieces of it went: connection, from, to.
    handed: Option<(ConnectionId, PlaceId, PlaceId)>,
    /// Routes used, and those of them that a report went back on last.
    pub(crate) used: Vec<(PlaceId, PlaceId)>,
    pub(crate) returned: Vec<(PlaceId, PlaceId)>,
    /// Boxes that are not just closed: of which host, which, and how they are.
    pub(crate) boxes: Vec<(HostId, String, BoxState)>,
    /// Who is in trouble, until it is over.
    troubles: Vec<(HostId, Trouble)>,
    /// Name servers that were asked and have not answered yet.
    asked: Vec<HostId>,
    /// The last question to the registry.
    pub(crate) question: Option<Question>,
    /// The last beat in which something moved.
    pub(crate) last: Option<usize>,
}

impl Past {
    /// What has been left behind when beat `beat` begins.
    pub(super) fn before(story: &Story, beat: usize) -> Self {
        let mut past = Self::default();
        for (n, earlier) in story.beats.iter().enumerate().take(beat) {
            past.apply(story, n, earlier);
        }
        past.settle(story, story.beats.get(beat).map_or(&BeatKind::Rest, |beat| &beat.kind));
        past
    }

    fn apply(&mut self, story: &Story, n: usize, beat: &Beat) {
        let cast = &story.overview.cast;
        let place = |host: HostId| PlaceId::of(cast, host);
        self.settle(story, &beat.kind);
        if let Some((a, b)) = actors(&beat.kind) {
            let pair = (place(a), place(b));
            if pair.0 != pair.1 && !self.used.iter().any(|known| same_pair(*known, pair)) {
                self.used.push(pair);
            }
        }
        match &beat.kind {
            BeatKind::Rest => return,
            BeatKind::Wait { host, .. } => {
                self.letter = Item { at: Some(place(*host)), queued: true, ..Item::default() };
            }
            BeatKind::Report { host, delayed } => {
                // Of a delay, only the sender is told; the letter stays where it is.
                self.notice = *delayed;
                if !delayed {
                    self.letter = Item::default();
                }
                self.report = Item { at: Some(place(*host)), ..Item::default() };
            }
            BeatKind::Write { host } => self.letter.at = Some(place(*host)),
            // A copy of its own, where an earlier one is told already.
            BeatKind::Sort { host, .. } => {
                self.letter = Item { at: Some(place(*host)), ..Item::default() };
            }
            BeatKind::Pieces { connection, from, to, pieces, total } => {
                let (from, to) = (place(*from), place(*to));
                let is_report = self.is_report_at(from);
                self.handed = Some((*connection, from, to));
                self.returned.retain(|known| !same_pair(*known, (from, to)));
                if is_report && !self.notice {
                    self.returned.push((from, to));
                }
                let item = if is_report { &mut self.report } else { &mut self.letter };
                let before = item.partial.map_or(0, |(_, _, arrived)| arrived);
                let arrived: u16 = pieces.iter().filter(|p| !p.lost).map(|p| p.count).sum();
                *item = Item::default();
                if before + arrived < *total {
                    item.partial = Some((to, *total, before + arrived));
                    // Half a report is still none of the letter's pieces.
                    item.at = is_report.then_some(from);
                } else {
                    item.at = Some(to);
                }
            }
            BeatKind::Store { host, boxes } => {
                self.letter = Item::default();
                for name in boxes {
                    self.set_box(*host, name, BoxState::Lit);
                }
            }
            BeatKind::Key { to, box_name, fits, .. } => {
                let state = if *fits { BoxState::Open } else { BoxState::Locked };
                self.set_box(*to, box_name, state);
            }
            BeatKind::Full { host, box_name, .. } => self.set_box(*host, box_name, BoxState::Full),
            BeatKind::Read { host } => {
                if self.is_report_at(place(*host)) {
                    self.report.opened = true;
                } else {
                    let at = Some(place(*host));
                    self.letter = Item { at, opened: true, ..Item::default() };
                    self.reader = Some(*host);
                    self.emptied(story, *host);
                }
            }
            BeatKind::Ask { server, question, .. } => {
                self.asked.push(*server);
                self.question = Some(question.clone());
            }
            BeatKind::Say { .. }
            | BeatKind::Acknowledge { .. }
            | BeatKind::Hold { .. }
            | BeatKind::NoCall { .. }
            | BeatKind::Answer { .. } => {}
        }
        for (host, trouble) in trouble::in_beat(story, n, &beat.kind) {
            self.set_trouble(host, trouble);
        }
        // Who speaks is there again.
        if let BeatKind::Say { speaker, .. } = &beat.kind
            && matches!(self.trouble(*speaker), Some(Trouble::Closed | Trouble::Silent))
        {
            self.set_trouble(*speaker, None);
        }
        // Where one of several name servers answers, the others are not missed.
        if let BeatKind::Answer { server, .. } = &beat.kind {
            let level = &cast.host(*server).role;
            self.troubles.retain(|(host, _)| host == server || cast.host(*host).role != *level);
        }
        self.last = Some(n);
    }

    /// Whether what leaves a place is a report, not the message.
    pub(super) fn is_report_at(&self, place: PlaceId) -> bool {
        self.report.at == Some(place) && !self.report.opened
    }

    /// What is so as soon as something begins. Who was asked and does not answer, does not answer;
    /// and what a server says no to is with whoever offered it: they have kept it all the while.
    fn settle(&mut self, story: &Story, now: &BeatKind) {
        if let BeatKind::Say { lines: (first, _), speaker, .. } = now
            && let Some(line) = story.lines.get(*first).filter(|line| line.negative.is_some())
            && let Some((connection, from, to)) = self.handed
            && (connection, to) == (line.connection, PlaceId::of(&story.overview.cast, *speaker))
        {
            for item in [&mut self.letter, &mut self.report] {
                if item.at == Some(to) && !item.opened {
                    item.at = Some(from);
                }
            }
        }
        for host in std::mem::take(&mut self.asked) {
            match now {
                BeatKind::Answer { server, .. } if *server == host => {}
                _ => self.set_trouble(host, Some(Trouble::Silent)),
            }
        }
    }

    /// A letter that somebody else than this recipient has opened is not on this screen.
    pub(super) fn hide_from(&mut self, recipient: Option<HostId>) {
        if self.letter.opened && self.reader.is_some() && self.reader != recipient {
            self.letter = Item::default();
        }
    }

    /// What is the matter with a host, if anything.
    pub(super) fn trouble(&self, host: HostId) -> Option<Trouble> {
        self.troubles.iter().find(|(known, _)| *known == host).map(|(_, trouble)| *trouble)
    }

    /// Any host in trouble at this place.
    pub(super) fn in_trouble(&self, cast: &Cast, place: PlaceId) -> Option<HostId> {
        let mut last = self.troubles.iter().rev().map(|(host, _)| *host);
        last.find(|host| PlaceId::of(cast, *host) == place)
    }

    fn set_trouble(&mut self, host: HostId, trouble: Option<Trouble>) {
        self.troubles.retain(|(known, _)| *known != host);
        self.troubles.extend(trouble.map(|trouble| (host, trouble)));
    }

    fn set_box(&mut self, host: HostId, name: &str, state: BoxState) {
        self.boxes.retain(|(known, box_name, _)| (*known, box_name.as_str()) != (host, name));
        self.boxes.push((host, name.to_owned(), state));
    }

    /// What somebody has read lies in no box any more, and boxes are shut behind them.
    fn emptied(&mut self, story: &Story, computer: HostId) {
        let overview = &story.overview;
        let Role::RecipientComputer(n) = overview.cast.host(computer).role else { return };
        let Some(recipient) = overview.recipient(n) else { return };
        let (home, name) = (recipient.home, &recipient.box_name);
        self.boxes.retain(|(host, box_name, _)| (*host, box_name) != (home, name));
    }
}
