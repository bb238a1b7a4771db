//! Wherever a journey rests, its caption, its picture and every panel below it tell the same moment.

use std::collections::BTreeSet;

use model::parts::Parts;
use model::presets::PRESETS;
use model::scenario::Scenario;
use model::show_time::ShowTime;
use model::story::{Evidence, Step};
use scene::{BoxState, Fate, Held, Layout, PlaceId, Size, TokenKind, frame_at};
use sim::simulate;
use sim::trace::{EventKind, Packet, PacketId};
use story::knowledge::{self, NextTry, Queued, Store};
use story::packets::Table;
use story::{TracedStory, lookups, tell};
use text::knowledge::POSTMASTER;

/// Every step of every preset, as it is and with other numbers of relays, and the moment at which it rests.
fn rests(mut check: impl FnMut(&TracedStory, &Step, ShowTime, &str)) {
    for preset in &PRESETS {
        let usual = preset.scenario();
        let others = [0, 2]
            .into_iter()
            .filter_map(|relays| Scenario::new(Parts { relays, ..usual.parts().clone() }).ok());
        for scenario in others.chain([usual.clone()]) {
            let story = tell(simulate(&scenario));
            for (step, rest) in story.steps.iter().zip(story.marks().rests) {
                let relays = scenario.parts().relays.to_string();
                check(&story, step, rest, &[preset.slug(), " ", &step.name, " ", &relays].concat());
            }
        }
    }
}

fn stores(story: &TracedStory, at: ShowTime) -> Vec<Store> {
    knowledge::stores_told(story, at)
}

/// How many messages lie in boxes of this name.
fn lying(stores: &[Store], name: &str) -> usize {
    let boxes = stores.iter().flat_map(|store| &store.boxes);
    boxes.filter(|one| one.name == name).map(|one| one.messages).sum()
}

#[test]
fn what_a_caption_rests_on_has_happened() {
    rests(|story, step, rest, what| {
        for evidence in &step.evidence {
            let (at, kind) = match evidence {
                Evidence::Event(id) => (story.trace[*id].at, Some(&story.trace[*id].kind)),
                Evidence::Packet(id) => (story.trace.packets[id.index()].sent_at, None),
            };
            assert!(at <= story.clock(rest), "{what}: {kind:?} at {at:?}");
        }
    });
}

/// A caption that says that a message was taken out of its box stands over an empty box.
#[test]
fn what_was_taken_out_of_a_box_is_not_in_it() {
    rests(|story, step, rest, what| {
        for evidence in &step.evidence {
            let Evidence::Event(id) = evidence else { continue };
            if let EventKind::Deleted { box_name, .. } = &story.trace[*id].kind {
                assert_eq!(lying(&stores(story, rest), box_name), 0, "{what}");
            }
        }
    });
}

#[test]
fn what_is_told_has_been_sent() {
    rests(|story, step, rest, what| {
        let table = Table::of(&story.trace, &story.lines);
        let sent = table.sent_when_told(story, rest);
        let said = story.lines_said(rest);
        let now = story.moment(rest);
        let sent: Vec<PacketId> = table.rows()[..sent].iter().map(|row| row.packet).collect();
        for (n, line) in story.lines.iter().enumerate() {
            let carries = |packet: &Packet| {
                packet.connection == Some(line.connection)
                    && packet.from == line.speaker
                    && packet.sent_at == line.at
            };
            let has_been_sent = story.trace.packets.iter().filter(|it| carries(it));
            let has_been_sent = has_been_sent.map(|it| sent.contains(&it.id));
            if n < said && (step.from..=rest).contains(&line.show_at) {
                assert!(has_been_sent.clone().all(|it| it), "{what}: {}", line.text);
            } else if n >= said && line.at == now {
                assert!(!has_been_sent.clone().any(|it| it), "{what}: {}", line.text);
            }
        }
        for exchange in lookups::of(&story.trace) {
            let told = lookups::show_at(&story.trace, &story.beats, &exchange) <= rest;
            let is_next = !told && exchange.asked_at == now;
            assert!(!(is_next && sent.contains(&exchange.query)), "{what}: {}", exchange.question);
        }
    });
}

/// At the end of the story everything is over, in every panel.
#[test]
fn at_the_end_nothing_is_left() {
    for preset in &PRESETS {
        let story = tell(simulate(&preset.scenario()));
        let (slug, end, trace) = (preset.slug(), story.end(), &story.trace);
        let table = Table::of(trace, &story.lines);
        assert_eq!(table.sent_when_told(&story, end), table.rows().len(), "{slug}");
        assert_eq!(story.moment(end), trace.end(), "{slug}");
        assert_eq!(knowledge::told(&story, end), knowledge::at(trace, trace.end()), "{slug}");
        for exchange in lookups::of(trace) {
            assert!(lookups::show_at(trace, &story.beats, &exchange) <= end, "{slug}");
        }
    }
}

