//! What is said, and the few words above a host: where there is room for them.

use super::compose::Moment;
use super::frame::{Bubble, Flag, Mark};
use super::layout::{PlaceId, Rect};
use super::lettering::{Face, fit, width};
use super::past::troubles_of;
use crate::story::BeatKind;
use crate::text::scene as words;

/// From a speaker to its bubble, and from a bubble to what must be seen.
const TAIL: i32 = 12;
const CLEAR: i32 = 12;
/// A bubble needs so much room beside the card index; otherwise it may cover it while it is idle.
const ENOUGH: i32 = 330;

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
                (self.place_of(*host), question.clone(), gloss.clone())
            }
            BeatKind::Answer { server, answer, gloss, .. } => {
                (self.place_of(*server), answer.clone(), gloss.clone())
            }
            _ => return None,
        };
        let now = troubles_of(self.story, self.layout, self.acting_index(), self.acting());
        let refuses = now.iter().any(|(_, trouble)| trouble.is_some());
        let rect = self.place(speaker).rect;
        let (tail_x, tail_y) = (rect.middle(), rect.y);
        let camera = self.camera();
        let (mut from, mut until) = (camera.x + 6, camera.right() - 6);
        let mut edge = rect.y - TAIL;
        let mut beside = false;
        let street = &self.layout.street;
        let roof = self.place(street.wall()).rect;
        let mut clear_of = |rect: Rect| edge = edge.min(rect.y - CLEAR);
        if self.layout.size().pans() {
            // Above both, so that it may be as wide as the picture.
            for other in street.places.iter().filter(|other| self.in_play(other.id)) {
                clear_of(self.place(other.id).rect);
            }
        } else if !street.one_provider {
            let cabinet = self.place(PlaceId::Registry).rect;
            let looks_up = self.in_play(PlaceId::Registry);
            let on_left = rect.middle() < cabinet.x;
            let on_right = rect.middle() > cabinet.right();
            if speaker == PlaceId::Registry {
                beside = true;
                from = cabinet.right() + 20;
                edge = 10;
            } else if looks_up && on_left {
                // The line to the card index stays free.
                let path = self.path_between(speaker, PlaceId::Registry).0;
                until = path.ends[0].0 - CLEAR;
            } else if looks_up && on_right {
                let path = self.path_between(speaker, PlaceId::Registry).0;
                from = path.ends[0].0 + CLEAR;
                clear_of(roof);
            } else if looks_up {
                from = cabinet.right() + 20;
                clear_of(roof);
            } else if on_left && cabinet.x - CLEAR - from >= ENOUGH {
                until = cabinet.x - CLEAR;
            } else if on_right {
                from = cabinet.right() + CLEAR;
                clear_of(roof);
            } else {
                clear_of(roof);
            }
        } else {
            clear_of(roof);
        }
        let tail_y = if beside { self.registry_height() } else { tail_y };
        Some(Bubble { tail_x, tail_y, from, until, edge, beside, refuses, line, gloss })
    }

    /// The height of the drawer that is open.
    fn registry_height(&self) -> i32 {
        let cabinet = self.place(PlaceId::Registry).rect;
        let drawer = self.layout.street.drawer(cabinet, self.open_drawer().unwrap_or(1));
        drawer.y + drawer.height / 2
    }

    /// What is waited for; and when everything has been told, where it failed.
    pub(super) fn flags(&self, spoken: bool) -> Vec<Flag> {
        let mut flags: Vec<Flag> = Vec::new();
        if let BeatKind::Wait { host, text, .. } = self.acting() {
            flags.extend(self.flag(self.place_of(*host), Mark::Clock, text));
        }
        for (host, mark) in self.blamed() {
            let place = self.place_of(host);
            let stands_here = self.host_at(place) == host;
            let known = flags.iter().any(|flag| flag.place == place);
            if stands_here && !known && !self.is_away(place) && !(spoken && self.in_play(place)) {
                let text = match mark {
                    Mark::Stop => words::FAILED_HERE,
                    Mark::Clock => words::HELD_UP_HERE,
                    Mark::Mended => words::WAS_HELD_UP_HERE,
                };
                flags.extend(self.flag(place, mark, text));
            }
        }
        flags
    }

    fn flag(&self, place: PlaceId, mark: Mark, text: &str) -> Option<Flag> {
        let size = self.layout.street.measures().name;
        let window = self.camera();
        let rect = self.place(place).rect;
        if !(window.x..window.right()).contains(&rect.middle()) {
            return None;
        }
        let text = fit(text, window.width - 80, size, Face::Bold);
        let height = size + 14;
        let wide = width(&text, size, Face::Bold) + height + 14;
        let x = (rect.middle() - wide / 2).clamp(window.x + 6, window.right() - 6 - wide);
        let below = place == PlaceId::Registry && !self.layout.size().pans();
        let y = if below { rect.bottom() + 8 } else { rect.y - height - 10 };
        let mut rect = Rect { x, y, width: wide, height };
        // The card index hangs low.
        let registry = self.place(PlaceId::Registry).rect;
        let covers = place == PlaceId::Provider
            && !self.layout.street.one_provider
            && !self.layout.size().pans();
        if covers && rect.shares_width(&registry) {
            rect.x = (registry.x - CLEAR - wide).max(window.x + 6);
        }
        Some(Flag { place, mark, text, size, rect })
    }
}
