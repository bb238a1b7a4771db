//! The native command: what it prints, and what it says to bad arguments.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn journey(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_journey")).args(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// Exit status 2, nothing on standard output, one line on standard error with this in it.
#[track_caller]
fn check_refused(arguments: &[&str], expected: &str) {
    let output = journey(arguments);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty() && error.lines().count() == 1, "{error}");
    assert!(error.contains(expected), "{error} says nothing of {expected:?}");
}

#[test]
fn bad_arguments_get_one_clear_line() {
    check_refused(&[], "list");
    check_refused(&["dance"], "list");
    check_refused(&["show"], "<PRESET> is missing");
    check_refused(&["completions"], "<SHELL> is missing");
    check_refused(&["show", "everything-breaks"], "everything-breaks");
    check_refused(&["show", "two-boxes", "--loud"], "--loud");
    check_refused(&["show", "two-boxes", "--to"], "--to needs a value");
    check_refused(&["show", "two-boxes", "--to", "bob@"], "To, address 1: a domain is missing");
    check_refused(&["show", "two-boxes", "--from", "@x"], "From: a name is missing");
    check_refused(&["show", "two-boxes", "--relays", "many"], "--relays needs a whole number");
    check_refused(&["show", "two-boxes", "--relays", "9"], "at most 8");
    check_refused(&["show", "two-boxes", "--relays", "-1"], "--relays needs a whole number");
    check_refused(&["show", "two-boxes", "--box", "a@b.example"], "--eml");
    check_refused(&["show", "two-boxes", "--eml", "x", "--box", "nobody"], "--box nobody: ");
    check_refused(&["show", "two-boxes", "three-boxes"], "three-boxes");
    check_refused(&["completions", "cmd"], "cmd");
    // What was perhaps meant.
    check_refused(&["shwo", "two-boxes"], "there is no command shwo");
    check_refused(&["shwo", "two-boxes"], "(was show meant?)");
    check_refused(&["show", "two-boxs"], "there is no preset two-boxs; `journey list` names them");
    check_refused(&["show", "two-boxs"], "(was two-boxes meant?)");
    check_refused(&["show", "two-boxes", "--realys", "1"], "there is no option --realys");
    check_refused(&["show", "two-boxes", "--realys", "1"], "(was --relays meant?)");
    check_refused(&["show", "two-boxes", "--to", "a@b.example", "--to", "A@b.example"], "twice");
}

/// Standard output of a command that succeeds and has nothing to complain of.
#[track_caller]
fn said(arguments: &[&str]) -> String {
    let output = journey(arguments);
    assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}");
    text(&output.stdout)
}

