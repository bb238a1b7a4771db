//! What is said, and where there is room for it.

use std::ops::Range;

use crate::facts::in_play::is_in_play;
use crate::facts::moment::Moment;
use crate::facts::registry::asker;
use crate::facts::state::new_trouble;
use crate::facts::trouble::Trouble;
use crate::frame::{Bubble, Tail};
use crate::geometry::size::CLEAR;
use crate::geometry::stage::Stage;
use crate::geometry::ways::path_between;
use crate::place::PlaceId;
use crate::rect::Rect;
use model::story::BeatKind;
use text::brief;

/// A bubble has no tail nearer to its ends.
const NEAR: i32 = 34;

pub(crate) fn bubble(now: &Moment, stage: &Stage) -> Option<Bubble> {
    let (speaker, line, gloss) = said(now)?;
    let (layout, rect) = (stage.layout, stage.place(speaker).rect);
    let (from, until, mut tail) = room(now, stage, speaker);
    let pans = layout.size().pans();
    // Above everybody, so that it may be as wide as its room.
    let others = stage.present().filter(|place| place.id != PlaceId::Registry || pans);
    let under =
        others.map(|place| place.rect).filter(|other| other.x < until && from < other.right());
    let edge = under.map(|other| other.y).min().unwrap_or(rect.y) - CLEAR;
    let near = from + NEAR..until - NEAR;
    if tail == Tail::Below && !near.contains(&rect.middle()) && !pans {
        tail = Tail::Apart(way_around(stage, rect, near, edge));
    }
    let most = layout.typeface.letters_in_room_of(layout.street.measures().gloss);
    Some(Bubble {
        tail_x: rect.middle(),
        tail_y: rect.y,
        from,
        until,
        edge,
        tail,
        refuses: new_trouble(now).is_some_and(|trouble| trouble != Trouble::PutOff),
        line,
        gloss: brief::gloss(&gloss, most),
    })
}

/// Who says something, what, and what it means.
fn said(now: &Moment) -> Option<(PlaceId, String, String)> {
    let (speaker, line, gloss) = match now.acting() {
        BeatKind::Say { lines: (first, last), speaker, .. } => {
            let said = &now.story.lines[*first];
            let more = if last > first { " …" } else { "" };
            (speaker, [&said.text, more].concat(), &said.gloss)
        }
        BeatKind::Acknowledge { speaker, line, gloss, .. } => (speaker, line.clone(), gloss),
        BeatKind::Ask { host, question, gloss, .. } => (host, question.to_string(), gloss),
        BeatKind::Answer { server, answer, gloss, .. } => (server, answer.clone(), gloss),
        _ => return None,
    };
    Some((now.place_of(*speaker), line, gloss.clone()))
}

/// From where to where there is room for what somebody says, and where they are then.
fn room(now: &Moment, stage: &Stage, speaker: PlaceId) -> (i32, i32, Tail) {
    let (from, until) = (stage.camera.x + 6, stage.camera.right() - 6);
    let layout = stage.layout;
    let no_cabinet = layout.street.one_provider || stage.is_away(PlaceId::Registry);
    if no_cabinet || layout.size().pans() {
        return (from, until, Tail::Below);
    }
    let (rect, cabinet) = (stage.place(speaker).rect, stage.place(PlaceId::Registry).rect);
    if speaker == PlaceId::Registry {
        // Where no line comes in.
        let asked_from_right = stage.place(asker(now)).rect.middle() > cabinet.right();
        return if asked_from_right {
            (from, cabinet.x - 20, Tail::Right)
        } else {
            (cabinet.right() + 20, until, Tail::Left)
        };
    }
    let looks_up = is_in_play(now, PlaceId::Registry);
    let on_left = rect.middle() < cabinet.x;
    let on_right = rect.middle() > cabinet.right();
    // The line to the card index stays free.
    let line = || path_between(now, stage, speaker, PlaceId::Registry).0.ends[0].0;
    let (from, until) = if looks_up && !on_left && !on_right {
        (cabinet.right() + 20, until)
    } else if looks_up && on_left {
        (from, line() - CLEAR)
    } else if looks_up {
        (line() + CLEAR, until)
    } else if on_left {
        (from, cabinet.x - CLEAR)
    } else {
        (cabinet.right() + CLEAR, until)
    };
    (from, until, Tail::Below)
}

/// From a speaker beside the line to the card index, around that, to the nearer end of what is said.
fn way_around(stage: &Stage, speaker: Rect, near: Range<i32>, edge: i32) -> String {
    let aside = speaker.width / 4;
    let (x, end) = if speaker.middle() < near.start {
        (speaker.middle() + aside, near.start)
    } else {
        (speaker.middle() - aside, near.end)
    };
    let top = speaker.y;
    let hangs = stage.place(PlaceId::Registry).rect.bottom();
    let over = i32::midpoint(top, if hangs < top { edge.max(hangs) } else { edge });
    let n = |n: i32| n.to_string();
    ["M", &n(x), " ", &n(top - 2), "V", &n(over), "H", &n(end), "V", &n(edge - 1)].concat()
}
