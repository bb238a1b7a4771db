//! Puts a frame together: what of the story is seen at one moment.

use super::flight::flights;
use super::frame::{
    BoxPose, BoxState, Bubble, HostPose, Motion, Pose, RoutePose, RouteState, Symbol, Token,
    TokenKind, TokenPlace,
};
use super::layout::{Layout, PlaceId, Rect, SCENE_HEIGHT, SCENE_WIDTH, STREET};
use super::past::{Past, actors, same_pair};
use super::path::{Path, ease};
use crate::player::ShowTime;
use crate::sim::cast::{HostId, Role};
use crate::sim::host::setup::WALL;
use crate::story::{Beat, BeatKind, Piece, Story};
use crate::text::scene as words;

/// Ten-thousandths of a beat.
pub(super) const WHOLE: u32 = 10_000;
/// When, within its beat, a key reaches the box, and when a letter lies in it.
pub(super) const KEY_THERE: u32 = 5_500;
pub(super) const LETTER_IN: u32 = 8_500;
/// How far, within its beat, a line or a card travels; then it has arrived.
const SLIP_THERE: u32 = 7_500;

const LETTER_KEY: u64 = 1;
const GHOST_KEY: u64 = 2;
const KEY_KEY: u64 = 3;
const LINE_KEYS: u64 = 1_000;
const PIECE_KEYS: u64 = 1_000_000;

/// Everything at one moment, before it is split into pose and motion.
pub(super) struct Moment<'a> {
    pub(super) story: &'a Story,
    pub(super) layout: &'a Layout,
    /// Index of the beat, and how far it is, in ten-thousandths.
    pub(super) beat: usize,
    pub(super) done: u32,
    pub(super) past: Past,
}

impl<'a> Moment<'a> {
    pub(super) fn new(story: &'a Story, layout: &'a Layout, at: ShowTime) -> Self {
        let beat = story.beat_at(at);
        let done = story.beats.get(beat).map_or(WHOLE, |beat| done_of(beat, at));
        let mut left = Past::default();
        for (n, earlier) in story.beats.iter().enumerate().take(beat) {
            left.apply(story, layout, n, earlier);
        }
        left.take_turns(story, beat);
        Self { story, layout, beat, done, past: left }
    }

