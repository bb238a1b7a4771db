//! Examples and switches are found by what people type.

use journey::search::{self, SWITCHES};
use model::presets::{self, PRESETS, Preset};
use model::scenario::Scenario;
use sim::simulate;
use std::collections::BTreeSet;
use story::verdict;

fn found(words: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let presets = search::presets(words).into_iter().map(Preset::slug).collect();
    (presets, search::switches(words).into_iter().map(|it| it.id.slug()).collect())
}

#[test]
fn codes_and_plain_words_find_what_they_mean() {
    for (words, preset, switch) in [
        ("550", "no-such-person", "no-such-person"),
        ("5.7.1", "refused-as-spam", "refused-as-spam"),
        ("full", "mailbox-full", "box-full-for-good"),
        ("spam", "sender-blocked", "sender-blocked"),
        ("Server DOWN", "server-down", "server-down"),
        ("5.7.26", "sender-not-proven", "sender-not-proven"),
        ("quota 4.2.2", "mailbox-full-for-good", "box-full"),
    ] {
        let (presets, switches) = found(words);
        assert!(presets.contains(&preset), "{words}: {presets:?}");
        assert!(switches.contains(&switch), "{words}: {switches:?}");
        assert!(!presets.contains(&"everything-works"), "{words}");
    }
    assert_eq!(found("xyzzy"), (vec![], vec![]));
    assert_eq!(search::presets("  ").len(), PRESETS.len());
    assert_eq!(search::switches("").len(), SWITCHES.len());
}

#[test]
fn each_switch_is_switched_on_and_off_for_one_recipient() {
    let names: BTreeSet<&str> = SWITCHES.iter().map(search::Switch::name).collect();
    assert_eq!(names.len(), SWITCHES.len());
    assert!(!names.contains(""));
    let plain = presets::find("two-boxes").expect("a preset").parts();
    for switch in &SWITCHES {
        assert!(!switch.is_on(&plain, 1), "{}", switch.id.slug());
        let on = switch.pressed(&plain, 1);
        assert!(switch.is_on(&on, 1), "{}", switch.id.slug());
        let others = SWITCHES.iter().filter(|it| it.is_on(&on, 1));
        assert_eq!(others.count(), 1, "{}: and no other", switch.id.slug());
        if on.conditions[0].recipient().is_some() {
            assert!(!switch.is_on(&on, 0), "{}", switch.id.slug());
        }
        assert_eq!(switch.pressed(&on, 1), plain, "{}", switch.id.slug());
    }
}

/// Nothing is offered that would change nothing.
#[test]
fn each_switch_changes_the_journey() {
    let preset = presets::find("everything-works").expect("a preset");
    let usual = simulate(&preset.scenario());
    for switch in &SWITCHES {
        let parts = switch.pressed(&preset.parts(), 0);
        let scenario =
            Scenario::new(parts).unwrap_or_else(|it| panic!("{}: {it}", switch.id.slug()));
        let trace = simulate(&scenario);
        let hitch = verdict::mended(&trace).is_some();
        assert!(hitch || trace.packets != usual.packets, "{}", switch.id.slug());
    }
}
