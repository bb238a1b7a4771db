//! The hosts as they are at one moment, with what stands below them.

use super::compose::Moment;
use super::frame::{Held, HostPose, HostState, Symbol, TextLine};
use super::layout::{Place, PlaceId};
use super::lettering::Face;
use model::cast::{HostId, Role};
use model::story::BeatKind;
use text::scene::{self as words, Seen};

/// Between two names, and between a name and the edge of the picture.
const APART: i32 = 14;
const MARGIN: i32 = 6;
/// What is cut off from names that are too long, at a time.
const CUT: i32 = 4;

/// A name is a long one from this width on.
const LONG: i32 = 110;

/// What stands below a host, before it has its place.
struct Label {
    /// Where it would stand.
    middle: i32,
    width: i32,
    /// What else stands there needs so much.
    least: i32,
    names: Vec<String>,
    technical: Vec<String>,
}

impl Moment<'_> {
    pub(super) fn hosts(&self) -> Vec<HostPose> {
        let places: Vec<Place> =
            self.layout.street.places.iter().map(|place| self.place(place.id)).collect();
        let labels = self.labels(&places);
        places.iter().zip(labels).map(|(place, label)| self.host(place, label)).collect()
    }

    fn host(&self, place: &Place, label: Vec<TextLine>) -> HostPose {
        let id = place.id;
        let host = self.host_at(id);
        let held = self.held_at(id);
        let wall = id == self.layout.street.wall();
        let measures = self.layout.street.measures();
        let room = place.rect.width - 10;
        let (sign, behind) = match id {
            _ if wall => (
                self.layout.typeface.fit(&self.sign(), room, measures.small, Face::Bold),
                self.domains().saturating_sub(1),
            ),
            PlaceId::Registry => {
                let sign = words::REGISTRY.iter().find(|sign| {
                    self.layout.typeface.width(sign, measures.small, Face::Bold) <= room
                });
                (sign.map_or_else(String::new, |sign| (*sign).to_owned()), 0)
            }
            _ => (String::new(), 0),
        };
        HostPose {
            place: id,
            rect: place.rect,
            ports: (place.port_in, place.port_out),
            home: self.layout.street.place(id).rect.middle(),
            symbol: match id {
                PlaceId::Sender => Symbol::Compose,
                PlaceId::Recipient => Symbol::Inbox,
                PlaceId::Registry => Symbol::Registry,
                PlaceId::Relay(_) | PlaceId::Backup => Symbol::Relay,
                _ if wall => Symbol::Wall,
                _ => Symbol::MailServer,
            },
            state: self.host_state(id, host),
            mark: self.mark_at(id, host, held),
            away: self.is_away(id),
            held,
            name: match id {
                PlaceId::Registry => words::REGISTRY[0].to_owned(),
                _ => self.words_for(id, host).label,
            },
            seen: self.seen(id, host),
            label,
            sign,
            behind,
        }
    }

    /// What can be said of the host at a place.
    fn seen(&self, id: PlaceId, host: HostId) -> Option<Seen> {
        match self.host_state(id, host) {
            HostState::Refusing { .. } if self.named == Some(id) => Some(Seen::SaidNo),
            HostState::Refusing { in_play: true } => Some(Seen::SaysNo),
            HostState::Refusing { in_play: false } => Some(Seen::SaidNo),
            HostState::Silent => Some(Seen::Silent),
            _ if matches!(self.acting(), BeatKind::Wait { host: of, .. } if *of == host) => {
                Some(Seen::Waits)
            }
            HostState::InPlay => Some(Seen::InPlay),
            HostState::Idle => None,
        }
    }

    /// The host that stands at a place now.
    pub(super) fn host_at(&self, place: PlaceId) -> HostId {
        let cast = &self.story.overview.cast;
        match place {
            PlaceId::Sender => cast.sender,
            PlaceId::Provider => cast.provider,
            PlaceId::Relay(n) => cast.relays.get(usize::from(n)).copied().unwrap_or(cast.provider),
            PlaceId::Backup => self.past.backup.unwrap_or(cast.provider),
            PlaceId::Destination => self.past.destination.unwrap_or(cast.provider),
            PlaceId::Recipient => self.past.recipient.unwrap_or(cast.sender),
            PlaceId::Registry => self.name_server(),
        }
    }

    fn words_for(&self, place: PlaceId, host: HostId) -> words::HostWords {
        let cast = &self.story.overview.cast;
        let name = &cast.host(host).name;
        match place {
            PlaceId::Sender => words::sender(),
            PlaceId::Provider => words::provider(name, cast.provider_name.as_deref()),
            PlaceId::Relay(n) => words::relay(name, usize::from(n) + 1, cast.relays.len()),
            PlaceId::Backup => words::backup(name, &self.domain_of(host)),
            PlaceId::Destination if self.past.destination.is_none() => {
                words::nowhere(&self.wanted_domain())
            }
            PlaceId::Destination => words::destination(name, &self.domain_of(host)),
            PlaceId::Recipient => match &cast.host(host).role {
                Role::RecipientComputer(n) if cast.recipients.len() > 1 => {
                    words::recipient_of(usize::from(*n) + 1, cast.recipients.len())
                }
                _ => words::recipient(),
            },
            // Its name stands on its front.
            PlaceId::Registry => words::HostWords::default(),
        }
    }

    /// The domain of a server.
    pub(super) fn domain_of(&self, host: HostId) -> String {
        let cast = &self.story.overview.cast;
        let mut all = cast.destinations.iter().chain(&cast.backups);
        let found = all.find(|(_, id)| *id == host);
        found.map_or_else(|| self.wanted_domain(), |(domain, _)| domain.to_string())
    }

    /// The domain that the first recipient is in.
    pub(super) fn wanted_domain(&self) -> String {
        self.story.overview.recipient(0).map_or_else(String::new, |first| first.domain.clone())
    }

    /// The domain on the wall, and which one of several it is.
    fn sign(&self) -> String {
        let domains = &self.story.overview.cast.destinations;
        let here = self.past.destination.filter(|_| !self.layout.street.one_provider);
        let domain = here.map_or_else(|| self.wanted_domain(), |host| self.domain_of(host));
        let n = domains.iter().position(|(_, id)| Some(*id) == here);
        n.filter(|_| domains.len() > 1)
            .map_or_else(|| domain.clone(), |n| words::sign_of(&domain, n + 1, domains.len()))
    }

    /// How many walls of boxes there are.
    fn domains(&self) -> usize {
        if self.layout.street.one_provider {
            1
        } else {
            self.story.overview.cast.destinations.len()
        }
    }

    // ---- names --------------------------------------------------------------------------------

    /// Whether the name of a place is written.
    fn is_named(&self, place: &Place) -> bool {
        let beside_others =
            matches!(place.id, PlaceId::Relay(_) | PlaceId::Backup) && self.between() > 2;
        let camera = self.camera();
        let seen = place.rect.x >= camera.x && place.rect.right() <= camera.right();
        let in_play = self.in_play(place.id) || self.is_marked(place.id);
        match place.id {
            PlaceId::Registry => false,
            _ if self.layout.size().pans() => seen && !self.is_away(place.id),
            _ => in_play || !beside_others,
        }
    }

    /// Whether the verdict names the host at a place.
    fn is_marked(&self, place: PlaceId) -> bool {
        self.blamed().any(|(host, _)| host == self.host_at(place))
    }

    /// How many servers stand between provider and destination.
    fn between(&self) -> usize {
        let servers = self.layout.street.places.iter();
        servers.filter(|p| matches!(p.id, PlaceId::Relay(_) | PlaceId::Backup)).count()
    }

    /// The lines below each place: none overlaps another, none leaves the picture.
    fn labels(&self, places: &[Place]) -> Vec<Vec<TextLine>> {
        let window = self.camera();
        let (from, until) = (window.x + MARGIN, window.right() - MARGIN);
        let named: Vec<bool> = places.iter().map(|place| self.is_named(place)).collect();
        let of = |long: bool| -> Vec<Label> {
            let named = places.iter().zip(&named).filter(|(_, named)| **named);
            // From left to right. Put in their places one by one: there are few, and a sort is a
            // lot of code for the page.
            named.fold(Vec::new(), |mut labels, (place, _)| {
                let label = self.label(place, long);
                let at = labels.partition_point(|other: &Label| other.middle <= label.middle);
                labels.insert(at, label);
                labels
            })
        };
        let needed = |labels: &[Label]| {
            let gaps = i32::try_from(labels.len().saturating_sub(1)).unwrap_or(0) * APART;
            labels.iter().map(|label| label.width).sum::<i32>() + gaps
        };
        let room = until - from;
        let mut labels = of(true);
        if needed(&labels) > room || !fits_where_it_is(&labels) {
            labels = of(false);
        }
        // What machines call themselves goes first, as far as it is wider than the name.
        while needed(&labels) > room
            && let Some(label) = labels.iter_mut().max_by_key(|label| self.overhang(label))
            && self.overhang(label) > 0
        {
            let most = label.width - CUT.min(self.overhang(label));
            self.shorten(label, most);
        }
        // Then the widest ones lose most.
        let mut most = labels.iter().map(|label| label.width).max().unwrap_or(0);
        while needed(&labels) > room && most > CUT {
            most -= CUT;
            for label in labels.iter_mut().filter(|label| label.width > most) {
                self.shorten(label, most);
            }
        }
        // As near to their hosts as they can be: first those on the left make room, then those on
        // the right.
        let mut free = from;
        let mut lefts: Vec<i32> = labels
            .iter()
            .map(|label| {
                let left = (label.middle - label.width / 2).max(free);
                free = left + label.width + APART;
                left
            })
            .collect();
        let mut free = until;
        for (left, label) in lefts.iter_mut().zip(&labels).rev() {
            *left = (*left).min(free - label.width);
            free = *left - APART;
        }
        let mut lines: Vec<(i32, Vec<TextLine>)> = labels
            .iter()
            .zip(lefts)
            .map(|(label, left)| (label.middle, self.lines(label, left + label.width / 2)))
            .collect();
        places
            .iter()
            .zip(named)
            .map(|(place, named)| {
                let at = lines.iter().position(|(middle, _)| *middle == place.rect.middle());
                at.filter(|_| named).map_or_else(Vec::new, |at| lines.swap_remove(at).1)
            })
            .collect()
    }

    fn label(&self, place: &Place, long: bool) -> Label {
        let measures = self.layout.street.measures();
        let host = self.host_at(place.id);
        let words = self.words_for(place.id, host);
        let nowhere = place.id == PlaceId::Destination && self.past.destination.is_none();
        let several = place.id == PlaceId::Recipient && self.several_fates();
        let name = if long { words.label } else { words.short };
        let lines = if several { 1 } else { measures.name_lines };
        let names = self.layout.typeface.wrap(&name, lines, measures.name);
        let mut technical = Vec::new();
        let computer = matches!(place.id, PlaceId::Sender | PlaceId::Recipient);
        let plain = self.layout.size().pans() && computer;
        if measures.technical.is_some() && !several && !nowhere && !plain {
            technical.push(words.technical);
            // On two lines, where there are two.
            let [_, second, third] = measures.lines;
            if third > second {
                technical.push(self.story.overview.cast.host(host).address.to_string());
            }
        }
        let least = if several { self.fates_width() } else { 0 };
        let mut label = Label { middle: place.rect.middle(), width: 0, least, names, technical };
        label.width = self.width_of(&label).max(least);
        label
    }

    fn width_of(&self, label: &Label) -> i32 {
        let measures = self.layout.street.measures();
        let of = |lines: &[String], size: i32, face: Face| {
            lines.iter().map(|line| self.layout.typeface.width(line, size, face)).max().unwrap_or(0)
        };
        let technical = of(&label.technical, measures.technical.unwrap_or(0), Face::Mono);
        of(&label.names, measures.name, Face::Bold).max(technical)
    }

    /// How much wider the technical lines are than the name, while the name is a long one.
    fn overhang(&self, label: &Label) -> i32 {
        let measures = self.layout.street.measures();
        let names = label
            .names
            .iter()
            .map(|line| self.layout.typeface.width(line, measures.name, Face::Bold));
        label.width - names.max().unwrap_or(0).max(LONG).max(label.least)
    }

    /// Shortens a label to a width.
    fn shorten(&self, label: &mut Label, most: i32) {
        let measures = self.layout.street.measures();
        for line in &mut label.names {
            *line = self.layout.typeface.fit(line, most, measures.name, Face::Bold);
        }
        for line in &mut label.technical {
            *line =
                self.layout.typeface.fit(line, most, measures.technical.unwrap_or(0), Face::Mono);
        }
        label.width = most.max(label.least);
    }

    fn lines(&self, label: &Label, x: i32) -> Vec<TextLine> {
        let measures = self.layout.street.measures();
        let (size, technical) = (measures.name, measures.technical.unwrap_or(0));
        let names = label.names.iter().map(|text| (text, size, Face::Bold));
        let technical = label.technical.iter().map(|text| (text, technical, Face::Mono));
        let all = names.chain(technical).zip(measures.lines);
        all.map(|((text, size, face), below)| TextLine {
            text: text.clone(),
            x,
            y: self.layout.street() + below,
            size,
            name: face == Face::Bold,
            width: self.layout.typeface.width(text, size, face),
        })
        .collect()
    }

    // ---- letters ------------------------------------------------------------------------------

    /// Which letter the host at a place holds: it takes the place of what else is on its front.
    fn held_at(&self, id: PlaceId) -> Held {
        let (letter, report) = (&self.past.letter, &self.past.report);
        let leaves = |from: HostId| self.place_of(from) == id;
        match self.kind() {
            BeatKind::Pieces { to, .. } if self.place_of(*to) == id => return Held::Letter,
            BeatKind::Wait { host, .. } if self.place_of(*host) == id => {
                return Held::WaitingLetter;
            }
            BeatKind::Report { host, .. }
                if self.place_of(*host) == id && letter.at == Some(id) && self.is_notice() =>
            {
                return Held::LetterAndNotice;
            }
            BeatKind::Write { host }
            | BeatKind::Sort { host, .. }
            | BeatKind::Report { host, .. }
                if self.place_of(*host) == id =>
            {
                return Held::Letter;
            }
            _ => {}
        }
        let holds = |at: Option<PlaceId>, partial: Option<(PlaceId, u16, u16)>| {
            at == Some(id) || partial.is_some_and(|(place, ..)| place == id)
        };
        let (mut has_letter, mut has_report) =
            (holds(letter.at, letter.partial), holds(report.at, report.partial));
        match self.kind() {
            BeatKind::Pieces { from, .. } if leaves(*from) && has_report && !report.opened => {
                has_report = false;
            }
            BeatKind::Pieces { from, .. } if leaves(*from) => has_letter = false,
            BeatKind::Store { .. } => has_letter = false,
            _ => {}
        }
        match (has_letter, has_report) {
            (true, false) if letter.queued => Held::WaitingLetter,
            (true, true) if letter.queued => Held::LetterAndNotice,
            (false, false) => Held::Nothing,
            _ => Held::Letter,
        }
    }
}

/// Whether each label can stand below the middle of its host.
fn fits_where_it_is(labels: &[Label]) -> bool {
    labels.windows(2).all(|pair| {
        pair[1].middle - pair[0].middle >= i32::midpoint(pair[0].width, pair[1].width) + APART
    })
}
