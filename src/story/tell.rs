//! Reads a trace and tells it: which steps, which beats, how long.

use super::conversation::{self, Line};
use super::{Beat, BeatKind, Evidence, Piece, Stage, Step, Story, lookups};
use crate::player::ShowTime;
use crate::sim::address::{Domain, Mailbox};
use crate::sim::cast::{HostId, Role};
use crate::sim::host::{POP3_PORT, SMTP_PORT, SUBMISSION_PORT};
use crate::sim::time::{Duration, Instant};
use crate::sim::trace::{ConnectionId, EventId, EventKind, Route, Side, Trace};
use crate::text::story::{self as words, Told};
use std::collections::BTreeMap;
use std::ops::Range;

/// Longest story, in milliseconds of show time: beyond, everything is told faster.
pub const LONGEST_STORY: ShowTime = 74_000;
/// Most tokens for pieces of one message; more travel as a train with counts.
pub const MOST_PIECES: usize = 12;

/// How long beats take, in milliseconds.
mod pace {
    use crate::player::ShowTime;

    /// A line of the first conversation, and of later ones.
    pub const LINE: ShowTime = 640;
    pub const LINE_AGAIN: ShowTime = 260;
    pub const LINE_POP3: ShowTime = 330;
    /// One piece along its route, and its head start before the next.
    pub const PIECE: ShowTime = 900;
    pub const PIECE_GAP: ShowTime = 110;
    /// A look-up card, one way.
    pub const CARD: ShowTime = 480;
    pub const CARD_AGAIN: ShowTime = 170;
    /// Other things.
    pub const WRITE: ShowTime = 1_600;
    pub const SORT: ShowTime = 2_000;
    pub const STORE: ShowTime = 1_500;
    pub const KEY: ShowTime = 1_000;
    pub const READ: ShowTime = 1_200;
    /// Time to read after a step; longer captions get more.
    pub const REST: ShowTime = 650;
    pub const REST_PER_CHARACTER: ShowTime = 2;
}

/// Tells the story of a trace.
pub(super) fn tell(trace: Trace) -> Story {
    let mut teller = Teller::new(&trace);
    teller.sending();
    let groups = teller.groups();
    let mut groups = groups.into_iter();
    if let Some(main) = groups.next() {
        let piles = groups.len() + 1;
        teller.sorting(&main, piles);
        teller.delivering(&main);
        for (n, group) in groups.enumerate() {
            teller.other_domain(&group, n + 2);
        }
    }
    let (steps, beats, lines) = teller.finish();
    Story {
        trace,
        steps,
        beats,
        lines,
    }
}

/// The recipients in one domain, and when the provider's server sorted them.
struct Group {
    sorted: EventId,
    recipients: Vec<Mailbox>,
    domain: Domain,
    route: Route,
}

struct Teller<'a> {
    trace: &'a Trace,
    lines: Vec<Line>,
    /// Lines by event.
    line_of: BTreeMap<EventId, usize>,
    steps: Vec<Step>,
    beats: Vec<Beat>,
    now: ShowTime,
}

impl<'a> Teller<'a> {
    fn new(trace: &'a Trace) -> Self {
        let lines = conversation::read(trace);
        let line_of = lines
            .iter()
            .enumerate()
            .map(|(n, line)| (line.event, n))
            .collect();
        Self {
            trace,
            lines,
            line_of,
            steps: Vec::new(),
            beats: Vec::new(),
            now: 0,
        }
    }

    // ---- stages -------------------------------------------------------------------------------

    fn sending(&mut self) {
        let Some((id, message)) = self.find(|kind| match kind {
            EventKind::Composed { message } => Some(*message),
            _ => None,
        }) else {
            return;
        };
        let event = &self.trace.events[id];
        let bytes = self
            .trace
            .messages
            .get(message)
            .map_or(0, |m| m.len() as u64);
        let recipients: Vec<String> = self
            .trace
            .outcomes
            .iter()
            .map(|(mailbox, _)| mailbox.to_string())
            .collect();
        let (at, host) = (event.at, event.host);
        self.open_step("pressed-send", Stage::Sending);
        self.beat(pace::WRITE, (at, at), BeatKind::Write { host });
        self.close_step(
            words::pressed_send(&recipients, bytes),
            vec![Evidence::Event(id)],
        );

        let Some(connection) = self.connection(SUBMISSION_PORT, host, &[]) else {
            return;
        };
        self.connected(connection);
        self.envelope(connection);
        self.packets(connection);
    }

