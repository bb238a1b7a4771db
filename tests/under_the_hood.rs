//! Look-ups, queues, boxes and the message itself, as the panels show them: read off the trace, at
//! every moment.

use model::presets::{self, PRESETS};
use model::scenario::{Condition, Parts, Scenario};
use model::time::Instant;
use sim::message::DataReader;
use sim::simulate;
use sim::trace::{EventKind, Outcome, Trace};
use story::knowledge::{NextTry, Store, stores};
use story::lookups::{self, Step};
use story::message_copy::{self, Kind};

/// A preset with this number of relays.
fn run(slug: &str, relays: u8) -> Trace {
    changed(slug, |parts| parts.relays = relays)
}

fn changed(slug: &str, change: impl FnOnce(&mut Parts)) -> Trace {
    let mut parts = presets::find(slug).expect("a preset").parts();
    change(&mut parts);
    simulate(&Scenario::new(parts).expect("a valid scenario"))
}

fn store<'a>(trace: &Trace, stores: &'a [Store], host: &str) -> Option<&'a Store> {
    stores.iter().find(|store| trace.cast.host(store.host).name == host)
}

fn moments(trace: &Trace) -> Vec<Instant> {
    trace.events.iter().map(|event| event.at).collect()
}

#[test]
fn every_server_has_put_its_own_lines_on_top() {
    let trace = run("everything-works", 2);
    let mailbox = &trace.outcomes[0].0;
    let copy = message_copy::copy(&trace, mailbox, trace.end()).expect("it is in the box");
    assert!(copy.boxed);
    let whole = &trace[copy.message];
    let told: Vec<(String, String)> = copy
        .parts
        .iter()
        .map(|part| {
            let text = String::from_utf8_lossy(&whole[part.range.clone()]).into_owned();
            (trace.cast.host(part.by).name.clone(), text)
        })
        .collect();
    let hosts: Vec<&str> = told.iter().map(|(host, _)| host.as_str()).collect();
    assert_eq!(
        hosts,
        [
            "mail.allbusiness.com",
            "mail.allbusiness.com",
            "relay2.allbusiness.com",
            "mx.allbusiness.com",
            "mail.riverside.example",
            "ann-laptop.riverside.example",
        ]
    );
    assert!(told[0].1.starts_with("Return-Path: <ann@riverside.example>"), "{}", told[0].1);
    for (host, text) in &told[1..5] {
        assert!(text.starts_with("Received: from ") && text.contains(&["by ", host].concat()));
    }
    let composed = message_copy::composed(&trace).expect("it was written");
    assert!(told[5].1.as_bytes() == trace[composed].as_slice());
}

/// At every moment of every preset the parts are the whole, and the last one is what was written.
#[test]
fn the_parts_of_a_message_are_the_whole() {
    for preset in &PRESETS {
        let trace = simulate(&preset.scenario());
        let composed = &trace[message_copy::composed(&trace).expect("it was written")];
        let mut last = None;
        for (mailbox, outcome) in &trace.outcomes {
            let moments = moments(&trace);
            for at in moments.iter().step_by(moments.len() / 40 + 1).chain([&trace.end()]) {
                let Some(copy) = message_copy::copy(&trace, mailbox, *at) else { continue };
                let whole = &trace[copy.message];
                let mut end = 0;
                for part in &copy.parts {
                    assert!(part.range.start == end && part.range.end > end);
                    end = part.range.end;
                }
                assert_eq!(end, whole.len(), "{}", preset.slug());
                let written = copy.parts.last().expect("a part");
                assert!(whole[written.range.clone()] == composed[..], "{}", preset.slug());
                assert_eq!(written.by, trace.cast.sender);
                last = Some(copy);
            }
            let boxed = last.as_ref().is_some_and(|copy| copy.boxed);
            if matches!(outcome, Outcome::Collected | Outcome::Delivered) {
                assert!(boxed, "{}", preset.slug());
            }
        }
    }
}

