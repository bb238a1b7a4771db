//! Reads a trace and tells it: which steps there are, and what is seen in them.

use super::builder::{Teller, pace};
use super::follow::Course;
use super::playbill::Playbill;
use super::reading::{between_brackets, last_word};
use super::{BeatKind, Evidence, Piece, Stage, Story};
use crate::player::ShowTime;
use crate::sim::address::{Domain, Mailbox};
use crate::sim::host::{SMTP_PORT, SUBMISSION_PORT};
use crate::sim::time::Instant;
use crate::sim::trace::{ConnectionId, EventId, EventKind, Route, Side, Trace};
use crate::text::story as words;

/// Tells the story of a trace.
pub(super) fn tell(trace: &Trace) -> Story {
    let mut teller = Teller::new(trace);
    teller.sending();
    let groups = teller.groups();
    let mut groups = groups.into_iter();
    if let Some(main) = groups.next() {
        let piles = groups.len() + 1;
        teller.sorting(&main, piles);
        let mut course = Course::default();
        teller.follow(&main, &mut course);
        for (n, group) in groups.enumerate() {
            if teller.goes_well(&group) {
                teller.other_domain(&group, n + 2);
            } else {
                teller.elsewhere(&group, n + 2);
                teller.follow(&group, &mut course);
            }
        }
    }
    let (steps, beats, lines) = teller.finish();
    let playbill = Playbill::of(trace, &beats);
    Story { playbill, steps, beats, lines }
}

/// The recipients in one domain, and when the provider's server sorted them.
pub(super) struct Group {
    pub(super) sorted: EventId,
    pub(super) recipients: Vec<Mailbox>,
    pub(super) domain: Domain,
    pub(super) route: Route,
}