    fn connected(&mut self, connection: ConnectionId) {
        let Some(connected) = self.event_of(
            connection,
            |kind, id| matches!(kind, EventKind::Connected { connection } if *connection == id),
        ) else {
            return;
        };
        let signed_in = self.event_of(connection, |kind, id| {
            matches!(kind, EventKind::Authenticated { connection, .. } if *connection == id)
        });
        let server = self.trace.connections[connection].server.0;
        let server = self.trace.cast.host(server).name.clone();
        let (hello, ..) = self.sections(connection);
        self.open_step("connected", Stage::Sending);
        self.say(hello, pace::LINE);
        let mut evidence = vec![Evidence::Event(connected)];
        evidence.extend(signed_in.map(Evidence::Event));
        self.close_step(words::connected(&server, signed_in.is_some()), evidence);
    }

    fn envelope(&mut self, connection: ConnectionId) {
        let (_, envelope, _) = self.sections(connection);
        let mut from = None;
        let mut to = Vec::new();
        let mut evidence = Vec::new();
        for line in &self.lines[envelope.clone()] {
            if line.connection != connection || line.side != Side::Client {
                continue;
            }
            if line.text.starts_with("MAIL FROM:") {
                from = Some(between_brackets(&line.text));
            } else if line.text.starts_with("RCPT TO:") {
                to.push(between_brackets(&line.text));
            } else {
                continue;
            }
            evidence.push(Evidence::Event(line.event));
        }
        let Some(from) = from else { return };
        self.open_step("envelope", Stage::Sending);
        let each = pace::LINE * 6 / ShowTime::try_from(to.len().max(1)).unwrap_or(1).max(6);
        self.say(envelope, each);
        self.close_step(words::envelope(&from, &to), evidence);
    }

    fn packets(&mut self, connection: ConnectionId) {
        let (_, _, data) = self.sections(connection);
        let Some(message) = self.message_line(connection) else {
            return;
        };
        let accepted = self.event_of(
            connection,
            |kind, id| matches!(kind, EventKind::Accepted { connection, .. } if *connection == id),
        );
        let pieces = self.pieces(connection);
        let total = pieces.iter().map(|piece| piece.number).max().unwrap_or(0);
        let mut evidence = vec![Evidence::Event(self.lines[message].event)];
        let number = |piece: &Piece| usize::from(piece.number);

        self.open_step("packets", Stage::Sending);
        self.say(data.start..message, pace::LINE);
        let lost = pieces.iter().position(|piece| piece.lost);
        let again = pieces.iter().position(|piece| piece.again);
        let crossed = pieces.iter().enumerate().find_map(|(n, piece)| {
            let overtaken = pieces[n + 1..]
                .iter()
                .any(|later| later.sim.1 < piece.sim.1);
            (overtaken && !piece.lost).then_some(n)
        });
        let after = message + 1..data.end;
        if let Some(lost) = lost {
            let first = pieces[..again.unwrap_or(pieces.len())].to_vec();
            let until = first
                .iter()
                .map(|piece| piece.sim.1)
                .max()
                .unwrap_or_default();
            let (n, packet) = (number(&pieces[lost]), pieces[lost].packet);
            self.pieces_beat(message, connection, first, total);
            self.close_step(words::packets(usize::from(total), false), evidence);

            let repeats = self.duplicate_acknowledgements(connection, pieces[lost].packet);
            self.open_step("packet-lost", Stage::Sending);
            self.beat(pace::SORT, (until, until), BeatKind::Rest);
            let mut evidence = vec![Evidence::Packet(packet)];
            evidence.extend(repeats.iter().map(|packet| Evidence::Packet(*packet)));
            self.close_step(words::packet_lost(n, repeats.len()), evidence);
            let Some(again) = again else { return };

            let mut evidence = vec![Evidence::Packet(pieces[again].packet)];
            evidence.extend(accepted.map(Evidence::Event));
            let n = number(&pieces[again]);
            self.open_step("packet-again", Stage::Sending);
            self.pieces_beat(message, connection, pieces[again..].to_vec(), total);
            self.say(after, pace::LINE);
            self.close_step(words::packet_again(n, accepted.is_some()), evidence);
        } else if let Some(late) = crossed {
            let (n, packet) = (number(&pieces[late]), pieces[late].packet);
            self.pieces_beat(message, connection, pieces, total);
            self.close_step(words::packets(usize::from(total), false), evidence);

            let mut evidence = vec![Evidence::Packet(packet)];
            evidence.extend(accepted.map(Evidence::Event));
            self.open_step("out-of-order", Stage::Sending);
            self.say(after, pace::LINE);
            self.close_step(words::out_of_order(n, accepted.is_some()), evidence);
        } else {
            evidence.extend(accepted.map(Evidence::Event));
            self.pieces_beat(message, connection, pieces, total);
            self.say(after, pace::LINE);
            let told = words::packets(usize::from(total), accepted.is_some());
            self.close_step(told, evidence);
        }
    }