#[test]
fn on_the_wire_it_is_dot_stuffed() {
    let trace = changed("lost-packet", |parts| {
        parts.text = ["Hi\n.\n..two\n", &"x".repeat(9_000)].concat();
    });
    let story = story::tell(trace);
    let line = story.lines.iter().find(|line| line.message).expect("the message");
    let wire = message_copy::on_the_wire(&story.trace, line);
    assert_eq!(wire.len() as u64, line.place.1);
    assert!(wire.ends_with(b"\r\n.\r\n"));
    assert!(wire.windows(12).any(|w| w == b"\r\n..\r\n...two"), "doubled dots");
    let mut reader = DataReader::new(u64::MAX);
    assert!(reader.read(&mut wire.as_slice()));
    let composed = message_copy::composed(&story.trace).expect("it was written");
    assert!(reader.finish()[..] == story.trace[composed][..]);
}

#[test]
fn a_queue_counts_its_tries_and_knows_the_next() {
    counts_tries(&run("server-down", 0));
    // A try for two recipients is one try.
    let down = Condition::ServerDown { recipient: 0, minutes: Some(60), silent: false };
    let both = changed("two-boxes", |parts| {
        parts.relays = 0;
        parts.conditions.push(down);
    });
    counts_tries(&both);
}

fn counts_tries(trace: &Trace) {
    let next: Vec<Instant> = trace
        .events
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::WillRetry { at, .. } => Some(at),
            _ => None,
        })
        .collect();
    assert!(next.len() >= 2);
    for (n, at) in next.iter().enumerate() {
        // Just before the next try.
        let stores = stores(trace, Instant::from_micros(at.micros() - 1));
        let store = store(trace, &stores, "mail.riverside.example").expect("it holds something");
        let [entry] = store.queue.as_slice() else { panic!("one entry: {store:?}") };
        assert_eq!(entry.next, NextTry::At(*at));
        assert_eq!(entry.tries as usize, n + 1);
        assert_eq!(entry.recipients[0].to_string(), "feedback@allbusiness.com");
        assert!(entry.reason.as_deref().is_some_and(|reason| !reason.is_empty()));
        assert!(!entry.is_dsn);
    }
    let end = stores(trace, trace.end());
    assert!(end.iter().all(|store| store.queue.is_empty()), "{end:?}");
}

#[test]
fn boxes_fill_and_are_emptied() {
    let trace = run("two-boxes", 0);
    let stored: Vec<Instant> = trace
        .events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Stored { .. }))
        .map(|event| event.at)
        .collect();
    let full = stores(&trace, stored[1]);
    let store = store(&trace, &full, "mail.allbusiness.com").expect("it holds something");
    let told: Vec<(&str, usize)> =
        store.boxes.iter().map(|b| (b.name.as_str(), b.messages)).collect();
    assert_eq!(told, [("feedback", 1), ("service", 1)]);
    assert!(store.boxes.iter().all(|b| b.octets > 5_000 && b.over.is_none()));
    let end = stores(&trace, trace.end());
    let boxes = end.iter().flat_map(|store| &store.boxes);
    assert!(boxes.into_iter().all(|b| b.messages == 0 && b.octets == 0), "{end:?}");

    let trace = run("mailbox-full", 0);
    let over = trace.events.iter().find_map(|event| match &event.kind {
        EventKind::BoxFull { octets, quota, .. } => Some((event.at, *octets, *quota)),
        _ => None,
    });
    let (at, octets, quota) = over.expect("the box is full");
    let then = stores(&trace, at);
    let boxes: Vec<_> = then.iter().flat_map(|store| &store.boxes).collect();
    assert_eq!((boxes[0].octets, boxes[0].over), (octets, Some(quota)));
}

