//! A preset, simulated and told.

use journey::compile::trace_and_tell;
use model::presets::Preset;
use model::story::refusals;
use story::TracedStory;
use story::verdict::{self, Verdict};
use text::presets::describe;

/// What the pages of a preset are made of.
pub(super) struct PresetJourney {
    pub preset: &'static Preset,
    /// Its name, and a sentence about it.
    pub name: &'static str,
    pub about: &'static str,
    pub story: TracedStory,
    /// Where it does not simply succeed: the cards.
    pub verdicts: Vec<Verdict>,
    /// The first step in which somebody says no.
    pub refusal: Option<usize>,
}

impl PresetJourney {
    pub(super) fn new(preset: &'static Preset) -> Self {
        let (_, story) =
            trace_and_tell(preset.parts()).expect("every preset is a valid scenario (tested)");
        let refusals = refusals::of(&story);
        let (name, about) = describe(preset.id);
        Self {
            preset,
            name,
            about,
            verdicts: verdict::of(&story.trace),
            refusal: refusals.iter().position(Option::is_some),
            story,
        }
    }
}
