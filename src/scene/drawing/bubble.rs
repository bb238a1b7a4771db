//! What is said, and where there is room for it.

use crate::scene::facts::in_play::is_in_play;
use crate::scene::facts::moment::Moment;
use crate::scene::facts::registry;
use crate::scene::facts::state::begins_trouble;
use crate::scene::frame::{Bubble, Tail};
use crate::scene::geometry::size::CLEAR;
use crate::scene::geometry::stage::Stage;
use crate::scene::geometry::ways::path_between;
use crate::scene::place::PlaceId;
use crate::story::BeatKind;
use crate::text::brief;

/// A bubble has no tail nearer to its ends.
const NEAR: i32 = 34;

pub(in crate::scene) fn bubble(now: &Moment, stage: &Stage) -> Option<Bubble> {
    let (speaker, line, gloss) = match now.acting() {
        BeatKind::Say { lines: (first, last), speaker, .. } => {
            let said = &now.story.lines[*first];
            let more = if last > first { " …" } else { "" };
            (now.place_of(*speaker), [&said.text, more].concat(), said.gloss.clone())
        }
        BeatKind::Acknowledge { speaker, line, gloss, .. } => {
            (now.place_of(*speaker), line.clone(), gloss.clone())
        }
        BeatKind::Ask { host, question, gloss, .. } => {
            (now.place_of(*host), question.to_string(), gloss.clone())
        }
        BeatKind::Answer { server, answer, gloss, .. } => {
            (now.place_of(*server), answer.clone(), gloss.clone())
        }
        _ => return None,
    };
    let refuses = begins_trouble(now);
    let rect = stage.place(speaker).rect;
    let (tail_x, tail_y) = (rect.middle(), rect.y);
    let camera = stage.camera;
    let (mut from, mut until) = (camera.x + 6, camera.right() - 6);
    let (street, pans) = (&stage.layout.street, stage.layout.size().pans());
    let beside = speaker == PlaceId::Registry && !pans;
    let mut tail = Tail::Below;
    if !street.one_provider && !pans && !stage.is_away(PlaceId::Registry) {
        let cabinet = stage.place(PlaceId::Registry).rect;
        let looks_up = is_in_play(now, PlaceId::Registry);
        let on_left = rect.middle() < cabinet.x;
        let on_right = rect.middle() > cabinet.right();
        // The line to the card index stays free.
        let line = || path_between(now, stage, speaker, PlaceId::Registry).0.ends[0].0;
        let asked_from_right = stage.place(registry::asker(now)).rect.middle() > cabinet.right();
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
    let others = stage.present().filter(|place| place.id != PlaceId::Registry || pans);
    let under =
        others.map(|place| place.rect).filter(|other| other.x < until && from < other.right());
    let edge = under.map(|other| other.y).min().unwrap_or(rect.y) - CLEAR;
    let near = from + NEAR..until - NEAR;
    if tail == Tail::Below && !near.contains(&tail_x) && !pans {
        // From beside the line to the card index, around that, to the nearer end.
        let aside = rect.width / 4;
        let (x, end) = if tail_x < from + NEAR {
            (tail_x + aside, from + NEAR)
        } else {
            (tail_x - aside, until - NEAR)
        };
        let hangs = stage.place(PlaceId::Registry).rect.bottom();
        let over = i32::midpoint(rect.y, if hangs < rect.y { edge.max(hangs) } else { edge });
        let n = |n: i32| n.to_string();
        let way = ["M", &n(x), " ", &n(rect.y - 2), "V", &n(over), "H", &n(end), "V"];
        tail = Tail::Apart(way.concat() + &n(edge - 1));
    }
    let most = stage.layout.typeface.letters_in_room_of(street.measures().gloss);
    let gloss = brief::gloss(&gloss, most);
    Some(Bubble { tail_x, tail_y, from, until, edge, tail, refuses, line, gloss })
}
