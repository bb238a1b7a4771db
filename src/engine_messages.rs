//! What the page's two modules say to each other.
//!
//! The *player* draws the picture and has the reader's place. The *engine* simulates, judges and
//! explains: whatever opens below the picture is its own. Both are WebAssembly modules of this
//! package, and they share nothing but the page. The player sends [`EngineRequest`]s, the engine sends
//! [`PlayerRequest`]s, each of them as bytes.
//!
//! Scenarios travel to the engine as `journey::share_link` packs them, so that whatever comes in is
//! checked as links are. Back come stories that are compiled already ([`CompiledStory`]): the player cannot
//! simulate.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::embedder_messages::Names;
use crate::player::ShowTime;
use model::compiled_story::CompiledStory;

/// Something that opens below the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Panel {
    /// Why it went wrong, and what to do.
    Verdict,
    /// The link to this moment, and files to take along.
    Share,
    /// What somebody got back, read.
    CameBack,
    /// What could go wrong: the presets, and single conditions.
    WhatIf,
    /// The reader's own addresses and words.
    Own,
    /// What the computers really say.
    Hood,
}

impl Panel {
    /// The `id` of what opens.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Verdict => "ej-verdict",
            Self::Share => "ej-share",
            Self::CameBack => "ej-came-back",
            Self::WhatIf => "ej-what-if",
            Self::Own => "ej-own",
            Self::Hood => "ej-hood",
        }
    }
}

/// What the player tells the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EngineRequest {
    /// Show this panel of this moment of this scenario, and nothing else.
    Show {
        /// The one that is open.
        open: Option<Panel>,
        /// It was opened from elsewhere: the focus goes into it when it appears.
        called: bool,
        /// The scenario.
        scenario: String,
        /// The moment.
        at: ShowTime,
    },
    /// Tell what this link opens.
    Tell {
        /// What stands behind its `#`.
        fragment: String,
        /// Names of the page's owner.
        names: Names,
    },
    /// Tell this scenario with other names of the page's owner.
    Rename {
        /// The scenario.
        scenario: String,
        /// The names.
        names: Names,
    },
}

/// Which moment of a journey that is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Its beginning.
    Beginning,
    /// The step at which the reader is now, as far as there is one like it.
    Here,
    /// The rest of the step with this name, if there is one; otherwise the beginning.
    Step(Option<String>),
}

/// What the engine asks of the player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlayerRequest {
    /// This journey.
    Show {
        /// The journey, compiled to a story.
        story: Box<CompiledStory>,
        /// Which moment of it.
        place: Place,
        /// What was wrong with the link that it was opened from, in words.
        problem: Option<String>,
        /// Which of the owner's names could not be used, in words.
        refused: Vec<String>,
    },
    /// This moment.
    Seek(ShowTime),
    /// The rest of this step.
    Step(usize),
    /// Close what is open, and let time go on.
    Play,
}

/// Writes an [`EngineRequest`] or a [`PlayerRequest`].
pub fn write(message: &impl Serialize) -> Vec<u8> {
    // Fails only for what cannot be counted beforehand; there is nothing of that kind in them.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// Reads what [`write()`] has written.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
