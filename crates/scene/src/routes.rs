//! The cables and lines between places, as they are at one moment.

use super::compose::Moment;
use super::frame::{RoutePose, RouteState, TextLine};
use super::layout::PlaceId;
use super::lettering::Face;
use super::past::same_pair;
use super::path::{DEPTH, Path};
use model::story::BeatKind;
use text::scene as words;

impl Moment<'_> {
    pub(super) fn routes(&self) -> Vec<RoutePose> {
        let live = self.heading();
        self.pairs().into_iter().map(|pair| self.route(pair, live)).collect()
    }

    /// Which places are joined, from left to right; look-ups go from who asks.
    fn pairs(&self) -> Vec<(PlaceId, PlaceId)> {
        let street = &self.layout.street;
        let way: Vec<PlaceId> =
            street.places.iter().map(|p| p.id).filter(|id| *id != PlaceId::Registry).collect();
        let mut pairs: Vec<_> = way.windows(2).map(|pair| (pair[0], pair[1])).collect();
        if !street.one_provider {
            let asks = if self.registry_matters() { self.asker() } else { PlaceId::Provider };
            pairs.push((asks, PlaceId::Registry));
        }
        // Routes that only some stories use: a relay that asks the registry, a copy that passes by
        // the relays.
        let live = self.heading();
        for pair in self.past.used.iter().copied().chain(live) {
            if pairs.iter().any(|known| same_pair(*known, pair)) {
                continue;
            }
            pairs.push(match pair {
                (PlaceId::Registry, asker) | (asker, PlaceId::Registry) => {
                    (asker, PlaceId::Registry)
                }
                (a, b) if street.place(a).rect.x <= street.place(b).rect.x => (a, b),
                (a, b) => (b, a),
            });
        }
        pairs
    }

    fn route(&self, (from, to): (PlaceId, PlaceId), live: Option<(PlaceId, PlaceId)>) -> RoutePose {
        let (path, depth) = self.path_between(from, to);
        let among = |list: &[_]| list.iter().any(|pair| same_pair(*pair, (from, to)));
        let is_live = live.filter(|pair| same_pair(*pair, (from, to)));
        let state = match is_live {
            Some(_) => self.live_state(),
            None if among(&self.past.returned) => RouteState::Return,
            None if among(&self.past.used) => RouteState::Used,
            None => RouteState::Idle,
        };
        let travels = !matches!(state, RouteState::Waiting);
        let forward = is_live.filter(|_| travels).map(|(a, _)| a == from);
        let text = match (state, to) {
            (RouteState::Refused, _) => words::REFUSED.to_owned(),
            (RouteState::Returning | RouteState::Return, _) => words::tag(words::REPORT, forward),
            (RouteState::Live, _) if self.notice_travels() => words::tag(words::NOTICE, forward),
            (_, PlaceId::Registry) => words::tag("DNS", forward),
            (_, PlaceId::Recipient) => words::tag("POP", forward),
            _ => words::tag("SMTP", forward),
        };
        RoutePose {
            tag: self.tag(&path, depth, text, state),
            from,
            to,
            path: path.svg.clone(),
            ends: path.ends,
            depth,
            state,
            forward,
            away: self.is_out_of_view(from, to, is_live.is_some()),
        }
    }

    /// What is written on a cable, if there is room for it.
    fn tag(
        &self,
        path: &Path,
        depth: Option<i32>,
        text: String,
        state: RouteState,
    ) -> Option<TextLine> {
        let size = self.layout.letters();
        let depth = depth?;
        let width = self.layout.typeface.width(&text, size, Face::Bold);
        let room = path.length() - 44;
        // Those below others are named only in play, and a flag says what is waited for.
        let live = !matches!(state, RouteState::Idle | RouteState::Used);
        let waits = state == RouteState::Waiting;
        // Below this one is another, which is named instead.
        let crossed = !live
            && self
                .deep_in_play()
                .is_some_and(|(left, right)| left < path.ends[1].0 && path.ends[0].0 < right);
        // A lost piece lies there.
        let missed = live && self.past.letter.partial.or(self.past.report.partial).is_some();
        let x = i32::midpoint(path.ends[0].0, path.ends[1].0);
        let camera = self.camera();
        let seen = x - width / 2 - 8 > camera.x && x + width / 2 + 8 < camera.right();
        if room < width || !seen || depth > DEPTH && !live || waits || missed || crossed {
            return None;
        }
        let y = self.layout.street() + depth + size * 36 / 100;
        Some(TextLine { text, x, y, size, name: true, width })
    }

    /// From where to where the cable in use goes, if it passes somebody by.
    fn deep_in_play(&self) -> Option<(i32, i32)> {
        let (a, b) = self.actors().filter(|(a, b)| a != b)?;
        let (path, depth) = self.path_between(a, b);
        let [(from, _), (to, _)] = path.ends;
        (depth? > DEPTH).then_some((from.min(to), from.max(to)))
    }

    /// On phones: what leads to somebody who is away.
    fn is_out_of_view(&self, from: PlaceId, to: PlaceId, live: bool) -> bool {
        if !self.layout.size().pans() {
            // The line of an earlier question would cross the picture.
            let stale = !live && from != PlaceId::Provider;
            return to == PlaceId::Registry && (stale || self.is_away(to));
        }
        let street = &self.layout.street;
        let jumps = to != PlaceId::Registry && street.between(street.place(from), street.place(to));
        self.is_away(from)
            || self.is_away(to)
            || jumps && !live
            || to == PlaceId::Registry && from != self.asker()
    }

    /// Whether a notice of a delay is on its way now.
    fn notice_travels(&self) -> bool {
        self.past.notice
            && matches!(self.kind(), BeatKind::Pieces { from, to, .. } if self.moves_report(*from, *to))
    }
}
