//! What travels or lies somewhere at one moment, and where.

use super::compose::{KEY_THERE, LETTER_IN, Moment, WHOLE};
use super::flight::flights;
use super::frame::{Paper, Token, TokenKind, TokenPlace};
use super::layout::PlaceId;
use super::past::Item;
use super::path::{Path, ease};
use model::cast::HostId;
use model::story::{BeatKind, Piece};

/// When, within its beat, a line or a card leaves, after what it says can be read, and when it has
/// arrived.
pub(super) const SLIP_LEAVES: u32 = 1_000;
pub(super) const SLIP_THERE: u32 = 8_500;

const LETTER_KEY: u64 = 1;
const GHOST_KEY: u64 = 2;
const KEY_KEY: u64 = 3;
const REPORT_KEY: u64 = 4;
const COPY_KEYS: u64 = 10;
const LINE_KEYS: u64 = 1_000;
const PIECE_KEYS: u64 = 1_000_000;

/// How long a cable is at least for what travels on it to have its full size.
const LONG_ENOUGH: i32 = 90;

type Tokens = Vec<(Token, TokenPlace)>;

fn put(
    tokens: &mut Tokens,
    (key, kind): (u64, TokenKind),
    scale: i32,
    (x, y): (i32, i32),
    opacity: u8,
) {
    let paper = match kind {
        TokenKind::Report | TokenKind::OpenReport => Paper::Report,
        TokenKind::Notice | TokenKind::OpenNotice => Paper::Notice,
        _ => Paper::Letter,
    };
    tokens.push((
        Token { key, kind, paper, scale, legible: true },
        TokenPlace { key, x, y, opacity },
    ));
}

