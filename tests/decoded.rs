//! What somebody has written is shown as it was written, in whatever letters.

use model::presets::{self, PRESETS};
use model::scenario::{Attachment, Parts, Scenario};
use sim::simulate;
use story::message_copy;

/// The message that the sender's program makes of this.
fn composed(change: impl FnOnce(&mut Parts)) -> String {
    let mut parts = presets::find("everything-works").expect("a preset").parts();
    change(&mut parts);
    let trace = simulate(&Scenario::new(parts).expect("a valid scenario"));
    let id = message_copy::composed(&trace).expect("it was written");
    String::from_utf8(trace[id].to_vec()).expect("ASCII")
}

#[track_caller]
fn check(subject: &str, text: &str, attachment: Option<Attachment>) {
    let message = composed(|parts| {
        (parts.subject, parts.text) = (subject.to_owned(), text.to_owned());
        parts.attachment = attachment;
    });
    assert!(message.is_ascii());
    let shown = reader::decoded(&message);
    let is_ascii = subject.is_ascii() && text.is_ascii();
    assert_eq!(shown.is_none(), is_ascii, "{message}");
    let shown = shown.unwrap_or_else(|| message.replace("\r\n", "\n"));
    assert!(shown.contains(&["\nSubject: ", subject, "\n"].concat()), "{shown}");
    assert!(shown.contains(&["\n\n", text, "\n"].concat()), "{shown}");
    // All else stays as it is.
    for line in message.lines().filter(|line| line.starts_with("Content-")) {
        assert!(shown.contains(line), "{line}");
    }
}

#[test]
fn what_was_encoded_is_shown_as_it_was_written() {
    let file = || Some(Attachment { name: "notes.txt".to_owned(), size: 5_000 });
    for attachment in [None, file()] {
        check("Hello", "Good morning,\nsee you soon", attachment.clone());
        check("Grüße", "Schöne Grüße aus Köln", attachment.clone());
        check("مرحبا", "صباح الخير\nأراك قريبا", attachment.clone());
        check("🎉 party", &"🎉🥳".repeat(300), attachment.clone());
        check("a = b", "=3D =\n--not a boundary\né", attachment);
    }
}

#[test]
fn where_nothing_is_encoded_there_is_nothing_to_decode() {
    for preset in &PRESETS {
        let trace = simulate(&preset.scenario());
        let id = message_copy::composed(&trace).expect("it was written");
        let beginning = &trace[id][..trace[id].len().min(reader::LIMIT)];
        let text = String::from_utf8_lossy(beginning);
        let is_encoded = text.contains("=?") || text.contains("Content-Transfer-Encoding: q");
        assert!(is_encoded || reader::decoded(&text).is_none(), "{}", preset.slug());
    }
}
