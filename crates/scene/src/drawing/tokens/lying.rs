//! What lies somewhere: letter and report, and what is there of them so far.

use super::hold::{above_the_letter, hold_point};
use super::list::{GHOST_KEY, LETTER_KEY, REPORT_KEY, Tokens, put};
use super::pieces::{fallen, put_piece};
use crate::facts::letter::{is_notice, moves_report};
use crate::facts::moment::Moment;
use crate::facts::past::Item;
use crate::frame::TokenKind;
use crate::geometry::stage::Stage;
use crate::place::PlaceId;
use model::story::BeatKind;

/// Letter and report where they are held, unless they travel now.
pub(super) fn lying(now: &Moment, stage: &Stage, tokens: &mut Tokens) {
    let (letter, report) = (&now.past.letter, &now.past.report);
    let (mut letter_moves, mut report_moves) = (false, false);
    match now.kind() {
        BeatKind::Pieces { from, to, .. } => {
            report_moves = moves_report(now, *from, *to);
            letter_moves = !report_moves;
        }
        BeatKind::Store { .. } => letter_moves = true,
        _ => {}
    }
    for (item, moves) in [(letter, letter_moves), (report, report_moves)] {
        if let Some((place, pieces, arrived)) = item.partial.filter(|_| !moves) {
            let (at, scale) = hold_point(stage, place);
            let gap = fallen(now, stage).first().map(|(piece, _)| (piece.number, piece.count));
            let ghost = (GHOST_KEY, TokenKind::Ghost { pieces, arrived, gap });
            put(tokens, ghost, scale, at, 100);
        }
        if item.partial.is_some() {
            for (piece, at) in fallen(now, stage) {
                put_piece(tokens, &piece, stage.layout.street.measures().travels, at, 100);
            }
        }
    }
    let held = match now.kind() {
        BeatKind::Wait { host, .. } | BeatKind::Write { host } | BeatKind::Sort { host, .. } => {
            Some(now.place_of(*host))
        }
        BeatKind::Report { .. } if !is_notice(now) => None,
        _ => letter.at,
    };
    let holder = held.filter(|_| !letter_moves);
    if let Some(place) = holder {
        let (at, scale) = hold_point(stage, place);
        put(tokens, (LETTER_KEY, letter_kind(now, place, letter)), scale, at, 100);
    }
    let held = match now.kind() {
        BeatKind::Report { host, .. } => Some((now.place_of(*host), false)),
        BeatKind::Read { host } => {
            report.at.map(|at| (at, report.opened || at == now.place_of(*host)))
        }
        _ => report.at.map(|at| (at, report.opened)),
    };
    if let Some((place, opened)) = held.filter(|_| !report_moves) {
        let kind = match (is_notice(now), opened) {
            (false, false) => TokenKind::Report,
            (false, true) => TokenKind::OpenReport,
            (true, false) => TokenKind::Notice,
            (true, true) => TokenKind::OpenNotice,
        };
        let (mut at, scale) = hold_point(stage, place);
        if holder == Some(place) {
            at.1 -= above_the_letter(stage, place);
        }
        put(tokens, (REPORT_KEY, kind), scale, at, 100);
    }
}

fn letter_kind(now: &Moment, place: PlaceId, letter: &Item) -> TokenKind {
    let waits = letter.queued || matches!(now.kind(), BeatKind::Wait { .. });
    let reads = matches!(now.kind(), BeatKind::Read { host } if now.place_of(*host) == place);
    match place {
        PlaceId::Sender | PlaceId::Recipient if letter.opened || reads => TokenKind::OpenLetter,
        PlaceId::Sender | PlaceId::Recipient => TokenKind::Letter,
        _ if waits => TokenKind::WaitingLetter,
        _ => TokenKind::SmallLetter,
    }
}
