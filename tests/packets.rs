//! The table of packets and their layers say what the record says, byte by byte.

use model::presets::PRESETS;
use proptest::prelude::*;
use sim::simulate;
use sim::trace::{Packet, PacketId, Trace};
use std::collections::BTreeSet;
use story::TracedStory;
use story::dissect::{Field, Layer, dissect};
use story::packets::{self, Item, Table};

fn story(slug: &str) -> TracedStory {
    let preset = model::presets::find(slug).expect("a preset");
    story::tell(simulate(&preset.scenario()))
}

fn table(story: &TracedStory) -> Table {
    Table::of(&story.trace, &story.lines)
}

fn all_words(story: &TracedStory) -> Vec<String> {
    let packet = |row: &packets::Row| &story.trace.packets[row.packet.index()];
    let rows = table(story).rows().to_vec();
    rows.iter().map(|row| packets::what(&story.trace, &story.lines, packet(row))).collect()
}

/// Every byte is in exactly one field, in order.
fn check_fields(packet: &Packet, layers: &[Layer]) {
    let mut at = 0;
    for field in layers.iter().flat_map(|layer| &layer.fields) {
        assert_eq!(field.range.start, at, "{field:?}");
        assert!(field.range.end > at, "{field:?}");
        at = field.range.end;
    }
    assert_eq!(at, packet.bytes.len());
}

fn field<'a>(layers: &'a [Layer], layer: &str, name: &str) -> &'a Field {
    let layer = layers.iter().find(|one| one.name.0 == layer).expect("the layer");
    layer.fields.iter().find(|field| field.name == name).expect("the field")
}

#[test]
fn the_table_has_every_packet_once_by_time() {
    for preset in &PRESETS {
        let story = story(preset.slug());
        let table = table(&story);
        let trace = &story.trace;
        let mut ids: Vec<u32> = table.rows().iter().map(|row| row.packet.0).collect();
        let times = table.rows().iter().map(|row| trace.packets[row.packet.index()].sent_at);
        assert!(times.is_sorted(), "{}", preset.slug());
        ids.sort_unstable();
        assert!(ids.into_iter().eq(0..u32::try_from(trace.packets.len()).expect("few")));
        assert_eq!(table.sent(trace, trace.end()), table.rows().len());
        for sent in [0, 1, 20, table.rows().len() / 2, table.rows().len()] {
            for open in [vec![], (0..9).collect()] {
                let items = table.items(sent, &open);
                let rows: Vec<usize> = items
                    .into_iter()
                    .flat_map(|item| match item {
                        Item::Packet(row) => row..row + 1,
                        Item::Train(n, rows) => {
                            assert!(!open.contains(&n) && table.train_of(rows.start) == Some(n));
                            rows
                        }
                    })
                    .collect();
                let expected = sent.min(table.rows().len());
                assert!(rows.into_iter().eq(0..expected), "{} {sent}", preset.slug());
            }
        }
    }
}

#[test]
fn a_big_message_is_a_few_trains() {
    let story = story("big-attachment");
    let table = table(&story);
    let items = table.items(table.rows().len(), &[]);
    assert!(items.len() < 120 && table.rows().len() > 3_000, "{} entries", items.len());
    let trains: Vec<_> = items
        .iter()
        .filter_map(|item| match item {
            Item::Train(_, rows) => Some(table.load(&story.trace, rows.clone())),
            Item::Packet(_) => None,
        })
        .collect();
    // Handed in, handed on, collected.
    assert_eq!(trains.len(), 3, "{trains:?}");
    for load in trains {
        assert!(load.carriers > 900 && load.bytes > 1_400_000 && load.lost == 0, "{load:?}");
    }
    assert!(table.items(table.rows().len(), &[1]).len() > 900);
}

#[test]
fn lost_and_repeated_packets_are_marked() {
    let marks = |slug: &str| {
        let story = story(slug);
        let table = table(&story);
        let packet = |row: &packets::Row| &story.trace.packets[row.packet.index()];
        let lost: Vec<String> = table
            .rows()
            .iter()
            .filter(|row| !packet(row).arrived())
            .map(|row| packets::what(&story.trace, &story.lines, packet(row)))
            .collect();
        let again: Vec<String> = table
            .rows()
            .iter()
            .filter(|row| row.again)
            .map(|row| packets::what(&story.trace, &story.lines, packet(row)))
            .collect();
        (lost, again)
    };
    let (lost, again) = marks("lost-packet");
    assert_eq!(lost.len(), 1);
    assert!(lost[0].starts_with("The message, bytes 1461–2920 of"), "{lost:?}");
    assert_eq!(again, lost, "exactly that piece once more");
    assert_eq!(marks("crossed-packets"), (vec![], vec![]), "nothing is sent twice");
    assert_eq!(marks("everything-works"), (vec![], vec![]));
    let (lost, again) = marks("lookup-fails");
    assert!(lost.iter().all(|what| what.ends_with('?')) && !lost.is_empty(), "{lost:?}");
    assert!(!again.is_empty(), "questions are asked again");
}