    fn sorting(&mut self, group: &Group, piles: usize) {
        let provider = self.trace.events[group.sorted].host;
        let at = self.trace.events[group.sorted].at;
        let domain = group.domain.to_string();
        let local_part = group.recipients.first().map(|m| m.local_part.to_string());
        let told = match group.route {
            Route::Here => words::own_domain(&domain),
            _ => words::domain(&domain, piles),
        };
        let kind = BeatKind::Sort {
            host: provider,
            local_part: local_part.unwrap_or_default(),
            domain: domain.clone(),
        };
        self.open_step("domain", Stage::Sorting);
        self.beat(pace::SORT, (at, at), kind);
        self.close_step(told, vec![Evidence::Event(group.sorted)]);
        if group.route != Route::Registry {
            return;
        }

        let question = format!("MX {domain}");
        let exchanger = self.looked_up(provider, &question);
        self.open_step("registry", Stage::Sorting);
        let (asked, mut evidence) = self.ask(provider, &question, pace::CARD);
        let server = exchanger.as_ref().map(|(_, result)| last_word(result));
        evidence.extend(exchanger.as_ref().map(|(id, _)| Evidence::Event(*id)));
        self.close_step(words::registry(&asked, server.as_deref()), evidence);

        let Some(server) = server else { return };
        let question = format!("A {server}");
        let found = self.looked_up(provider, &question);
        let routed = self.position(|event| {
            event.host == provider
                && matches!(&event.kind, EventKind::Routed { server: s, .. } if *s == server)
        });
        self.open_step("address", Stage::Sorting);
        self.ask(provider, &question, pace::CARD);
        let mut evidence: Vec<_> = found.iter().map(|(id, _)| Evidence::Event(*id)).collect();
        evidence.extend(routed.map(Evidence::Event));
        let address = found.as_ref().map(|(_, address)| address.as_str());
        self.close_step(words::address(&server, address, routed.is_some()), evidence);
    }

