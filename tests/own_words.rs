//! What a reader's own message begins with goes the way of the example, in about as many packets.
#![cfg(not(target_arch = "wasm32"))]

use model::own_words::beginning;
use model::preset_id::PresetId;
use model::presets::{PRESETS, Preset};
use model::scenario::{Parts, Scenario};
use sim::simulate;
use story::{TracedStory, tell};

fn told(parts: Parts) -> TracedStory {
    tell(simulate(&Scenario::new(parts).expect("a valid scenario")))
}

/// As the form begins.
fn begun(preset: &Preset) -> Parts {
    let parts = preset.parts();
    let (text, attachment) = beginning(preset.id, &parts);
    Parts { text, attachment, ..parts }
}

/// The names of the steps, and what those say that tell of packets.
fn steps(parts: Parts) -> Vec<(String, Option<String>)> {
    let steps = told(parts).story.steps.into_iter();
    let told = |caption: String| caption.contains("cut into").then_some(caption);
    steps.map(|step| (step.name, told(step.caption))).collect()
}

#[test]
fn every_example_goes_on_in_the_same_steps() {
    for preset in PRESETS {
        let parts = begun(&preset);
        assert!(parts.text.lines().count() < 10, "{}: {}", preset.slug(), parts.text);
        let (mut own, mut example) = (steps(parts), steps(preset.parts()));
        // Beside a file of the example's own, its text is next to nothing.
        if preset.parts().attachment.is_some() {
            own.iter_mut().chain(&mut example).for_each(|(_, told)| *told = None);
        }
        assert_eq!(own, example, "{}", preset.slug());
    }
}

#[test]
fn what_is_written_stays() {
    let preset = Preset::of(PresetId::EverythingWorks);
    let mut parts = begun(preset);
    parts.text = "Hi".to_owned();
    parts.attachment = None;
    assert_eq!(beginning(preset.id, &parts), ("Hi".to_owned(), None));
}
