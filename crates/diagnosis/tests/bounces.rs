//! Real bounces: what they say agrees with what an independent decoder reads out of them.
//!
//! `bounces/decoded.jsonl` is described in the README. Rules were first written with the even-numbered files
//! alone in sight, so that the odd ones could tell how far they reach.

mod reasons;

use diagnosis::{Answer, EnhancedCode, diagnose};
use reasons::causes;
use serde_json::Value;

/// Who is right where we disagree, and why.
const DISAGREEMENTS: &[(&str, &str)] = &[
    (
        "lhost-domino-02.eml",
        "the decoder: it reads Japanese, of which the text has other characters",
    ),
    ("lhost-gmail-03.eml", "neither: the text is cut before the reason, which is a header error"),
    (
        "lhost-googlegroups-03.eml",
        "the decoder: it knows the form of the notice, which is in Arabic",
    ),
    (
        "lhost-googlegroups-06.eml",
        "the decoder: it knows the form of the notice, which is in Greek",
    ),
    (
        "lhost-postfix-74.eml",
        "we: an unexpected volume is too much, and the sender's address is not blamed",
    ),
    ("lhost-postfix-77.eml", "we: it is the sender's address that is not verified with Amazon"),
    (
        "lhost-postfix-80.eml",
        "we: it is the sender's domain that is listed; 5.1.0 misleads the decoder",
    ),
    ("lhost-sendmail-29.eml", "the decoder: it knows from elsewhere that the message grew old"),
    (
        "lhost-v5sendmail-05.eml",
        "neither: writing to oneself is refused, and a connection was reset before",
    ),
    ("lhost-x3-05.eml", "both: there is no text"),
    ("rfc3464-35.eml", "neither: nobody is registered there, and the other text is empty"),
    (
        "rhost-franceptt-07.eml",
        "we by the words, `please try later`; the decoder by Orange's own OFR_999",
    ),
];

/// Bounces that agree, and all.
#[derive(Default)]
struct Tally {
    agree: usize,
    all: usize,
}

impl Tally {
    fn per_mille(&self) -> usize {
        self.agree * 1000 / self.all
    }
}

#[test]
fn real_bounces_are_understood() {
    let mut tallies = [Tally::default(), Tally::default()];
    let mut unexplained = Vec::new();
    for line in include_str!("bounces/decoded.jsonl").lines() {
        let mail: Value = serde_json::from_str(line).expect("a line is JSON");
        let file = mail["file"].as_str().expect("a mail has a name");
        for bounce in mail["bounces"].as_array().expect("a mail has bounces") {
            let reason = bounce["reason"].as_str().expect("a bounce has a reason");
            let text = bounce["text"].as_str().expect("a bounce has a text");
            // 5.0.910 and the like are the decoder's own.
            let status = bounce["status"].as_str().and_then(EnhancedCode::parse);
            let enhanced = status.filter(|status| status.detail < 900);
            let code = bounce["code"].as_u64().and_then(|code| u16::try_from(code).ok());
            let diagnosis = diagnose(&Answer { code, enhanced, text, stage: None });
            let tally = &mut tallies[number(file) % 2];
            tally.all += 1;
            if diagnosis.as_ref().is_some_and(|found| causes(reason).contains(&found.cause)) {
                tally.agree += 1;
                continue;
            }
            let cause = diagnosis.map_or("nothing", |diagnosis| diagnosis.cause.slug());
            let why = DISAGREEMENTS.iter().find(|(name, _)| *name == file).map(|(_, why)| *why);
            println!("{file}: {reason} to the decoder, {cause} to us; right: {why:?}\n  {text}");
            if why.is_none() {
                unexplained.push(file.to_owned());
            }
        }
    }
    let [even, odd] = tallies;
    let all = Tally { agree: even.agree + odd.agree, all: even.all + odd.all };
    for (name, tally) in [("even", &even), ("odd", &odd), ("all", &all)] {
        println!("{name}: {} of {}, {} per mille", tally.agree, tally.all, tally.per_mille());
    }
    assert_eq!(unexplained, Vec::<String>::new());
    assert!(all.per_mille() >= 950);
}

/// The number in `lhost-postfix-01.eml`.
fn number(file: &str) -> usize {
    let digits = file.trim_end_matches(".eml").rsplit('-').next();
    digits.and_then(|digits| digits.parse().ok()).expect("a file has a number")
}
