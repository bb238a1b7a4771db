//! The end of the last stage: a recipient collects the message.

use super::builder::{StoryBuilder, pace};
use super::conversation::Line;
use super::{BeatKind, Evidence, Piece, Stage};
use model::address::Mailbox;
use model::time::Instant;
use sim::trace::{ConnectionId, EventId, EventKind, Side};
use text::captions as words;

impl StoryBuilder<'_> {
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
        self.about(std::slice::from_ref(mailbox));
        let name = mailbox.local_part.box_name();
        let talk = self.talk(connection);
        let (client, server) = {
            let connection = &self.trace[connection];
            (connection.client.0, connection.server.0)
        };
        let in_talk = |select: fn(&EventKind) -> Option<ConnectionId>| {
            self.position(|event| select(&event.kind) == Some(connection))
        };
        let refused = in_talk(|kind| match kind {
            EventKind::AuthFailed { connection, .. } => Some(*connection),
            _ => None,
        });
        let unlocked = in_talk(|kind| match kind {
            EventKind::MaildropOpened { connection, .. } => Some(*connection),
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
        let at = |id: EventId| self.trace[id].at;
        let times = (refused.map(at), unlocked.map(at));
        if let (Some(refused), Some(at)) = (refused, times.0) {
            self.open_step(&numbered("key-refused"), Stage::Delivering);
            let lines = until_answer(refused, self);
            self.key_turned(&lines, number == 1, at, key(false));
            self.close_step(words::key_refused(&name), vec![Evidence::Event(refused)]);
        }
        let (Some(unlocked), Some(at)) = (unlocked, times.1) else { return };
        self.open_step(&numbered("key"), Stage::Delivering);
        let lines = until_answer(unlocked, self);
        self.key_turned(&lines, number == 1 && refused.is_none(), at, key(true));
        let mut evidence = vec![Evidence::Event(unlocked)];
        evidence.extend(refused.map(Evidence::Event));
        self.close_step(words::key(&name, refused.is_some()), evidence);

        let Some(collected) = collected else { return };
        let rest: Vec<usize> = talk.collect();
        self.open_step(&numbered("collected"), Stage::Delivering);
        let message = rest.iter().position(|line| self.lines[*line].message);
        let (before, after) = rest.split_at(message.unwrap_or(rest.len()));
        let matters = |line: &Line| line.text.starts_with("RETR") || line.text.starts_with("DELE");
        self.say_what_matters(before, matters);
        if let Some((message, after)) = after.split_first() {
            let pieces = self.pieces(connection);
            let total = pieces.iter().map(Piece::last).max().unwrap_or(0);
            self.pieces_beat(*message, connection, pieces, total);
            self.say_what_matters(after, matters);
        }
        let at = self.trace[collected].at;
        self.beat(pace::READ, (at, at), BeatKind::Read { host: client });
        let mut evidence = vec![Evidence::Event(collected)];
        evidence.extend(deleted.map(Evidence::Event));
        let last = !self.trace.events[collected.0 + 1..].iter().any(|event| {
            matches!(
                event.kind,
                EventKind::Collected { .. } | EventKind::GaveUp { .. } | EventKind::Stored { .. }
            )
        });
        let text = words::collected(&name, &self.span_until(), deleted.is_some(), last);
        self.close_step(text, evidence);
    }

    /// The key travels with the password; then comes the answer. How somebody greets the server is
    /// told once.
    fn key_turned(&mut self, lines: &[usize], first: bool, at: Instant, key: BeatKind) {
        let (before, answer) = lines.split_at(lines.len().saturating_sub(1));
        self.say_what_matters(before, |line| {
            let opens = line.side == Side::Server || line.text.starts_with("USER ");
            first && opens || line.text.starts_with("PASS ")
        });
        self.beat(pace::KEY, (at, at), key);
        self.say_lines(answer, pace::LINE);
    }
}
