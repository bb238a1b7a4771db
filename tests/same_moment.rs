//! Wherever a journey rests, its caption, its picture and every panel below it tell the same moment.

use model::presets::PRESETS;
use model::show_time::ShowTime;
use model::story::{Evidence, Step};
use scene::{BoxState, Fate, Layout, Size, frame_at};
use sim::simulate;
use sim::trace::{EventKind, Packet, PacketId};
use story::knowledge::{self, Store};
use story::packets::Table;
use story::{TracedStory, lookups, tell};

/// Every step of every preset, and the moment at which it rests.
fn rests(check: impl Fn(&TracedStory, &Step, ShowTime, &str)) {
    for preset in &PRESETS {
        let story = tell(simulate(&preset.scenario()));
        for (step, rest) in story.steps.iter().zip(story.marks().rests) {
            check(&story, step, rest, &[preset.slug(), " ", &step.name].concat());
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
