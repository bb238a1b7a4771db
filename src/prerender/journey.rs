//! A preset, simulated and told.

use crate::presets::Preset;
use crate::sim::world::{Bounds, simulate_within};
use crate::story::verdict::{self, Verdict};
use crate::story::{Story, lookups, stops};
use crate::text::presets::describe;

/// What the pages of a preset are made of.
pub(super) struct Journey {
    pub preset: &'static Preset,
    /// Its name, and a sentence about it.
    pub name: &'static str,
    pub about: &'static str,
    pub story: Story,
    /// Where it does not simply succeed: whether the hitch is overcome, and the cards.
    pub mended: Option<bool>,
    pub verdicts: Vec<Verdict>,
    /// The first step in which somebody says no.
    pub stop: Option<usize>,
}

impl Journey {
    pub(super) fn new(preset: &'static Preset) -> Self {
        // As the page simulates it (`ui/journey.rs`).
        let story = Story::tell(simulate_within(&preset.scenario(), Bounds::PAGE));
        let stops = stops::of(&story, &lookups::of(&story.trace));
        let (name, about) = describe(preset.slug);
        Self {
            preset,
            name,
            about,
            mended: verdict::mended(&story.trace),
            verdicts: verdict::of(&story.trace),
            stop: stops.iter().position(Option::is_some),
            story,
        }
    }
}