    fn delivering(&mut self, group: &Group) {
        let mut host = self.trace.events[group.sorted].host;
        let relays = self.trace.cast.relays.len();
        while let Some(connection) = self.connection(SMTP_PORT, host, &group.recipients) {
            let next = self.trace.connections[connection].server.0;
            let handed_on = self.event_of(
                connection,
                |kind, id| matches!(kind, EventKind::Connected { connection } if *connection == id),
            );
            let accepted = self.event_of(connection, |kind, id| {
                matches!(kind, EventKind::Accepted { connection, .. } if *connection == id)
            });
            let Some(handed_on) = handed_on else { return };
            let mut evidence = vec![Evidence::Event(handed_on)];
            evidence.extend(accepted.map(Evidence::Event));
            let name = self.trace.cast.host(next).name.clone();
            let told = match self.trace.cast.host(next).role {
                Role::Relay(n) => {
                    let number = usize::from(n);
                    let step = if n == 1 {
                        "relay".to_owned()
                    } else {
                        format!("relay-{n}")
                    };
                    self.open_step(&step, Stage::Delivering);
                    words::relay(&name, number, relays, accepted.is_some())
                }
                _ => {
                    self.open_step("right-server", Stage::Delivering);
                    words::right_server(&name, group.domain.as_str(), accepted.is_some())
                }
            };
            if self.trace.cast.relays.contains(&host) {
                let question = format!("A {name}");
                self.ask(host, &question, pace::CARD_AGAIN);
            }
            self.handover(connection, pace::LINE_AGAIN);
            self.close_step(told, evidence);
            host = next;
        }
        let stored = self.stored(group);
        if stored.is_empty() {
            return;
        }
        self.open_step("box", Stage::Delivering);
        let names: Vec<String> = stored.iter().map(|(_, name)| name.clone()).collect();
        let (at, host) = (
            self.trace.events[stored[0].0].at,
            self.trace.events[stored[0].0].host,
        );
        self.beat(
            pace::STORE,
            (at, at),
            BeatKind::Store {
                host,
                boxes: names.clone(),
            },
        );
        let evidence = stored.iter().map(|(id, _)| Evidence::Event(*id)).collect();
        self.close_step(words::boxes(&names), evidence);
        for (n, mailbox) in group.recipients.iter().enumerate() {
            self.collecting(mailbox, n + 1);
        }
    }

    /// A recipient collects, told in full.
    fn collecting(&mut self, mailbox: &Mailbox, number: usize) {
        let Some(connection) = self.collection(mailbox) else {
            return;
        };
        let numbered = |name: &str| {
            if number == 1 {
                name.to_owned()
            } else {
                format!("{name}-{number}")
            }
        };
        let name = mailbox.local_part.box_name();
        let talk = self.talk(connection);
        let (client, server) = {
            let connection = &self.trace.connections[connection];
            (connection.client.0, connection.server.0)
        };
        let in_talk = |select: fn(&EventKind) -> Option<ConnectionId>| {
            self.position(|event| select(&event.kind) == Some(connection))
        };
        let refused = in_talk(|kind| match kind {
            EventKind::KeyRefused { connection, .. } => Some(*connection),
            _ => None,
        });
        let unlocked = in_talk(|kind| match kind {
            EventKind::Unlocked { connection, .. } => Some(*connection),
            _ => None,
        });
        let collected = in_talk(|kind| match kind {
            EventKind::Collected { connection, .. } => Some(*connection),
            _ => None,
        });
        let deleted = in_talk(|kind| match kind {
            EventKind::Deleted { connection, .. } => Some(*connection),
            _ => None,
        });
        let pace = if number == 1 {
            pace::LINE_POP3
        } else {
            pace::LINE_AGAIN
        };
        let key = |fits| BeatKind::Key {
            from: client,
            to: server,
            box_name: name.clone(),
            fits,
        };

        let mut talk = talk.into_iter().peekable();
        let mut until_answer = |after: EventId, story: &mut Self| {
            // The answer to the password is the first line said after the server decided.
            let mut lines = Vec::new();
            while let Some(line) = talk.next() {
                lines.push(line);
                if story.lines[line].event > after {
                    break;
                }
            }
            lines
        };
        if let Some(refused) = refused {
            self.open_step(&numbered("key-refused"), Stage::Delivering);
            let lines = until_answer(refused, self);
            let at = self.trace.events[refused].at;
            self.say_lines(&lines, pace);
            self.beat(pace::KEY, (at, at), key(false));
            self.close_step(words::key_refused(&name), vec![Evidence::Event(refused)]);
        }
        let Some(unlocked) = unlocked else { return };
        self.open_step(&numbered("key"), Stage::Delivering);
        let lines = until_answer(unlocked, self);
        let at = self.trace.events[unlocked].at;
        self.say_lines(&lines, pace);
        self.beat(pace::KEY, (at, at), key(true));
        let mut evidence = vec![Evidence::Event(unlocked)];
        evidence.extend(refused.map(Evidence::Event));
        self.close_step(words::key(&name, refused.is_some()), evidence);

        let Some(collected) = collected else { return };
        let rest: Vec<usize> = talk.collect();
        self.open_step(&numbered("collected"), Stage::Delivering);
        let message = rest.iter().position(|line| self.lines[*line].message);
        let (before, after) = rest.split_at(message.unwrap_or(rest.len()));
        self.say_lines(before, pace);
        if let Some((message, after)) = after.split_first() {
            let pieces = self.pieces(connection);
            let total = pieces.iter().map(|piece| piece.number).max().unwrap_or(0);
            self.pieces_beat(*message, connection, pieces, total);
            self.say_lines(after, pace);
        }
        let at = self.trace.events[collected].at;
        self.beat(pace::READ, (at, at), BeatKind::Read { host: client });
        let mut evidence = vec![Evidence::Event(collected)];
        evidence.extend(deleted.map(Evidence::Event));
        let told = words::collected(&name, at.micros(), deleted.is_some());
        self.close_step(told, evidence);
    }

