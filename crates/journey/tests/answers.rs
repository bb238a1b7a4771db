//! "A server answers …": every choice of the form makes a valid scenario, says what it is, and can be
//! taken back.

use journey::answers::{self, TIMES};
use journey::share_link::{decode, encode};
use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::cast::Cast;
use model::presets::{self, PRESETS};
use model::refusal::Refusal;
use model::scenario::{Condition, Parts, Scenario};
use sim::simulate;
use std::collections::BTreeSet;
use text::answers::{Manner, USUAL};

#[test]
fn every_choice_is_valid_and_links() {
    for preset in &PRESETS {
        let parts = preset.parts();
        let cast = Cast::new(&parts);
        for server in answers::servers(&parts, &cast) {
            for point in answers::points(&parts, server.to) {
                for manner in answers::manners(&parts, server.to) {
                    let usual = USUAL[0].reply;
                    let answer = answers::answer(server.to, &point, manner, usual, TIMES[1]);
                    let changed = answers::with(&parts, answer.expect("a usual reply"));
                    assert!(Scenario::new(changed.clone()).is_ok(), "{}: {point:?}", preset.slug());
                    let set = answers::set(&changed, &cast);
                    // What the example itself has set stands before it, unless it takes its place.
                    assert!((1..=2).contains(&set.len()), "{set:?}");
                    let (n, told) = set.last().expect("at least one");
                    assert!(told.starts_with(&server.name), "{told}");
                    assert!(matches!(changed.conditions[*n], Condition::Answers(_)));
                    let link = encode(preset.id, None, &changed);
                    assert_eq!(decode(&link.fragment).parts, changed);
                }
            }
        }
    }
}

#[test]
fn an_answer_takes_the_place_of_another_at_the_same_point() {
    let parts = PRESETS[0].parts();
    let cast = Cast::new(&parts);
    let server = &answers::servers(&parts, &cast)[0];
    let points = answers::points(&parts, server.to);
    let answer = |n: usize, manner, typed| {
        answers::answer(server.to, &points[n], manner, typed, None).expect("an answer")
    };
    let first = answers::with(&parts, answer(0, Manner::Says, "550 No"));
    let second = answers::with(&first, answer(0, Manner::Silent, ""));
    assert_eq!(second.conditions.len(), first.conditions.len());
    let third = answers::with(&second, answer(1, Manner::Says, "550 No"));
    let fourth = answers::with(&third, answer(1, Manner::NoCalls, ""));
    let fifth = answers::with(&fourth, answer(1, Manner::NoNames, ""));
    assert_eq!(fifth.conditions.len(), first.conditions.len() + 3);
    assert_eq!(answers::with(&fifth, answer(0, Manner::NoCalls, "")).conditions.len(), 4);
}

#[test]
fn what_is_typed_is_refused_in_a_sentence() {
    let parts = PRESETS[0].parts();
    let server = answers::servers(&parts, &Cast::new(&parts))[0].to;
    let point = &answers::points(&parts, server)[0];
    let error = answers::answer(server, point, Manner::Says, "250 OK", None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "answer: 250 does not say no; a code that does begins with 4 or 5"
    );
    assert!(answers::answer(server, point, Manner::HangsUp, "250 OK", None).is_ok());
}

/// Nothing is offered that would change nothing.
#[test]
fn every_choice_changes_the_journey() {
    for slug in ["everything-works", "two-boxes", "same-provider", "backup-server"] {
        let parts = presets::find(slug).expect("a preset").parts();
        let cast = Cast::new(&parts);
        let trace = |parts: Parts| simulate(&Scenario::new(parts).expect("valid"));
        let usual = trace(parts.clone());
        for server in answers::servers(&parts, &cast) {
            for point in answers::points(&parts, server.to) {
                for manner in answers::manners(&parts, server.to) {
                    let answer =
                        answers::answer(server.to, &point, manner, "450 Not yet", TIMES[2]);
                    let changed = trace(answers::with(&parts, answer.expect("a reply")));
                    let what =
                        format!("{slug}: {}, {}, {}", server.name, point.name, manner.name());
                    assert!(changed.packets != usual.packets, "{what}");
                }
            }
        }
    }
}

/// What is set by hand comes before what an example brings along, and one recipient before all.
#[test]
fn what_is_set_last_is_said() {
    let said = |slug: &str, answers: &[(AnswersTo, &str)]| {
        let mut parts = presets::find(slug).expect("a preset").parts();
        for (to, reply) in answers {
            let reply = Refusal::read(reply).expect("a refusal");
            let answer = Answer::Reply { stage: AnswerStage::Rcpt, reply };
            parts = answers::with(&parts, ServerAnswer { to: *to, answer, times: None });
        }
        let story = story::tell(simulate(&Scenario::new(parts).expect("valid"))).story;
        let no =
            story.lines.into_iter().filter(|line| line.negative.is_some()).map(|line| line.text);
        no.collect::<BTreeSet<String>>()
    };
    let (all, second) = (AnswersTo::Domain(0), AnswersTo::Recipient(1));
    assert_eq!(said("sender-blocked", &[(all, "550 By hand")]), ["550 By hand".to_owned()].into());
    let both = said("two-boxes", &[(all, "450 All"), (second, "550 Second")]);
    assert_eq!(both, ["450 All", "550 Second"].map(str::to_owned).into());
}
