//! Bounces, and whatever else somebody pastes and wants explained.

use ::diagnosis::{Answer, Cause, Diagnosis, EnhancedCode, Paste, diagnose};

/// A text, the same way each time: replies stand in it one after the other, and what a diagnosis rests on is a piece
/// of it.
pub fn diagnosis(data: &[u8]) {
    let text = &*String::from_utf8_lossy(data);
    let paste = Paste::read(text);
    assert_eq!(Paste::read(text), paste, "the same again");
    check(text, paste.diagnosis.as_ref());
    let decisive = paste.decisive.map(|at| paste.replies.get(at).expect("one of the replies"));
    assert!(decisive.is_none() || paste.diagnosis.is_some());
    let mut end = 0;
    for reply in &paste.replies {
        assert!(reply.span.start >= end, "replies follow each other");
        end = reply.span.end;
        let said = text.get(reply.span.clone()).expect("a reply is a piece of the text");
        assert!(reply.code.is_some() || reply.enhanced.is_some());
        // As somebody who had the codes apart would ask.
        let answer =
            Answer { code: reply.code, enhanced: reply.enhanced, text: said, stage: reply.stage };
        check(said, diagnose(&answer).as_ref());
    }
    // Codes that have nothing to do with the text.
    let codes = text.split(|next: char| !next.is_ascii_digit() && next != '.');
    let enhanced = codes.rev().find_map(EnhancedCode::parse);
    for code in [None, Some(250), Some(451), Some(550)] {
        let found = diagnose(&Answer { code, enhanced, text, stage: None });
        assert!(code != Some(250) || found.is_none(), "nothing is wrong");
        check(text, found.as_ref());
    }
}

fn check(text: &str, diagnosis: Option<&Diagnosis>) {
    let Some(diagnosis) = diagnosis else { return };
    assert_eq!(Cause::from_slug(diagnosis.cause.slug()), Some(diagnosis.cause));
    if let Some(span) = diagnosis.evidence.span.clone() {
        assert!(text.get(span.clone()).is_some_and(|piece| !piece.is_empty()), "{span:?}");
    }
}
