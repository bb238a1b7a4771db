//! Python's `email` reads the reports that our servers write, and finds no defect.

use e2e::peers::{folder, run};
use journey::answers;
use model::answer::{Answer, AnswersTo, ServerAnswer};
use model::presets::{self, PRESETS};
use model::refusal::Refusal;
use model::scenario::{Parts, Scenario};
use sim::simulate;
use sim::trace::EventKind;
use std::fs;
use std::path::Path;
use std::process::Command;
use text::answers::USUAL;

/// Says of each file what it reports of whom, a line for each recipient.
const SCRIPT: &str = r#"
import email, email.policy, pathlib, sys
policy = email.policy.default.clone(raise_on_defect=True)
for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    report = email.message_from_bytes(file.read_bytes(), policy=policy)
    for part in report.walk():
        assert not part.defects, (file.name, part.defects)
        for name, value in part.items():
            assert not value.defects, (file.name, name, value, value.defects)
    assert report.get_content_type() == "multipart/report", file.name
    assert report.get_param("report-type") == "delivery-status", file.name
    human, status, returned = report.iter_parts()
    assert human.get_content().strip(), file.name
    assert returned.get_content_type() in ("message/rfc822", "text/rfc822-headers"), file.name
    whole, *each = status.get_payload()
    assert whole["Reporting-MTA"], file.name
    for one in each:
        print(file.name, one["Action"], one["Status"], one["Final-Recipient"], sep="|")
"#;

/// Writes the reports of a journey into a folder, and says what Python should find in them.
fn write(folder: &Path, name: &str, parts: Parts) -> Vec<String> {
    let trace = simulate(&Scenario::new(parts).expect("valid"));
    let mut expected = Vec::new();
    for (n, event) in trace.events.iter().enumerate() {
        let EventKind::DsnWritten { message, recipients, delayed, .. } = &event.kind else {
            continue;
        };
        let name = format!("{name}-{n:06}");
        fs::write(folder.join(&name), trace[*message].as_slice()).expect("room for a file");
        let action = if *delayed { "delayed" } else { "failed" };
        expected.extend(recipients.iter().map(|it| format!("{name}|{action}|rfc822; {it}")));
    }
    expected
}

#[test]
fn python_finds_no_defect_in_any_report() {
    let folder = folder();
    let mut expected = Vec::new();
    for preset in &PRESETS {
        expected.extend(write(folder.path(), preset.slug(), preset.parts()));
    }
    let parts = presets::find("everything-works").expect("a preset").parts();
    for (n, usual) in USUAL.iter().enumerate() {
        let reply = Refusal::read(usual.reply).expect("a refusal");
        let answer = Answer::Reply { stage: usual.stage, reply };
        let answer = ServerAnswer { to: AnswersTo::Domain(0), answer, times: None };
        let parts = answers::with(&parts, answer);
        expected.extend(write(folder.path(), &format!("usual-{n}"), parts));
    }
    let said = run("python3", Command::new("python3").args(["-c", SCRIPT]).arg(folder.path()));
    assert_eq!(said.status, Some(0), "{}", said.errors);
    let found: Vec<String> = said
        .output
        .lines()
        .map(|line| {
            let [name, action, status, recipient] = line.split('|').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            // What is given up after five days keeps the code of the last answer.
            assert!(status.starts_with("4.") || action == "failed", "{line}");
            assert!(status.starts_with(['4', '5']), "{line}");
            [name, action, recipient].join("|")
        })
        .collect();
    expected.sort();
    assert!(expected.len() > 25, "{}", expected.len());
    assert_eq!(found, expected);
}
