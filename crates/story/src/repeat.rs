//! What is told of a conversation that goes like an earlier one: the turns that matter here, each
//! with time to read it. The others pass with them, and stand in the list of lines.

use super::Piece;
use super::builder::{StoryBuilder, pace};
use super::conversation::Line;
use super::reading::between_brackets;
use model::address::Mailbox;
use sim::trace::{ConnectionId, Side};

/// So many recipients are named in it.
const NAMED: usize = 2;

/// What one side says in one breath, or a whole message.
struct Turn {
    lines: Vec<usize>,
    side: Side,
    message: bool,
}

impl StoryBuilder<'_> {
    /// A message is handed on to a server that takes it for these recipients; for whom else it was
    /// offered is told elsewhere. Without recipients: for all of the envelope.
    pub(super) fn handover(&mut self, connection: ConnectionId, people: &[Mailbox]) {
        let turns = self.turns(connection);
        let mut told = vec![false; turns.len()];
        let envelope = self.envelope_of(&turns, people);
        for n in envelope.into_iter().filter(|n| !self.is_no(&turns, n + 1)).take(NAMED) {
            told[n..(n + 2).min(turns.len())].fill(true);
        }
        if let Some(n) = turns.iter().position(|turn| turn.message) {
            told[n..(n + 2).min(turns.len())].fill(true);
        }
        self.tell_turns(connection, &turns, &told);
    }

    /// A server says no to it for these recipients, or to everything.
    pub(super) fn turned_down(&mut self, connection: ConnectionId, people: &[Mailbox]) {
        let turns = self.turns(connection);
        let mut told = vec![false; turns.len()];
        let envelope = self.envelope_of(&turns, people);
        let refused: Vec<usize> =
            envelope.iter().copied().filter(|n| self.is_no(&turns, n + 1)).collect();
        if refused.is_empty() {
            // What was refused comes after the envelope, or before it; or nobody answered at all.
            let no = (0..turns.len()).rev().find(|n| self.is_no(&turns, *n));
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
        self.tell_turns(connection, &turns, &told);
    }

    /// Those of these lines that matter; the others pass with them.
    pub(super) fn say_what_matters(&mut self, lines: &[usize], matters: impl Fn(&Line) -> bool) {
        for line in lines {
            if matters(&self.lines[*line]) {
                self.say_lines(&[*line], pace::LINE);
            } else {
                self.pass(*line);
            }
        }
    }

    fn tell_turns(&mut self, connection: ConnectionId, turns: &[Turn], told: &[bool]) {
        for (turn, told) in turns.iter().zip(told) {
            match turn.lines.first() {
                Some(message) if *told && turn.message => {
                    let pieces = self.pieces(connection);
                    let total = pieces.iter().map(Piece::last).max().unwrap_or(0);
                    self.pieces_beat(*message, connection, pieces, total);
                }
                _ if *told => self.say_lines(&turn.lines, pace::LINE),
                _ => turn.lines.iter().for_each(|line| self.pass(*line)),
            }
        }
    }

    /// A line is said without being told, unless it is told elsewhere.
    fn pass(&mut self, line: usize) {
        if self.lines[line].show_at == 0 {
            self.lines[line].show_at = self.now;
        }
    }

    /// The turns of an SMTP conversation, up to the farewell.
    fn turns(&self, connection: ConnectionId) -> Vec<Turn> {
        let (.., data) = self.sections(connection);
        let mut turns: Vec<Turn> = Vec::new();
        for n in self.talk(connection).into_iter().filter(|n| *n < data.end) {
            let line = &self.lines[n];
            let goes_on = turns.last_mut().filter(|turn| {
                let at = turn.lines.first().map(|first| self.lines[*first].at);
                turn.side == line.side && at == Some(line.at) && !line.message && !turn.message
            });
            match goes_on {
                Some(turn) => turn.lines.push(n),
                None => {
                    turns.push(Turn { lines: vec![n], side: line.side, message: line.message });
                }
            }
        }
        turns
    }

    /// The turns in which these recipients are named, or all are.
    fn envelope_of(&self, turns: &[Turn], people: &[Mailbox]) -> Vec<usize> {
        let names = |turn: &Turn| {
            let first = turn.lines.first().filter(|_| turn.side == Side::Client && !turn.message);
            first.is_some_and(|first| {
                let text = &self.lines[*first].text;
                let named = between_brackets(text);
                text.starts_with("RCPT TO:")
                    && (people.is_empty() || people.iter().any(|it| it.to_string() == named))
            })
        };
        (0..turns.len()).filter(|n| names(&turns[*n])).collect()
    }

    /// Whether a server says no in this turn.
    fn is_no(&self, turns: &[Turn], n: usize) -> bool {
        let first = turns.get(n).and_then(|turn| turn.lines.first());
        first.is_some_and(|first| self.lines[*first].refuses)
    }
}
