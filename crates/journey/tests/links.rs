//! Links: whatever stands in one, it opens something valid; what is written is read back.

use journey::share_link::{decode, encode};
use model::limits::link::MAX_FRAGMENT;
use model::link::named;
use model::preset_id::PresetId;
use model::presets::PRESETS;
use model::scenario::{Condition, Scenario};
use proptest::prelude::*;
use sim::simulate;

fn check_opens(fragment: &str) {
    let opened = decode(fragment);
    assert!(Scenario::new(opened.parts).is_ok(), "{fragment}");
    if let Some(problem) = opened.problem {
        let sentence = text::links::whole(&problem);
        assert!(sentence.ends_with('.'), "a sentence: {sentence}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_in_a_link_disturbs(fragment in "\\PC{0,200}") {
        check_opens(&fragment);
    }

    #[test]
    fn no_state_disturbs(payload in "1[A-Za-z0-9_-]{0,300}") {
        check_opens(&payload);
    }

    #[test]
    fn encode_then_decode_is_the_identity(
        preset in 0..PRESETS.len(),
        sender in "[a-z]{1,10}@[a-z]{1,10}\\.example",
        recipients in prop::collection::btree_set("[a-z]{1,10}@[a-z]{1,10}\\.(com|net)", 1..4),
        subject in "\\PC{0,60}",
        text in "(\\PC|\n){0,120}",
        relays in 0_u8..=8,
        seed in any::<u64>(),
        lost in prop::option::of(1_u16..50),
        step in prop::option::of("[a-z][a-z-]{0,18}[a-z]"),
    ) {
        let mut parts = PRESETS[preset].parts();
        parts.sender = sender.parse().expect("an address");
        parts.recipients = recipients.iter().map(|r| r.parse().expect("an address")).collect();
        parts.subject = subject;
        parts.text = text;
        parts.relays = relays;
        parts.seed = seed;
        if let Some(packet) = lost {
            parts.conditions.push(Condition::PacketLost { hop: 0, packet });
        }
        prop_assume!(Scenario::new(parts.clone()).is_ok());
        let encoded = encode(PRESETS[preset].id, step.as_deref(), &parts);
        prop_assert!(encoded.fragment.len() <= MAX_FRAGMENT);
        let opened = decode(&encoded.fragment);
        prop_assert_eq!(opened.problem, None);
        prop_assert_eq!(opened.preset, PRESETS[preset].id);
        prop_assert_eq!(opened.step, step);
        let state = encoded.fragment.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        prop_assert!(state, "{}", encoded.fragment);
        prop_assert!(encoded.fragment.ends_with(|c: char| c.is_ascii_alphanumeric()));
        if !encoded.text_left_out {
            prop_assert_eq!(opened.parts, parts);
        }
    }
}

#[test]
fn every_preset_and_step_has_a_link() {
    for preset in &PRESETS {
        let encoded = encode(preset.id, Some("collected"), &preset.parts());
        let opened = decode(&encoded.fragment);
        assert_eq!((opened.preset, opened.step.as_deref()), (preset.id, Some("collected")));
        assert_eq!(opened.problem, None);
    }
}

/// Percent-encoding changes none of these (RFC 3986 section 2.3), Markdown gives none of them a meaning
/// inside a word, and what finds links in plain text does not cut the last one off.
fn check_survives(fragment: &str) {
    let plain = |c: char| c.is_ascii_alphanumeric();
    assert!(fragment.chars().all(|c| plain(c) || c == '-' || c == '_'), "{fragment}");
    assert!(fragment.starts_with(plain) && fragment.ends_with(plain), "{fragment}");
    assert!(!fragment.contains("__"), "bold in Markdown: {fragment}");
}

#[test]
fn links_survive_encoding_markdown_and_plain_text() {
    for preset in &PRESETS {
        let story = story::tell(simulate(&preset.scenario())).story;
        for step in &story.steps {
            let fragment = named(preset.id, Some(&step.name));
            check_survives(&fragment);
            // Some programs end a line of a mail after 76 characters.
            let page = ["https://help.example/email/p/", preset.slug(), "/#", &step.name].concat();
            assert!(page.len() <= 76, "{page}");
            assert_eq!(decode(&fragment).step.as_deref(), Some(step.name.as_str()));
        }
    }
}

/// One check character of 62 cannot notice every change, but all but about one in sixty.
#[test]
fn a_changed_or_swapped_character_is_nearly_always_noticed() {
    let mut parts = PRESETS[1].parts();
    parts.subject = "Is there a table free?".to_owned();
    let sound = encode(PresetId::TwoBoxes, Some("box"), &parts).fragment;
    let (mut tried, mut unnoticed) = (0, 0);
    let mut check = |damaged: &str| {
        check_opens(damaged);
        if damaged != sound {
            tried += 1;
            unnoticed += usize::from(decode(damaged).problem.is_none());
        }
    };
    for at in 1..sound.len() {
        for replacement in ["A", "m", "Z", "0", "7"] {
            let mut damaged = sound.clone();
            damaged.replace_range(at..=at, replacement);
            check(&damaged);
        }
        if at + 1 < sound.len() {
            let mut swapped = sound.clone();
            let pair: String = sound[at..=at + 1].chars().rev().collect();
            swapped.replace_range(at..=at + 1, &pair);
            check(&swapped);
        }
    }
    assert!(tried > 300 && unnoticed * 30 < tried, "{unnoticed} of {tried} went unnoticed");
}
