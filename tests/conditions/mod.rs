//! Each condition once, without a list that could be forgotten.

use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::scenario::{Condition, Parts};
use model::{presets, refusal::Refusal};

/// The number of a condition in links.
pub(crate) fn number(condition: &Condition) -> u8 {
    postcard::to_allocvec(condition).expect("small")[0]
}

/// Each condition once, in the order of their numbers. They are read as links are, from their number and nothing
/// but ones: they are about the second recipient or hop, and what can pass passes soon.
pub(crate) fn each_condition() -> Vec<Condition> {
    let read = |number: u8| {
        let (condition, _) = postcard::take_from_bytes(&[number, 1, 1, 1, 1, 1, 1]).ok()?;
        Some(condition)
    };
    let all: Vec<Condition> = (0..).map_while(read).collect();
    assert_eq!(all.len(), variants(), "one of them cannot be read from ones");
    all
}

/// How many conditions there are: whoever asks for one that does not exist is told all that do.
fn variants() -> usize {
    let told = serde_json::from_str::<Condition>("\"none\"").expect_err("no condition").to_string();
    let (_, all) = told.split_once("expected one of").expect("a list");
    all.matches('`').count() / 2
}

/// Each kind of answer once, at the message where it is at some point.
pub(crate) fn each_answer() -> Vec<Condition> {
    let stage = AnswerStage::Message;
    let reply = Refusal::read("550 5.6.0 No").expect("a refusal");
    let all = [
        Answer::Reply { stage, reply },
        Answer::Silence { stage },
        Answer::HangUp { stage },
        Answer::RefusedCall,
        Answer::SilentNames,
    ];
    let to = AnswersTo::Domain(1);
    all.map(|answer| Condition::Answers(ServerAnswer { to, answer, times: Some(1) })).into()
}

/// A journey with two recipients in two domains, in which all of this can happen.
pub(crate) fn journey_with(condition: &Condition) -> Parts {
    let mut parts = presets::find("two-boxes").expect("a preset").parts();
    parts.recipients[1] = "bob@office.example".parse().expect("a mailbox");
    parts.conditions.push(condition.clone());
    parts
}