#[test]
fn packets_are_told_in_plain_words() {
    let words = all_words(&story("everything-works"));
    for expected in [
        "Calls: may I talk to you?",
        "Takes the call",
        "Confirms that the connection stands",
        "220 mail.riverside.example ESMTP Service ready",
        "250-mail.riverside.example greets ann-laptop.riverside.example … and 5 more lines",
        "The message, bytes 1–1460 of 5305",
        "MX allbusiness.com?",
        "Ask the servers of com",
        "MX 10 mx.allbusiness.com",
        "A 203.0.113.25",
        "USER feedback",
        "Has said everything",
    ] {
        assert!(words.iter().any(|word| word == expected), "{expected} in {words:#?}");
    }
    let has = |slug: &str, expected: &str| {
        let words = all_words(&story(slug));
        assert!(words.iter().any(|word| word == expected), "{slug}: {expected} in {words:#?}");
    };
    has("server-down", "Nobody is listening on this port");
    has("misspelt-domain", "There is no allbusines.com");
    has("no-mail-here", "MX 0 .");
}

#[test]
fn flags_are_shown_as_capture_programs_show_them() {
    let story = story("everything-works");
    let all: Vec<String> = story.trace.packets.iter().map(packets::flags).collect();
    // A call is made and taken, and the first line is said.
    assert_eq!(all[..4], ["[SYN]", "[SYN, ACK]", "[ACK]", "[PSH, ACK]"]);
    for preset in &PRESETS {
        for packet in &self::story(preset.slug()).trace.packets {
            let flags = packets::flags(packet);
            let Some(tcp) = packet.tcp() else {
                assert_eq!(flags, "", "UDP has none");
                continue;
            };
            let inside = flags.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let told: BTreeSet<&str> = inside.expect("brackets").split(", ").collect();
            let set = [
                ("SYN", tcp.flags.syn()),
                ("FIN", tcp.flags.fin()),
                ("RST", tcp.flags.rst()),
                ("ACK", tcp.acknowledgement.is_some()),
            ];
            for (name, set) in set {
                assert_eq!(told.contains(name), set, "{}: {flags}", preset.slug());
            }
        }
    }
    let refused = self::story("server-down");
    assert!(refused.trace.packets.iter().any(|packet| packets::flags(packet) == "[RST, ACK]"));
}

#[test]
fn a_packet_says_which_share_of_the_message_it_carries() {
    let story = story("everything-works");
    let pieces = story.trace.packets.iter().filter_map(|packet| {
        let piece = packets::share(&story.trace, &story.lines, packet)?;
        Some((packets::what(&story.trace, &story.lines, packet), piece.in_words()))
    });
    let pieces: Vec<(String, String)> = pieces.collect();
    let (what, share) = &pieces[0];
    assert_eq!(what, "The message, bytes 1–1460 of 5305");
    assert_eq!(share, "bytes 1 to 1460 of the message’s 5305");
    // It begins behind the reply to RETR, in the same packet.
    let collected = pieces.iter().find(|(what, _)| what.starts_with("+OK"));
    let (_, share) = collected.expect("a reply with a piece of the message");
    assert!(share.starts_with("bytes 1 to "), "{share}");
}