    /// The copy for another domain, told in one step.
    fn other_domain(&mut self, group: &Group, number: usize) {
        let provider = self.trace.events[group.sorted].host;
        let domain = group.domain.to_string();
        let connection = self.connection(SMTP_PORT, provider, &group.recipients);
        let server = connection.map(|id| {
            let host = self.trace.connections[id].server.0;
            self.trace.cast.host(host).name.clone()
        });
        let stored = self.stored(group);
        let mut evidence = vec![Evidence::Event(group.sorted)];
        evidence.extend(stored.iter().map(|(id, _)| Evidence::Event(*id)));
        self.open_step(&format!("other-domain-{number}"), Stage::Delivering);
        self.ask(provider, &format!("MX {domain}"), pace::CARD_AGAIN);
        if let Some(connection) = connection {
            self.handover(connection, pace::LINE_AGAIN / 2);
        }
        let names: Vec<String> = stored.iter().map(|(_, name)| name.clone()).collect();
        if let Some((first, _)) = stored.first() {
            let event = &self.trace.events[*first];
            let kind = BeatKind::Store {
                host: event.host,
                boxes: names.clone(),
            };
            self.beat(pace::STORE / 2, (event.at, event.at), kind);
        }
        let mut collected = !stored.is_empty();
        for mailbox in &group.recipients {
            let event = self.position(|event| {
                matches!(&event.kind, EventKind::Collected { mailbox: m, .. } if m == mailbox)
            });
            collected &= event.is_some();
            evidence.extend(event.map(Evidence::Event));
            if let Some(event) = event {
                let event = &self.trace.events[event];
                let kind = BeatKind::Read { host: event.host };
                self.beat(pace::READ / 2, (event.at, event.at), kind);
            }
        }
        let told = words::other_domain(&domain, server.as_deref(), &names, collected);
        self.close_step(told, evidence);
    }

    // ---- building -----------------------------------------------------------------------------

    fn open_step(&mut self, name: &str, stage: Stage) {
        self.steps.push(Step {
            name: name.to_owned(),
            stage,
            title: String::new(),
            caption: String::new(),
            from: self.now,
            rest: self.now,
            until: self.now,
            evidence: Vec::new(),
        });
    }

    fn close_step(&mut self, told: Told, evidence: Vec<Evidence>) {
        let length = ShowTime::try_from(told.caption.chars().count()).unwrap_or(0);
        let rest = self.now;
        let at = self.beats.last().map_or(Instant::ZERO, |beat| beat.sim.1);
        self.beat(
            pace::REST + pace::REST_PER_CHARACTER * length,
            (at, at),
            BeatKind::Rest,
        );
        let until = self.now;
        if let Some(step) = self.steps.last_mut() {
            step.title = told.title;
            step.caption = told.caption;
            step.rest = rest;
            step.until = until;
            step.evidence = evidence;
        }
    }

