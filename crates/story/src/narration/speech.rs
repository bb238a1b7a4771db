//! Conversations: whole, or the turns that matter here, each with time to read it. The others pass
//! with them, and stand in the list of lines.

use super::beat_length;
use super::ledger::Ledger;
use crate::facts::dialogue::{self, Turn};
use crate::facts::pieces;
use model::address::Mailbox;
use model::show_time::ShowTime;
use model::story::{BeatKind, Line, PIECE, Piece};
use sim::trace::{ConnectionId, Trace};
use std::ops::Range;

/// So many recipients are named in what goes like an earlier conversation.
const NAMED: usize = 2;

/// These lines, as far as they are on the connection of the first.
pub(crate) fn say(ledger: &mut Ledger, trace: &Trace, lines: Range<usize>, length: ShowTime) {
    let all = ledger.lines();
    let Some(first) = all.get(lines.start) else { return };
    let lines: Vec<usize> = lines.filter(|n| all[*n].connection == first.connection).collect();
    say_lines(ledger, trace, &lines, length);
}

/// One beat for each turn: the lines that one side says in one breath.
pub(crate) fn say_lines(ledger: &mut Ledger, trace: &Trace, lines: &[usize], length: ShowTime) {
    let mut lines = lines.iter().copied().peekable();
    while let Some(first) = lines.next() {
        let all = ledger.lines();
        let (side, at, connection) = (all[first].side, all[first].at, all[first].connection);
        let mut last = first;
        while let Some(next) =
            lines.next_if(|n| all[*n].side == side && all[*n].at == at && !all[*n].message)
        {
            last = next;
        }
        let (speaker, listener) = (all[last].speaker, all[last].listener);
        let arrived = pieces::arrival(trace, &all[last]);
        for n in first..=last {
            if ledger.lines()[n].connection == connection {
                ledger.say(n);
            }
        }
        let kind = BeatKind::Say { lines: (first, last), speaker, listener };
        ledger.beat(length, (at, arrived), kind);
    }
}

/// Those of these lines that matter; the others pass with them.
pub(crate) fn say_what_matters(
    ledger: &mut Ledger,
    trace: &Trace,
    lines: &[usize],
    matters: impl Fn(&Line) -> bool,
) {
    for line in lines {
        if matters(&ledger.lines()[*line]) {
            say_lines(ledger, trace, &[*line], beat_length::LINE);
        } else {
            ledger.pass(*line);
        }
    }
}

/// A message travels, in all the packets that carried it.
pub(crate) fn send(ledger: &mut Ledger, trace: &Trace, message: usize) {
    let pieces = pieces::of(trace, &ledger.lines()[message]);
    let total = pieces::total(&pieces);
    send_pieces(ledger, message, &pieces, total);
}

/// Some of the `total` pieces of a message travel.
pub(crate) fn send_pieces(ledger: &mut Ledger, message: usize, pieces: &[Piece], total: u16) {
    let (Some(left), Some(arrived)) = (
        pieces.iter().map(|piece| piece.sim.0).min(),
        pieces.iter().map(|piece| piece.sim.1).max(),
    ) else {
        return;
    };
    ledger.pass(message);
    let line = &ledger.lines()[message];
    let (connection, from, to) = (line.connection, line.speaker, line.listener);
    let gaps = ShowTime::try_from(pieces.len().saturating_sub(1)).unwrap_or(0);
    let length = PIECE + Piece::gap(pieces) * gaps;
    let pieces = pieces.to_vec();
    let kind = BeatKind::Pieces { connection, from, to, pieces, total };
    ledger.beat(length, (left, arrived), kind);
}

/// A message is handed on to a server that takes it for these recipients; for whom else it was
/// offered is told elsewhere. Without recipients: for all of the envelope.
pub(crate) fn handover(
    ledger: &mut Ledger,
    trace: &Trace,
    connection: ConnectionId,
    people: &[Mailbox],
) {
    let lines = ledger.lines();
    let turns = dialogue::turns(lines, connection);
    let mut told = vec![false; turns.len()];
    let envelope = dialogue::naming(lines, &turns, people);
    let taken = envelope.into_iter().filter(|n| !dialogue::is_no(lines, &turns, n + 1));
    for n in taken.take(NAMED) {
        told[n..(n + 2).min(turns.len())].fill(true);
    }
    if let Some(n) = turns.iter().position(|turn| turn.message) {
        told[n..(n + 2).min(turns.len())].fill(true);
    }
    tell_turns(ledger, trace, &turns, &told);
}

/// A server says no to it for these recipients, or to everything; or, where it is not `spoken`, nothing any more.
/// What it has found is told before it says so, or at the end.
pub(crate) fn turned_down(
    ledger: &mut Ledger,
    trace: &Trace,
    connection: ConnectionId,
    people: &[Mailbox],
    spoken: bool,
    finding: impl FnOnce(&mut Ledger),
) {
    let lines = ledger.lines();
    let turns = dialogue::turns(lines, connection);
    let is_no = |n: usize| spoken && dialogue::is_no(lines, &turns, n);
    let mut told = vec![false; turns.len()];
    let envelope = dialogue::naming(lines, &turns, people);
    let refused: Vec<usize> = envelope.iter().copied().filter(|n| is_no(n + 1)).collect();
    if refused.is_empty() {
        // What was refused comes after the envelope, or before it; or nobody answered at all.
        let no = (0..turns.len()).rev().find(|n| is_no(*n));
        let last = no.unwrap_or(turns.len().saturating_sub(1));
        let named = envelope.iter().copied().filter(|n| *n + 1 < last).take(NAMED);
        for n in named {
            told[n..n + 2].fill(true);
        }
        told[last.saturating_sub(1)..(last + 1).min(turns.len())].fill(true);
    }
    for n in refused.into_iter().take(NAMED) {
        told[n..n + 2].fill(true);
    }
    let no = (0..turns.len()).find(|n| told[*n] && is_no(*n)).unwrap_or(turns.len());
    tell_turns(ledger, trace, &turns[..no], &told[..no]);
    finding(ledger);
    tell_turns(ledger, trace, &turns[no..], &told[no..]);
}

fn tell_turns(ledger: &mut Ledger, trace: &Trace, turns: &[Turn], told: &[bool]) {
    for (turn, told) in turns.iter().zip(told) {
        match turn.lines.first() {
            Some(message) if *told && turn.message => send(ledger, trace, *message),
            _ if *told => say_lines(ledger, trace, &turn.lines, beat_length::LINE),
            _ => turn.lines.iter().for_each(|line| ledger.pass(*line)),
        }
    }
}
