//! The facts that each journey must show, asserted on the trace; and what is told of them.

use model::presets::{self, PRESETS};
use model::story::{Evidence, Stage, Step};
use sim::host::{POP3_PORT, SMTP_PORT, SUBMISSION_PORT};
use sim::message::{count_received, headers};
use sim::simulate;
use sim::stream::UtteranceKind;
use sim::trace::{ConnectionId, EventKind, Outcome, Side, Trace};

fn run(slug: &str) -> Trace {
    simulate(&presets::find(slug).expect("a preset").scenario())
}

fn outcomes(trace: &Trace) -> Vec<Outcome> {
    trace.outcomes.iter().map(|(_, outcome)| *outcome).collect()
}

fn lines(trace: &Trace, port: u16) -> Vec<(&str, Side)> {
    let said = trace.events.iter().filter_map(|event| match &event.kind {
        EventKind::Said { connection, text, kind: UtteranceKind::Line, .. } => {
            let ends = &trace[*connection];
            (ends.server.1 == port).then(|| (text.as_str(), ends.side_of(event.host)))
        }
        _ => None,
    });
    said.collect()
}

/// The packets that carried the message on a connection, in the order they were sent: sequence
/// number and whether they arrived.
fn pieces(trace: &Trace, connection: ConnectionId) -> Vec<(u32, bool)> {
    let found =
        trace.events.iter().find_map(|event| match &event.kind {
            EventKind::Said {
                connection: c, kind: UtteranceKind::Message, offset, len, ..
            } if *c == connection => Some((trace[*c].side_of(event.host), *offset, *len)),
            _ => None,
        });
    let (side, offset, len) = found.expect("a message is said on this connection");
    trace[connection]
        .carriers(side, offset, len)
        .map(|segment| {
            let packet = &trace.packets[segment.packet.index()];
            (packet.tcp().expect("a TCP packet").sequence, packet.arrived())
        })
        .collect()
}

fn connections(trace: &Trace, port: u16) -> Vec<ConnectionId> {
    let all = trace.connections.iter().enumerate();
    all.filter(|(_, c)| c.server.1 == port).map(|(n, _)| ConnectionId(n)).collect()
}

fn stored(trace: &Trace) -> Vec<(String, &[u8])> {
    let events = trace.events.iter().filter_map(|event| match &event.kind {
        EventKind::Stored { mailbox, message, .. } => {
            Some((mailbox.to_string(), trace[*message].as_slice()))
        }
        _ => None,
    });
    events.collect()
}

fn count(trace: &Trace, select: impl Fn(&EventKind) -> bool) -> usize {
    trace.events.iter().filter(|event| select(&event.kind)).count()
}

#[test]
fn everything_works() {
    let trace = run("everything-works");
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
    assert_eq!(trace.cast.relays.len(), 1);
    assert!(pieces(&trace, ConnectionId(0)).len() >= 4, "the message needs at least four packets");
    let boxes = stored(&trace);
    assert_eq!(boxes.len(), 1);
    assert_eq!(boxes[0].0, "feedback@allbusiness.com");
    assert_eq!(count_received(boxes[0].1), 3, "one of each server: relays + 2");
    let names: Vec<String> = headers(boxes[0].1).map(|(name, _)| name).take(2).collect();
    assert_eq!(names, ["Return-Path", "Received"]);
    assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Deleted { count: 1, .. })), 1);
}

#[test]
fn the_newest_stamp_is_on_top() {
    for (slug, relays) in [("everything-works", 1), ("long-way-round", 4)] {
        let trace = run(slug);
        let boxes = stored(&trace);
        let by: Vec<String> = headers(boxes[0].1)
            .filter(|(name, _)| name == "Received")
            .map(|(_, value)| {
                let mut words = value.split_whitespace();
                words.by_ref().find(|word| *word == "by");
                words.next().unwrap_or_default().to_owned()
            })
            .collect();
        let mut way = vec![trace.cast.provider];
        way.extend(&trace.cast.relays);
        way.push(trace.cast.destinations[0].1);
        assert_eq!(trace.cast.relays.len(), relays);
        let names: Vec<String> =
            way.iter().rev().map(|id| trace.cast.host(*id).name.clone()).collect();
        assert_eq!(by, names, "{slug}");
    }
}

