//! Builds a story: steps, beats and the moments of every line, one after the other.

use super::conversation::{self, Line};
use super::lookups::{self, Exchange};
use super::{Beat, BeatKind, Evidence, LONGEST_STORY, PIECE, Piece, Stage, Step};
use model::address::Mailbox;
use model::cast::HostId;
use model::show_time::ShowTime;
use model::time::Instant;
use sim::dns::Question;
use sim::trace::{ConnectionId, Trace};
use std::ops::Range;
use text::captions::StepText;

/// How long beats take, in milliseconds.
pub(super) mod pace {
    use model::show_time::ShowTime;

    /// A line of a conversation.
    pub(crate) const LINE: ShowTime = 600;
    /// A look-up card, one way.
    pub(crate) const CARD: ShowTime = 480;
    /// Other things.
    pub(crate) const WRITE: ShowTime = 1_400;
    pub(crate) const SORT: ShowTime = 1_700;
    pub(crate) const STORE: ShowTime = 1_300;
    pub(crate) const KEY: ShowTime = 1_000;
    pub(crate) const READ: ShowTime = 1_200;
    /// Time to read after a step; longer captions get more.
    pub(crate) const REST: ShowTime = 650;
    pub(crate) const REST_PER_CHARACTER: ShowTime = 2;
}

/// A story in the making.
pub(super) struct StoryBuilder<'a> {
    pub(super) trace: &'a Trace,
    pub(super) lines: Vec<Line>,
    pub(super) steps: Vec<Step>,
    pub(super) beats: Vec<Beat>,
    /// Whom the next steps are about; empty: everybody.
    about: Vec<u8>,
    pub(super) now: ShowTime,
}

impl<'a> StoryBuilder<'a> {
    pub(super) fn new(trace: &'a Trace) -> Self {
        let lines = conversation::read(trace);
        Self { trace, lines, steps: Vec::new(), beats: Vec::new(), about: Vec::new(), now: 0 }
    }

    pub(super) fn open_step(&mut self, name: &str, stage: Stage) {
        self.steps.push(Step {
            name: name.to_owned(),
            stage,
            title: String::new(),
            caption: String::new(),
            from: self.now,
            rest: self.now,
            until: self.now,
            evidence: Vec::new(),
            recipients: self.about.clone(),
        });
    }

    /// Whom the steps that are opened from now on are about.
    pub(super) fn about(&mut self, mailboxes: &[Mailbox]) {
        let all = &self.trace.outcomes;
        let numbered = (0..).zip(all).filter(|(_, (mailbox, _))| mailboxes.contains(mailbox));
        self.about = numbered.map(|(n, _)| n).collect();
        if self.about.len() == all.len() {
            self.about.clear();
        }
    }

    /// The simulated time up to which the story is told: what the clock shows when it rests here.
    pub(super) fn told_until(&self) -> Instant {
        self.beats.last().map_or(Instant::ZERO, |beat| beat.sim.1)
    }

    /// The same in words, as captions say it.
    pub(super) fn span_until(&self) -> String {
        ::text::units::span(self.told_until().micros())
    }

    pub(super) fn close_step(&mut self, text: StepText, evidence: Vec<Evidence>) {
        let length = ShowTime::try_from(text.caption.chars().count()).unwrap_or(0);
        let rest = self.now;
        let at = self.told_until();
        self.beat(pace::REST + pace::REST_PER_CHARACTER * length, (at, at), BeatKind::Rest);
        let until = self.now;
        if let Some(step) = self.steps.last_mut() {
            step.title = text.title;
            step.caption = text.caption;
            step.rest = rest;
            step.until = until;
            step.evidence = evidence;
        }
    }

    pub(super) fn beat(&mut self, length: ShowTime, sim: (Instant, Instant), kind: BeatKind) {
        let from = self.now;
        self.now += length;
        let step = self.steps.len().saturating_sub(1);
        // What happens at one moment does not turn back the clock of its step.
        let before = self.beats.last().filter(|beat| beat.step == step).map(|beat| beat.sim.1);
        let at = before.map_or(sim.0, |before| before.max(sim.0));
        let sim = if sim.0 == sim.1 { (at, at) } else { sim };
        self.beats.push(Beat { step, from, until: self.now, sim, kind });
    }

    /// One beat for each turn: the lines that one side says in one breath.
    pub(super) fn say(&mut self, lines: Range<usize>, length: ShowTime) {
        let Some(first) = self.lines.get(lines.start) else {
            return;
        };
        let connection = first.connection;
        let lines: Vec<usize> = lines.filter(|n| self.lines[*n].connection == connection).collect();
        self.say_lines(&lines, length);
    }

    pub(super) fn say_lines(&mut self, lines: &[usize], length: ShowTime) {
        let mut lines = lines.iter().copied().peekable();
        while let Some(first) = lines.next() {
            let (side, at) = (self.lines[first].side, self.lines[first].at);
            let mut last = first;
            while let Some(next) = lines.next_if(|n| {
                self.lines[*n].side == side && self.lines[*n].at == at && !self.lines[*n].message
            }) {
                last = next;
            }
            let line = &self.lines[last];
            let (speaker, listener) = (line.speaker, line.listener);
            let arrived = self.arrival(last);
            for n in first..=last {
                if self.lines[n].connection == self.lines[first].connection {
                    self.lines[n].show_at = self.now;
                }
            }
            let kind = BeatKind::Say { lines: (first, last), speaker, listener };
            self.beat(length, (at, arrived), kind);
        }
    }

