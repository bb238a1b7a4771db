//! What holds for any text at all.
#![cfg(not(target_arch = "wasm32"))]

use diagnosis::{Answer, Diagnosis, EnhancedCode, LIMIT, Paste, diagnose};
use proptest::prelude::*;

fn check_span(text: &str, diagnosis: Option<&Diagnosis>) {
    let Some(span) = diagnosis.and_then(|diagnosis| diagnosis.evidence.span.clone()) else {
        return;
    };
    assert!(
        text.get(span.clone()).is_some_and(|evidence| !evidence.is_empty()),
        "{span:?} of {text:?}"
    );
}

fn check(text: &str) {
    let paste = Paste::read(text);
    check_span(text, paste.diagnosis.as_ref());
    assert!(paste.decisive.is_none_or(|at| at < paste.replies.len()));
    let mut end = 0;
    for reply in &paste.replies {
        assert!(reply.span.start >= end && reply.span.end > reply.span.start, "{reply:?}");
        assert!(text.get(reply.span.clone()).is_some(), "{reply:?}");
        end = reply.span.end;
    }
    for code in [None, Some(250), Some(450), Some(550)] {
        let enhanced = EnhancedCode::parse("5.7.1");
        let answer = Answer { code, enhanced, text, stage: None };
        check_span(text, diagnose(&answer).as_ref());
        assert_eq!(diagnose(&answer), diagnose(&answer));
    }
}

/// What replies are made of, so that more than nothing is found.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,6}",
        prop::sample::select(vec![
            "550",
            "550-",
            "5.1.1",
            "(#5.2.2)",
            "421 ",
            "said: ",
            "\n",
            "\r\n",
            "\n\n",
            "> ",
            "user",
            " unknown",
            "mailbox ",
            "full",
            "SPF",
            " not ",
            "pass",
            "doesn’t ",
            "exist",
            "[192.0.2.1]",
            "a@b.example",
            "über",
            "Postfach",
            "ユーザが見つかりません",
            "Received: from",
            "rcpt to",
            "...",
            ". ",
            "\u{a0}",
            "ſ",
            "İ",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn anything_like_a_reply_is_read(text in pieces()) {
        check(&text);
    }

    #[test]
    fn an_answer_that_does_not_refuse_says_nothing(code in 200_u16..400, text in pieces()) {
        prop_assert_eq!(diagnose(&Answer { code: Some(code), text: &text, ..Answer::default() }), None);
    }
}

/// The longest texts of one repeated piece. With a loop in a loop they would take minutes; the limit is wide because
/// other tests run at the same time.
#[test]
fn a_text_of_one_thing_over_and_over_is_read() {
    for piece in [
        "a",
        "5",
        ".",
        " ",
        "\n",
        "(",
        "é",
        "ユ",
        "550 ",
        "550-",
        "5.1.1 ",
        "(#5.1.1)(#5.1.2)",
        "550 5.1.1 x\n451 4.7.1 y\n",
        "user ",
        "mailbox full ",
        "not found ",
        "rcpt ",
        "giving ",
        "x: ",
        " x:\n",
        "a:b:",
        "://",
        "n't",
        "said:",
        "Received: from x\n ",
        "end of ",
        "\r\n\r\n",
    ] {
        let text = piece.repeat(LIMIT / piece.len() + 1);
        check_span(&text, Paste::read(&text).diagnosis.as_ref());
        let whole = diagnose(&Answer { text: &text, ..Answer::default() });
        check_span(&text, whole.as_ref());
    }
}
