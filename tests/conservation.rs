//! What goes in comes out: random messages over random ways, compared byte by byte with what the
//! recorded packets carried.

use model::host_names::HostNames;
use model::owner::Owner;
use model::scenario::{Attachment, Condition, Parts, Scenario};
use proptest::prelude::*;
use sim::message::DataReader;
use sim::simulate;
use sim::stream::UtteranceKind;
use sim::trace::{ConnectionId, EventKind, Outcome, Side, Trace};

/// The bytes of one side of a connection, put together from the packets that arrived.
fn stream(trace: &Trace, connection: ConnectionId, side: Side) -> Vec<u8> {
    let mut bytes: Vec<Option<u8>> = Vec::new();
    for segment in &trace[connection].segments[side as usize] {
        let packet = &trace.packets[segment.packet.index()];
        if !packet.arrived() {
            continue;
        }
        let from = usize::try_from(segment.offset).expect("streams are short here");
        let payload = packet.tcp().expect("a TCP packet").payload;
        if bytes.len() < from + payload.len() {
            bytes.resize(from + payload.len(), None);
        }
        for (place, byte) in bytes[from..].iter_mut().zip(payload) {
            assert!(place.is_none_or(|known| known == *byte), "a byte sent twice is the same");
            *place = Some(*byte);
        }
    }
    bytes.into_iter().map(|byte| byte.expect("no gap in a stream")).collect()
}

/// Every line of every conversation stands in the recorded packets.
fn check_lines(trace: &Trace) {
    let mut streams = std::collections::BTreeMap::new();
    for event in &trace.events {
        let EventKind::Said { connection, kind, offset, len, text } = &event.kind else { continue };
        let side = trace[*connection].side_of(event.host);
        let bytes = streams
            .entry((*connection, side as usize))
            .or_insert_with(|| stream(trace, *connection, side));
        let from = usize::try_from(*offset).expect("streams are short here");
        let said = &bytes[from..from + usize::try_from(*len).expect("short")];
        if *kind == UtteranceKind::Line {
            assert_eq!(said, [text.as_bytes(), b"\r\n"].concat());
        }
    }
}

/// On every hop: what stood between 354 and the final dot is what the receiving host keeps.
fn check_hops(trace: &Trace) -> usize {
    let mut hops = 0;
    for event in &trace.events {
        let EventKind::Accepted { connection, message, added, .. } = &event.kind else { continue };
        let spoken = trace.events.iter().find_map(|event| match &event.kind {
            EventKind::Said {
                connection: c, kind: UtteranceKind::Message, offset, len, ..
            } if c == connection => Some((*offset, *len)),
            _ => None,
        });
        let (offset, len) = spoken.expect("what is accepted was said");
        let bytes = stream(trace, *connection, Side::Client);
        let from = usize::try_from(offset).expect("short");
        let before = &bytes[..from];
        assert!(before.ends_with(b"DATA\r\n"), "the message follows DATA");
        let mut input = &bytes[from..from + usize::try_from(len).expect("short")];
        let mut reader = DataReader::new(u64::MAX);
        assert!(reader.read(&mut input) && input.is_empty(), "it ends with its dot");
        let sent = reader.finish();
        let kept = &trace[*message];
        assert!(kept[*added..] == sent[..], "what arrives is what is kept");
        let carriers = trace[*connection].carriers(Side::Client, offset, len).count();
        assert!(carriers as u64 >= len.div_ceil(1_460), "{carriers} packets for {len} bytes");
        hops += 1;
    }
    hops
}

fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => "[ -~]{0,90}",
        1 => Just(".".to_owned()),
        1 => "\\.[ -~]{0,20}",
        1 => "\\PC{0,40}",
        1 => "x{900,1300}",
        1 => Just("<script>alert(1)</script>".to_owned()),
        1 => Just("\r".to_owned()),
    ];
    prop::collection::vec(line, 0..60).prop_map(|lines| lines.join("\n"))
}