#[test]
fn help_and_version_are_to_be_had_everywhere() {
    let version = format!("journey {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(said(&["--version"]), version);
    for (command, option) in
        [("list", "--help"), ("show", "--eml"), ("explain", "--names"), ("serve", "--dns-host")]
    {
        assert!(said(&["--help"]).contains(&format!("\n  {command}")));
        for help in [said(&[command, "--help"]), said(&["help", command])] {
            assert!(help.contains(&format!("Usage: journey {command}")), "{help}");
            assert!(help.contains(option), "{help}");
        }
        assert!(
            said(&[command, "--version"]).ends_with(&format!(" {}\n", env!("CARGO_PKG_VERSION")))
        );
    }
}

#[test]
fn shells_can_complete_it() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = said(&["completions", shell]);
        for word in ["dns-host", "explain"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn bash_completes_presets() {
    assert!(said(&["completions", "bash"]).contains("mailbox-full"));
}

/// A message that came back lies in the box of who wrote it.
#[test]
fn a_bounce_is_written_from_the_senders_box() {
    let file = std::env::temp_dir().join(format!("journey-{}.eml", std::process::id()));
    let name = file.to_str().expect("a name");
    let eml = ["show", "no-such-person", "--eml", name];
    let said = said(&[&eml[..], &["--box", "ann@riverside.example"]].concat());
    assert_eq!(
        said,
        format!("{name}: the message as it lies in the box of ann@riverside.example\n")
    );
    let bounce = std::fs::read_to_string(&file).expect("it was written");
    std::fs::remove_file(&file).expect("it is ours");
    assert!(bounce.contains("multipart/report") && bounce.contains("Status: 5.1.1"), "{bounce}");
    check_refused(&eml, "nothing got into the box of");
}

#[test]
fn the_presets_are_listed() {
    let output = journey(&["list"]);
    assert!(output.status.success());
    let slugs: Vec<String> = text(&output.stdout)
        .lines()
        .filter_map(|line| line.split(' ').next().map(ToOwned::to_owned))
        .collect();
    let known: Vec<&str> =
        model::presets::PRESETS.iter().map(model::presets::Preset::slug).collect();
    assert_eq!(slugs, known);
}

#[test]
fn own_input_is_in_the_journey() {
    let output = journey(&[
        "show",
        "everything-works",
        "--from",
        "zoe@north.example",
        "--to",
        "bob@south.example",
        "--to",
        "eve@south.example",
        "--subject",
        "Lunch?",
        "--text",
        "One\n.\nTwo",
        "--relays",
        "3",
        "--seed",
        "7",
    ]);
    assert!(output.status.success());
    let shown = text(&output.stdout);
    for expected in [
        "MAIL FROM:<zoe@north.example>",
        "RCPT TO:<bob@south.example>",
        "RCPT TO:<eve@south.example>",
        "relay-3: ",
        "MX south.example?",
        "bob@south.example: delivered and collected",
        "eve@south.example: delivered and collected",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
}

/// What is printed of a bounce that comes in, and the exit code.
fn explained(arguments: &[&str], text: &str) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey"));
    command.arg("explain").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.spawn().expect("it runs");
    running.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
    let output = running.wait_with_output().expect("it ends");
    (String::from_utf8(output.stdout).expect("text"), output.status.code())
}

const BOUNCE: &str = "<jo@shop.example>: host mx.shop.example[192.0.2.1] said: 550 5.1.1 \
                      <jo@shop.example>: User unknown (in reply to RCPT TO command)";

#[test]
fn a_bounce_is_explained() {
    let (words, code) = explained(&[], BOUNCE);
    assert_eq!(code, Some(0));
    for line in [
        "jo@shop.example: it could not be delivered, and is not tried again.",
        "  It means that there is no such mailbox.",
        "  mx.shop.example said when it heard the recipient’s address:",
        "    550 5.1.1 <jo@shop.example>: User unknown",
        "  The sender can fix it.",
    ] {
        assert!(words.lines().any(|it| it == line), "{line:?} is missing in\n{words}");
    }
    let many = |n| format!("<jo{n}@shop.example>: 550 5.1.1 User unknown\n\n");
    let (words, _) = explained(&[], &(0..23).map(many).collect::<String>());
    assert!(words.ends_with("3 more recipients have no room in it.\n"), "{words}");
    let (words, code) = explained(&["-"], "good morning");
    assert!(words.starts_with("No bounce") && code == Some(1), "{words}");
    check_refused(&["explain", "--loud"], "--loud");
    check_refused(&["explain", "no-such-file"], "cannot be read");
}

#[test]
fn a_bounce_is_explained_to_programs() {
    let (text, code) = explained(&["--json"], BOUNCE);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((code, &value["schema"], &value["kind"]), (Some(0), &1.into(), &"line".into()));
    let link = value["link"].as_str().expect("a link");
    assert!(link.starts_with("./#1"), "{link}");
    let opened = journey::share_link::decode(&link[3..]).parts;
    assert_eq!(opened.recipients[0].to_string(), "j***@shop.example");
    let expected = serde_json::json!([{
        "address": "jo@shop.example", "action": null, "code": 550, "status": "5.1.1",
        "text": "550 5.1.1 <jo@shop.example>: User unknown", "host": "mx.shop.example",
        "stage": "rcpt", "cause": "no-such-person", "final": true
    }]);
    let mut recipients = value["recipients"].clone();
    recipients[0]["action"] = serde_json::Value::Null;
    assert_eq!(recipients, expected);
    let (text, code) = explained(&["--json"], "good morning");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((code, value["kind"].is_null(), value["link"].is_null()), (Some(1), true, true));
}

#[test]
fn a_header_has_a_journey_too() {
    let header = "Received: from smtp.a.example by mx.shop.example for <jo@shop.example>;\n \
                  Mon, 30 Nov 2026 14:00:00 +0000\nFrom: ann@a.example\n\n";
    let (words, _) = explained(&["--names"], header);
    assert!(words.contains("  mx.shop.example took it from smtp.a.example, "), "{words}");
    let (_, link) = words.split_once("./#").expect("a link");
    let link = link.lines().next().expect("a line");
    let opened = journey::share_link::decode(link).parts;
    assert_eq!(opened.recipients[0].to_string(), "jo@shop.example");
    let names: Vec<_> = opened.host_names.iter().map(|(_, name)| name.to_string()).collect();
    assert_eq!(names, ["smtp.a.example", "mx.shop.example"]);
    let (text, _) = explained(&["--json"], header);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert!(value["link"].is_string() && value["kind"] == "headers");
}

/// `docs/explanation.md` names every member and every cause.
#[test]
fn the_description_of_the_json_is_whole() {
    let description = include_str!("../../../docs/explanation.md");
    let (text, _) = explained(&["--json"], BOUNCE);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let recipient = &value["recipients"][0];
    let members = [&value, recipient].map(|it| it.as_object().expect("an object").keys());
    for name in members.into_iter().flatten() {
        assert!(description.contains(&format!("| `{name}` |")), "{name}");
    }
    for cause in diagnosis::Cause::ALL {
        assert!(description.contains(&format!("`{}`", cause.slug())), "{}", cause.slug());
    }
}
