//! The same bounces as copied from a mail program's window: subject and visible text only, wrapped and quoted.

#[allow(dead_code, reason = "other tests use the rest")]
mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::{Tally, causes, mails, matching};

/// The causes that agree, of windows that show a text at all.
fn causes_of(key: &str, copy: fn(&str) -> String) -> Tally {
    let windows: BTreeMap<String, String> = include_str!("bounces/windows.jsonl")
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).expect("a line is JSON");
            let text = line[key].as_str().or(line["text"].as_str()).expect("a line has a text");
            (line["file"].as_str().expect("a line has a name").to_owned(), text.to_owned())
        })
        .collect();
    println!("{key}:");
    let mut recipients = Tally::new();
    let mut reasons = Tally::new();
    for mail in mails() {
        let window = &windows[&mail.file];
        let is_blank = window.lines().skip(1).all(|line| line.trim_matches(['>', ' ']).is_empty());
        if is_blank {
            continue;
        }
        let found = reader::read(&copy(window));
        for bounce in &mail.bounces {
            let file = &*mail.file;
            let named = matching(&found, bounce);
            recipients.count(file, named.is_some());
            // Whom nothing in sight names is not held against the cause.
            let nameless = || found.recipients.iter().find(|it| it.address.is_none());
            let cause = named.or_else(nameless).and_then(|it| it.cause);
            let agrees = cause.is_some_and(|cause| causes(&bounce.reason).contains(&cause));
            reasons.count(file, agrees);
            if !agrees {
                let slug = cause.map_or("nothing", reader::Cause::slug);
                let text = named.or_else(nameless).and_then(|it| it.text.as_ref());
                let text = text.map(|it| &*it.value);
                println!("{file}: {}, {slug} to us\n  {text:?}", bounce.reason);
            }
        }
    }
    recipients.print("recipient");
    reasons.print("cause");
    reasons
}

#[test]
fn copies_of_a_notice_are_read() {
    assert!(causes_of("text", str::to_owned).per_mille() >= 850);
}

#[test]
fn copies_of_a_notice_with_its_fields_are_read() {
    assert!(causes_of("with_fields", str::to_owned).per_mille() >= 920);
}

/// The lines after the subject, without the marks of quotation.
fn lines(window: &str) -> impl Iterator<Item = &str> {
    window.lines().skip(1).map(|line| line.strip_prefix("> ").unwrap_or(line))
}

#[test]
fn copies_with_other_white_space_are_read() {
    let single = |window: &str| {
        let lines: Vec<_> = lines(window).filter(|line| !line.trim().is_empty()).collect();
        lines.join("\n")
    };
    let double = |window: &str| {
        let lines: Vec<_> = lines(window).filter(|line| !line.trim().is_empty()).collect();
        lines.join("\n\n")
    };
    let trimmed = |window: &str| lines(window).map(str::trim).collect::<Vec<_>>().join("\n");
    for copy in [single, double, trimmed] {
        assert!(causes_of("with_fields", copy).per_mille() >= 920);
    }
    let in_one_line =
        |window: &str| lines(window).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    assert!(causes_of("with_fields", in_one_line).per_mille() >= 800);
}
