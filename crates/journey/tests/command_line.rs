//! The native command: what it prints, and what it says to bad arguments.

use std::process::{Command, Output};

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
    check_refused(&["show"], "show");
    check_refused(&["show", "everything-breaks"], "everything-breaks");
    check_refused(&["show", "two-boxes", "--loud"], "--loud");
    check_refused(&["show", "two-boxes", "--to"], "--to needs a value");
    check_refused(&["show", "two-boxes", "--to", "bob@"], "recipient 1: a domain is missing");
    check_refused(&["show", "two-boxes", "--from", "@x"], "sender: a name is missing");
    check_refused(&["show", "two-boxes", "--relays", "many"], "--relays needs a whole number");
    check_refused(&["show", "two-boxes", "--relays", "9"], "at most 8");
    check_refused(&["show", "two-boxes", "--to", "a@b.example", "--to", "A@b.example"], "twice");
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
