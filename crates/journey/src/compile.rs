//! From a scenario to all that the player needs of it: simulated, told and compiled.

use crate::share_link;
use model::compiled_story::CompiledStory;
use model::preset_id::PresetId;
use model::presets::{self, Preset};
use model::scenario::{Parts, Scenario, ScenarioError};
use model::story::{Story, refusals};
use sim::{Bounds, simulate_within};
use story::{TracedStory, verdict};
use text::presets::{YOUR_OWN, describe};

/// Simulates and tells a scenario.
///
/// # Errors
/// What is wrong with it.
pub fn trace_and_tell(parts: Parts) -> Result<(Scenario, TracedStory), ScenarioError> {
    let scenario = Scenario::new(parts)?;
    let traced = story::tell(simulate_within(&scenario, Bounds::PAGE));
    Ok((scenario, traced))
}

/// What the player needs of a scenario that began as this preset.
pub fn compile(preset: PresetId, parts: &Parts, traced: &TracedStory) -> CompiledStory {
    compile_linked(preset, parts, parts, traced)
}

/// The same, with links that lead to a scenario of as many steps with less in it.
pub fn compile_linked(
    preset: PresetId,
    parts: &Parts,
    linked: &Parts,
    traced: &TracedStory,
) -> CompiledStory {
    let link = |step: Option<&str>| share_link::encode(preset, step, linked).fragment;
    let names = traced.steps.iter().map(|step| Some(step.name.as_str()));
    let changed = presets::is_changed(preset, parts);
    let plain = !changed && parts.owner.is_empty();
    let links = (!plain).then(|| std::iter::once(None).chain(names).map(link).collect());
    CompiledStory {
        changed,
        name: (if changed { YOUR_OWN } else { describe(preset).0 }).to_owned(),
        preset,
        scenario: share_link::pack(preset, parts),
        links: links.unwrap_or_default(),
        story: without_evidence(traced.story.clone()),
        changes: scene::changes(traced),
        refusals: refusals::of(traced),
        mended: verdict::mended(&traced.trace),
    }
}

/// What it needs of a preset as it is.
pub fn compile_preset(preset: &Preset) -> CompiledStory {
    let (scenario, traced) =
        trace_and_tell(preset.parts()).expect("every preset is a valid scenario (tested)");
    compile(preset.id, scenario.parts(), &traced)
}

/// What points into the trace stays behind with it.
fn without_evidence(mut story: Story) -> Story {
    for step in &mut story.steps {
        step.evidence.clear();
    }
    for line in &mut story.lines {
        (line.event, line.place) = Default::default();
    }
    story
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for preset in &presets::PRESETS {
            let compiled = compile_preset(preset);
            assert_eq!(
                CompiledStory::read(&compiled.write()).as_ref(),
                Some(&compiled),
                "{}",
                preset.slug()
            );
            assert!(compiled.links.is_empty());
        }
        assert_eq!(CompiledStory::read(b"what is this"), None);
    }

    #[test]
    fn links_lead_to_where_they_were_made() {
        for preset in &presets::PRESETS {
            let mut parts = preset.parts();
            for own in [false, true] {
                parts.subject = if own { "Mine".to_owned() } else { parts.subject };
                let (_, traced) = trace_and_tell(parts.clone()).expect("a valid scenario");
                let compiled = compile(preset.id, &parts, &traced);
                assert_eq!(!compiled.links.is_empty(), own);
                for step in std::iter::once(None).chain((0..compiled.story.steps.len()).map(Some)) {
                    let opened = share_link::decode(&CompiledStory::link(
                        (compiled.preset, &compiled.links, &compiled.story),
                        step,
                    ));
                    assert_eq!((opened.preset, &opened.parts), (preset.id, &parts));
                    let named = opened.step.and_then(|name| compiled.story.step_named(&name));
                    assert_eq!(named, step, "{}", preset.slug());
                }
            }
        }
    }
}