/// Exactly the packets that carried some of it have a piece of a message, and together the whole.
#[test]
fn the_pieces_of_a_message_are_the_whole() {
    for preset in &PRESETS {
        let story = story(preset.slug());
        let trace = &story.trace;
        let mut pieces: Vec<(PacketId, packets::Share<'_>)> = trace
            .packets
            .iter()
            .filter_map(|it| Some((it.id, packets::share(trace, &story.lines, it)?)))
            .collect();
        for line in story.lines.iter().filter(|line| line.message) {
            let mut mine: Vec<(PacketId, std::ops::Range<u64>)> = pieces
                .extract_if(.., |(_, piece)| std::ptr::eq(piece.message, line))
                .map(|(packet, piece)| (packet, piece.bytes))
                .collect();
            let (start, length) = line.place;
            let carriers = trace[line.connection].carriers(line.side, start, length);
            let carriers: BTreeSet<PacketId> = carriers.map(|segment| segment.packet).collect();
            assert!(mine.iter().map(|(packet, _)| *packet).eq(carriers), "{}", preset.slug());
            mine.sort_by_key(|(_, bytes)| bytes.start);
            let mut known = 0;
            for (_, bytes) in mine {
                assert!(bytes.start <= known && bytes.start < bytes.end, "{}", preset.slug());
                known = known.max(bytes.end);
            }
            assert_eq!(known, length, "{}: {line:?}", preset.slug());
        }
        assert_eq!(pieces, [], "{}: pieces of no message", preset.slug());
    }
}

#[test]
fn every_byte_of_every_packet_has_its_field() {
    for preset in &PRESETS {
        let story = story(preset.slug());
        // Of thousands of packets, some.
        let step = story.trace.packets.len() / 400 + 1;
        for packet in story.trace.packets.iter().step_by(step) {
            let layers = dissect(&story.trace, &story.lines, packet);
            check_fields(packet, &layers);
            let names: Vec<&str> = layers.iter().map(|layer| layer.name.0).collect();
            assert!(layers.iter().all(|layer| layer.fields.iter().all(|f| f.name != "Bytes")));
            let host = |id| story.trace.cast.host(id).address.to_string();
            assert_eq!(field(&layers, "IP", "From").value, host(packet.from));
            assert_eq!(field(&layers, "IP", "To").value, host(packet.to));
            match (packet.tcp(), packet.udp()) {
                (Some(tcp), _) => {
                    let inside = packets::protocol(&story.trace, packet);
                    let expected = if tcp.payload.is_empty() {
                        vec!["IP", "TCP"]
                    } else {
                        vec!["IP", "TCP", inside]
                    };
                    assert_eq!(names, expected);
                    check_speech(&story.trace, packet, &layers);
                }
                (None, Some(_)) => assert_eq!(names, ["IP", "UDP", "DNS"]),
                _ => panic!("neither TCP nor UDP"),
            }
        }
    }
}

/// A line's field holds just that line.
fn check_speech(trace: &Trace, packet: &Packet, layers: &[Layer]) {
    let flags = packets::flags(packet);
    assert!(field(layers, "TCP", "Header length, flags").value.ends_with(&flags), "{flags}");
    let spoken = layers.iter().filter(|layer| ["SMTP", "POP3"].contains(&layer.name.0));
    for field in spoken.flat_map(|layer| &layer.fields) {
        if field.value.starts_with("The message, bytes ") {
            continue;
        }
        let bytes = String::from_utf8_lossy(&packet.bytes[field.range.clone()]).into_owned();
        let whole = [&field.value, "\r\n"].concat();
        assert!(whole.contains(&bytes), "{bytes:?} in {whole:?}, {}", trace.cut_short);
        assert!(!field.meaning.is_empty(), "{field:?}");
    }
}

#[test]
fn a_look_up_is_read_to_its_last_field() {
    let story = story("everything-works");
    let answer = story.trace.packets.iter().find(|packet| {
        packets::what(&story.trace, &story.lines, packet) == "MX 10 mx.allbusiness.com"
    });
    let layers = dissect(&story.trace, &story.lines, answer.expect("the answer"));
    assert_eq!(field(&layers, "DNS", "Question").value, "MX allbusiness.com.");
    assert_eq!(
        field(&layers, "DNS", "Flags").value,
        "an answer, from a server in charge, no error"
    );
    assert_eq!(field(&layers, "DNS", "Answer: name").value, "allbusiness.com.");
    assert_eq!(field(&layers, "DNS", "Answer: time to live").value, "3600 s (1 h)");
    assert_eq!(field(&layers, "DNS", "Answer: content").value, "10 mx.allbusiness.com.");
    assert_eq!(field(&layers, "UDP", "From port").value, "53 (DNS: the registry)");
}

#[test]
fn the_story_is_at_a_packet_when_asked_for_its_moment() {
    for preset in &PRESETS {
        let story = story(preset.slug());
        for packet in story.trace.packets.iter().step_by(7) {
            let at = packet.sent_at;
            let moment = story.moment_of(at);
            assert!(moment <= story.end());
            let Some(beat) = story.beats.iter().find(|b| b.sim.0 <= at && at < b.sim.1) else {
                continue;
            };
            // As near as a millisecond of show time gets.
            let length = u64::from(beat.until - beat.from).max(1);
            let near = beat.sim.1.since(beat.sim.0).micros().div_ceil(length);
            let shown = story.clock(moment);
            assert!(shown.micros().abs_diff(at.micros()) <= near, "{}: {at}", preset.slug());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the bytes are.
    #[test]
    fn no_bytes_disturb(
        number in 0_usize..140,
        cut in prop::option::of(0_usize..100),
        changes in prop::collection::vec((0_usize..200, any::<u8>()), 0..12),
        pointers in any::<bool>(),
    ) {
        thread_local! { static STORY: TracedStory = story("everything-works"); }
        STORY.with(|story| {
            let mut packet = story.trace.packets[number % story.trace.packets.len()].clone();
            let mut bytes = packet.bytes.to_vec();
            for (at, byte) in changes {
                let length = bytes.len();
                bytes[at % length] = if pointers { byte | 0xc0 } else { byte };
            }
            bytes.truncate(cut.unwrap_or(usize::MAX));
            packet.bytes = bytes.into_boxed_slice();
            check_fields(&packet, &dissect(&story.trace, &story.lines, &packet));
            let _ = packets::what(&story.trace, &story.lines, &packet);
            let _ = packets::flags(&packet);
            let _ = packets::share(&story.trace, &story.lines, &packet);
        });
    }
}
