//! A compiled story: a journey, simulated and told, as plain data. It is all that the player needs.
//!
//! Those of the presets are made when the site is built, and lie beside the page as files. Every
//! other one comes from the engine.

use serde::{Deserialize, Serialize};

use crate::player::ShowTime;
use crate::share_link;
use model::cast::HostId;
use model::presets;
use model::scenario::{Parts, Scenario, ScenarioError};
use sim::world::{Bounds, simulate_within};
use story::{Story, TracedStory, refusals, verdict};
use text::presets::{YOUR_OWN, describe};

/// A story, compiled for the player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompiledStory {
    /// The preset it began with.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// Its scenario, as [`share_link::pack`] writes it.
    pub scenario: String,
    /// The reader has changed something of it.
    pub changed: bool,
    /// What stands behind the `#` in a link to it: to its beginning, and to each of its steps.
    /// Empty where it is the preset as it is, whose links are its slug and the names of its steps.
    pub links: Vec<String>,
    /// How it is told.
    pub story: Story,
    /// Who says no in each step, if anybody does, and from when on that is known.
    pub refusals: Vec<Option<(ShowTime, HostId)>>,
    /// When its picture changes other than by motion ([`scene::changes`]).
    pub changes: Vec<ShowTime>,
    /// Where it did not simply succeed: whether the hitch has been overcome.
    pub mended: Option<bool>,
}

/// Simulates and tells a scenario.
///
/// # Errors
/// What is wrong with it.
pub fn trace_and_tell(parts: Parts) -> Result<(Scenario, TracedStory), ScenarioError> {
    let scenario = Scenario::new(parts)?;
    let traced = story::tell(simulate_within(&scenario, Bounds::PAGE));
    Ok((scenario, traced))
}

impl CompiledStory {
    /// What the player needs of a scenario that began as the preset `slug`.
    pub fn of(slug: &str, parts: &Parts, traced: &TracedStory) -> Self {
        let link = |step: Option<&str>| share_link::encode(slug, step, parts).fragment;
        let names = traced.steps.iter().map(|step| Some(step.name.as_str()));
        let changed = presets::is_changed(slug, parts);
        let plain = !changed && parts.owner.is_empty();
        let links = (!plain).then(|| std::iter::once(None).chain(names).map(link).collect());
        Self {
            changed,
            name: (if changed { YOUR_OWN } else { describe(slug).0 }).to_owned(),
            slug: slug.to_owned(),
            scenario: share_link::pack(slug, parts),
            links: links.unwrap_or_default(),
            story: without_evidence(traced.story.clone()),
            changes: scene::changes(traced),
            refusals: refusals::of(traced),
            mended: verdict::mended(&traced.trace),
        }
    }

    /// The preset as it is.
    pub fn preset(preset: &presets::Preset) -> Self {
        let (scenario, traced) =
            trace_and_tell(preset.parts()).expect("every preset is a valid scenario (tested)");
        Self::of(preset.slug, scenario.parts(), &traced)
    }

    /// What stands behind the `#` in a link to a step, or to the beginning, of a journey with this
    /// slug and these links.
    pub fn link((slug, links, story): (&str, &[String], &Story), step: Option<usize>) -> String {
        let own = links.get(step.map_or(0, |n| n + 1));
        let name = step.and_then(|n| story.steps.get(n)).map(|step| step.name.as_str());
        own.cloned().unwrap_or_else(|| share_link::named(slug, name))
    }

    /// As bytes, for a file.
    pub fn write(&self) -> Vec<u8> {
        // Fails only for what cannot be counted beforehand; there is nothing of that kind in it.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// Reads what [`CompiledStory::write`] has written.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
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
            let compiled = CompiledStory::preset(preset);
            assert_eq!(
                CompiledStory::read(&compiled.write()).as_ref(),
                Some(&compiled),
                "{}",
                preset.slug
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
                let compiled = CompiledStory::of(preset.slug, &parts, &traced);
                assert_eq!(!compiled.links.is_empty(), own);
                for step in std::iter::once(None).chain((0..compiled.story.steps.len()).map(Some)) {
                    let opened = share_link::decode(&CompiledStory::link(
                        (&compiled.slug, &compiled.links, &compiled.story),
                        step,
                    ));
                    assert_eq!((opened.slug, &opened.parts), (preset.slug, &parts));
                    let named = opened.step.and_then(|name| compiled.story.step_named(&name));
                    assert_eq!(named, step, "{}", preset.slug);
                }
            }
        }
    }
}
