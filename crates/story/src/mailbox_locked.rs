//! A box that another session has open when its owner comes for the message.

use super::builder::{StoryBuilder, pace};
use super::routing::Group;
use super::{BeatKind, Evidence, Stage};
use model::address::Mailbox;
use sim::trace::{ConnectionId, EventId, EventKind};
use text::failure_captions as words;

impl StoryBuilder<'_> {
    /// Which recipient (from 0) opened this connection, if one of these did.
    pub(super) fn collector(
        &self,
        group: &Group,
        connection: ConnectionId,
    ) -> Option<(usize, &Mailbox)> {
        let client = self.trace[connection].client.0;
        let n = self.trace.cast.recipients.iter().position(|computer| *computer == client)?;
        let (mailbox, _) = self.trace.outcomes.get(n)?;
        group.recipients.contains(mailbox).then_some((n, mailbox))
    }

    /// Whether the message lies in this box before an event.
    pub(super) fn has_it(&self, group: &Group, mailbox: &Mailbox, before: EventId) -> bool {
        let name = mailbox.local_part.box_name();
        self.stored(group).iter().any(|(id, stored)| *id < before && *stored == name)
    }

    /// The key of recipient `n` fits, and the box stays shut all the same.
    pub(super) fn mailbox_locked(&mut self, n: usize, connection: ConnectionId, id: EventId) {
        let Some((mailbox, _)) = self.trace.outcomes.get(n) else { return };
        let name = mailbox.local_part.box_name();
        let event = &self.trace[id];
        let (at, host) = (event.at, event.host);
        let computer = self.trace[connection].client.0;
        let mut later = self.trace.numbered_events().skip(id.0);
        let again = later.find(|(_, event)| {
            event.host == computer && matches!(event.kind, EventKind::ChecksMail { .. })
        });
        let mut evidence = vec![Evidence::Event(id)];
        evidence.extend(again.map(|(again, _)| Evidence::Event(again)));
        let again = again.map(|(_, event)| {
            let span = event.at.since(at).micros();
            ::text::units::span(span)
        });
        let step = if n == 0 {
            "box-in-use".to_owned()
        } else {
            ["box-in-use-", &(n + 1).to_string()].concat()
        };
        self.about(std::slice::from_ref(mailbox));
        self.open_step(&step, Stage::Delivering);
        let talk = self.talk(connection);
        self.say_what_matters(&talk, |line| line.text.starts_with("PASS ") || line.refuses);
        self.beat(pace::KEY, (at, at), BeatKind::Hold { host });
        self.close_step(words::box_in_use(&name, again.as_deref()), evidence);
    }
}
