//! What is written for other programs says what the trace says.

#![cfg(not(target_arch = "wasm32"))]

use journey::export::{eml, json, pcap};
use model::presets::{self, PRESETS};
use model::scenario::{Condition, Scenario};
use model::time::EPOCH_UNIX_SECONDS;
use pcap_file::pcap::PcapReader;
use pcap_file::{DataLink, TsResolution};
use serde_json::Value;
use sim::simulate;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

#[test]
fn a_capture_holds_every_packet_once_with_its_time() {
    for preset in &PRESETS {
        let trace = simulate(&preset.scenario());
        let bytes = pcap::pcap(&trace);
        let mut reader = PcapReader::new(bytes.as_slice()).unwrap();
        let header = reader.header();
        assert_eq!((header.version_major, header.version_minor), (2, 4));
        assert_eq!(header.datalink, DataLink::IPV4);
        assert_eq!(header.ts_resolution, TsResolution::MicroSecond);
        let mut captured = Vec::new();
        while let Some(packet) = reader.next_packet() {
            let packet = packet.unwrap();
            assert_eq!(packet.orig_len as usize, packet.data.len());
            captured.push((packet.timestamp.as_micros(), packet.data.to_vec()));
        }
        assert!(captured.is_sorted_by_key(|(at, _)| *at), "{}", preset.slug());
        let mut sent: Vec<_> = trace
            .packets
            .iter()
            .map(|packet| {
                let at = u128::from(EPOCH_UNIX_SECONDS * 1_000_000 + packet.sent_at.micros());
                (at, packet.bytes.to_vec())
            })
            .collect();
        captured.sort();
        sent.sort();
        assert_eq!(captured, sent, "{}", preset.slug());
    }
}

#[test]
fn json_holds_everything_that_the_trace_holds() {
    for preset in PRESETS.iter().filter(|preset| preset.slug() != "big-attachment") {
        let trace = simulate(&preset.scenario());
        let value: Value = serde_json::from_str(&json::json(&trace)).unwrap();
        assert_eq!(value["schema"], json::SCHEMA);
        assert_eq!(value["version"], json::VERSION);
        assert_eq!(value["epoch"], EPOCH_UNIX_SECONDS);
        let lengths = [
            ("hosts", trace.cast.hosts.len()),
            ("connections", trace.connections.len()),
            ("packets", trace.packets.len()),
            ("messages", trace.messages.len()),
            ("events", trace.events.len()),
            ("outcomes", trace.outcomes.len()),
        ];
        for (member, length) in lengths {
            assert_eq!(value[member].as_array().map(Vec::len), Some(length), "{member}");
        }
        let lost = value["packets"].as_array().unwrap().iter().filter(|p| p["lost"] == true);
        assert_eq!(lost.count(), trace.packets.iter().filter(|p| !p.arrived()).count());
        for (event, written) in trace.events.iter().zip(value["events"].as_array().unwrap()) {
            assert_eq!(written["at"], event.at.micros());
            assert_eq!(written["host"], event.host.0);
            assert!(written["kind"].is_string());
        }
    }
}

/// `docs/record.md` names every kind of event with exactly the members it has.
#[test]
fn the_json_is_as_described() {
    let description = include_str!("../../../docs/record.md");
    assert!(description.contains(&format!("`{}`", json::SCHEMA)));
    assert!(description.contains(&format!("what is described here: {}.", json::VERSION)));
    let (object, kinds) = description.split_once("## Kinds of events").unwrap();
    let quoted = |text: &str| -> BTreeSet<String> {
        text.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
    };
    let rows = |table: &str| -> BTreeMap<String, BTreeSet<String>> {
        let rows = table.lines().filter(|line| line.starts_with("| `"));
        let cells = rows.map(|row| row.split('|').map(quoted).collect::<Vec<_>>());
        cells
            .flat_map(|row| {
                row[1].iter().map(|name| (name.clone(), row[2].clone())).collect::<Vec<_>>()
            })
            .collect()
    };
    let (members, described) = (rows(object), rows(kinds));

    let mut scenarios: Vec<_> = PRESETS.iter().map(presets::Preset::parts).collect();
    scenarios.retain(|parts| parts.attachment.is_none());
    scenarios[0].conditions.push(Condition::BoxLocked { recipient: 0, minutes: 5 });
    scenarios[0].conditions.push(Condition::Held { hop: 0, seconds: 60 });
    scenarios[0].conditions.push(Condition::ClockOff { hop: 0, seconds: 60 });
    let mut seen = BTreeSet::new();
    for parts in scenarios {
        let trace = simulate(&Scenario::new(parts).unwrap());
        let value: Value = serde_json::from_str(&json::json(&trace)).unwrap();
        let names: BTreeSet<_> = value.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, members.keys().cloned().collect());
        for list in ["hosts", "connections", "packets", "messages", "outcomes"] {
            for entry in value[list].as_array().unwrap() {
                for name in entry.as_object().unwrap().keys() {
                    assert!(members[list].contains(name), "{name} of {list}");
                }
            }
        }
        for event in value["events"].as_array().unwrap() {
            let kind = event["kind"].as_str().unwrap();
            let mut names: BTreeSet<_> = event.as_object().unwrap().keys().cloned().collect();
            names.retain(|name| !["at", "host", "kind"].contains(&name.as_str()));
            assert_eq!(Some(&names), described.get(kind), "{kind}");
            seen.insert(kind.to_owned());
        }
    }
    assert_eq!(seen, described.keys().cloned().collect(), "kinds that there are");
}

#[test]
fn the_message_file_is_what_lies_in_the_box() {
    let scenario = PRESETS[0].scenario();
    let trace = simulate(&scenario);
    let message = eml::eml(&trace, &scenario.parts().recipients[0]).unwrap();
    assert!(message.starts_with(b"Return-Path: <ann@riverside.example>\r\n"));
    assert!(eml::eml(&trace, &"nobody@allbusiness.com".parse().unwrap()).is_none());
}

#[test]
fn the_command_line_writes_the_files_and_reads_scenarios() {
    let folder = std::env::temp_dir().join(format!("email-journey-exports-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let journey = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_journey")).args(arguments).output().unwrap()
    };
    let scenario = PRESETS[0].scenario();
    let trace = simulate(&scenario);

    let (capture, message) = (path("a.pcap"), path("a.eml"));
    let slug = PRESETS[0].slug();
    let output = journey(&["show", slug, "--pcap", &capture, "--eml", &message]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
    assert_eq!(std::fs::read(&capture).unwrap(), pcap::pcap(&trace));
    let first = &scenario.parts().recipients[0];
    assert_eq!(Some(std::fs::read(&message).unwrap().as_slice()), eml::eml(&trace, first));

    let output = journey(&["show", slug, "--json"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), json::json(&trace));

    let file = path("a.json");
    std::fs::write(&file, serde_json::to_string(scenario.parts()).unwrap()).unwrap();
    let output = journey(&["show", "--scenario", &file, "--trace"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), trace.to_string());

    for (content, expected) in [("{", "is no scenario"), ("{}", "is no scenario")] {
        std::fs::write(&file, content).unwrap();
        let output = journey(&["show", "--scenario", &file]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains(expected));
    }
    std::fs::write(&file, " ".repeat(1024 * 1024 + 1)).unwrap();
    let output = journey(&["show", "--scenario", &file]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("more than 1048576 bytes"));

    let missing = path("no/such/folder.pcap");
    assert_eq!(journey(&["show", slug, "--pcap", &missing]).status.code(), Some(2));
    std::fs::remove_dir_all(&folder).unwrap();
}
