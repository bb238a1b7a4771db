//! What is on its way: lines and cards, pieces, the key, copies that are put into boxes.

use super::hold::hold_point;
use super::list::{COPY_KEYS, GHOST_KEY, KEY_KEY, LETTER_KEY, LINE_KEYS, Tokens, put};
use super::pieces::{fallen, piece_at, put_piece};
use crate::drawing::wall::door_of;
use crate::facts::letter::arrived;
use crate::facts::moment::Moment;
use crate::frame::TokenKind;
use crate::geometry::path::{Path, ease};
use crate::geometry::stage::Stage;
use crate::geometry::ways::path;
use crate::timing::{KEY_THERE, LETTER_IN, SLIP_LEAVES, SLIP_THERE, WHOLE, flights};
use model::cast::HostId;
use model::story::BeatKind;

/// How long a cable is at least for what travels on it to have its full size.
const LONG_ENOUGH: i32 = 90;

/// What is on its way in this beat.
pub(super) fn moving(now: &Moment, stage: &Stage, tokens: &mut Tokens) {
    let whole = stage.layout.street.measures().travels;
    match now.kind() {
        BeatKind::Say { speaker: from, listener: to, .. }
        | BeatKind::Acknowledge { speaker: from, listener: to, .. }
        | BeatKind::NoCall { from, to, .. } => {
            let (at, scale) = on_the_way(now, stage, *from, *to);
            let opacity = if now.done < SLIP_THERE { 100 } else { 0 };
            let line = (LINE_KEYS + now.beat as u64, TokenKind::Line);
            put(tokens, line, scale, at, opacity);
        }
        BeatKind::Ask { host, server, question, .. } => {
            let text = question.rtype.to_string();
            let (at, scale) = (on_the_way(now, stage, *host, *server).0, whole);
            let card = TokenKind::Card { text, answer: false };
            put(tokens, (LINE_KEYS + now.beat as u64, card), scale, at, 100);
        }
        BeatKind::Answer { host, server, answer, .. } => {
            let text = answer.split(' ').next().unwrap_or_default().to_owned();
            let (at, scale) = (on_the_way(now, stage, *server, *host).0, whole);
            let card = TokenKind::Card { text, answer: true };
            put(tokens, (LINE_KEYS + now.beat as u64, card), scale, at, 100);
        }
        BeatKind::Pieces { from, to, pieces, total, .. } => {
            let path = path(now, stage, *from, *to);
            let (at, scale) = hold_point(stage, now.place_of(*to));
            let lost = pieces.iter().find(|piece| piece.lost).copied();
            let before = || fallen(now, stage).first().map(|(piece, _)| *piece);
            let gap = lost.or_else(before).map(|piece| (piece.number, piece.count));
            let ghost = TokenKind::Ghost { pieces: *total, arrived: arrived(now), gap };
            put(tokens, (GHOST_KEY, ghost), scale, at, 100);
            let scale = scale_on(stage, &path);
            for (piece, flight) in pieces.iter().zip(flights(pieces)) {
                let (at, opacity) = piece_at(&flight, &path, now.done, piece.lost);
                put_piece(tokens, piece, scale, at, opacity);
            }
        }
        BeatKind::Store { host, boxes } => {
            let (from, scale) = hold_point(stage, now.place_of(*host));
            let doors = boxes.iter().filter_map(|name| door_of(now, stage, name));
            for (n, door) in (0..).zip(doors) {
                let to = (door.middle() * 100, (door.y + door.height * 3 / 5) * 100);
                let at = between(from, to, ease(now.done * WHOLE / LETTER_IN));
                let opacity = if now.done >= LETTER_IN { 0 } else { 100 };
                let key = if n == 0 { LETTER_KEY } else { COPY_KEYS + n };
                put(tokens, (key, TokenKind::SmallLetter), scale, at, opacity);
            }
        }
        BeatKind::Key { from, to, box_name, fits } => {
            let at = key_at(now, stage, (*from, *to), box_name, *fits);
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
fn on_the_way(now: &Moment, stage: &Stage, from: HostId, to: HostId) -> ((i32, i32), i32) {
    let path = path(now, stage, from, to);
    let gone = now.done.saturating_sub(SLIP_LEAVES) * WHOLE / (SLIP_THERE - SLIP_LEAVES);
    (path.point(ease(gone)), scale_on(stage, &path))
}

/// How large something is that travels on a cable: on short ones it is small.
fn scale_on(stage: &Stage, path: &Path) -> i32 {
    let part = (path.length() * 100 / LONG_ENOUGH).clamp(60, 100);
    stage.layout.street.measures().travels * part / 100
}

/// The key: along the route, over to the box, and back if it does not fit.
fn key_at(
    now: &Moment,
    stage: &Stage,
    (from, to): (HostId, HostId),
    box_name: &str,
    fits: bool,
) -> (i32, i32) {
    let path = path(now, stage, from, to);
    let wall = stage.place(now.place_of(to)).rect;
    let there = door_of(now, stage, box_name)
        .map_or((wall.middle() * 100, (wall.y + wall.height / 2) * 100), |door| {
            (door.middle() * 100, (door.y + door.height * 2 / 3) * 100)
        });
    let (along, inside) = (KEY_THERE * 7 / 10, KEY_THERE * 3 / 10);
    if now.done < along {
        path.point(ease(now.done * WHOLE / along))
    } else if now.done < KEY_THERE {
        between(path.point(WHOLE), there, (now.done - along) * WHOLE / inside)
    } else if fits {
        there
    } else {
        let back = (now.done - KEY_THERE) * WHOLE / (WHOLE - KEY_THERE);
        between(there, path.point(WHOLE), back)
    }
}

fn between(from: (i32, i32), to: (i32, i32), part: u32) -> (i32, i32) {
    let along = |a: i32, b: i32| {
        let part = i64::from(part.min(WHOLE));
        a + i32::try_from(i64::from(b - a) * part / i64::from(WHOLE)).unwrap_or(0)
    };
    (along(from.0, to.0), along(from.1, to.1))
}
