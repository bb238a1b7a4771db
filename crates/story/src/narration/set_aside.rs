//! The message lies somewhere else than in the box that it was for.

use super::ledger::Ledger;
use super::{beat_length, speech};
use crate::facts::dialogue;
use crate::facts::milestone::{NothingThere, SetAside};
use crate::mailboxes::numbers;
use model::story::{BeatKind, Evidence, Stage};
use sim::trace::{Folder, Trace};
use text::set_aside as words;

/// A server has put it there.
pub(super) fn tell(ledger: &mut Ledger, trace: &Trace, aside: &SetAside) {
    let SetAside { noted, folder, recipients } = aside;
    let (Some(first), Some(recipient)) = (noted.first(), recipients.first()) else { return };
    let event = &trace[*first];
    let server = &trace.cast.host(event.host).name;
    let (step, door, text) = match folder {
        Folder::Spam => {
            let names: Vec<String> =
                recipients.iter().map(|mailbox| mailbox.local_part.box_name()).collect();
            ("filed-as-spam", words::SPAM, words::in_spam_folder(server, &names))
        }
        Folder::CatchAll => {
            let text = words::in_catch_all(server, recipient.domain.as_str());
            ("catch-all", words::CATCH_ALL, text)
        }
    };
    let step = ledger.next_name(step);
    ledger.open_step(&step, Stage::Delivering, numbers(trace, recipients));
    let kind = BeatKind::Store { host: event.host, boxes: vec![door.to_owned()] };
    ledger.beat(beat_length::STORE, (event.at, event.at), kind);
    let kind = BeatKind::Hold { host: event.host };
    ledger.beat(beat_length::KEY, (event.at, event.at), kind);
    ledger.close_step(text, Evidence::events(noted, &[]));
}

/// A recipient opens the box, and it is not there.
pub(super) fn tell_nothing_there(ledger: &mut Ledger, trace: &Trace, nothing: &NothingThere<'_>) {
    let &NothingThere { opened, connection, mailbox } = nothing;
    let (at, ends) = (trace[opened].at, &trace[connection]);
    let (from, to) = (ends.client.0, ends.server.0);
    let name = mailbox.local_part.box_name();
    let step = ledger.next_name("nothing-there");
    ledger.open_step(&step, Stage::Delivering, numbers(trace, std::slice::from_ref(mailbox)));
    let talk = dialogue::of(ledger.lines(), connection);
    // The key turns once the password has been said; what is in the box is said after that.
    let is_password = |line: &usize| ledger.lines()[*line].text.starts_with("PASS ");
    let password = talk.iter().position(is_password).map_or(0, |line| line + 1);
    let (before, after) = talk.split_at(password);
    speech::say_what_matters(ledger, trace, before, |line| line.text.starts_with("PASS "));
    let kind = BeatKind::Key { from, to, box_name: name.clone(), fits: true };
    ledger.beat(beat_length::KEY, (at, at), kind);
    let is_count = |line: &usize| ledger.lines()[*line].text == "STAT";
    let counts = after.iter().position(is_count).map_or(0..0, |n| n..n + 2);
    for (n, line) in after.iter().enumerate() {
        if counts.contains(&n) {
            speech::say_lines(ledger, trace, &[*line], beat_length::LINE);
        } else {
            ledger.pass(*line);
        }
    }
    // The last word is heard, so that the server can be marked.
    ledger.beat(beat_length::KEY, (at, at), BeatKind::Hold { host: from });
    ledger.close_step(words::nothing_there(&name), Evidence::events(&[opened], &[]));
}
