//! The cables and lines between places, as they are at one moment.

use crate::facts::in_play::pair;
use crate::facts::letter::notice_travels;
use crate::facts::moment::Moment;
use crate::facts::registry;
use crate::facts::state::live_state;
use crate::frame::{RoutePose, RouteState, TextLine};
use crate::geometry::path::{DEPTH, Path};
use crate::geometry::stage::Stage;
use crate::geometry::street::Street;
use crate::geometry::ways::path_between;
use crate::lettering::Face;
use crate::place::{PlaceId, same_pair};
use model::story::BeatKind;
use text::scene as words;

pub(crate) fn routes(now: &Moment, stage: &Stage) -> Vec<RoutePose> {
    let live = pair(now);
    pairs(now, &stage.layout.street, live)
        .into_iter()
        .map(|pair| route(now, stage, pair, live))
        .collect()
}

/// Which places are joined, from left to right; look-ups go from who asks.
fn pairs(
    now: &Moment,
    street: &Street,
    live: Option<(PlaceId, PlaceId)>,
) -> Vec<(PlaceId, PlaceId)> {
    let way: Vec<PlaceId> =
        street.places.iter().map(|p| p.id).filter(|id| *id != PlaceId::Registry).collect();
    let mut pairs: Vec<_> = way.windows(2).map(|pair| (pair[0], pair[1])).collect();
    if !street.one_provider {
        let asks = if registry::matters(now) { registry::asker(now) } else { PlaceId::Provider };
        pairs.push((asks, PlaceId::Registry));
    }
    // Routes that only some stories use: a relay that asks the registry, a copy that passes by
    // the relays.
    for pair in now.past.used.iter().copied().chain(live) {
        if pairs.iter().any(|known| same_pair(*known, pair)) {
            continue;
        }
        pairs.push(match pair {
            (PlaceId::Registry, asker) | (asker, PlaceId::Registry) => (asker, PlaceId::Registry),
            (a, b) if street.place(a).rect.x <= street.place(b).rect.x => (a, b),
            (a, b) => (b, a),
        });
    }
    pairs
}

fn route(
    now: &Moment,
    stage: &Stage,
    (from, to): (PlaceId, PlaceId),
    live: Option<(PlaceId, PlaceId)>,
) -> RoutePose {
    let (path, depth) = path_between(now, stage, from, to);
    let among = |list: &[_]| list.iter().any(|pair| same_pair(*pair, (from, to)));
    let is_live = live.filter(|pair| same_pair(*pair, (from, to)));
    let route_state = match is_live {
        Some(_) => live_state(now),
        None if among(&now.past.returned) => RouteState::Return,
        None if among(&now.past.used) => RouteState::Used,
        None => RouteState::Idle,
    };
    // At rest nothing travels.
    let travels = route_state != RouteState::Waiting && *now.kind() != BeatKind::Rest;
    let forward = is_live.filter(|_| travels).map(|(a, _)| a == from);
    let text = match (route_state, to) {
        (RouteState::Refused, _) => words::REFUSED.to_owned(),
        (RouteState::PutOff, _) => words::PUT_OFF.to_owned(),
        (RouteState::Returning | RouteState::Return, _) => words::tag(words::REPORT, forward),
        (RouteState::Live, _) if notice_travels(now) => words::tag(words::NOTICE, forward),
        (_, PlaceId::Registry) => words::tag("DNS", forward),
        (_, PlaceId::Recipient) => words::tag("POP", forward),
        _ => words::tag("SMTP", forward),
    };
    RoutePose {
        tag: tag(now, stage, &path, depth, text, route_state),
        from,
        to,
        path: path.svg.clone(),
        ends: path.ends,
        depth,
        state: route_state,
        forward,
        away: is_out_of_view(now, stage, from, to, is_live.is_some()),
    }
}

/// What is written on a cable, if there is room for it.
fn tag(
    now: &Moment,
    stage: &Stage,
    path: &Path,
    depth: Option<i32>,
    text: String,
    route_state: RouteState,
) -> Option<TextLine> {
    let size = stage.layout.letters();
    let depth = depth?;
    let width = stage.layout.typeface.width(&text, size, Face::Bold);
    let room = path.length() - 44;
    // Those below others are named only in play, and a flag says what is waited for.
    let live = !matches!(route_state, RouteState::Idle | RouteState::Used);
    let waits = route_state == RouteState::Waiting;
    // Below this one is another, which is named instead.
    let crossed = !live
        && deep_in_play(now, stage)
            .is_some_and(|(left, right)| left < path.ends[1].0 && path.ends[0].0 < right);
    // Pieces on the wire would leave half of it, and a lost one lies there.
    let pieces = matches!(now.kind(), BeatKind::Pieces { .. });
    let missed = live && (pieces || now.past.letter.partial.or(now.past.report.partial).is_some());
    let x = i32::midpoint(path.ends[0].0, path.ends[1].0);
    let camera = stage.camera;
    let seen = x - width / 2 - 8 > camera.x && x + width / 2 + 8 < camera.right();
    if room < width || !seen || depth > DEPTH && !live || waits || missed || crossed {
        return None;
    }
    let y = stage.layout.street() + depth + size * 36 / 100;
    Some(TextLine { text, x, y, size, name: true, width })
}

/// From where to where the cable in use goes, if it passes somebody by.
fn deep_in_play(now: &Moment, stage: &Stage) -> Option<(i32, i32)> {
    let (a, b) = pair(now)?;
    let (path, depth) = path_between(now, stage, a, b);
    let [(from, _), (to, _)] = path.ends;
    (depth? > DEPTH).then_some((from.min(to), from.max(to)))
}

/// On phones: what leads to somebody who is away.
fn is_out_of_view(now: &Moment, stage: &Stage, from: PlaceId, to: PlaceId, live: bool) -> bool {
    if !stage.layout.size().pans() {
        // The line of an earlier question would cross the picture.
        let earlier = !live && from != PlaceId::Provider;
        return to == PlaceId::Registry && (earlier || stage.is_away(to));
    }
    let street = &stage.layout.street;
    let jumps = to != PlaceId::Registry && street.between(street.place(from), street.place(to));
    stage.is_away(from)
        || stage.is_away(to)
        || jumps && !live
        || to == PlaceId::Registry && from != registry::asker(now)
}