#[test]
fn picture_and_panels_know_the_same_of_every_recipient() {
    rests(|story, _, rest, what| {
        let frame = frame_at(story, &Layout::new(story, Size::Wide), rest);
        let known = knowledge::told(story, rest);
        let seen = frame.pose.fates.iter().map(|fate| match fate.fate {
            Fate::Open | Fate::Waiting => None,
            Fate::Delivered => Some(true),
            Fate::Returned => Some(false),
        });
        for (seen, (address, word, good)) in seen.zip(&known.outcomes) {
            assert_eq!(seen, *good, "{what}: {address} {word}");
        }
    });
}

#[test]
fn a_letter_that_is_seen_in_a_box_lies_there() {
    rests(|story, _, rest, what| {
        let frame = frame_at(story, &Layout::new(story, Size::Wide), rest);
        let stores = stores(story, rest);
        for one in &frame.pose.boxes {
            let lies = lying(&stores, &one.name) > 0;
            match one.state {
                BoxState::Lit => assert!(lies, "{what}: nothing lies in {}", one.name),
                BoxState::Closed => assert!(!lies, "{what}: something lies in {}", one.name),
                BoxState::Open | BoxState::Full | BoxState::Locked => {}
            }
        }
    });
}

/// Of the recipients that a step is about.
fn is_theirs(story: &TracedStory, step: &Step, entry: &Queued) -> bool {
    let numbered = (0..).zip(&story.trace.outcomes);
    let mut theirs = numbered.filter(|(n, _)| step.is_about(*n)).map(|(_, (mailbox, _))| mailbox);
    theirs.any(|mailbox| entry.recipients.iter().any(|it| it.same_box(mailbox)))
}

/// What is seen at a server is in its queue, and what is in a queue is seen there: letters and reports.
#[test]
fn what_lies_at_a_server_is_in_its_queue() {
    rests(|story, step, rest, what| {
        let pose = frame_at(story, &Layout::new(story, Size::Wide), rest).pose;
        let taken = story.steps.iter().take_while(|it| it.from <= step.from);
        let taken = taken.flat_map(|it| &it.evidence).any(|evidence| match evidence {
            Evidence::Event(id) => matches!(story.trace[*id].kind, EventKind::Accepted { .. }),
            Evidence::Packet(_) => false,
        });
        if !taken {
            // Pieces that have been put together lie there before the server takes charge of them.
            return assert!(stores(story, rest).iter().all(|it| it.queue.is_empty()), "{what}");
        }
        // What a server holds, and of which kind.
        let is_server = |place: PlaceId| !matches!(place, PlaceId::Sender | PlaceId::Recipient);
        let holding = pose.hosts.iter().filter(|it| it.held != Held::Nothing);
        let holding = holding.map(|it| it.place).filter(|place| is_server(*place));
        let is_report = pose.tokens.iter().map(|token| match token.kind {
            TokenKind::SmallLetter | TokenKind::WaitingLetter => Some(false),
            TokenKind::Report | TokenKind::Notice => Some(true),
            _ => None,
        });
        let is_report: BTreeSet<_> = is_report.flatten().collect();

        let (mut places, mut kinds) = (BTreeSet::new(), BTreeSet::new());
        for store in stores(story, rest) {
            let place = PlaceId::of(&story.trace.cast, store.host);
            // The others' wait to be told of.
            let told = |entry: &&Queued| entry.is_dsn || is_theirs(story, step, entry);
            for entry in store.queue.iter().filter(told) {
                places.insert(place);
                kinds.insert(entry.is_dsn);
            }
            // A report that nobody can be given stays where it was written.
            if store.boxes.iter().any(|one| one.name == POSTMASTER) {
                places.insert(place);
                kinds.insert(true);
            }
        }
        assert_eq!(holding.collect::<BTreeSet<_>>(), places, "{what}");
        assert_eq!(is_report, kinds, "{what}");
    });
}

/// What was refused for good is not tried again, and lies there until its report is written.
#[test]
fn what_is_given_up_has_no_next_try() {
    let mut seen = 0;
    rests(|story, step, rest, what| {
        let gave_up = |evidence: &Evidence| match evidence {
            Evidence::Event(id) => match &story.trace[*id].kind {
                EventKind::NotRelayed { transient, .. } => !transient,
                EventKind::GaveUp { .. } => true,
                _ => false,
            },
            Evidence::Packet(_) => false,
        };
        if !step.evidence.iter().any(gave_up) {
            return;
        }
        let stores = stores(story, rest);
        let mut queued = stores.iter().flat_map(|store| &store.queue);
        let entry = queued.find(|entry| !entry.is_dsn && is_theirs(story, step, entry));
        assert_eq!(entry.map(|entry| entry.next), Some(NextTry::Never), "{what}");
        seen += 1;
    });
    assert!(seen > 30, "{seen}");
}

/// Also where the story goes back in time.
#[test]
fn what_the_sender_knows_only_grows() {
    for preset in &PRESETS {
        let story = tell(simulate(&preset.scenario()));
        let mut known = 0;
        for (step, rest) in story.steps.iter().zip(story.marks().rests) {
            let now = knowledge::told(&story, rest).sender.len();
            assert!(now >= known, "{} {}", preset.slug(), step.name);
            known = now;
        }
    }
}