#[test]
fn look_ups_are_grouped_with_every_question_once() {
    for preset in &PRESETS {
        let trace = simulate(&preset.scenario());
        let exchanges = lookups::of(&trace);
        let groups = lookups::grouped(&trace);
        let mut asked: Vec<usize> = Vec::new();
        for group in &groups {
            for step in &group.steps {
                if let Step::Asked(n) = step {
                    assert_eq!(exchanges[*n].host, group.host, "{}", preset.slug());
                    asked.push(*n);
                }
            }
            assert!(group.result.is_some(), "{}: {group:?}", preset.slug());
        }
        asked.sort_unstable();
        assert!(asked.into_iter().eq(0..exchanges.len()), "{}", preset.slug());
    }
    let groups = lookups::grouped(&run("everything-works", 1));
    assert_eq!(groups[0].question.to_string(), "MX allbusiness.com");
    assert_eq!(groups[0].steps.len(), 3, "root, com, its own");
    let (_, result) = groups[0].result.clone().expect("an answer");
    assert_eq!(result.map(|answer| answer.to_string()).as_deref(), Ok("10 mx.allbusiness.com"));
}

#[test]
fn what_is_remembered_is_not_asked_for_again() {
    // Tried again while the answer is still fresh.
    let trace = run("greylisted", 0);
    let groups = lookups::grouped(&trace);
    let remembered = groups.iter().flat_map(|group| &group.steps);
    let count = remembered.filter(|step| matches!(step, Step::Remembered { .. })).count();
    assert!(count >= 1, "{groups:?}");
}

#[test]
fn what_the_protocol_adds_to_a_message_is_marked_and_its_end_is_kept() {
    let wire = b"Subject: x\r\n\r\n..dot\r\nplain\r\n.\r\n";
    let (lines, left) = message_copy::wire_lines(wire, usize::MAX);
    let told: Vec<(&str, Kind)> =
        lines.iter().map(|line| (line.text.as_str(), line.kind)).collect();
    assert_eq!(
        told,
        [
            ("Subject: x", Kind::Plain),
            ("", Kind::Plain),
            ("..dot", Kind::Stuffed),
            ("plain", Kind::Plain),
            (".", Kind::End),
        ]
    );
    assert_eq!(left, 0);
    let (lines, left) = message_copy::wire_lines(wire, 20);
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["Subject: x", "", "."]);
    assert_eq!(left, "..dot\r\nplain\r\n".len());
    // Never more than asked for, whatever the lines.
    for limit in 0..wire.len() {
        let (shown, left) = message_copy::beginning(wire, limit);
        assert!(shown.len() <= limit && shown.len() + left == wire.len());
    }
}

#[test]
fn an_answer_may_be_remembered_as_long_as_its_shortest_record() {
    for preset in &PRESETS {
        for exchange in lookups::of(&simulate(&preset.scenario())) {
            let times = exchange.records.iter().map(|record| {
                record.split(' ').nth(1).and_then(|ttl| ttl.parse::<u32>().ok()).expect("a time")
            });
            let times: Vec<u32> = times.collect();
            match exchange.ttl {
                Some(ttl) => assert!(times.contains(&ttl), "{}: {exchange:?}", preset.slug()),
                None => assert!(times.is_empty(), "{}: {exchange:?}", preset.slug()),
            }
        }
    }
    let trace = run("everything-works", 1);
    let exchanges = lookups::of(&trace);
    assert!(exchanges.iter().all(|exchange| exchange.ttl.is_some_and(|ttl| ttl >= 3_600)));
}

#[test]
fn a_queue_knows_how_long_a_message_lies_there() {
    let trace = changed("two-boxes", |parts| {
        parts.recipients[1] = "bob@office.example".parse().expect("an address");
        parts.conditions.push(Condition::Held { hop: 0, seconds: 3_600 });
    });
    let (at, until) = trace
        .events
        .iter()
        .find_map(|event| match event.kind {
            EventKind::Held { until, .. } => Some((event.at, until)),
            _ => None,
        })
        .expect("it lies there");
    let meanwhile = stores(&trace, Instant::from_micros(at.micros() + 1_000_000));
    let store = store(&trace, &meanwhile, "mail.riverside.example").expect("the provider");
    assert_eq!(store.queue.len(), 1, "{:?}", store.queue);
    assert_eq!((store.queue[0].next, store.queue[0].tries), (NextTry::At(until), 0));
}
