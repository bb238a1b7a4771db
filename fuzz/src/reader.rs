//! Whole bounces, headers and logs, pasted as they are.

use std::ops::Range;

use reader::{Found, HOPS, Kind, Moment, RECIPIENTS, Said, read};

/// A text, the same way each time: whatever was read stands in it where it is said to stand.
pub fn reader(data: &[u8]) {
    let text = &*String::from_utf8_lossy(data);
    let found = read(text);
    assert_eq!(read(text), found, "the same again");
    check(text, &found);
}

fn check(text: &str, found: &Found) {
    let is_told = !found.recipients.is_empty() || !found.hops.is_empty();
    assert_eq!(is_told, found.kind != Kind::Nothing);
    assert!(found.recipients.len() <= RECIPIENTS && found.hops.len() <= HOPS);
    words(text, found.sender.as_ref());
    for recipient in &found.recipients {
        for said in [&recipient.address, &recipient.text, &recipient.host, &recipient.by] {
            words(text, said.as_ref());
        }
        stands(text, recipient.action.as_ref());
        stands(text, recipient.code.as_ref());
        stands(text, recipient.status.as_ref());
        stands(text, recipient.stage.as_ref());
        spans(text, &recipient.evidence);
    }
    for hop in &found.hops {
        for said in [&hop.from, &hop.ip, &hop.by, &hop.with, &hop.id, &hop.recipient] {
            words(text, said.as_ref());
        }
        stands(text, hop.at.as_ref());
        let at: Option<Moment> = hop.at.as_ref().map(|at| at.value);
        assert!(at.is_none_or(|at| at.zone.abs() < 100 * 60), "a zone of a day or so");
    }
}

fn words(text: &str, said: Option<&Said<String>>) {
    assert!(said.is_none_or(|said| !said.value.is_empty()), "something is said");
    stands(text, said);
}

fn stands<T>(text: &str, said: Option<&Said<T>>) {
    let Some(said) = said else { return };
    assert!(!said.spans.is_empty(), "it stands somewhere");
    spans(text, &said.spans);
}

fn spans(text: &str, spans: &[Range<usize>]) {
    for span in spans {
        assert!(text.get(span.clone()).is_some_and(|piece| !piece.is_empty()), "{span:?}");
    }
    assert!(spans.is_sorted_by(|one, next| one.end <= next.start), "in order");
}