fn conditions(relays: u8) -> impl Strategy<Value = Vec<Condition>> {
    let hop = 0..=relays + 1;
    let one = (hop, 1_u16..8, 0_u8..3).prop_map(|(hop, packet, kind)| match kind {
        0 => Condition::PacketLost { hop, packet },
        1 => Condition::PacketsCrossed { hop, packet },
        _ => Condition::WrongPassword { recipient: 0 },
    });
    prop::collection::vec(one, 0..3)
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let recipients = prop::sample::subsequence(
        vec![
            "feedback@allbusiness.com",
            "Service@allbusiness.com",
            "bob@a.example.org",
            "eve@b.example",
        ],
        1..=4,
    );
    (0_u8..=8, text(), "\\PC{0,80}", recipients, any::<u64>(), prop::option::of(0_u64..20_000))
        .prop_flat_map(|(relays, text, subject, recipients, seed, file)| {
            conditions(relays).prop_map(move |conditions| {
                let recipients = recipients.iter().map(|a| a.parse().expect("an address"));
                let parts = Parts {
                    sender: "ann@riverside.example".parse().expect("an address"),
                    recipients: recipients.collect(),
                    subject: subject.clone(),
                    text: text.clone(),
                    attachment: file.map(|size| Attachment { name: "a \"b\".bin".into(), size }),
                    relays,
                    conditions,
                    seed,
                    owner: Owner::default(),
                    host_names: HostNames::default(),
                };
                Scenario::new(parts).expect("a valid scenario")
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_messages_arrive_whole(scenario in scenario()) {
        let trace = simulate(&scenario);
        for (mailbox, outcome) in &trace.outcomes {
            prop_assert_eq!(*outcome, Outcome::Collected, "{}", mailbox);
        }
        let hops = check_hops(&trace);
        let relays = trace.cast.relays.len();
        prop_assert!(hops > relays, "{} hops, {} relays", hops, relays);
        check_lines(&trace);
    }
}

#[track_caller]
fn check(change: impl FnOnce(&mut Parts)) -> Trace {
    let mut parts = model::presets::PRESETS[0].parts();
    change(&mut parts);
    let trace = simulate(&Scenario::new(parts).expect("a valid scenario"));
    assert!(trace.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Collected));
    check_hops(&trace);
    check_lines(&trace);
    trace
}

fn header(trace: &Trace, name: &str) -> Vec<String> {
    let message = trace.messages.last().expect("a message");
    sim::message::headers(message)
        .filter(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .collect()
}

#[test]
fn odd_messages_arrive_too() {
    check(|parts| parts.text = String::new());
    check(|parts| parts.text = ".".to_owned());
    check(|parts| parts.text = ".\n..\n.\n".to_owned());
    check(|parts| parts.text = "x".repeat(10_000));
    check(|parts| parts.text = "<script>alert(1)</script>".to_owned());
    check(|parts| parts.text = "x".repeat(model::limits::scenario::MAX_TEXT));
    check(|parts| parts.subject = "<script>alert(1)</script>".to_owned());
}

#[test]
fn a_subject_cannot_bring_headers_along() {
    let trace = check(|parts| {
        parts.subject = "Hi\r\nBcc: eve@b.example\r\n\r\nboo".to_owned();
    });
    assert_eq!(header(&trace, "Bcc"), Vec::<String>::new());
    assert_eq!(header(&trace, "Subject").len(), 1);
}

#[test]
fn twenty_recipients_in_twenty_domains() {
    let trace = check(|parts| {
        parts.recipients =
            (0..20).map(|n| format!("box@domain{n}.tld{n}").parse().expect("an address")).collect();
        parts.relays = 8;
    });
    assert_eq!(trace.outcomes.len(), 20);
    let story = story::tell(trace);
    assert!(story.end() <= story::LONGEST_STORY);
    assert_eq!(story.steps.iter().filter(|s| s.name.starts_with("other-domain")).count(), 19);
}

#[test]
fn domains_below_each_other_are_found() {
    check(|parts| {
        let addresses = ["a@example.com", "b@x.example.com", "c@y.x.example.com"];
        parts.recipients = addresses.map(|text| text.parse().expect("an address")).to_vec();
    });
}
