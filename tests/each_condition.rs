//! A condition that is known to links is known everywhere: it changes what happens, is told, and is tried.

mod conditions;
mod dice;
#[path = "golden/check.rs"]
mod golden;

use conditions::{each_answer, each_condition, journey_with, number};
use journey::share_link::{decode, encode};
use journey::switches;
use model::preset_id::PresetId;
use model::reply::EnhancedCode;
use model::scenario::{Condition, Scenario};
use model::story::{BeatKind, Line, Story};
use model::switch_id::SwitchId;
use sim::simulate;
use std::collections::BTreeSet;
use story::TracedStory;
use text::verdict::codes;

fn all() -> Vec<Condition> {
    each_condition().into_iter().chain(each_answer()).collect()
}

fn told(condition: Option<&Condition>) -> TracedStory {
    let mut parts = journey_with(&Condition::SignInRefused);
    parts.conditions = condition.cloned().into_iter().collect();
    story::tell(simulate(&Scenario::new(parts).expect("valid")))
}

#[test]
fn each_has_a_number() {
    let numbers: Vec<u8> = each_condition().iter().map(number).collect();
    assert!(numbers.len() >= 22, "{numbers:?}");
    assert!(numbers.iter().copied().eq((0..).take(numbers.len())));
}

#[test]
fn each_changes_what_happens() {
    let usual = told(None);
    for condition in all() {
        let trace = told(Some(&condition)).trace;
        assert!(
            trace.packets != usual.trace.packets || trace.events != usual.trace.events,
            "{condition:?} changes nothing: who sets up the hosts does not know it"
        );
    }
}

fn captions(story: &Story) -> Vec<&str> {
    story.steps.iter().map(|step| step.caption.as_str()).collect()
}

/// The numbers of the pieces of messages as they arrive, beat by beat.
fn pieces(story: &Story) -> Vec<Vec<u16>> {
    let each = story.beats.iter().filter_map(|beat| match &beat.kind {
        BeatKind::Pieces { pieces, .. } => {
            let mut arrivals: Vec<_> = pieces.iter().map(|it| (it.sim.1, it.number)).collect();
            arrivals.sort_unstable();
            Some(arrivals.into_iter().map(|(_, number)| number).collect())
        }
        _ => None,
    });
    each.collect()
}

#[test]
fn each_is_told() {
    let usual = told(None);
    for condition in all() {
        let story = told(Some(&condition)).story;
        let same =
            captions(&story) == captions(&usual.story) && pieces(&story) == pieces(&usual.story);
        assert!(!same, "{condition:?} is told as if nothing had happened");
    }
}

/// A code that a server of ours says has a meaning on the card, and in a caption in its own words or ours.
#[test]
fn what_a_server_says_has_a_meaning() {
    let switches = SwitchId::ALL.map(|it| switches::condition(it, 1));
    let mut codes = BTreeSet::new();
    for condition in all().into_iter().chain(switches) {
        let story = told(Some(&condition)).story;
        let refused = story
            .lines
            .iter()
            .filter(|line| line.negative.is_some() && !line.text.starts_with('-'));
        let code = |line: &Line| EnhancedCode::parse(line.text.get(4..)?.split(' ').next()?);
        codes.extend(refused.filter_map(code));
    }
    assert!(codes.len() > 8, "{codes:?}");
    for code in codes {
        let detail = codes::detail(code.subject(), code.detail(), code.class() == 5, None);
        assert_ne!(detail, codes::UNREGISTERED, "{code} is said by a server and not listed");
    }
}

/// Links that are out there open the same for ever. A new condition gets a new line at the end.
#[test]
fn links_with_each_are_what_they_were() {
    let preset = PresetId::TwoBoxes;
    let line = |condition: Condition| {
        let parts = journey_with(&condition);
        let link = encode(preset, None, &parts).fragment;
        let opened = decode(&link);
        assert_eq!((opened.parts, opened.problem), (parts, None), "{condition:?}");
        format!("{link} {condition:?}\n")
    };
    let lines: Vec<String> = all().into_iter().map(line).collect();
    golden::check("links.txt", &lines.concat());
}

#[test]
fn each_is_thrown_by_the_dice() {
    let mut missing: BTreeSet<u8> = each_condition().iter().map(number).collect();
    for n in 0..500 {
        for scenario in [dice::random_scenario(n), dice::random_answers(n)] {
            for condition in &scenario.parts().conditions {
                missing.remove(&number(condition));
            }
        }
    }
    assert!(missing.is_empty(), "never thrown: the conditions with the numbers {missing:?}");
}
