//! tshark reads the captures of all journeys, and finds nothing to complain about.

use e2e::peers::{folder, run};
use journey::export::pcap;
use model::presets::{PRESETS, Preset};
use sim::simulate;
use sim::stream::UtteranceKind;
use sim::trace::{EventKind, Packet, Side, Trace};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use story::packets;

const FIELDS: [&str; 11] = [
    "frame.number",
    "frame.protocols",
    "frame.time_epoch",
    "ip.checksum.status",
    "tcp.checksum.status",
    "udp.checksum.status",
    "tcp.analysis.retransmission",
    "_ws.malformed",
    "_ws.expert.severity",
    "_ws.expert.message",
    "tcp.len",
];

/// What tshark says about the frames, by field.
fn dissect(file: &Path) -> Vec<BTreeMap<&'static str, String>> {
    let mut command = Command::new("tshark");
    command.arg("-n").arg("-r").arg(file);
    for layer in ["ip", "tcp", "udp"] {
        command.arg("-o").arg(format!("{layer}.check_checksum:TRUE"));
    }
    command.args(["-T", "fields", "-E", "separator=|", "-E", "occurrence=a"]);
    for field in FIELDS {
        command.args(["-e", field]);
    }
    let said = run("tshark", &mut command);
    assert_eq!(said.status, Some(0), "{}", said.errors);
    let frame = |line: &str| FIELDS.into_iter().zip(line.split('|').map(str::to_owned)).collect();
    said.output.lines().map(frame).collect()
}

/// The frames, from 1, whose bytes their sender had sent before: what a retransmission is.
fn sent_again(packets: &[&Packet]) -> BTreeSet<usize> {
    // By connection and sender: from which sequence number on all is new.
    let mut new_from = BTreeMap::new();
    let mut again = BTreeSet::new();
    for (n, packet) in packets.iter().enumerate() {
        let Some(tcp) = packet.tcp() else { continue };
        let len = u32::try_from(tcp.payload.len()).expect("less than 64 KB");
        let used = len + u32::from(tcp.flags.syn()) + u32::from(tcp.flags.fin());
        let end = tcp.sequence.wrapping_add(used);
        let next = new_from.entry((packet.connection, packet.from)).or_insert(tcp.sequence);
        // Half of all numbers are before a number, and half after it.
        let is_new = end.wrapping_sub(*next).cast_signed() > 0;
        if is_new {
            *next = end;
        } else if used > 0 {
            again.insert(n + 1);
        }
    }
    again
}

/// Messages that SMTP clients sent.
///
/// tshark looks for the final CR LF `.` CR LF within one packet. A message whose end is cut by the
/// edge of a packet (one of the hundred in `mail-loop`) is carried all the same, but not recognised.
fn messages(trace: &Trace) -> usize {
    const END: u64 = 5;
    let sent = trace.events.iter().filter(|event| match event.kind {
        EventKind::Said { connection, kind: UtteranceKind::Message, offset, len, .. } => {
            let connection = &trace[connection];
            let carriers = connection.carriers(Side::Client, offset + len - END, END);
            let ends: BTreeSet<u64> = carriers.map(|segment| segment.offset).collect();
            connection.client.0 == event.host && connection.server.1 != 110 && ends.len() == 1
        }
        _ => false,
    });
    sent.count()
}

/// Simulates an example and writes its capture.
fn capture(folder: &Path, preset: &Preset) -> (Trace, PathBuf) {
    let trace = simulate(&preset.scenario());
    let file = folder.join(format!("{}.pcap", preset.slug()));
    std::fs::write(&file, pcap::pcap(&trace)).expect("room for a file");
    (trace, file)
}

