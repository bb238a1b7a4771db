//! The first stage: the message is written, and the sender's program submits it to the provider.

use super::builder::{StoryBuilder, pace};
use super::reading::between_brackets;
use super::{BeatKind, Evidence, Piece, Stage};
use model::show_time::ShowTime;
use sim::host::SUBMISSION_PORT;
use sim::trace::{ConnectionId, EventKind, Side};
use text::captions as words;

impl StoryBuilder<'_> {
    pub(super) fn sending(&mut self) {
        let Some((id, message)) = self.find(|kind| match kind {
            EventKind::Composed { message } => Some(*message),
            _ => None,
        }) else {
            return;
        };
        let event = &self.trace[id];
        let bytes = self.trace.messages.get(message.0).map_or(0, |m| m.len() as u64);
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
        let server = self.trace[connection].server.0;
        let server = self.trace.cast.host(server).name.clone();
        let (hello, ..) = self.sections(connection);
        self.open_step("connected", Stage::Sending);
        self.say(hello, pace::LINE);
        let mut evidence = vec![Evidence::Event(connected)];
        evidence.extend(signed_in.map(Evidence::Event));
        let provider = self.trace.cast.owner.provider();
        let text = words::connected(&server, signed_in.is_some(), provider);
        self.close_step(text, evidence);
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
            let text = words::packets(usize::from(total), accepted.is_some());
            self.close_step(text, evidence);
        }
    }
}