#[test]
fn two_boxes() {
    let trace = run("two-boxes");
    assert_eq!(outcomes(&trace), [Outcome::Collected; 2]);
    for connection in connections(&trace, SUBMISSION_PORT) {
        let recipients = count(&trace, |kind| {
            matches!(kind, EventKind::Said { connection: c, text, .. }
                if *c == connection && text.starts_with("RCPT TO:"))
        });
        let transactions = count(&trace, |kind| {
            matches!(kind, EventKind::Said { connection: c, text, .. }
                if *c == connection && text.starts_with("MAIL FROM:"))
        });
        assert_eq!((transactions, recipients), (1, 2));
    }
    let boxes: Vec<String> = stored(&trace).into_iter().map(|(name, _)| name).collect();
    assert_eq!(boxes, ["feedback@allbusiness.com", "service@allbusiness.com"]);
    // Each computer opens one box, and the two keys are different.
    let opened: Vec<&String> = trace
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::MaildropOpened { box_name, .. } => Some(box_name),
            _ => None,
        })
        .collect();
    assert_eq!(opened, ["feedback", "service"]);
    let keys: Vec<&str> = lines(&trace, POP3_PORT)
        .into_iter()
        .filter_map(|(line, _)| line.strip_prefix("PASS "))
        .collect();
    assert!(keys.len() == 2 && keys[0] != keys[1]);
}

#[test]
fn a_key_opens_no_other_box() {
    use model::address::Mailbox;
    use sim::host::setup::password;
    use sim::pop3::Maildrops;
    use sim::pop3::maildrop::Boxes;
    let mailboxes = ["feedback@allbusiness.com", "service@allbusiness.com"];
    let mailboxes: [Mailbox; 2] = mailboxes.map(|text| text.parse().expect("an address"));
    let mut drops = Maildrops::new([]);
    for mailbox in &mailboxes {
        drops.add(&mailbox.local_part.box_name(), &password(mailbox));
    }
    assert!(drops.open("service", &password(&mailboxes[0])).is_err());
    let session = drops.open("service", &password(&mailboxes[1])).expect("the right key");
    drops.release(session);
}

#[test]
fn same_provider() {
    let trace = run("same-provider");
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
    assert_eq!(count(&trace, |kind| matches!(kind, EventKind::Asked { .. })), 0);
    assert!(trace.packets.iter().all(|packet| packet.udp().is_none()), "no DNS query");
    assert!(connections(&trace, SMTP_PORT).is_empty(), "no relay");
    assert_eq!(stored(&trace).len(), 1);
}

#[test]
fn big_attachment() {
    let trace = run("big-attachment");
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
    let size = stored(&trace)[0].1.len() as u64;
    let (file, base64) = (1024 * 1024_u64, size);
    // Four characters for three bytes, a line end for every 76, and about 5 KB of text.
    assert!((file * 4 / 3..file * 4 / 3 * 79 / 76 + 10_000).contains(&base64), "{base64}");
    for connection in 0..trace.connections.len() {
        assert!(pieces(&trace, ConnectionId(connection)).len() > 700);
    }
}