#[test]
fn tshark_understands_every_frame_of_every_journey() {
    let folder = folder();
    for preset in &PRESETS {
        let slug = preset.slug();
        let (trace, file) = capture(folder.path(), preset);
        let packets = pcap::in_order(&trace);
        let frames = dissect(&file);
        assert_eq!(frames.len(), packets.len(), "{slug}");

        let mut again = BTreeSet::new();
        let mut imf = 0;
        for (packet, frame) in packets.iter().zip(&frames) {
            let field = |name: &str| frame.get(name).map_or("", String::as_str);
            let what = format!("{slug}: {frame:?}");
            let protocols: Vec<&str> = field("frame.protocols").split(':').collect();
            // 1 is "good", 0 would be "bad", 2 "unverified".
            assert_eq!(field("ip.checksum.status"), "1", "{what}");
            let layer = if packet.tcp().is_some() { "tcp" } else { "udp" };
            assert_eq!(protocols[..2], ["ip", layer], "{what}");
            assert_eq!(field(&format!("{layer}.checksum.status")), "1", "{what}");
            assert_eq!(field("_ws.malformed"), "", "{what}");
            let errors = field("_ws.expert.severity").split(',').filter(|s| *s == "8388608");
            assert_eq!(errors.count(), 0, "{what}");

            let port = match (packet.tcp(), packet.udp()) {
                (Some(tcp), _) if tcp.payload.is_empty() => 0,
                (Some(tcp), _) => tcp.source_port.min(tcp.destination_port),
                (None, Some((source, destination, _))) => source.min(destination),
                (None, None) => panic!("neither TCP nor UDP: {what}"),
            };
            let expected = match port {
                0 => None,
                25 | 587 => Some("smtp"),
                53 => Some("dns"),
                110 => Some("pop"),
                other => panic!("port {other}: {what}"),
            };
            let is_again = !field("tcp.analysis.retransmission").is_empty();
            // What came before is not looked at again.
            if let Some(expected) = expected.filter(|_| !is_again) {
                assert!(protocols.contains(&expected), "{what}");
            }
            imf += usize::from(protocols.contains(&"imf"));
            if is_again {
                again.insert(field("frame.number").parse::<usize>().unwrap());
            }
        }
        assert_eq!(imf, messages(&trace), "{slug}: messages recognised");
        assert_eq!(again, sent_again(&packets), "{slug}: retransmissions");
    }
}

/// What is in the list of packets is what tshark has in its own.
#[test]
fn tshark_lists_the_same_flags() {
    let folder = folder();
    for preset in &PRESETS {
        let slug = preset.slug();
        let (trace, file) = capture(folder.path(), preset);
        let said = run("tshark", Command::new("tshark").arg("-n").arg("-r").arg(&file));
        assert_eq!(said.status, Some(0), "{}", said.errors);
        let list: Vec<&str> = said.output.lines().collect();
        let packets = pcap::in_order(&trace);
        assert_eq!(list.len(), packets.len(), "{slug}");
        for (packet, line) in packets.iter().zip(list) {
            let flags = packets::flags(packet);
            match packet.tcp() {
                // Of packets with a line it lists the line.
                Some(tcp) if !tcp.payload.is_empty() && !line.contains(" Seq=") => {}
                Some(_) => assert!(line.contains(&format!(" {flags} Seq=")), "{slug}: {line}"),
                None => assert_eq!(flags, "", "{slug}: {line}"),
            }
        }
    }
}

#[test]
fn exactly_what_was_lost_is_sent_again() {
    let trace = simulate(&model::presets::find("lost-packet").unwrap().scenario());
    let folder = folder();
    let file = folder.path().join("lost.pcap");
    std::fs::write(&file, pcap::pcap(&trace)).unwrap();
    let packets = pcap::in_order(&trace);
    let lost: Vec<&&Packet> = packets.iter().filter(|packet| !packet.arrived()).collect();
    let again: Vec<&Packet> = dissect(&file)
        .iter()
        .zip(&packets)
        .filter(|(frame, _)| !frame["tcp.analysis.retransmission"].is_empty())
        .map(|(_, packet)| *packet)
        .collect();
    let (&[lost], &[again]) = (lost.as_slice(), again.as_slice()) else {
        panic!("{} lost, {} sent again", lost.len(), again.len());
    };
    let (lost, again) = (lost.tcp().unwrap(), again.tcp().unwrap());
    assert_eq!((lost.sequence, lost.payload), (again.sequence, again.payload));
}