    fn beat(&mut self, length: ShowTime, sim: (Instant, Instant), kind: BeatKind) {
        let from = self.now;
        self.now += length;
        let step = self.steps.len().saturating_sub(1);
        self.beats.push(Beat {
            step,
            from,
            until: self.now,
            sim,
            kind,
        });
    }

    /// One beat for each turn: the lines that one side says in one breath.
    fn say(&mut self, lines: Range<usize>, length: ShowTime) {
        let Some(first) = self.lines.get(lines.start) else {
            return;
        };
        let connection = first.connection;
        let lines: Vec<usize> = lines
            .filter(|n| self.lines[*n].connection == connection)
            .collect();
        self.say_lines(&lines, length);
    }

    fn say_lines(&mut self, lines: &[usize], length: ShowTime) {
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
            let kind = BeatKind::Say {
                lines: (first, last),
                speaker,
                listener,
            };
            self.beat(length, (at, arrived), kind);
        }
    }

    /// When the last byte of a line was there.
    fn arrival(&self, line: usize) -> Instant {
        let line = &self.lines[line];
        let connection = &self.trace.connections[line.connection];
        connection
            .carriers(line.side, line.place.0, line.place.1)
            .map(|segment| self.trace.packets[segment.packet.index()].ended_at())
            .max()
            .unwrap_or(line.at)
    }

    /// A whole conversation between servers.
    fn handover(&mut self, connection: ConnectionId, length: ShowTime) {
        let (hello, envelope, data) = self.sections(connection);
        let Some(message) = self.message_line(connection) else {
            self.say(hello.start..data.end, length);
            return;
        };
        self.say(hello.start..message, length);
        let pieces = self.pieces(connection);
        let total = pieces.iter().map(|piece| piece.number).max().unwrap_or(0);
        self.pieces_beat(message, connection, pieces, total);
        self.say(message + 1..data.end, length);
        debug_assert!(
            envelope.start <= message,
            "an envelope comes before its letter"
        );
    }

    fn pieces_beat(
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
        let kind = BeatKind::Pieces {
            connection,
            from: speaker,
            to: listener,
            pieces,
            total,
        };
        self.beat(pace::PIECE + pace::PIECE_GAP * gaps, (from, until), kind);
    }

    /// Every step of a look-up. Returns who was asked, in words, and the answers as evidence.
    fn ask(
        &mut self,
        host: HostId,
        question: &str,
        length: ShowTime,
    ) -> (Vec<String>, Vec<Evidence>) {
        let mut asked = Vec::new();
        let mut evidence = Vec::new();
        for exchange in lookups::of(self.trace) {
            if exchange.host != host || exchange.question != question {
                continue;
            }
            let packet = |id: crate::sim::trace::PacketId| &self.trace.packets[id.index()];
            let query = packet(exchange.query);
            let kind = BeatKind::Ask {
                host,
                server: exchange.server,
                question: question.to_owned(),
                gloss: crate::text::gloss::question(question),
            };
            let sim = (query.sent_at, query.ended_at());
            let reply = exchange.reply.map(|id| {
                let reply = packet(id);
                (reply.sent_at, reply.ended_at())
            });
            self.beat(length, sim, kind);
            if let (Some(sim), Some(answered)) = (reply, exchange.answered) {
                let kind = BeatKind::Answer {
                    host,
                    server: exchange.server,
                    answer: exchange.short_answer(),
                    gloss: exchange.gloss(),
                };
                self.beat(length, sim, kind);
                asked.push(lookups::name_of(self.trace, exchange.server));
                evidence.push(Evidence::Event(answered));
            }
        }
        (asked, evidence)
    }

    /// Gives every line its moment, in an order that only goes forward, and keeps the story within
    /// its limit.
    fn finish(mut self) -> (Vec<Step>, Vec<Beat>, Vec<Line>) {
        let told: Vec<bool> = {
            let mut told = vec![false; self.lines.len()];
            for beat in &self.beats {
                if let BeatKind::Say {
                    lines: (first, last),
                    ..
                } = beat.kind
                {
                    told[first..=last].fill(true);
                }
            }
            self.lines
                .iter()
                .zip(told)
                .map(|(line, said)| said || line.show_at > 0)
                .collect()
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
            if let BeatKind::Say {
                lines: (first, last),
                ..
            } = &mut beat.kind
            {
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
            lines.iter_mut().for_each(|line| shorten(&mut line.show_at));
        }
        (self.steps, self.beats, lines)
    }

    // ---- reading the trace --------------------------------------------------------------------

    fn find<T>(&self, select: impl Fn(&EventKind) -> Option<T>) -> Option<(EventId, T)> {
        let mut events = self.trace.events.iter().enumerate();
        events.find_map(|(id, event)| select(&event.kind).map(|found| (id, found)))
    }

    fn position(&self, select: impl Fn(&crate::sim::trace::Event) -> bool) -> Option<EventId> {
        self.trace.events.iter().position(select)
    }

    fn event_of(
        &self,
        connection: ConnectionId,
        select: impl Fn(&EventKind, ConnectionId) -> bool,
    ) -> Option<EventId> {
        self.position(|event| select(&event.kind, connection))
    }

    /// The provider's decisions, one for each domain, in the order they were taken.
    fn groups(&self) -> Vec<Group> {
        let provider = self.trace.cast.provider;
        let events = self.trace.events.iter().enumerate();
        events
            .filter(|(_, event)| event.host == provider)
            .filter_map(|(id, event)| match &event.kind {
                EventKind::Sorted {
                    recipients, route, ..
                } => Some(Group {
                    sorted: id,
                    domain: recipients.first()?.domain.clone(),
                    recipients: recipients.clone(),
                    route: route.clone(),
                }),
                _ => None,
            })
            .collect()
    }

    /// The first connection from `client` to a server's `port`, with an envelope for any of
    /// `recipients` unless they are left out.
    fn connection(
        &self,
        port: u16,
        client: HostId,
        recipients: &[Mailbox],
    ) -> Option<ConnectionId> {
        let for_them = |id: ConnectionId| {
            recipients.is_empty()
                || self.lines.iter().any(|line| {
                    line.connection == id
                        && line.side == Side::Client
                        && line.text.starts_with("RCPT TO:")
                        && recipients
                            .iter()
                            .any(|m| between_brackets(&line.text) == m.to_string())
                })
        };
        let mut connections = self.trace.connections.iter().enumerate();
        connections
            .find(|(id, c)| c.client.0 == client && c.server.1 == port && for_them(*id))
            .map(|(id, _)| id)
    }

    /// The connection on which a recipient collects.
    fn collection(&self, mailbox: &Mailbox) -> Option<ConnectionId> {
        let checks = self.position(
            |event| matches!(&event.kind, EventKind::ChecksMail { mailbox: m } if m == mailbox),
        )?;
        self.connection(POP3_PORT, self.trace.events[checks].host, &[])
    }

    /// The lines of a connection, in order.
    fn talk(&self, connection: ConnectionId) -> Vec<usize> {
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| line.connection == connection)
            .map(|(n, _)| n)
            .collect()
    }

    /// An SMTP conversation cut into hello, envelope and data. Lines of other connections may
    /// stand in between.
    fn sections(&self, connection: ConnectionId) -> (Range<usize>, Range<usize>, Range<usize>) {
        let talk = self.talk(connection);
        let (Some(first), Some(last)) = (talk.first().copied(), talk.last().copied()) else {
            return (0..0, 0..0, 0..0);
        };
        let end = last + 1;
        let starting = |verb: &str| {
            talk.iter().copied().find(|n| {
                self.lines[*n].side == Side::Client
                    && !self.lines[*n].message
                    && self.lines[*n].text.starts_with(verb)
            })
        };
        let mail = starting("MAIL").unwrap_or(end);
        let data = starting("DATA").unwrap_or(end).max(mail);
        let quit = starting("QUIT").unwrap_or(end).max(data);
        (first..mail, mail..data, data..quit)
    }

    fn message_line(&self, connection: ConnectionId) -> Option<usize> {
        self.lines
            .iter()
            .position(|line| line.connection == connection && line.message)
    }

    /// The packets that carried the message of a connection; many are folded into a train.
    fn pieces(&self, connection: ConnectionId) -> Vec<Piece> {
        let Some(message) = self.message_line(connection) else {
            return Vec::new();
        };
        let line = &self.lines[message];
        let carriers =
            self.trace.connections[connection].carriers(line.side, line.place.0, line.place.1);
        let mut numbers: BTreeMap<u64, u16> = BTreeMap::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for segment in carriers {
            let packet = &self.trace.packets[segment.packet.index()];
            let again = numbers.contains_key(&segment.offset);
            let next = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
            let number = *numbers.entry(segment.offset).or_insert(next);
            pieces.push(Piece {
                packet: segment.packet,
                number,
                count: 1,
                sim: (packet.sent_at, packet.ended_at()),
                lost: !packet.arrived(),
                again,
            });
        }
        fold(pieces)
    }

    /// The acknowledgements that said again what was said before, after a packet was lost and
    /// before the gap was closed.
    fn duplicate_acknowledgements(
        &self,
        connection: ConnectionId,
        lost: crate::sim::trace::PacketId,
    ) -> Vec<crate::sim::trace::PacketId> {
        let Some(sequence) = self.trace.packets[lost.index()]
            .tcp()
            .map(|tcp| tcp.sequence)
        else {
            return Vec::new();
        };
        let sender = self.trace.packets[lost.index()].from;
        let repeats = self.trace.packets.iter().filter(|packet| {
            packet.connection == Some(connection)
                && packet.from != sender
                && packet
                    .tcp()
                    .is_some_and(|tcp| tcp.acknowledgement == Some(sequence))
        });
        // The first one is no repetition.
        repeats.skip(1).map(|packet| packet.id).collect()
    }

    fn looked_up(&self, host: HostId, wanted: &str) -> Option<(EventId, String)> {
        self.trace
            .events
            .iter()
            .enumerate()
            .find_map(|(id, event)| match &event.kind {
                EventKind::LookedUp {
                    question,
                    result: Ok(result),
                    ..
                } if event.host == host && question == wanted => Some((id, result.clone())),
                _ => None,
            })
    }

    fn stored(&self, group: &Group) -> Vec<(EventId, String)> {
        let events = self.trace.events.iter().enumerate();
        events
            .filter_map(|(id, event)| match &event.kind {
                EventKind::Stored { mailbox, .. } if group.recipients.contains(mailbox) => {
                    Some((id, mailbox.local_part.box_name()))
                }
                _ => None,
            })
            .collect()
    }
}