#[test]
fn lost_packet() {
    let trace = run("lost-packet");
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
    let size = trace.messages[0].len();
    assert!((8 * 1024..=12 * 1024).contains(&size), "{size}");
    let sent = pieces(&trace, ConnectionId(0));
    let lost: Vec<usize> = (0..sent.len()).filter(|n| !sent[*n].1).collect();
    assert_eq!(lost, [1], "the second piece, once");
    let again: Vec<u32> = (1..sent.len())
        .filter(|n| sent[..*n].iter().any(|earlier| earlier.0 == sent[*n].0))
        .map(|n| sent[n].0)
        .collect();
    assert_eq!(again, [sent[1].0], "exactly that segment once more");
    let acknowledgements = trace
        .packets
        .iter()
        .filter(|packet| {
            packet.connection == Some(ConnectionId(0)) && packet.from == trace.cast.provider
        })
        .filter(|packet| {
            packet
                .tcp()
                .is_some_and(|tcp| tcp.acknowledgement == Some(sent[1].0) && tcp.payload.is_empty())
        })
        .count();
    assert!(acknowledgements > 3, "one, and at least three duplicates");
    let lost_packets = trace.packets.iter().filter(|packet| !packet.arrived()).count();
    assert_eq!(lost_packets, 1);
}

#[test]
fn a_lost_last_piece_is_sent_again_after_the_timeout() {
    let mut parts = presets::find("lost-packet").expect("a preset").parts();
    let last =
        u16::try_from(pieces(&run("lost-packet"), ConnectionId(0)).len() - 1).expect("few pieces");
    parts.conditions = vec![model::scenario::Condition::PacketLost { hop: 0, packet: last }];
    let trace = simulate(&model::scenario::Scenario::new(parts).expect("valid"));
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
    let sent = pieces(&trace, ConnectionId(0));
    assert_eq!(sent.len(), usize::from(last) + 1);
    assert_eq!(sent[sent.len() - 1].0, sent[sent.len() - 2].0, "the same piece again");
    let ends = &trace.connections[0];
    let times: Vec<u64> = ends.segments[0]
        .iter()
        .rev()
        .map(|segment| &trace.packets[segment.packet.index()])
        .filter(|packet| packet.tcp().is_some_and(|tcp| tcp.sequence == sent[sent.len() - 1].0))
        .map(|packet| packet.sent_at.micros())
        .collect();
    // Without acknowledgements that could tell, only the timer does (RFC 6298).
    assert!(times[0] - times[1] >= 100_000, "{times:?}");
}

#[test]
fn crossed_packets() {
    let trace = run("crossed-packets");
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
    let sent = pieces(&trace, ConnectionId(0));
    assert!(sent.windows(2).all(|pair| pair[0].0 < pair[1].0), "nothing is sent twice");
    assert!(sent.iter().all(|piece| piece.1), "nothing is lost");
    let arrivals: Vec<u64> = trace.connections[0].segments[0]
        .iter()
        .map(|segment| trace.packets[segment.packet.index()].ended_at().micros())
        .collect();
    assert!(!arrivals.is_sorted(), "but it does not arrive in order");
}

#[test]
fn wrong_password() {
    let trace = run("wrong-password");
    assert_eq!(outcomes(&trace), [Outcome::Collected]);
    let order: Vec<&str> = trace
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Stored { .. } => Some("stored"),
            EventKind::AuthFailed { .. } => Some("refused"),
            EventKind::MaildropOpened { .. } => Some("unlocked"),
            EventKind::Collected { .. } => Some("collected"),
            EventKind::Deleted { .. } => Some("deleted"),
            _ => None,
        })
        .collect();
    assert_eq!(order, ["stored", "refused", "unlocked", "collected", "deleted"]);
    assert!(lines(&trace, POP3_PORT).iter().any(|(line, _)| line.starts_with("-ERR")));
}

#[test]
fn what_was_stored_is_what_is_collected() {
    for preset in &PRESETS {
        let trace = run(preset.slug());
        for (mailbox, outcome) in &trace.outcomes {
            if *outcome != Outcome::Collected {
                continue;
            }
            let boxes = stored(&trace);
            let (_, kept) = boxes
                .iter()
                .find(|(name, _)| *name == mailbox.to_string())
                .expect("what is collected was stored");
            let fetched = count(&trace, |kind| {
                matches!(kind, EventKind::Collected { mailbox: owner, message, .. }
                    if owner == mailbox && *trace[*message] == *kept)
            });
            assert_eq!(fetched, 1, "{}: {mailbox}", preset.slug());
        }
    }
}

