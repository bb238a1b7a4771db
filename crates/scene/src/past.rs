//! What earlier beats have left behind: where the letter is, which routes were used, who is in
//! trouble, what lies in the boxes.

use super::frame::BoxState;
use super::layout::PlaceId;
use model::cast::{Cast, HostId, Role};
use model::ids::ConnectionId;
use model::question::Question;
use model::story::{Beat, BeatKind, Story};

/// A letter, or the report about one.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// Who has the whole of it.
    pub(super) at: Option<PlaceId>,
    /// Who waits for the rest of it: pieces awaited and arrived.
    pub(super) partial: Option<(PlaceId, u16, u16)>,
    /// It has been opened by its reader.
    pub(super) opened: bool,
    /// It waits in a queue.
    pub(super) queued: bool,
}

/// Why a host is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It said no.
    Refused,
    /// It does not take calls.
    Closed,
    /// It does not answer.
    Silent,
}

/// What the beats before have left behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    pub(super) letter: Item,
    pub(super) report: Item,
    /// The report only tells of a delay.
    pub(super) notice: bool,
    /// On whose computer the letter was opened.
    reader: Option<HostId>,
    /// The last way on which pieces of it went: connection, from, to.
    handed: Option<(ConnectionId, PlaceId, PlaceId)>,
    /// Routes used, and those of them that a report went back on last.
    pub(super) used: Vec<(PlaceId, PlaceId)>,
    pub(super) returned: Vec<(PlaceId, PlaceId)>,
    /// Boxes that are not just closed: of which host, which, and how they are.
    pub(super) boxes: Vec<(HostId, String, BoxState)>,
    /// Who is in trouble, until it is over.
    troubles: Vec<(HostId, Trouble)>,
    /// Name servers that were asked and have not answered yet.
    asked: Vec<HostId>,
    /// The last question to the registry.
    pub(super) question: Option<Question>,
    /// Whose turn it is at the places that several hosts share.
    pub(super) destination: Option<HostId>,
    pub(super) backup: Option<HostId>,
    pub(super) recipient: Option<HostId>,
    /// The last beat in which something moved.
    pub(super) last: Option<usize>,
}

impl Past {
    pub(super) fn apply(&mut self, story: &Story, n: usize, beat: &Beat) {
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
            BeatKind::Full { host, box_name } => self.set_box(*host, box_name, BoxState::Full),
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
        for (host, trouble) in troubles_of(story, n, &beat.kind) {
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
    pub(super) fn settle(&mut self, story: &Story, now: &BeatKind) {
        if let BeatKind::Say { lines: (first, _), speaker, .. } = now
            && let Some(line) = story.lines.get(*first).filter(|line| line.refuses)
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

    /// Who stands at the places that several hosts share: the last one that was in play, or the
    /// first one that will be.
    pub(super) fn take_turns(&mut self, story: &Story, until: usize) {
        let cast = &story.overview.cast;
        let until = (until + 1).min(story.beats.len());
        let past: Vec<HostId> = story.beats[..until]
            .iter()
            .filter_map(|beat| actors(&beat.kind))
            .flat_map(|(a, b)| [a, b])
            .collect();
        let last =
            |place: PlaceId| past.iter().rev().find(|id| PlaceId::of(cast, **id) == place).copied();
        let first = |list: &[(_, HostId)]| list.first().map(|(_, id)| *id);
        self.destination = last(PlaceId::Destination).or_else(|| first(&cast.destinations));
        self.backup = last(PlaceId::Backup).or_else(|| first(&cast.backups));
        self.recipient = last(PlaceId::Recipient).or_else(|| cast.recipients.first().copied());
        // Of several recipients, one of those whom the step is about.
        let step = story.beats[..until].last().and_then(|beat| story.steps.get(beat.step));
        let about: &[u8] = step.map_or(&[], |step| &step.recipients);
        let hosts = || about.iter().filter_map(|n| cast.recipients.get(usize::from(*n)).copied());
        if !hosts().any(|host| Some(host) == self.recipient) {
            self.recipient = hosts().next().or(self.recipient);
        }
        // Another one's letter is not on this screen.
        let elsewhere = self.reader.is_some() && self.reader != self.recipient;
        if self.letter.opened && elsewhere {
            self.letter = Item::default();
        }
    }
}

/// Whose trouble begins or ends in a beat.
pub(super) fn troubles_of(
    story: &Story,
    n: usize,
    kind: &BeatKind,
) -> Vec<(HostId, Option<Trouble>)> {
    match kind {
        BeatKind::NoCall { to, refused, .. } => {
            vec![(*to, Some(if *refused { Trouble::Closed } else { Trouble::Silent }))]
        }
        BeatKind::Full { host, .. } => vec![(*host, Some(Trouble::Refused))],
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
            if lines.any(|line| line.connection == connection && line.refuses) {
                vec![(*speaker, Some(Trouble::Refused))]
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
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

pub(super) fn same_pair(a: (PlaceId, PlaceId), b: (PlaceId, PlaceId)) -> bool {
    a == b || a == (b.1, b.0)
}
