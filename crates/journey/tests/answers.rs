//! "A server answers …": every choice of the form makes a valid scenario, says what it is, and can be
//! taken back.

use journey::answers::{self, TIMES};
use journey::share_link::{decode, encode};
use model::cast::Cast;
use model::presets::PRESETS;
use model::scenario::{Condition, Scenario};
use text::answers::{Manner, USUAL};

#[test]
fn every_choice_plays_and_links() {
    for preset in &PRESETS {
        let parts = preset.parts();
        let cast = Cast::new(&parts);
        for server in answers::servers(&parts, &cast) {
            for point in answers::points(&parts, server.to) {
                for manner in Manner::ALL {
                    let usual = USUAL[0].reply;
                    let answer = answers::answer(server.to, &point, manner, usual, TIMES[1]);
                    let changed = answers::with(&parts, answer.expect("a usual reply"));
                    assert!(Scenario::new(changed.clone()).is_ok(), "{}: {point:?}", preset.slug());
                    let set = answers::set(&changed, &cast);
                    let [(n, told)] = set.as_slice() else { panic!("{set:?}") };
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