// ---- what is told of it ------------------------------------------------------------------------

/// Step names are public and permanent: they stand in links. Add to the list, never change it.
const STEPS: &str = include_str!("golden/steps.txt");

#[test]
fn steps_have_their_permanent_names() {
    let mut told = String::new();
    for preset in &PRESETS {
        let story = story::tell(run(preset.slug()));
        let names: Vec<&str> = story.steps.iter().map(|step| step.name.as_str()).collect();
        told.push_str(&[preset.slug(), ": ", &names.join(" "), "\n"].concat());
    }
    for (told, kept) in told.lines().zip(STEPS.lines()) {
        assert_eq!(told, kept);
    }
    assert_eq!(told.lines().count(), STEPS.lines().count());
}

#[test]
fn the_default_journey_has_twelve_steps_in_three_stages() {
    let story = story::tell(run("everything-works"));
    let in_stage = |stage| story.steps.iter().filter(|step| step.stage == stage).count();
    assert_eq!(Stage::ALL.map(in_stage), [4, 3, 5]);
    assert!(story.end() <= 45_000, "{} ms", story.end());
    for preset in &PRESETS {
        let story = story::tell(run(preset.slug()));
        assert!(story.end() <= 75_000, "{}: {} ms", preset.slug(), story.end());
    }
}

#[test]
fn beats_and_steps_follow_each_other_without_gaps() {
    for preset in &PRESETS {
        let story = story::tell(run(preset.slug()));
        let mut at = 0;
        for beat in &story.beats {
            assert_eq!(beat.from, at);
            assert!(beat.until >= beat.from && beat.sim.1 >= beat.sim.0);
            at = beat.until;
        }
        let mut at = 0;
        for step in &story.steps {
            assert_eq!(step.from, at);
            assert!(step.from < step.rest && step.rest < step.until);
            at = step.until;
        }
        assert!(story.lines.is_sorted_by_key(|line| line.show_at));
    }
}

#[test]
fn captions_are_short() {
    for preset in &PRESETS {
        for step in story::tell(run(preset.slug())).story.steps {
            let words = step.caption.split_whitespace().count();
            assert!((5..=36).contains(&words), "{words} words: {}", step.caption);
            let sentences = step.caption.split_inclusive(". ").count();
            assert!(sentences <= 2, "{sentences} sentences: {}", step.caption);
            assert!(step.title.len() <= 45, "{}", step.title);
        }
    }
}

/// Architecture invariant: a caption tells only what the trace says.
#[test]
fn without_its_evidence_a_caption_is_another_or_none() {
    for preset in &PRESETS {
        let trace = run(preset.slug());
        let story = story::tell(trace.clone());
        for step in &story.steps {
            assert!(!step.evidence.is_empty(), "{}: {}", preset.slug(), step.name);
            for evidence in &step.evidence {
                let told = story::tell(without(&trace, *evidence));
                let same = |other: &&Step| other.name == step.name;
                let other = told.steps.iter().find(same);
                let unchanged = other.is_some_and(|other| {
                    (&other.title, &other.caption) == (&step.title, &step.caption)
                });
                assert!(
                    !unchanged,
                    "{}: {} does not need {evidence:?} {:?}",
                    preset.slug(),
                    step.name,
                    match evidence {
                        Evidence::Event(id) => Some(&trace[*id]),
                        Evidence::Packet(_) => None,
                    }
                );
            }
        }
    }
}

fn without(trace: &Trace, evidence: Evidence) -> Trace {
    let mut trace = trace.clone();
    match evidence {
        Evidence::Event(id) => {
            trace.events.remove(id.0);
        }
        Evidence::Packet(id) => {
            trace.packets[id.index()].connection = None;
            for connection in &mut trace.connections {
                for side in &mut connection.segments {
                    side.retain(|segment| segment.packet != id);
                }
            }
        }
    }
    trace
}
