//! The few words above hosts: what is waited for, and where it failed.

use crate::facts::in_play::{actors, is_in_play};
use crate::facts::moment::Moment;
use crate::facts::standing::host_at;
use crate::frame::{Flag, Mark, Points};
use crate::geometry::size::CLEAR;
use crate::geometry::stage::Stage;
use crate::lettering::Face;
use crate::place::PlaceId;
use crate::rect::Rect;
use model::story::BeatKind;
use text::scene as words;

/// How wide a flag's text is at most, in sizes of its letters.
const LONGEST: i32 = 15;
/// From a host to its flag.
const BESIDE: i32 = 10;

/// What is waited for; and when everything has been told, where it failed.
pub(crate) fn flags(now: &Moment, stage: &Stage, spoken: bool) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    if let BeatKind::Wait { host, text, .. } = now.acting() {
        flags.extend(flag(now, stage, (now.place_of(*host), Mark::Clock, text), &[]));
    }
    for (host, mark) in now.blamed() {
        let place = now.place_of(host);
        let said = spoken && is_in_play(now, place);
        let known = flags.iter().any(|flag| flag.place == place);
        let aside = stage.named == Some(place);
        let hidden = !aside && stage.is_away(place);
        if host_at(now, place) == host && !(known || said || hidden) {
            let text = match mark {
                Mark::Stop if aside => words::FAILED_ELSEWHERE,
                Mark::Stop => words::FAILED_HERE,
                Mark::Astray if aside => words::ENDED_ELSEWHERE,
                Mark::Astray => words::ENDED_HERE,
                Mark::Clock if aside => words::HELD_UP_ELSEWHERE,
                Mark::Clock => words::HELD_UP_HERE,
                Mark::Mended if aside => words::WAS_HELD_UP_ELSEWHERE,
                Mark::Mended => words::WAS_HELD_UP_HERE,
            };
            let flag = flag(now, stage, (place, mark, text), &flags);
            flags.extend(flag);
        }
    }
    flags
}

/// A flag above a host, or as near to it as it covers nobody.
fn flag(
    now: &Moment,
    stage: &Stage,
    (id, mark, text): (PlaceId, Mark, &str),
    others: &[Flag],
) -> Option<Flag> {
    let layout = stage.layout;
    let size = layout.street.measures().name;
    let window = stage.camera;
    let (host, points) = flagged(now, stage, id);
    if !(window.x..window.right()).contains(&host.middle()) {
        return None;
    }
    let height = size + 14;
    let present: Vec<Rect> = stage
        .present()
        .map(|place| place.rect)
        .chain(others.iter().map(|flag| flag.rect))
        .collect();
    let above = |rect: &Rect| rect.y - height - BESIDE;
    // What hangs in the sky has its flag below.
    let hangs = host.bottom() < layout.street();
    let y = if hangs { host.bottom() + BESIDE } else { above(&host) };
    // In wide letters with fewer words, so that it has a place in the picture.
    let letters = &layout.typeface;
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
    let free = |rect: &Rect| rect.y > window.y && !present.iter().any(|other| rect.overlaps(other));
    let far = |rect: &Rect| (rect.middle() - host.middle()).abs() + (rect.y - y).abs();
    let all = std::iter::once(at(middle, y))
        .chain(beside(y))
        .chain(higher.flat_map(|y| std::iter::once(at(middle, y)).chain(beside(y))));
    let rect = all.filter(free).min_by_key(far).unwrap_or(at(middle, y));
    Some(Flag { place: id, mark, text, size, rect, points })
}

/// Where the flag of a host belongs, and where it points: of one that is out of view, to the side.
fn flagged(now: &Moment, stage: &Stage, id: PlaceId) -> (Rect, Points) {
    let host = stage.place(id).rect;
    if stage.named != Some(id) {
        return (host, Points::AtHost);
    }
    let (here, _) = actors(now).unwrap_or((PlaceId::Sender, PlaceId::Provider));
    let (here, window) = (stage.place(here).rect, stage.camera);
    if stage.layout.street.place(id).rect.x < here.x {
        (Rect { x: window.x, width: 1, ..here }, Points::Left)
    } else {
        (Rect { x: window.right() - 2, width: 1, ..here }, Points::Right)
    }
}