impl Teller<'_> {
    fn sending(&mut self) {
        let Some((id, message)) = self.find(|kind| match kind {
            EventKind::Composed { message } => Some(*message),
            _ => None,
        }) else {
            return;
        };
        let event = &self.trace.events[id];
        let bytes = self.trace.messages.get(message).map_or(0, |m| m.len() as u64);
        let recipients: Vec<String> =
            self.trace.outcomes.iter().map(|(mailbox, _)| mailbox.to_string()).collect();
        let (at, host) = (event.at, event.host);
        self.open_step("pressed-send", Stage::Sending);
        self.beat(pace::WRITE, (at, at), BeatKind::Write { host });
        self.close_step(words::pressed_send(&recipients, bytes), vec![Evidence::Event(id)]);

        let Some(connection) = self.connection(SUBMISSION_PORT, host, &[]) else {
            return;
        };
        self.connected(connection);
        self.envelope(connection);
        self.packets(connection);
        self.not_sent();
    }

    fn connected(&mut self, connection: ConnectionId) {
        let Some(connected) = self.connected_at(connection) else { return };
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
        let total = pieces.iter().map(Piece::last).max().unwrap_or(0);
        let mut evidence = vec![Evidence::Event(self.lines[message].event)];
        let number = |piece: &Piece| usize::from(piece.number);

        self.open_step("packets", Stage::Sending);
        self.say(data.start..message, pace::LINE);
        let lost = pieces.iter().position(|piece| piece.lost);
        let again = pieces.iter().position(|piece| piece.again);
        let crossed = pieces.iter().enumerate().find_map(|(n, piece)| {
            let overtaken = pieces[n + 1..].iter().any(|later| later.sim.1 < piece.sim.1);
            (overtaken && !piece.lost).then_some(n)
        });
        let after = message + 1..data.end;
        if let Some(lost) = lost {
            let first = pieces[..again.unwrap_or(pieces.len())].to_vec();
            let until = first.iter().map(|piece| piece.sim.1).max().unwrap_or_default();
            let (n, packet) = (number(&pieces[lost]), pieces[lost].packet);
            self.pieces_beat(message, connection, first, total);
            self.close_step(words::packets(usize::from(total), false), evidence);

            let repeats = self.duplicate_acknowledgements(connection, pieces[lost].packet);
            self.open_step("packet-lost", Stage::Sending);
            let (speaker, listener) = (self.lines[message].listener, self.lines[message].speaker);
            let up_to = self.acknowledged(connection, pieces[lost].packet);
            let kind = BeatKind::Acknowledge {
                speaker,
                listener,
                line: words::acknowledgement(up_to, repeats.len()),
                gloss: words::acknowledgement_gloss(n, repeats.len()),
            };
            self.beat(pace::SORT, (until, until), kind);
            let mut evidence = vec![Evidence::Packet(packet)];
            evidence.extend(repeats.iter().map(|packet| Evidence::Packet(*packet)));
            self.close_step(words::packet_lost(n, repeats.len()), evidence);
            let Some(again) = again else { return };

            let sent_again = pieces[again..].iter().filter(|piece| piece.again);
            let mut evidence: Vec<_> = sent_again.map(|p| Evidence::Packet(p.packet)).collect();
            let others = evidence.len().saturating_sub(1);
            evidence.extend(accepted.map(Evidence::Event));
            let n = number(&pieces[again]);
            self.open_step("packet-again", Stage::Sending);
            self.pieces_beat(message, connection, pieces[again..].to_vec(), total);
            self.say(after, pace::LINE);
            self.close_step(words::packet_again(n, others, accepted.is_some()), evidence);
        } else if let Some(late) = crossed {
            let (n, packet) = (number(&pieces[late]), pieces[late].packet);
            self.pieces_beat(message, connection, pieces, total);
            self.close_step(words::packets(usize::from(total), false), evidence);

            let mut evidence = vec![Evidence::Packet(packet)];
            evidence.extend(accepted.map(Evidence::Event));
            self.open_step("out-of-order", Stage::Sending);
            self.say(after, pace::LINE);
            let once = accepted.is_some() && again.is_none();
            self.close_step(words::out_of_order(n, once), evidence);
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
        let exchanger = self.looked_up(provider, &question, group.sorted);
        self.open_step("registry", Stage::Sorting);
        let (asked, mut evidence) = self.ask(provider, &question, pace::CARD);
        evidence.extend(exchanger.as_ref().map(|(id, _)| Evidence::Event(*id)));
        let until = exchanger.as_ref().map_or(0, |(id, _)| *id);
        let silent = self.silent(provider, &question, until);
        let found = exchanger.as_ref().map(|(_, found)| found.as_deref());
        let server = match found {
            // A null MX (RFC 7505) names no server.
            Some(Ok(result)) => Some(last_word(result)).filter(|server| server != "."),
            _ => None,
        };
        let told = match found {
            Some(Err(_)) if !silent.is_empty() => {
                evidence = exchanger.iter().map(|(id, _)| Evidence::Event(*id)).collect();
                evidence.extend(silent.iter().map(|id| Evidence::Event(*id)));
                words::registry_silent(&domain, silent.len())
            }
            Some(Err(_)) => words::registry_unknown(&asked, &domain),
            Some(Ok(_)) if server.is_none() => words::registry_no_mail(&asked, &domain),
            _ => words::registry(&asked, server.as_deref()),
        };
        self.close_step(told, evidence);

        let Some(server) = server else { return };
        let question = format!("A {server}");
        let found = self.looked_up(provider, &question, group.sorted);
        let routed = self.first_try(group.sorted).find_map(|(id, event)| match &event.kind {
            EventKind::Routed { server: s, .. } if event.host == provider && *s == server => {
                Some(id)
            }
            _ => None,
        });
        self.open_step("address", Stage::Sorting);
        self.ask(provider, &question, pace::CARD);
        let mut evidence: Vec<_> = found.iter().map(|(id, _)| Evidence::Event(*id)).collect();
        evidence.extend(routed.map(Evidence::Event));
        let address = found.as_ref().and_then(|(_, address)| address.as_deref().ok());
        self.close_step(words::address(&server, address, routed.is_some()), evidence);
    }

    /// A recipient collects, told in full.
    pub(super) fn collecting(
        &mut self,
        mailbox: &Mailbox,
        number: usize,
        connection: ConnectionId,
    ) {
        let numbered = |name: &str| {
            if number == 1 { name.to_owned() } else { format!("{name}-{number}") }
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
        let pace = if number == 1 { pace::LINE_POP3 } else { pace::LINE_AGAIN };
        let key = |fits| BeatKind::Key { from: client, to: server, box_name: name.clone(), fits };

        let mut talk = talk.into_iter().peekable();
        // The lines up to the password, and the answer: the first line after the server decided.
        let mut until_answer = |after: EventId, story: &Self| {
            let mut lines = Vec::new();
            for line in talk.by_ref() {
                lines.push(line);
                if story.lines[line].event > after {
                    break;
                }
            }
            lines
        };
        let at = |id: EventId| self.trace.events[id].at;
        let times = (refused.map(at), unlocked.map(at));
        if let (Some(refused), Some(at)) = (refused, times.0) {
            self.open_step(&numbered("key-refused"), Stage::Delivering);
            let lines = until_answer(refused, self);
            self.key_turned(&lines, pace, at, key(false));
            self.close_step(words::key_refused(&name), vec![Evidence::Event(refused)]);
        }
        let (Some(unlocked), Some(at)) = (unlocked, times.1) else { return };
        self.open_step(&numbered("key"), Stage::Delivering);
        let lines = until_answer(unlocked, self);
        self.key_turned(&lines, pace, at, key(true));
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
            let total = pieces.iter().map(Piece::last).max().unwrap_or(0);
            self.pieces_beat(*message, connection, pieces, total);
            self.say_lines(after, pace);
        }
        let at = self.trace.events[collected].at;
        self.beat(pace::READ, (at, at), BeatKind::Read { host: client });
        let mut evidence = vec![Evidence::Event(collected)];
        evidence.extend(deleted.map(Evidence::Event));
        let last = !self.trace.events[collected + 1..].iter().any(|event| {
            matches!(
                event.kind,
                EventKind::Collected { .. } | EventKind::GaveUp { .. } | EventKind::Stored { .. }
            )
        });
        let told = words::collected(&name, at.micros(), deleted.is_some(), last);
        self.close_step(told, evidence);
    }

    /// The key travels with the password; then comes the answer.
    fn key_turned(&mut self, lines: &[usize], pace: ShowTime, at: Instant, key: BeatKind) {
        let (before, answer) = lines.split_at(lines.len().saturating_sub(1));
        self.say_lines(before, pace);
        self.beat(pace::KEY, (at, at), key);
        self.say_lines(answer, pace);
    }

    /// The copy for another domain that will have a story of its own.
    fn elsewhere(&mut self, group: &Group, number: usize) {
        let event = &self.trace.events[group.sorted];
        let (at, host, domain) = (event.at, event.host, group.domain.to_string());
        let local_part = group.recipients.first().map(|m| m.local_part.to_string());
        self.open_step(&format!("other-domain-{number}"), Stage::Sorting);
        let local_part = local_part.unwrap_or_default();
        let kind = BeatKind::Sort { host, local_part, domain: domain.clone() };
        self.beat(pace::KEY, (at, at), kind);
        self.ask(host, &format!("MX {domain}"), pace::CARD_AGAIN);
        let told = words::other_domain(&domain, None, &[], false);
        self.close_step(told, vec![Evidence::Event(group.sorted)]);
    }

    /// Whether everybody in this domain collects the message without anything in between.
    fn goes_well(&self, group: &Group) -> bool {
        let collected = |wanted: &Mailbox| {
            self.position(|event| {
                matches!(&event.kind, EventKind::Collected { mailbox, .. } if mailbox == wanted)
            })
        };
        let trouble = self.position(|event| match &event.kind {
            EventKind::NotHandedOn { recipients, .. } => {
                recipients.iter().any(|mailbox| group.recipients.contains(mailbox))
            }
            EventKind::KeyRefused { connection, .. } | EventKind::BoxInUse { connection } => {
                self.collector(group, *connection).is_some()
            }
            _ => false,
        });
        trouble.is_none() && group.recipients.iter().all(|mailbox| collected(mailbox).is_some())
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
            let kind = BeatKind::Store { host: event.host, boxes: names.clone() };
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
}