/// Many pieces become a train: the first few and the last few as they are, those between in
/// groups.
fn fold(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.len() <= MOST_PIECES {
        return pieces;
    }
    let group = pieces.len().div_ceil(MOST_PIECES);
    pieces
        .chunks(group)
        .filter_map(|chunk| {
            let (first, last) = (chunk.first()?, chunk.last()?);
            Some(Piece {
                number: last.number,
                count: u16::try_from(chunk.len()).unwrap_or(u16::MAX),
                sim: (first.sim.0, last.sim.1),
                lost: false,
                again: false,
                packet: first.packet,
            })
        })
        .collect()
}

fn between_brackets(text: &str) -> String {
    let inner = text
        .split_once('<')
        .and_then(|(_, rest)| rest.rsplit_once('>'));
    inner.map_or_else(String::new, |(path, _)| path.to_owned())
}

/// The host in `10 mx.allbusiness.com` (the first, if there are several).
fn last_word(result: &str) -> String {
    let first = result.split(", ").next().unwrap_or(result);
    first.rsplit(' ').next().unwrap_or(first).to_owned()
}

/// Two different moments, at least one microsecond apart. Only used where a span is needed.
#[cfg(test)]
fn after(at: Instant) -> Instant {
    at + Duration::from_micros(1)
}
