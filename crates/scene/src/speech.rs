//! What is said, and the few words above a host: where there is room for them.

use super::compose::Moment;
use super::frame::{Bubble, Flag, Mark, Points, Tail};
use super::layout::{PlaceId, Rect};
use super::lettering::Face;
use super::past::troubles_of;
use model::story::BeatKind;
use text::brief;
use text::scene as words;

/// From a bubble to what must be seen.
const CLEAR: i32 = 12;
/// A bubble has no tail nearer to its ends.
const NEAR: i32 = 34;
/// How wide a flag's text is at most, in sizes of its letters.
const LONGEST: i32 = 15;
/// From a host to its flag.
const BESIDE: i32 = 10;

impl Moment<'_> {
    pub(super) fn bubble(&self) -> Option<Bubble> {
        let (speaker, line, gloss) = match self.acting() {
            BeatKind::Say { lines: (first, last), speaker, .. } => {
                let said = &self.story.lines[*first];
                let more = if last > first { " …" } else { "" };
                (self.place_of(*speaker), [&said.text, more].concat(), said.gloss.clone())
            }
            BeatKind::Acknowledge { speaker, line, gloss, .. } => {
                (self.place_of(*speaker), line.clone(), gloss.clone())
            }
            BeatKind::Ask { host, question, gloss, .. } => {
                (self.place_of(*host), question.to_string(), gloss.clone())
            }
            BeatKind::Answer { server, answer, gloss, .. } => {
                (self.place_of(*server), answer.clone(), gloss.clone())
            }
            _ => return None,
        };
        let now = troubles_of(self.story, self.acting_index(), self.acting());
        let refuses = now.iter().any(|(_, trouble)| trouble.is_some());
        let rect = self.place(speaker).rect;
        let (tail_x, tail_y) = (rect.middle(), rect.y);
        let camera = self.camera();
        let (mut from, mut until) = (camera.x + 6, camera.right() - 6);
        let street = &self.layout.street;
        let beside = speaker == PlaceId::Registry && !self.layout.size().pans();
        let mut tail = Tail::Below;
        if !street.one_provider && !self.layout.size().pans() && !self.is_away(PlaceId::Registry) {
            let cabinet = self.place(PlaceId::Registry).rect;
            let looks_up = self.in_play(PlaceId::Registry);
            let on_left = rect.middle() < cabinet.x;
            let on_right = rect.middle() > cabinet.right();
            // The line to the card index stays free.
            let line = || self.path_between(speaker, PlaceId::Registry).0.ends[0].0;
            let asked_from_right = self.place(self.asker()).rect.middle() > cabinet.right();
            if beside && asked_from_right {
                // Where no line comes in.
                until = cabinet.x - 20;
                tail = Tail::Right;
            } else if beside {
                from = cabinet.right() + 20;
                tail = Tail::Left;
            } else if looks_up && !on_left && !on_right {
                from = cabinet.right() + 20;
            } else if looks_up && on_left {
                until = line() - CLEAR;
            } else if looks_up {
                from = line() + CLEAR;
            } else if on_left {
                until = cabinet.x - CLEAR;
            } else {
                from = cabinet.right() + CLEAR;
            }
        }
        // Above everybody, so that it may be as wide as its room.
        let others = street.places.iter().map(|place| place.id);
        let others = others.filter(|id| *id != PlaceId::Registry || self.layout.size().pans());
        let others = others.filter(|id| !self.is_away(*id)).map(|id| self.place(id).rect);
        let under = others.filter(|other| other.x < until && from < other.right());
        let edge = under.map(|other| other.y).min().unwrap_or(rect.y) - CLEAR;
        let near = from + NEAR..until - NEAR;
        if tail == Tail::Below && !near.contains(&tail_x) && !self.layout.size().pans() {
            // From beside the line to the card index, around that, to the nearer end.
            let aside = rect.width / 4;
            let (x, end) = if tail_x < from + NEAR {
                (tail_x + aside, from + NEAR)
            } else {
                (tail_x - aside, until - NEAR)
            };
            let hangs = self.place(PlaceId::Registry).rect.bottom();
            let over = i32::midpoint(rect.y, if hangs < rect.y { edge.max(hangs) } else { edge });
            let n = |n: i32| n.to_string();
            let way = ["M", &n(x), " ", &n(rect.y - 2), "V", &n(over), "H", &n(end), "V"];
            tail = Tail::Apart(way.concat() + &n(edge - 1));
        }
        let most = self.layout.typeface.letters_in_room_of(street.measures().gloss);
        let gloss = brief::gloss(&gloss, most);
        Some(Bubble { tail_x, tail_y, from, until, edge, tail, refuses, line, gloss })
    }

    /// What is waited for; and when everything has been told, where it failed.
    pub(super) fn flags(&self, spoken: bool) -> Vec<Flag> {
        let mut flags: Vec<Flag> = Vec::new();
        if let BeatKind::Wait { host, text, .. } = self.acting() {
            flags.extend(self.flag(self.place_of(*host), Mark::Clock, text, &[]));
        }
        for (host, mark) in self.blamed() {
            let place = self.place_of(host);
            let said = spoken && self.in_play(place);
            let known = flags.iter().any(|flag| flag.place == place);
            let aside = self.named == Some(place);
            let hidden = !aside && self.is_away(place);
            if self.host_at(place) == host && !(known || said || hidden) {
                let text = match mark {
                    Mark::Stop if aside => words::FAILED_ELSEWHERE,
                    Mark::Stop => words::FAILED_HERE,
                    Mark::Clock if aside => words::HELD_UP_ELSEWHERE,
                    Mark::Clock => words::HELD_UP_HERE,
                    Mark::Mended if aside => words::WAS_HELD_UP_ELSEWHERE,
                    Mark::Mended => words::WAS_HELD_UP_HERE,
                };
                let flag = self.flag(place, mark, text, &flags);
                flags.extend(flag);
            }
        }
        flags
    }

    /// A flag above a host, or as near to it as it covers nobody.
    fn flag(&self, id: PlaceId, mark: Mark, text: &str, others: &[Flag]) -> Option<Flag> {
        let size = self.layout.street.measures().name;
        let window = self.camera();
        let (host, points) = self.flagged(id);
        if !(window.x..window.right()).contains(&host.middle()) {
            return None;
        }
        let height = size + 14;
        let places = self.layout.street.places.iter().map(|place| place.id);
        let present: Vec<Rect> = places
            .filter(|id| !self.is_away(*id))
            .map(|id| self.place(id).rect)
            .chain(others.iter().map(|flag| flag.rect))
            .collect();
        let above = |rect: &Rect| rect.y - height - BESIDE;
        // What hangs in the sky has its flag below.
        let hangs = host.bottom() < self.layout.street();
        let y = if hangs { host.bottom() + BESIDE } else { above(&host) };
        // In wide letters with fewer words, so that it has a place in the picture.
        let letters = &self.layout.typeface;
        let text = letters.fit(text, (window.width - 80).min(LONGEST * size), size, Face::Bold);
        let wide = letters.width(&text, size, Face::Bold) + height + 14;
        let at = |x: i32, y: i32| {
            let x = x.clamp(window.x + 6, window.right() - 6 - wide);
            Rect { x, y, width: wide, height }
        };
        let middle = host.middle() - wide / 2;
        let beside = |y: i32| {
            let right = present.iter().map(move |other| at(other.right() + CLEAR, y));
            let left = present.iter().map(move |other| at(other.x - CLEAR - wide, y));
            right.chain(left)
        };
        let higher = present.iter().map(above).filter(|high| *high < y);
        let free =
            |rect: &Rect| rect.y > window.y && !present.iter().any(|other| rect.overlaps(other));
        let far = |rect: &Rect| (rect.middle() - host.middle()).abs() + (rect.y - y).abs();
        let all = std::iter::once(at(middle, y))
            .chain(beside(y))
            .chain(higher.flat_map(|y| std::iter::once(at(middle, y)).chain(beside(y))));
        let rect = all.filter(free).min_by_key(far).unwrap_or(at(middle, y));
        Some(Flag { place: id, mark, text, size, rect, points })
    }

    /// Where the flag of a host belongs, and where it points: of one that is out of view, to the side.
    fn flagged(&self, id: PlaceId) -> (Rect, Points) {
        let host = self.place(id).rect;
        if self.named != Some(id) {
            return (host, Points::AtHost);
        }
        let (here, _) = self.actors().unwrap_or((PlaceId::Sender, PlaceId::Provider));
        let (here, window) = (self.place(here).rect, self.camera());
        if self.layout.street.place(id).rect.x < here.x {
            (Rect { x: window.x, width: 1, ..here }, Points::Left)
        } else {
            (Rect { x: window.right() - 2, width: 1, ..here }, Points::Right)
        }
    }
}