    fn kind(&self) -> &'a BeatKind {
        self.story.beats.get(self.beat).map_or(&BeatKind::Rest, |beat| &beat.kind)
    }

    /// The beat whose actors are in play: this one, or while nothing moves the last one that did.
    pub(super) fn acting(&self) -> &'a BeatKind {
        match self.kind() {
            BeatKind::Rest => self.past.last.map_or(&BeatKind::Rest, |n| &self.story.beats[n].kind),
            kind => kind,
        }
    }

    pub(super) fn place(&self, host: HostId) -> PlaceId {
        self.layout.place_of(&self.story.trace.cast, host)
    }

    /// Who takes part: from, to (the same where nobody else does).
    fn actors(&self) -> Option<(PlaceId, PlaceId)> {
        let (a, b) = actors(self.acting())?;
        Some((self.place(a), self.place(b)))
    }

    pub(super) fn pose(&self) -> Pose {
        Pose {
            hosts: self.hosts(),
            routes: self.routes(),
            boxes: self.boxes(),
            tokens: self.tokens().into_iter().map(|(token, _)| token).collect(),
            bubble: self.bubble(),
            camera: self.camera(),
            waiting: match self.acting() {
                BeatKind::Wait { text, .. } => Some(text.clone()),
                _ => None,
            },
            sorted_address: match self.acting() {
                BeatKind::Sort { local_part, domain, .. } => {
                    Some((local_part.clone(), domain.clone()))
                }
                _ => None,
            },
        }
    }

    pub(super) fn motion(&self) -> Motion {
        Motion { tokens: self.tokens().into_iter().map(|(_, place)| place).collect() }
    }

    // ---- hosts, routes, boxes -----------------------------------------------------------------

    fn hosts(&self) -> Vec<HostPose> {
        let actors = self.actors();
        let cast = &self.story.trace.cast;
        self.layout
            .places()
            .iter()
            .map(|place| {
                let id = place.id;
                let in_play = actors.is_some_and(|(a, b)| a == id || b == id);
                let host = self.host_at(id);
                let wall = id == PlaceId::Destination
                    || id == PlaceId::Provider && self.layout.one_provider();
                // Of two small relays in play, the further one is named.
                let further = actors
                    .is_some_and(|(a, b)| matches!(a.max(b), PlaceId::Relay(_)) && a.max(b) != id);
                let small = matches!(id, PlaceId::Relay(_));
                let nowhere = id == PlaceId::Destination && self.past.destination.is_none();
                let named = place.always_named || in_play && !(small && further);
                let words = self.words_for(id, host);
                let host = cast.host(host);
                HostPose {
                    place: id,
                    symbol: match id {
                        PlaceId::Sender => Symbol::Compose,
                        PlaceId::Recipient => Symbol::Inbox,
                        PlaceId::Registry => Symbol::Registry,
                        PlaceId::Relay(_) => Symbol::Relay,
                        _ if wall => Symbol::Wall,
                        _ => Symbol::MailServer,
                    },
                    state: self.host_state(id, in_play),
                    label: if named { words.label } else { String::new() },
                    short_label: if named { words.short } else { String::new() },
                    technical: if named { words.technical } else { String::new() },
                    address: if named && id != PlaceId::Registry && !nowhere {
                        host.address.to_string()
                    } else {
                        String::new()
                    },
                    sign: if wall { self.sign() } else { String::new() },
                }
            })
            .collect()
    }

    /// The host that stands at a place now.
    fn host_at(&self, place: PlaceId) -> HostId {
        let cast = &self.story.trace.cast;
        match place {
            PlaceId::Sender => cast.sender,
            PlaceId::Provider => cast.provider,
            PlaceId::Relay(n) => cast.relays.get(usize::from(n)).copied().unwrap_or(cast.provider),
            PlaceId::Destination => self.past.destination.unwrap_or(cast.provider),
            PlaceId::Recipient => self.past.recipient.unwrap_or(cast.sender),
            PlaceId::Registry => match self.acting() {
                BeatKind::Ask { server, .. } | BeatKind::Answer { server, .. } => *server,
                _ => cast.name_servers.first().map_or(cast.provider, |(_, id)| *id),
            },
        }
    }

    fn words_for(&self, place: PlaceId, host: HostId) -> words::HostWords {
        let cast = &self.story.trace.cast;
        let name = &cast.host(host).name;
        match place {
            PlaceId::Sender => words::sender(),
            PlaceId::Provider => words::provider(name, self.layout.one_provider()),
            PlaceId::Relay(n) => words::relay(name, usize::from(n) + 1, cast.relays.len()),
            PlaceId::Destination if self.past.destination.is_none() => words::nowhere(&self.sign()),
            PlaceId::Destination => match &cast.host(host).role {
                Role::Backup(_) => words::backup(name, &self.sign()),
                _ => words::destination(name, &self.sign()),
            },
            PlaceId::Recipient => match &cast.host(host).role {
                Role::RecipientComputer(n) if cast.recipients.len() > 1 => {
                    words::recipient_of(usize::from(*n) + 1, cast.recipients.len())
                }
                _ => words::recipient(),
            },
            PlaceId::Registry => match self.acting() {
                BeatKind::Ask { .. } | BeatKind::Answer { .. } => words::registry(name),
                _ => words::registry(""),
            },
        }
    }

    /// The domain on the wall.
    fn sign(&self) -> String {
        let cast = &self.story.trace.cast;
        let all = || cast.destinations.iter().chain(&cast.backups);
        let domain = all().find(|(_, id)| Some(*id) == self.past.destination);
        domain.map_or_else(
            || {
                self.story
                    .trace
                    .outcomes
                    .first()
                    .map_or_else(String::new, |(m, _)| m.domain.to_string())
            },
            |(domain, _)| domain.to_string(),
        )
    }

    fn routes(&self) -> Vec<RoutePose> {
        let mut pairs = Vec::new();
        let mut way = vec![PlaceId::Sender, PlaceId::Provider];
        way.extend(
            self.layout.places().iter().map(|p| p.id).filter(|id| matches!(id, PlaceId::Relay(_))),
        );
        if !self.layout.one_provider() {
            way.push(PlaceId::Destination);
        }
        way.push(PlaceId::Recipient);
        pairs.extend(way.windows(2).map(|pair| (pair[0], pair[1])));
        if !self.layout.one_provider() {
            pairs.push((PlaceId::Provider, PlaceId::Registry));
        }
        // Routes that only some stories use: a relay that asks the registry, a copy that passes by
        // the relays.
        let live = self.actors().filter(|(a, b)| a != b);
        for pair in self.past.used.iter().copied().chain(live) {
            if !pairs.iter().any(|known| same_pair(*known, pair)) {
                pairs.push((pair.0.min(pair.1), pair.0.max(pair.1)));
            }
        }
        let last = way.len() - 2;
        pairs
            .into_iter()
            .enumerate()
            .map(|(n, (from, to))| {
                let (from, to) = if from == PlaceId::Registry { (to, from) } else { (from, to) };
                let path = Path::between(self.layout, from, to);
                let is_live = live.is_some_and(|pair| same_pair(pair, (from, to)));
                let is_used = self.past.used.iter().any(|pair| same_pair(*pair, (from, to)));
                let state = match (is_live, is_used) {
                    (true, _) => self.live_state(),
                    (false, true) => RouteState::Used,
                    (false, false) => RouteState::Idle,
                };
                let forward = live.is_none_or(|(a, _)| a == from);
                let protocol = if to == PlaceId::Registry {
                    "DNS"
                } else if n == last {
                    "POP"
                } else {
                    "SMTP"
                };
                RoutePose {
                    tag: words::tag(protocol, is_live.then_some(forward)),
                    from,
                    to,
                    path: path.svg.clone(),
                    ends: path.ends,
                    state,
                    tag_at: path.tag_at,
                }
            })
            .collect()
    }

    fn boxes(&self) -> Vec<BoxPose> {
        let (mut lit, mut open) = (self.past.lit.clone(), self.past.open.clone());
        match self.kind() {
            BeatKind::Store { boxes, .. } if self.done >= LETTER_IN => lit.clone_from(boxes),
            BeatKind::Key { box_name, fits: true, .. } if self.done >= KEY_THERE => {
                open = Some(box_name.clone());
            }
            _ => {}
        }
        self.box_names()
            .into_iter()
            .map(|name| {
                let full =
                    matches!(self.acting(), BeatKind::Full { box_name, .. } if *box_name == name);
                let state = if full {
                    BoxState::Full
                } else if open.as_ref() == Some(&name) {
                    BoxState::Open
                } else if lit.contains(&name) {
                    BoxState::Lit
                } else {
                    BoxState::Closed
                };
                BoxPose { name, state }
            })
            .collect()
    }

    /// The nine names on the wall: the usual ones, and those that the message goes to.
    fn box_names(&self) -> Vec<String> {
        let sign = self.sign();
        let recipients = || {
            self.story
                .trace
                .outcomes
                .iter()
                .filter(|(mailbox, _)| mailbox.domain.as_str() == sign)
                .map(|(mailbox, _)| mailbox.local_part.box_name())
        };
        let mut names: Vec<String> = WALL.iter().map(|name| (*name).to_owned()).collect();
        for name in recipients() {
            if names.contains(&name) {
                continue;
            }
            let spare = names.iter().rposition(|known| !recipients().any(|r| r == *known));
            if let Some(spare) = spare {
                names[spare] = name;
            }
        }
        names
    }

    fn door_of(&self, name: &str) -> Rect {
        let at = self.box_names().iter().position(|known| known == name).unwrap_or(4);
        self.layout.door(at)
    }

    // ---- what is said -------------------------------------------------------------------------

    fn bubble(&self) -> Option<Bubble> {
        let (speaker, line, gloss) = match self.acting() {
            BeatKind::Say { lines: (first, last), speaker, .. } => {
                let said = &self.story.lines[*first];
                let more = if last > first { " …" } else { "" };
                (self.place(*speaker), [&said.text, more].concat(), said.gloss.clone())
            }
            BeatKind::Acknowledge { speaker, line, gloss, .. } => {
                (self.place(*speaker), line.clone(), gloss.clone())
            }
            BeatKind::Ask { host, question, gloss, .. } => {
                (self.place(*host), question.clone(), gloss.clone())
            }
            BeatKind::Answer { server, answer, gloss, .. } => {
                (self.place(*server), answer.clone(), gloss.clone())
            }
            _ => return None,
        };
        let place = self.layout.place(speaker);
        Some(Bubble { tail_x: place.middle(), tail_y: place.rect.y, line, gloss })
    }

    /// What narrow screens show: the places in play, with room for their names.
    fn camera(&self) -> Rect {
        const MARGIN: i32 = 26;
        const WIDTH: i32 = 452;
        let (a, b) = self.actors().unwrap_or((PlaceId::Sender, PlaceId::Provider));
        let pair = match (a, b) {
            (PlaceId::Sender, PlaceId::Sender) => (a, PlaceId::Provider),
            (PlaceId::Provider, PlaceId::Provider) if !self.layout.one_provider() => {
                (a, PlaceId::Registry)
            }
            (PlaceId::Recipient, PlaceId::Recipient) if self.layout.one_provider() => {
                (PlaceId::Provider, a)
            }
            (PlaceId::Recipient, PlaceId::Recipient) => (PlaceId::Destination, a),
            pair => pair,
        };
        let (a, b) = (self.layout.place(pair.0).rect, self.layout.place(pair.1).rect);
        let left = a.x.min(b.x) - MARGIN;
        let right = (a.x + a.width).max(b.x + b.width) + MARGIN;
        let width = (right - left).max(WIDTH);
        let x = (left + right - width) / 2;
        let x = x.clamp(6, SCENE_WIDTH - 6 - width.min(SCENE_WIDTH - 12));
        Rect { x, y: 8, width, height: SCENE_HEIGHT - 8 }
    }

    // ---- what moves ---------------------------------------------------------------------------

    fn tokens(&self) -> Vec<(Token, TokenPlace)> {
        let mut tokens = Vec::new();
        let mut put = |key: u64, kind: TokenKind, (x, y): (i32, i32), opacity: u8| {
            tokens.push((Token { key, kind }, TokenPlace { key, x, y, opacity }));
        };
        let travelling = matches!(self.kind(), BeatKind::Pieces { .. } | BeatKind::Store { .. });
        if let Some((place, pieces, arrived)) = self.past.partial
            && !travelling
        {
            put(GHOST_KEY, TokenKind::Ghost { pieces, arrived }, self.hold_point(place), 100);
        }
        if self.past.partial.is_some() {
            for (piece, at) in self.fallen() {
                let Piece { number, count, lost, again, packet, .. } = piece;
                let kind = TokenKind::Piece { number, count, lost, again };
                put(PIECE_KEYS + u64::from(packet.0), kind, at, 100);
            }
        }
        let here = match self.kind() {
            BeatKind::Wait { host, .. } | BeatKind::Report { host } => Some(self.place(*host)),
            _ => self.past.holder,
        };
        if let Some(holder) = here
            && !travelling
        {
            put(LETTER_KEY, self.letter_kind(holder), self.hold_point(holder), 100);
        }
        match self.kind() {
            BeatKind::Write { .. } => {
                put(LETTER_KEY, TokenKind::Letter, self.hold_point(PlaceId::Sender), 100);
            }
            BeatKind::Say { speaker, listener, .. }
            | BeatKind::Acknowledge { speaker, listener, .. } => {
                let path = self.path(*speaker, *listener);
                let at = path.point(ease(self.done * WHOLE / SLIP_THERE));
                let opacity = if self.done < SLIP_THERE { 100 } else { 0 };
                put(LINE_KEYS + self.beat as u64, TokenKind::Line, at, opacity);
            }
            BeatKind::Ask { host, server, question, .. } => {
                let at = self.path(*host, *server).point(ease(self.done * WHOLE / SLIP_THERE));
                let text = question.split(' ').next().unwrap_or_default().to_owned();
                let kind = TokenKind::Card { text, answer: false };
                put(LINE_KEYS + self.beat as u64, kind, at, 100);
            }
            BeatKind::Answer { host, server, answer, .. } => {
                let at = self.path(*server, *host).point(ease(self.done * WHOLE / SLIP_THERE));
                let text = answer.split(' ').next().unwrap_or_default().to_owned();
                let kind = TokenKind::Card { text, answer: true };
                put(LINE_KEYS + self.beat as u64, kind, at, 100);
            }
            BeatKind::Pieces { from, to, pieces, total, .. } => {
                let (path, place) = (self.path(*from, *to), self.place(*to));
                let kind = TokenKind::Ghost { pieces: *total, arrived: self.arrived() };
                put(GHOST_KEY, kind, self.hold_point(place), 100);
                for (piece, flight) in pieces.iter().zip(flights(pieces)) {
                    let (at, opacity) = flight.at(&path, self.done, piece.lost);
                    let kind = TokenKind::Piece {
                        number: piece.number,
                        count: piece.count,
                        lost: piece.lost,
                        again: piece.again,
                    };
                    put(PIECE_KEYS + u64::from(piece.packet.0), kind, at, opacity);
                }
            }
            BeatKind::Store { host, boxes } => {
                let from = self.hold_point(self.place(*host));
                for (n, name) in (0..).zip(boxes.iter().take(WALL.len())) {
                    let door = self.door_of(name);
                    let to = ((door.x + 35) * 100, (door.y + 26) * 100);
                    let part = ease(self.done * WHOLE / LETTER_IN);
                    let opacity = if self.done >= LETTER_IN { 0 } else { 100 };
                    put(
                        LETTER_KEY + 10 * n,
                        TokenKind::SmallLetter,
                        between(from, to, part),
                        opacity,
                    );
                }
            }
            BeatKind::Key { from, to, box_name, fits } => {
                let path = self.path(*from, *to);
                let door = self.door_of(box_name);
                let there = ((door.x + 35) * 100, (door.y + 30) * 100);
                let (along, inside) = (KEY_THERE * 7 / 10, KEY_THERE * 3 / 10);
                let at = if self.done < along {
                    path.point(ease(self.done * WHOLE / along))
                } else if self.done < KEY_THERE {
                    between(path.point(WHOLE), there, (self.done - along) * WHOLE / inside)
                } else if *fits {
                    there
                } else {
                    let back = (self.done - KEY_THERE) * WHOLE / (WHOLE - KEY_THERE);
                    between(there, path.point(WHOLE), back)
                };
                put(KEY_KEY, TokenKind::Key, at, 100);
            }
            BeatKind::NoCall { from, to, .. } => {
                let at = self.path(*from, *to).point(ease(self.done * WHOLE / SLIP_THERE));
                let opacity = if self.done < SLIP_THERE { 100 } else { 0 };
                put(LINE_KEYS + self.beat as u64, TokenKind::Line, at, opacity);
            }
            BeatKind::Sort { .. }
            | BeatKind::Read { .. }
            | BeatKind::Wait { .. }
            | BeatKind::Hold { .. }
            | BeatKind::Full { .. }
            | BeatKind::Report { .. }
            | BeatKind::Rest => {}
        }
        tokens
    }

    /// Lost pieces of the message that is still incomplete, and where they lie.
    fn fallen(&self) -> Vec<(Piece, (i32, i32))> {
        let beats = self.story.beats[..self.beat].iter().rev();
        let last = beats.filter_map(|beat| match &beat.kind {
            BeatKind::Pieces { from, to, pieces, .. } => Some((from, to, pieces)),
            _ => None,
        });
        let Some((from, to, pieces)) = last.take(1).next() else { return Vec::new() };
        let path = self.path(*from, *to);
        let all = pieces.iter().zip(flights(pieces)).filter(|(piece, _)| piece.lost);
        all.map(|(piece, flight)| (*piece, flight.at(&path, WHOLE, true).0)).collect()
    }

    fn letter_kind(&self, holder: PlaceId) -> TokenKind {
        let waits = self.past.queued || matches!(self.kind(), BeatKind::Wait { .. });
        match holder {
            _ if self.past.report || matches!(self.kind(), BeatKind::Report { .. }) => {
                TokenKind::Report
            }
            PlaceId::Sender | PlaceId::Recipient if self.past.read => TokenKind::OpenLetter,
            PlaceId::Relay(_) | PlaceId::Provider | PlaceId::Destination if waits => {
                TokenKind::WaitingLetter
            }
            PlaceId::Recipient
                if self.past.read || matches!(self.kind(), BeatKind::Read { .. }) =>
            {
                TokenKind::OpenLetter
            }
            PlaceId::Sender | PlaceId::Recipient => TokenKind::Letter,
            _ => TokenKind::SmallLetter,
        }
    }

    fn path(&self, from: HostId, to: HostId) -> Path {
        let (from, to) = (self.place(from), self.place(to));
        // Cables are laid from left to right; the way back is the same cable.
        if from > to && from != PlaceId::Registry && to != PlaceId::Registry {
            Path::between(self.layout, to, from).reversed()
        } else {
            Path::between(self.layout, from, to)
        }
    }

    /// The middle of a letter held at a place.
    fn hold_point(&self, place: PlaceId) -> (i32, i32) {
        let at = self.layout.place(place);
        let (x, y) = match place {
            PlaceId::Sender | PlaceId::Recipient => (at.middle(), at.rect.y + 38),
            _ if at.rect.width > 200 => (at.rect.x + 26, 256),
            _ => (at.rect.x + at.rect.width * 37 / 84, STREET - at.rect.height * 48 / 136),
        };
        (x * 100, y * 100)
    }

    /// Pieces that have arrived by now, those of earlier flights included.
    fn arrived(&self) -> u16 {
        let BeatKind::Pieces { pieces, .. } = self.kind() else {
            return 0;
        };
        let before = self.past.partial.map_or(0, |(_, _, arrived)| arrived);
        let now = pieces
            .iter()
            .zip(flights(pieces))
            .filter(|(piece, flight)| !piece.lost && flight.until <= self.done);
        before + now.map(|(piece, _)| piece.count).sum::<u16>()
    }
}

fn done_of(beat: &Beat, at: ShowTime) -> u32 {
    let length = u64::from(beat.until.saturating_sub(beat.from)).max(1);
    let gone = u64::from(at.saturating_sub(beat.from));
    u32::try_from(gone * u64::from(WHOLE) / length).unwrap_or(WHOLE).min(WHOLE)
}

fn between(from: (i32, i32), to: (i32, i32), part: u32) -> (i32, i32) {
    let along = |a: i32, b: i32| {
        let part = i64::from(part.min(WHOLE));
        a + i32::try_from(i64::from(b - a) * part / i64::from(WHOLE)).unwrap_or(0)
    };
    (along(from.0, to.0), along(from.1, to.1))
}
