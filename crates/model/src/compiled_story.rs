//! A compiled story: a journey, simulated and told, as plain data. It is all that the player needs.
//!
//! Those of the presets are made when the site is built, and lie beside the page as files. Every
//! other one comes from the engine.

use crate::link;
use crate::preset_id::PresetId;
use crate::show_time::ShowTime;
use crate::story::Story;
use crate::story::refusals::Refused;
use serde::{Deserialize, Serialize};

/// A story, compiled for the player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompiledStory {
    /// The preset it began with.
    pub preset: PresetId,
    /// What it is called.
    pub name: String,
    /// Its scenario, packed.
    pub scenario: String,
    /// The reader has changed something of it.
    pub changed: bool,
    /// What stands behind the `#` in a link to it: to its beginning, and to each of its steps.
    /// Empty where it is the preset as it is, whose links are its slug and the names of its steps.
    pub links: Vec<String>,
    /// How it is told.
    pub story: Story,
    /// Who is the first to say no in each step, if anybody does.
    pub refusals: Vec<Option<Refused>>,
    /// When its picture changes other than by motion.
    pub changes: Vec<ShowTime>,
    /// Where it did not simply succeed: whether the hitch has been overcome.
    pub mended: Option<bool>,
}

impl CompiledStory {
    /// What stands behind the `#` in a link to a step, or to the beginning, of a journey that
    /// began as this preset and has these links.
    pub fn link(
        (preset, links, story): (PresetId, &[String], &Story),
        step: Option<usize>,
    ) -> String {
        let own = links.get(step.map_or(0, |n| n + 1));
        let name = step.and_then(|n| story.steps.get(n)).map(|step| step.name.as_str());
        own.cloned().unwrap_or_else(|| link::named(preset, name))
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