    /// When the last byte of a line was there.
    pub(super) fn arrival(&self, line: usize) -> Instant {
        let line = &self.lines[line];
        let connection = &self.trace[line.connection];
        connection
            .carriers(line.side, line.place.0, line.place.1)
            .map(|segment| self.trace.packets[segment.packet.index()].ended_at())
            .max()
            .unwrap_or(line.at)
    }

    pub(super) fn pieces_beat(
        &mut self,
        message: usize,
        connection: ConnectionId,
        pieces: Vec<Piece>,
        total: u16,
    ) {
        let (Some(from), Some(until)) = (
            pieces.iter().map(|piece| piece.sim.0).min(),
            pieces.iter().map(|piece| piece.sim.1).max(),
        ) else {
            return;
        };
        let gaps = ShowTime::try_from(pieces.len().saturating_sub(1)).unwrap_or(0);
        if self.lines[message].show_at == 0 {
            self.lines[message].show_at = self.now;
        }
        let (speaker, listener) = (self.lines[message].speaker, self.lines[message].listener);
        let length = PIECE + Piece::gap(&pieces) * gaps;
        let kind = BeatKind::Pieces { connection, from: speaker, to: listener, pieces, total };
        self.beat(length, (from, until), kind);
    }

    /// Every step of a look-up. Returns who was asked, in words, and the answers as evidence.
    pub(super) fn ask(
        &mut self,
        host: HostId,
        question: &Question,
    ) -> (Vec<String>, Vec<Evidence>) {
        let mut asked = Vec::new();
        let mut evidence = Vec::new();
        for exchange in self.exchanges(host, question) {
            self.query(&exchange);
            if let Some(answered) = exchange.answered {
                self.reply(&exchange);
                asked.push(lookups::name_of(self.trace, exchange.server));
                evidence.push(Evidence::Event(answered));
            }
        }
        (asked, evidence)
    }

    /// A look-up that goes like an earlier one: only where it ends.
    pub(super) fn ask_again(&mut self, host: HostId, question: &Question) {
        if let Some(exchange) = self.exchanges(host, question).last() {
            self.query(exchange);
            self.reply(exchange);
        }
    }

    /// Every question of a host since a moment.
    pub(super) fn ask_since(&mut self, host: HostId, since: Instant) {
        let mut questions: Vec<Question> = Vec::new();
        for exchange in lookups::of(self.trace) {
            if exchange.host != host || exchange.asked_at < since {
                continue;
            }
            if !questions.contains(&exchange.question) {
                questions.push(exchange.question.clone());
                self.query(&exchange);
            }
            self.reply(&exchange);
        }
    }

    /// What a host asks for the sake of one question. A question that is asked again on a later try
    /// is told once.
    fn exchanges(&self, host: HostId, question: &Question) -> Vec<Exchange> {
        let mut ours = lookups::of(self.trace);
        ours.retain(|exchange| exchange.host == host && exchange.question == *question);
        let first = ours.first().map(|exchange| exchange.lookup);
        ours.retain(|exchange| Some(exchange.lookup) == first);
        ours
    }

    fn query(&mut self, exchange: &Exchange) {
        let packet = &self.trace.packets[exchange.query.index()];
        let kind = BeatKind::Ask {
            host: exchange.host,
            server: exchange.server,
            question: exchange.question.clone(),
            gloss: lookups::question_in_words(&exchange.question),
        };
        self.beat(pace::CARD, (packet.sent_at, packet.ended_at()), kind);
    }

    /// The answer, if there is one.
    fn reply(&mut self, exchange: &Exchange) {
        let Some(reply) = exchange.reply else { return };
        let packet = &self.trace.packets[reply.index()];
        let kind = BeatKind::Answer {
            host: exchange.host,
            server: exchange.server,
            answer: exchange.short_answer(),
            gloss: exchange.gloss(),
        };
        self.beat(pace::CARD, (packet.sent_at, packet.ended_at()), kind);
    }

    /// Gives every line its moment, in an order that only goes forward, and keeps the story within
    /// its limit.
    pub(super) fn finish(mut self) -> (Vec<Step>, Vec<Beat>, Vec<Line>) {
        let told: Vec<bool> = {
            let mut told = vec![false; self.lines.len()];
            for beat in &self.beats {
                if let BeatKind::Say { lines: (first, last), .. } = beat.kind {
                    told[first..=last].fill(true);
                }
            }
            self.lines.iter().zip(told).map(|(line, said)| said || line.show_at > 0).collect()
        };
        for (line, told) in self.lines.iter_mut().zip(told) {
            if !told {
                let before = self.beats.iter().rev().find(|beat| beat.sim.1 <= line.at);
                line.show_at = before.map_or(self.now, |beat| beat.until);
            }
        }
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by_key(|n| (self.lines[*n].show_at, self.lines[*n].connection, *n));
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        for beat in &mut self.beats {
            if let BeatKind::Say { lines: (first, last), .. } = &mut beat.kind {
                (*first, *last) = (place[*first], place[*last]);
            }
        }
        let mut lines: Vec<Line> = order.iter().map(|n| self.lines[*n].clone()).collect();
        if self.now > LONGEST_STORY {
            let total = u64::from(self.now);
            let shorten = |at: &mut ShowTime| {
                let scaled = u64::from(*at) * u64::from(LONGEST_STORY) / total;
                *at = ShowTime::try_from(scaled).unwrap_or(LONGEST_STORY);
            };
            for step in &mut self.steps {
                shorten(&mut step.from);
                shorten(&mut step.rest);
                shorten(&mut step.until);
            }
            for beat in &mut self.beats {
                shorten(&mut beat.from);
                shorten(&mut beat.until);
            }
            for line in &mut lines {
                shorten(&mut line.show_at);
            }
        }
        (self.steps, self.beats, lines)
    }
}