impl Moment<'_> {
    pub(super) fn tokens(&self) -> Tokens {
        let mut tokens = Tokens::new();
        self.lying(&mut tokens);
        self.moving(&mut tokens);
        let is_report = match self.kind() {
            BeatKind::Pieces { from, to, .. } => self.moves_report(*from, *to),
            _ => self.past.report.partial.is_some(),
        };
        for (token, _) in &mut tokens {
            let part = matches!(token.kind, TokenKind::Ghost { .. } | TokenKind::Piece { .. });
            if is_report && part {
                token.paper = if self.is_notice() { Paper::Notice } else { Paper::Report };
            }
            token.legible = token.scale >= self.layout.street.measures().travels;
        }
        tokens
    }

    /// Letter and report where they are held, unless they travel now.
    fn lying(&self, tokens: &mut Tokens) {
        let (letter, report) = (&self.past.letter, &self.past.report);
        let (mut letter_moves, mut report_moves) = (false, false);
        match self.kind() {
            BeatKind::Pieces { from, to, .. } => {
                report_moves = self.moves_report(*from, *to);
                letter_moves = !report_moves;
            }
            BeatKind::Store { .. } => letter_moves = true,
            _ => {}
        }
        for (item, moves) in [(letter, letter_moves), (report, report_moves)] {
            if let Some((place, pieces, arrived)) = item.partial.filter(|_| !moves) {
                let (at, scale) = self.hold_point(place);
                let gap = self.fallen().first().map(|(piece, _)| (piece.number, piece.count));
                let ghost = (GHOST_KEY, TokenKind::Ghost { pieces, arrived, gap });
                put(tokens, ghost, scale, at, 100);
            }
            if item.partial.is_some() {
                for (piece, at) in self.fallen() {
                    let key = PIECE_KEYS + u64::from(piece.packet.0);
                    put(tokens, (key, piece_kind(&piece)), self.travels(None), at, 100);
                }
            }
        }
        let now = match self.kind() {
            BeatKind::Wait { host, .. }
            | BeatKind::Write { host }
            | BeatKind::Sort { host, .. } => Some(self.place_of(*host)),
            BeatKind::Report { .. } if !self.is_notice() => None,
            _ => letter.at,
        };
        let holder = now.filter(|_| !letter_moves);
        if let Some(place) = holder {
            let (at, scale) = self.hold_point(place);
            put(tokens, (LETTER_KEY, self.letter_kind(place, letter)), scale, at, 100);
        }
        let now = match self.kind() {
            BeatKind::Report { host, .. } => Some((self.place_of(*host), false)),
            BeatKind::Read { host } => {
                report.at.map(|at| (at, report.opened || at == self.place_of(*host)))
            }
            _ => report.at.map(|at| (at, report.opened)),
        };
        if let Some((place, opened)) = now.filter(|_| !report_moves) {
            let kind = match (self.is_notice(), opened) {
                (false, false) => TokenKind::Report,
                (false, true) => TokenKind::OpenReport,
                (true, false) => TokenKind::Notice,
                (true, true) => TokenKind::OpenNotice,
            };
            let (mut at, scale) = self.hold_point(place);
            if holder == Some(place) {
                at.1 -= self.above_the_letter(place);
            }
            put(tokens, (REPORT_KEY, kind), scale, at, 100);
        }
    }

    /// What is on its way in this beat.
    fn moving(&self, tokens: &mut Tokens) {
        match self.kind() {
            BeatKind::Say { speaker: from, listener: to, .. }
            | BeatKind::Acknowledge { speaker: from, listener: to, .. }
            | BeatKind::NoCall { from, to, .. } => {
                let (at, scale) = self.on_the_way(*from, *to);
                let opacity = if self.done < SLIP_THERE { 100 } else { 0 };
                let line = (LINE_KEYS + self.beat as u64, TokenKind::Line);
                put(tokens, line, scale, at, opacity);
            }
            BeatKind::Ask { host, server, question, .. } => {
                let text = question.rtype.to_string();
                let (at, scale) = (self.on_the_way(*host, *server).0, self.travels(None));
                let card = TokenKind::Card { text, answer: false };
                put(tokens, (LINE_KEYS + self.beat as u64, card), scale, at, 100);
            }
            BeatKind::Answer { host, server, answer, .. } => {
                let text = answer.split(' ').next().unwrap_or_default().to_owned();
                let (at, scale) = (self.on_the_way(*server, *host).0, self.travels(None));
                let card = TokenKind::Card { text, answer: true };
                put(tokens, (LINE_KEYS + self.beat as u64, card), scale, at, 100);
            }
            BeatKind::Pieces { from, to, pieces, total, .. } => {
                let path = self.path(*from, *to);
                let (at, scale) = self.hold_point(self.place_of(*to));
                let lost = pieces.iter().find(|piece| piece.lost).copied();
                let before = || self.fallen().first().map(|(piece, _)| *piece);
                let gap = lost.or_else(before).map(|piece| (piece.number, piece.count));
                let ghost = TokenKind::Ghost { pieces: *total, arrived: self.arrived(), gap };
                put(tokens, (GHOST_KEY, ghost), scale, at, 100);
                let scale = self.travels(Some(&path));
                for (piece, flight) in pieces.iter().zip(flights(pieces)) {
                    let (at, opacity) = flight.at(&path, self.done, piece.lost);
                    let key = PIECE_KEYS + u64::from(piece.packet.0);
                    put(tokens, (key, piece_kind(piece)), scale, at, opacity);
                }
            }
            BeatKind::Store { host, boxes } => {
                let (from, scale) = self.hold_point(self.place_of(*host));
                let doors = boxes.iter().filter_map(|name| self.door_of(name));
                for (n, door) in (0..).zip(doors) {
                    let to = (door.middle() * 100, (door.y + door.height * 3 / 5) * 100);
                    let at = between(from, to, ease(self.done * WHOLE / LETTER_IN));
                    let opacity = if self.done >= LETTER_IN { 0 } else { 100 };
                    let key = if n == 0 { LETTER_KEY } else { COPY_KEYS + n };
                    put(tokens, (key, TokenKind::SmallLetter), scale, at, opacity);
                }
            }
            BeatKind::Key { from, to, box_name, fits } => {
                let at = self.key_at(*from, *to, box_name, *fits);
                put(tokens, (KEY_KEY, TokenKind::Key), 100, at, 100);
            }
            BeatKind::Write { .. }
            | BeatKind::Sort { .. }
            | BeatKind::Read { .. }
            | BeatKind::Wait { .. }
            | BeatKind::Hold { .. }
            | BeatKind::Full { .. }
            | BeatKind::Report { .. }
            | BeatKind::Rest => {}
        }
    }

    /// Where a line or a card is, and how large.
    fn on_the_way(&self, from: HostId, to: HostId) -> ((i32, i32), i32) {
        let path = self.path(from, to);
        let gone = self.done.saturating_sub(SLIP_LEAVES) * WHOLE / (SLIP_THERE - SLIP_LEAVES);
        (path.point(ease(gone)), self.travels(Some(&path)))
    }

    /// How large something is that travels: on short cables it is small.
    fn travels(&self, path: Option<&Path>) -> i32 {
        let whole = self.layout.street.measures().travels;
        let part = path.map_or(100, |path| (path.length() * 100 / LONG_ENOUGH).clamp(60, 100));
        whole * part / 100
    }

    /// The key: along the route, over to the box, and back if it does not fit.
    fn key_at(&self, from: HostId, to: HostId, box_name: &str, fits: bool) -> (i32, i32) {
        let path = self.path(from, to);
        let wall = self.place(self.place_of(to)).rect;
        let there = self
            .door_of(box_name)
            .map_or((wall.middle() * 100, (wall.y + wall.height / 2) * 100), |door| {
                (door.middle() * 100, (door.y + door.height * 2 / 3) * 100)
            });
        let (along, inside) = (KEY_THERE * 7 / 10, KEY_THERE * 3 / 10);
        if self.done < along {
            path.point(ease(self.done * WHOLE / along))
        } else if self.done < KEY_THERE {
            between(path.point(WHOLE), there, (self.done - along) * WHOLE / inside)
        } else if fits {
            there
        } else {
            let back = (self.done - KEY_THERE) * WHOLE / (WHOLE - KEY_THERE);
            between(there, path.point(WHOLE), back)
        }
    }

    /// Lost pieces of the message that is still incomplete, and where they lie.
    fn fallen(&self) -> Vec<(Piece, (i32, i32))> {
        let beats = self.story.beats[..self.beat].iter().rev();
        let mut last = beats.filter_map(|beat| match &beat.kind {
            BeatKind::Pieces { from, to, pieces, .. } => Some((from, to, pieces)),
            _ => None,
        });
        let Some((from, to, pieces)) = last.next() else { return Vec::new() };
        let path = self.path(*from, *to);
        let all = pieces.iter().zip(flights(pieces)).filter(|(piece, _)| piece.lost);
        all.map(|(piece, flight)| (*piece, flight.at(&path, WHOLE, true).0)).collect()
    }

    /// Whether the report only tells of a delay.
    pub(super) fn is_notice(&self) -> bool {
        match self.story.beats.get(self.beat).map(|beat| &beat.kind) {
            Some(BeatKind::Report { delayed, .. }) => *delayed,
            _ => self.past.notice,
        }
    }

    /// How far above a letter a second one is held, in hundredths of a scene unit.
    fn above_the_letter(&self, id: PlaceId) -> i32 {
        let (_, scale) = self.hold_point(id);
        50 * scale
    }

    fn letter_kind(&self, place: PlaceId, letter: &Item) -> TokenKind {
        let waits = letter.queued || matches!(self.kind(), BeatKind::Wait { .. });
        let reads = matches!(self.kind(), BeatKind::Read { host } if self.place_of(*host) == place);
        match place {
            PlaceId::Sender | PlaceId::Recipient if letter.opened || reads => TokenKind::OpenLetter,
            PlaceId::Sender | PlaceId::Recipient => TokenKind::Letter,
            _ if waits => TokenKind::WaitingLetter,
            _ => TokenKind::SmallLetter,
        }
    }

    /// The middle of a letter held at a place, and how large it is there.
    fn hold_point(&self, id: PlaceId) -> ((i32, i32), i32) {
        let rect = self.place(id).rect;
        let measures = self.layout.street.measures();
        let (x, y, scale) = match id {
            PlaceId::Sender | PlaceId::Recipient => {
                (rect.middle(), rect.y + rect.height * 36 / 100, rect.width * 100 / 120)
            }
            _ if id == self.layout.street.wall() => {
                let strip = measures.strip;
                (rect.x + strip / 2 + 2, rect.y + rect.height * 66 / 100, (strip + 4) * 100 / 64)
            }
            _ => {
                let up = rect.height * 48 / 136;
                (rect.x + rect.width * 37 / 84, rect.bottom() - up, rect.width * 100 / 84)
            }
        };
        ((x * 100, y * 100), scale.min(100))
    }

    /// Pieces that have arrived by now, those of earlier flights included.
    pub(super) fn arrived(&self) -> u16 {
        let BeatKind::Pieces { from, to, pieces, .. } = self.kind() else {
            return 0;
        };
        let item =
            if self.moves_report(*from, *to) { &self.past.report } else { &self.past.letter };
        let before = item.partial.map_or(0, |(_, _, arrived)| arrived);
        let now = pieces
            .iter()
            .zip(flights(pieces))
            .filter(|(piece, flight)| !piece.lost && flight.until <= self.done);
        before + now.map(|(piece, _)| piece.count).sum::<u16>()
    }
}

const fn piece_kind(piece: &Piece) -> TokenKind {
    let Piece { number, count, lost, again, .. } = *piece;
    TokenKind::Piece { number, count, lost, again }
}

fn between(from: (i32, i32), to: (i32, i32), part: u32) -> (i32, i32) {
    let along = |a: i32, b: i32| {
        let part = i64::from(part.min(WHOLE));
        a + i32::try_from(i64::from(b - a) * part / i64::from(WHOLE)).unwrap_or(0)
    };
    (along(from.0, to.0), along(from.1, to.1))
}
